//! Passwords: which are good enough, and how they are kept.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;
use zxcvbn::Score;
use zxcvbn::feedback::Warning;

/// Long passwords beat complicated ones (NIST SP 800-63B); twelve characters resist guessing at our speed limits.
pub const SHORTEST: usize = 12;

/// More than anybody types; keeps the work of hashing bounded.
const LONGEST: usize = 200;

/// What stands in the place of the PHC string for whoever only signs in through the service of the organisation.
pub(super) const NONE: &str = "*";

/// The weakest strength that is taken: more than a hundred million guesses.
const WEAKEST: Score = Score::Three;

/// Shorter parts of a name are in too many words to tell anything.
const SHORTEST_KNOWN: usize = 3;

/// What is tried first on a site like this, beside what everybody uses everywhere.
const FAMILIAR: [&str; 14] = [
    "stelselwacht",
    "stelsel",
    "tlokb",
    "register",
    "certificaat",
    "certificering",
    "toezicht",
    "wachtwoord",
    "welkom",
    "inloggen",
    "zomer",
    "herfst",
    "winter",
    "lente",
];

/// Who chooses a password: what is in it of this person is no secret.
#[derive(Debug, Clone)]
pub(super) struct Owner<'a> {
    /// The name of the person.
    pub(super) name: &'a str,
    /// The e-mail address.
    pub(super) email: &'a str,
    /// The name of the organisation.
    pub(super) organisation: &'a str,
}

/// The password as it is kept, when this person may choose it; if not, why not and what to do. The text begins with a verb. Slow
/// on purpose, so not within a transaction.
pub(super) fn chosen(password: &SecretString, owner: &Owner<'_>) -> Result<String, String> {
    check(password, owner)?;
    hash(password).map_err(|error| format!("kon niet worden versleuteld ({error})"))
}

/// Whether this person may choose the password; if not, what to do.
fn check(password: &SecretString, owner: &Owner<'_>) -> Result<(), String> {
    let text = password.expose_secret();
    let length = text.chars().count();
    let mut characters = text.chars();
    if length < SHORTEST {
        Err(format!("is te kort: kies ten minste {SHORTEST} tekens, bijvoorbeeld vier losse woorden"))
    } else if length > LONGEST {
        Err(format!("is te lang: kies ten hoogste {LONGEST} tekens"))
    } else if characters.next().is_some_and(|first| characters.all(|c| c == first)) {
        Err("bestaat uit één herhaald teken: kies bijvoorbeeld vier losse woorden".to_owned())
    } else {
        strong(text, owner)
    }
}

/// Judged by how many guesses it takes, not by which characters are in it; and so is what is left of it without what others
/// know of the owner and what everybody tries here.
fn strong(text: &str, owner: &Owner<'_>) -> Result<(), String> {
    let folded = [owner.name, owner.email, owner.organisation].map(str::to_lowercase);
    let parts = folded.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mut known: Vec<&str> = parts.filter(|part| part.chars().count() >= SHORTEST_KNOWN).collect();
    known.extend(FAMILIAR);
    // The longest first, or a part of it would be left.
    known.sort_by_key(|part| std::cmp::Reverse(part.len()));
    let unknown = known.iter().fold(text.to_lowercase(), |left, part| left.replace(part, " "));
    known.extend(folded.iter().map(String::as_str));
    let judged = zxcvbn::zxcvbn(text, &known);
    let is_strong = |score| score >= WEAKEST;
    let why = if !is_strong(judged.score()) {
        judged.feedback().and_then(zxcvbn::feedback::Feedback::warning).map_or("is te makkelijk te raden", reason)
    } else if is_strong(zxcvbn::zxcvbn(&unknown, &[]).score()) {
        return Ok(());
    } else {
        "bestaat vooral uit woorden die bij u, uw organisatie of dit register horen"
    };
    Err(format!(
        "{why}: kies vier of meer losse woorden die niets met u, uw organisatie of elkaar te maken hebben, of laat een \
         wachtwoordkluis er een maken"
    ))
}

fn reason(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            "is een rij toetsen naast elkaar en dus makkelijk te raden"
        }
        Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => {
            "herhaalt steeds hetzelfde en is dus makkelijk te raden"
        }
        Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword => {
            "staat op de lijst van veelgebruikte wachtwoorden"
        }
        Warning::ThisIsSimilarToACommonlyUsedPassword => "lijkt te veel op een veelgebruikt wachtwoord",
        Warning::SequencesLikeAbcAreEasyToGuess => "bevat een reeks zoals abc of 6543 en is dus makkelijk te raden",
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => {
            "bevat een jaar of datum en is dus makkelijk te raden"
        }
        Warning::AWordByItselfIsEasyToGuess => "is één bekend woord en dus makkelijk te raden",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
            "bestaat uit namen en is dus makkelijk te raden"
        }
    }
}

/// One password is one row of bytes, on whatever keyboard it is typed.
fn bytes(password: &SecretString) -> SecretString {
    password.expose_secret().nfc().collect::<String>().into()
}

/// The password as a PHC string: argon2id with the parameters that OWASP advises (19 MiB, 2 passes).
///
/// # Errors
/// Only on a machine without memory or randomness.
fn hash(password: &SecretString) -> Result<String, argon2::password_hash::Error> {
    let hashed = Argon2::default().hash_password(bytes(password).expose_secret().as_bytes())?;
    Ok(hashed.to_string())
}

/// Whether this is the password of the PHC string. Without an account the same work is done against a password that
/// nobody has, so that the time tells nothing.
pub(super) fn verify(password: &SecretString, phc: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let nobody = || NOBODY.get_or_init(|| hash(&super::sessions::random_token()).unwrap_or_default()).as_str();
    let own = phc.and_then(|phc| PasswordHash::new(phc).ok());
    let has_one = own.is_some();
    let Some(parsed) = own.or_else(|| PasswordHash::new(nobody()).ok()) else { return false };
    let matches = Argon2::default().verify_password(bytes(password).expose_secret().as_bytes(), &parsed).is_ok();
    matches && has_one
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn judged(password: &str) -> Result<(), String> {
        let owner = Owner { name: "Roos Bakker", email: "r.bakker@bravo.example", organisation: "Bravo Certificatie" };
        check(&SecretString::from(password.to_owned()), &owner)
    }

    #[test]
    fn a_password_is_judged_by_the_guesses_it_takes() {
        for good in ["paard batterij nietje", "zeven kromme lantaarns", "kdhXw82ksPq0z", "alleen-demonstratie"] {
            assert_eq!(judged(good), Ok(()), "{good}");
        }
        for weak in [
            "Wachtwoord123!",
            "Welkom2026!!",
            "qwertyuiop123",
            "abcabcabcabc",
            "RoosBakker2026",
            "bravocertificatie",
            "r.bakker@bravo.example",
            "Password1234",
            "123456789012",
        ] {
            assert!(judged(weak).is_err(), "{weak}");
        }
    }

    #[test]
    fn a_refusal_says_what_to_do_and_never_repeats_the_password() {
        let refused = judged("abcabcabcabc").unwrap_err();
        assert!(refused.contains("losse woorden") && !refused.contains("abcabcabcabc"), "{refused}");
        assert!(judged("kort").unwrap_err().contains("te kort"));
        assert!(judged(&"lang ".repeat(50)).unwrap_err().contains("te lang"));
    }
}
