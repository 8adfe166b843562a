//! E-mail addresses. They are personal data: shown to nobody, and not in the log.

use std::fmt;

/// An address in small letters, so that it is one however it is typed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

/// The text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("dit is geen e-mailadres; een adres lijkt op naam@voorbeeld.nl")]
pub struct InvalidAddress;

/// The longest address that mail can carry.
const LONGEST: usize = 254;

impl Address {
    /// Reads an address; blanks around it do not count.
    ///
    /// # Errors
    /// [`InvalidAddress`], which says what one looks like.
    pub fn parse(text: &str) -> Result<Self, InvalidAddress> {
        let text = text.trim().to_lowercase();
        let plain = text.len() <= LONGEST && !text.chars().any(|c| c.is_whitespace() || c.is_control());
        // Mail to a machine without a domain never leaves this network.
        let has_domain =
            text.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.') || domain.starts_with('['));
        match text.parse::<lettre::Address>() {
            Ok(_) if plain && has_domain => Ok(Self(text)),
            _ => Err(InvalidAddress),
        }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Kept out of logs: only the length of what was there.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address(… {} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_checked_and_not_shown() {
        let address = Address::parse("  Jan.Jansen+co@Voorbeeld.NL ").map(|address| (format!("{address:?}"), address));
        assert!(address.is_ok_and(|(shown, address)| {
            address.as_str() == "jan.jansen+co@voorbeeld.nl" && !shown.contains("jansen")
        }));
        for wrong in
            ["", "jan", "jan@", "@x.nl", "a b@x.nl", "jan@localhost", "jan@x.nl\r\nBcc: y@x.nl", "jan@x.nl,y@x.nl"]
        {
            assert!(Address::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Address::parse(&format!("{}@x.nl", "a".repeat(300))).is_err());
    }
}
