//! The form in which a statement travels: a JWS in compact form (RFC 7515) with an Ed25519 signature (RFC 8037), which is a
//! JWT. Reading is strict: what differs by one character from what was signed is refused.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use ed25519_dalek::{Signature, Signer as _, SigningKey};
use serde::{Deserialize, Serialize};

use super::public_keys::{PublicKey, PublicKeys, Revocation};
use crate::domain::calendar::{dutch_day, in_words};
use crate::exchange::statement::Statement;

/// The kind of token, so that no other token under the same key passes for a statement (RFC 8725 section 3.11).
pub const TYPE: &str = "verklaring+jwt";

const ALGORITHM: &str = "EdDSA";

/// Far more than any statement takes, in bytes.
pub const LARGEST: usize = 16 * 1024;

/// Clocks of machines differ; this much is forgiven.
const LEEWAY: TimeDelta = TimeDelta::minutes(5);

/// Anything else in a header changes what the token means, so it is refused rather than passed over.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

/// A statement whose signature holds.
#[derive(Debug, Clone)]
pub struct Verified {
    /// What it says.
    pub statement: Statement,
    /// When it was signed.
    pub signed_at: DateTime<Utc>,
    /// The key that signed it.
    pub key: PublicKey,
}

/// Why a text is not to be believed. Nothing of what it says is in here: it may be anybody's invention.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// There is nothing.
    #[error("Er staat niets in.")]
    Empty,
    /// It is larger than any statement.
    #[error("Dit is groter dan een verklaring kan zijn ({} kB).", LARGEST / 1024)]
    TooLarge,
    /// It does not have the form of a statement.
    #[error("Dit heeft niet de vorm van een verklaring, of er is iets aan veranderd.")]
    NotAStatement,
    /// It names another way to sign, or none.
    #[error("Dit is niet ondertekend op de manier van het register (EdDSA).")]
    WrongAlgorithm,
    /// It is a signed token of another kind.
    #[error("Dit is een ander soort bericht dan een verklaring van het register.")]
    WrongType,
    /// It names a key that is not among the keys.
    #[error(
        "Sleutel {kid} is niet een van de sleutels van het register. Is de verklaring nieuwer dan uw sleutelbestand? Haal \
         dat dan opnieuw op bij het register."
    )]
    UnknownKey {
        /// The key.
        kid: KeyName,
    },
    /// The signature does not belong to what it says.
    #[error("De handtekening hoort niet bij deze tekst: er is iets aan veranderd.")]
    BadSignature,
    /// The signature belongs to it, but the key was revoked.
    #[error(
        "Sleutel {kid} is op {} ingetrokken ({}). Wat met deze sleutel is ondertekend, bewijst niets meer.",
        in_words(dutch_day(revocation.at)), revocation.reason
    )]
    Revoked {
        /// The key.
        kid: String,
        /// When and why.
        revocation: Revocation,
    },
    /// The signature belongs to it, but it says to be signed when the key signed nothing more, or nothing yet.
    #[error("De verklaring zou zijn ondertekend op een moment waarop sleutel {kid} niet in gebruik was.")]
    OutsideKeyTime {
        /// The key.
        kid: String,
    },
}

/// The name of a key in a token that is not believed: shown only when it has the form of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyName(String);

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.0.len() <= 64 && self.0.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        f.write_str(if plain && !self.0.is_empty() { &self.0 } else { "?" })
    }
}

impl Rejection {
    /// The key that it names, when that is one of ours.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Revoked { kid, .. } | Self::OutsideKeyTime { kid } => Some(kid),
            _ => None,
        }
    }

    /// The reason in one word, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "leeg",
            Self::TooLarge => "te-groot",
            Self::NotAStatement => "geen-verklaring",
            Self::WrongAlgorithm => "ander-algoritme",
            Self::WrongType => "andere-soort",
            Self::UnknownKey { .. } => "onbekende-sleutel",
            Self::BadSignature => "handtekening-klopt-niet",
            Self::Revoked { .. } => "sleutel-ingetrokken",
            Self::OutsideKeyTime { .. } => "buiten-tijd-van-sleutel",
        }
    }
}

/// The statement, signed.
///
/// # Errors
/// Only when it cannot be written as JSON.
pub(super) fn sign(key: &SigningKey, kid: &str, statement: &Statement) -> Result<String, serde_json::Error> {
    let header = Header { alg: ALGORITHM.to_owned(), kid: kid.to_owned(), typ: TYPE.to_owned() };
    let part = |json: Vec<u8>| URL_SAFE_NO_PAD.encode(json);
    let signed = format!("{}.{}", part(serde_json::to_vec(&header)?), part(serde_json::to_vec(statement)?));
    let signature = key.sign(signed.as_bytes());
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes())))
}

/// Whether one of these keys signed the text, and what it then says. Blanks and line ends around it do not count.
///
/// # Errors
/// [`Rejection`], when it is not to be believed.
pub fn verify(text: &str, keys: &PublicKeys) -> Result<Verified, Rejection> {
    let text = text.trim_ascii();
    match text.len() {
        0 => return Err(Rejection::Empty),
        1..=LARGEST => {}
        _ => return Err(Rejection::TooLarge),
    }
    let (signed, signature) = text.rsplit_once('.').ok_or(Rejection::NotAStatement)?;
    let (header, claims) = signed.split_once('.').ok_or(Rejection::NotAStatement)?;
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Rejection::NotAStatement);
    let (header, claims, signature) = (read_header(&decode(header)?)?, decode(claims)?, decode(signature)?);
    let key = keys.named(&header.kid).ok_or(Rejection::UnknownKey { kid: KeyName(header.kid) })?;
    let signature = Signature::from_slice(&signature).map_err(|_| Rejection::BadSignature)?;
    key.key.verify_strict(signed.as_bytes(), &signature).map_err(|_| Rejection::BadSignature)?;
    let kid = || key.kid.clone();
    if let Some(revocation) = key.revoked.clone() {
        return Err(Rejection::Revoked { kid: kid(), revocation });
    }
    let statement: Statement = serde_json::from_slice(&claims).map_err(|_| Rejection::NotAStatement)?;
    let signed_at = DateTime::from_timestamp(statement.iat, 0).ok_or(Rejection::NotAStatement)?;
    let too_late = key.retired_at.is_some_and(|retired| signed_at > retired + LEEWAY);
    if too_late || signed_at < key.created_at - LEEWAY {
        return Err(Rejection::OutsideKeyTime { kid: kid() });
    }
    Ok(Verified { statement, signed_at, key: key.clone() })
}

/// The header, once it is known to name our way to sign and our kind of token.
fn read_header(json: &[u8]) -> Result<Header, Rejection> {
    let loose: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(json).map_err(|_| Rejection::NotAStatement)?;
    let is = |name: &str, value: &str| loose.get(name).and_then(|found| found.as_str()) == Some(value);
    if !is("alg", ALGORITHM) {
        Err(Rejection::WrongAlgorithm)
    } else if !is("typ", TYPE) {
        Err(Rejection::WrongType)
    } else {
        serde_json::from_slice(json).map_err(|_| Rejection::NotAStatement)
    }
}
