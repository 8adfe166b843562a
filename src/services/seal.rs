//! What must be read back but may not be read by whoever has a copy of the database alone: private keys, and the secrets of
//! authenticator apps. It is sealed with XChaCha20-Poly1305 under a key that argon2id derives from the secret of the settings,
//! so that the secret cannot cheaply be guessed either.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

/// The first byte of what is sealed; another number stands for another way to seal.
const FORMAT: u8 = 1;

const SALT: usize = 16;
const NONCE: usize = 24;
const KEY: usize = 32;

/// What OWASP advises for argon2id: 19 MiB, 2 passes. Part of the format, so written out.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Why something cannot be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The secret is another one than the key was sealed with, or the stored key is damaged.
    #[error(
        "De sleutel in de database kan niet worden geopend: STELSELWACHT_SECRET is een ander geheim dan waarmee zij is \
         verzegeld, of de sleutel is beschadigd. Stel het goede geheim in, of maak met 'stelselwacht keys new' een nieuwe \
         sleutel; de oude blijft gepubliceerd."
    )]
    WrongSecret,
    /// What is stored is not in a form that this program knows.
    #[error("De sleutel in de database is beschadigd of verzegeld door een nieuwere versie van dit programma.")]
    UnknownFormat,
    /// There is no memory to derive a key in.
    #[error("Er is niet genoeg geheugen om de sleutel te verzegelen of te openen.")]
    NoMemory,
}

/// What is private, sealed under this name: under another name it does not open.
pub(super) fn seal(secret: &SecretString, name: &str, private: &[u8]) -> Result<String, SealError> {
    let (salt, nonce) = (rand::random::<[u8; SALT]>(), rand::random::<[u8; NONCE]>());
    let cipher = cipher(secret, &salt)?;
    let payload = Payload { msg: private, aad: name.as_bytes() };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::NoMemory)?;
    let whole: Vec<u8> = [FORMAT].into_iter().chain(salt).chain(nonce).chain(sealed).collect();
    Ok(URL_SAFE_NO_PAD.encode(whole))
}

/// What was sealed under this name.
pub(super) fn open(secret: &SecretString, name: &str, sealed: &str) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let whole = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| SealError::UnknownFormat)?;
    let rest = whole.strip_prefix(&[FORMAT]).ok_or(SealError::UnknownFormat)?;
    let (salt, rest) = rest.split_first_chunk::<SALT>().ok_or(SealError::UnknownFormat)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(SealError::UnknownFormat)?;
    let payload = Payload { msg: sealed, aad: name.as_bytes() };
    let opened = cipher(secret, salt)?.decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealError::WrongSecret)?;
    Ok(Zeroizing::new(opened))
}

fn cipher(secret: &SecretString, salt: &[u8; SALT]) -> Result<XChaCha20Poly1305, SealError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(KEY)).map_err(|_| SealError::NoMemory)?;
    let mut key = Zeroizing::new([0; KEY]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.expose_secret().as_bytes(), salt, &mut *key)
        .map_err(|_| SealError::NoMemory)?;
    XChaCha20Poly1305::new_from_slice(&*key).map_err(|_| SealError::NoMemory)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    const PRIVATE: [u8; KEY] = [7; KEY];

    fn secret(text: &str) -> SecretString {
        text.to_owned().into()
    }

    #[test]
    fn only_the_same_secret_opens_and_only_for_the_same_key() {
        let mine = secret("een geheim dat lang genoeg is om te tellen");
        let sealed = seal(&mine, "a", &PRIVATE).unwrap();
        assert_eq!(open(&mine, "a", &sealed).unwrap().as_slice(), PRIVATE);
        let other = secret("een ander geheim dat lang genoeg is om te tellen");
        assert_eq!(open(&other, "a", &sealed).unwrap_err(), SealError::WrongSecret);
        assert_eq!(open(&mine, "b", &sealed).unwrap_err(), SealError::WrongSecret, "a row cannot take another's key");
        assert_ne!(seal(&mine, "a", &PRIVATE).unwrap(), sealed, "the same key is never sealed twice alike");
        let bytes = URL_SAFE_NO_PAD.decode(&sealed).unwrap();
        assert!(bytes.windows(KEY).all(|part| part != PRIVATE));
    }

    #[test]
    fn what_is_damaged_does_not_open() {
        let mine = secret("een geheim dat lang genoeg is om te tellen");
        for broken in ["", "A", "niet base64!", "AQ", "AgAA"] {
            assert_eq!(open(&mine, "a", broken).unwrap_err(), SealError::UnknownFormat, "{broken}");
        }
        let mut bytes = URL_SAFE_NO_PAD.decode(seal(&mine, "a", &PRIVATE).unwrap()).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        assert_eq!(open(&mine, "a", &URL_SAFE_NO_PAD.encode(bytes)).unwrap_err(), SealError::WrongSecret);
    }
}
