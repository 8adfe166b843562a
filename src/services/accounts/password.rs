//! Passwords: which are good enough, and how they are kept.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

/// Long passwords beat complicated ones (NIST SP 800-63B); twelve characters resist guessing at our speed limits.
const SHORTEST: usize = 12;

/// More than anybody types; keeps the work of hashing bounded.
const LONGEST: usize = 200;

/// What stands in the place of the PHC string for whoever only signs in through the service of the organisation.
pub(super) const NONE: &str = "*";

/// Whether the password may be chosen.
pub(super) fn check(password: &SecretString) -> Result<(), &'static str> {
    let text = password.expose_secret();
    let length = text.chars().count();
    let mut characters = text.chars();
    if length < SHORTEST {
        Err("is te kort: kies ten minste 12 tekens, bijvoorbeeld vier losse woorden")
    } else if length > LONGEST {
        Err("is te lang: kies ten hoogste 200 tekens")
    } else if characters.next().is_some_and(|first| characters.all(|c| c == first)) {
        Err("bestaat uit één herhaald teken: kies bijvoorbeeld vier losse woorden")
    } else {
        Ok(())
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
pub(super) fn hash(password: &SecretString) -> Result<String, argon2::password_hash::Error> {
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
