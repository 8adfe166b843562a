//! Numbers and codes that identify things: each type can only be made by `parse`, so a value that exists is well formed.
//!
//! The numbers of the trade register and of addresses follow the rules of their registers. The codes are free text
//! that a scheme owner or a certification body chose; they are only kept within bounds that every screen and file can carry.

use std::fmt;
use std::sync::Arc;

/// Why a text is not the identifier it should be. The Dutch text says what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidIdentifier(&'static str);

macro_rules! text_identifier {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads the identifier; surrounding blanks do not count.
            ///
            /// # Errors
            /// [`InvalidIdentifier`] with a Dutch sentence that says what a right value looks like.
            pub fn parse(text: &str) -> Result<Self, InvalidIdentifier> {
                let normal: Result<String, &'static str> = $parse(text.trim());
                normal.map(|value| Self(value.into())).map_err(InvalidIdentifier)
            }

            /// The identifier as it is stored and exchanged.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// The longest code that a screen, a file name and an address bar can carry whole.
const LONGEST_CODE: usize = 100;

fn code(text: &str) -> Result<String, &'static str> {
    if text.is_empty() {
        Err("mag niet leeg zijn")
    } else if text.chars().count() > LONGEST_CODE {
        Err("is te lang: ten hoogste 100 tekens")
    } else if text.chars().any(char::is_control) {
        Err("bevat een onzichtbaar stuurteken")
    } else {
        Ok(text.to_owned())
    }
}

fn digits(text: &str, length: usize, message: &'static str) -> Result<String, &'static str> {
    if text.len() == length && text.bytes().all(|b| b.is_ascii_digit()) { Ok(text.to_owned()) } else { Err(message) }
}

fn postcode(text: &str) -> Result<String, &'static str> {
    const RIGHT: &str = "is geen postcode: vier cijfers (niet beginnend met 0) en twee letters, zoals 3511 AB";
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let (number, letters) = compact.split_at_checked(4).ok_or(RIGHT)?;
    let number_is_right = number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
    let letters_are_right = letters.len() == 2 && letters.bytes().all(|b| b.is_ascii_uppercase());
    if !number_is_right || !letters_are_right {
        Err(RIGHT)
    } else if ["SA", "SD", "SS"].contains(&letters) {
        Err("is geen postcode: de letters SA, SD en SS worden niet gebruikt")
    } else {
        Ok(compact)
    }
}

/// The check of a number of nine digits with weights 9 to 2 and −1: the sum is a multiple of eleven.
fn passes_eleven_test(text: &str) -> bool {
    let sum: i32 =
        text.bytes().zip([9, 8, 7, 6, 5, 4, 3, 2, -1]).map(|(digit, weight)| i32::from(digit - b'0') * weight).sum();
    sum % 11 == 0 && sum != 0
}

text_identifier!(
    /// Number of a firm in the trade register: eight digits, leading zeros kept.
    KvkNumber,
    |t| digits(t, 8, "is geen KvK-nummer: acht cijfers, zoals 01234567")
);
text_identifier!(
    /// Number of an establishment in the trade register (vestigingsnummer): twelve digits.
    EstablishmentNumber,
    |t| digits(t, 12, "is geen vestigingsnummer: twaalf cijfers, zoals 000012345678")
);
text_identifier!(
    /// Number of a legal person (RSIN): nine digits that pass the elfproef.
    Rsin,
    |t| {
        const RIGHT: &str = "is geen RSIN: negen cijfers die aan de elfproef voldoen";
        let number = digits(t, 9, RIGHT)?;
        if passes_eleven_test(&number) { Ok(number) } else { Err(RIGHT) }
    }
);
text_identifier!(
    /// Dutch postcode, kept as `1234AB`; [`Postcode::display`] shows it as `1234 AB`.
    Postcode,
    postcode
);
text_identifier!(
    /// Number of an address in the buildings register (BAG nummeraanduiding): sixteen digits.
    BagId,
    |t| digits(t, 16, "is geen BAG-nummer: zestien cijfers")
);
text_identifier!(
    /// Short name of a certification body, as in `alfa`.
    BodyCode,
    code
);
text_identifier!(
    /// Short name of a scheme, as in `CS-A`.
    SchemeCode,
    code
);
text_identifier!(
    /// Name of a version of a scheme, as in `2.0`.
    VersionLabel,
    code
);
text_identifier!(
    /// Code of a measure of a sanction matrix, as in `schorsing`.
    MeasureCode,
    code
);
text_identifier!(
    /// Code of a category of nonconformities of a sanction matrix, as in `kritiek`.
    CategoryCode,
    code
);
text_identifier!(
    /// Code in the catalogue of nonconformities of a sanction matrix, as in `K1`.
    FindingCode,
    code
);
text_identifier!(
    /// Number of a certificate, unique per certification body.
    CertificateNumber,
    code
);
text_identifier!(
    /// A body's own reference of an audit (onderzoek).
    AuditRef,
    code
);
text_identifier!(
    /// A body's own reference of a finding (afwijking).
    FindingRef,
    code
);
text_identifier!(
    /// A body's own reference of a sanction decision (besluit).
    DecisionRef,
    code
);

impl Postcode {
    /// As people write it, with a blank: `1234 AB`.
    pub fn display(&self) -> String {
        let (number, letters) = self.0.split_at(4);
        format!("{number} {letters}")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn kvk_number_keeps_leading_zeros() {
        assert_eq!(KvkNumber::parse(" 01234567 ").unwrap().as_str(), "01234567");
        for wrong in ["", "1234567", "123456789", "1234567a", "１２３４５６７８"] {
            assert!(KvkNumber::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn postcode_is_stored_compact_and_shown_with_a_blank() {
        assert_eq!(Postcode::parse("3511 ab").unwrap().as_str(), "3511AB");
        assert_eq!(Postcode::parse("3511ab").unwrap().display(), "3511 AB");
        for wrong in ["0123AB", "3511SS", "3511SA", "3511SD", "3511", "AB3511", "3511A1", "€511AB"] {
            assert!(Postcode::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn rsin_passes_the_eleven_test() {
        assert!(Rsin::parse("123456782").is_ok());
        for wrong in ["123456789", "000000000", "12345678"] {
            assert!(Rsin::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn codes_are_bounded_and_visible() {
        assert_eq!(SchemeCode::parse(" CS-A ").unwrap().as_str(), "CS-A");
        assert!(SchemeCode::parse("  ").is_err());
        assert!(SchemeCode::parse("a\0b").is_err());
        assert!(SchemeCode::parse(&"x".repeat(101)).is_err());
    }
}
