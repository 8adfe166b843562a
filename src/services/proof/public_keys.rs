//! The public halves of keys, to check statements with: from the database, or from a key set that was saved earlier.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ed25519_dalek::VerifyingKey;
use sha2::{Digest, Sha256};

use crate::exchange::key_set::{KeySet, PublicKey as Published, Revocation as PublishedRevocation};
use crate::storage::signing_keys::SigningKeyRow;
use crate::storage::{StorageError, UtcTime};

/// That a key is not to be believed any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// When that was said.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// The public half of a key, with what became of it.
#[derive(Debug, Clone)]
pub struct PublicKey {
    /// Its name: the thumbprint of RFC 7638, so a name belongs to one key for good.
    pub kid: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when it signs nothing more.
    pub retired_at: Option<DateTime<Utc>>,
    /// That it was revoked.
    pub revoked: Option<Revocation>,
    pub(super) key: VerifyingKey,
}

/// Keys to check statements with.
#[derive(Debug, Clone)]
pub struct PublicKeys(pub(super) Vec<PublicKey>);

/// Why a file cannot be used as a key set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableKeySet {
    /// It is no JSON Web Key Set.
    #[error("is geen sleutelbestand (JWKS): bewaar opnieuw wat het register op /.well-known/jwks.json geeft")]
    NotAKeySet,
    /// A key in it is not whole, or its name belongs to another key.
    #[error("bevat een sleutel die niet klopt: bewaar opnieuw wat het register op /.well-known/jwks.json geeft")]
    BrokenKey,
    /// There is no key of the kind of this register in it.
    #[error("bevat geen enkele sleutel van een register (Ed25519)")]
    NoKeys,
}

/// The kind of key that this register makes.
const KIND: (&str, &str, &str, &str) = ("OKP", "Ed25519", "EdDSA", "sig");

impl PublicKeys {
    /// Reads a key set as it is published. Keys of another kind are left out.
    ///
    /// # Errors
    /// [`UnusableKeySet`].
    pub fn parse(json: &str) -> Result<Self, UnusableKeySet> {
        #[derive(serde::Deserialize)]
        struct Loose {
            keys: Vec<serde_json::Value>,
            #[serde(default)]
            revoked_keys: Vec<serde_json::Value>,
        }
        let set: Loose = serde_json::from_str(json).map_err(|_| UnusableKeySet::NotAKeySet)?;
        let ours = |value: &serde_json::Value| value["kty"] == KIND.0 && value["crv"] == KIND.1;
        let read = |value: serde_json::Value, revoked: bool| {
            let key: Published = serde_json::from_value(value).map_err(|_| UnusableKeySet::BrokenKey)?;
            // Whoever is told that a key is revoked must not take it for a good one because it stands in the wrong list.
            if revoked && key.revoked.is_none() {
                return Err(UnusableKeySet::BrokenKey);
            }
            read(&key).ok_or(UnusableKeySet::BrokenKey)
        };
        let good = set.keys.into_iter().filter(ours).map(|value| read(value, false));
        let revoked = set.revoked_keys.into_iter().filter(ours).map(|value| read(value, true));
        let keys = good.chain(revoked).collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() { Err(UnusableKeySet::NoKeys) } else { Ok(Self(keys)) }
    }

    pub(super) fn of(rows: &[SigningKeyRow]) -> Result<Self, StorageError> {
        rows.iter().map(of_row).collect::<Result<_, _>>().map(Self)
    }

    /// The keys as they are published.
    pub fn published(&self) -> KeySet {
        let (revoked_keys, keys) = self.0.iter().map(publish).partition(|key| key.revoked.is_some());
        KeySet { keys, revoked_keys }
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &PublicKey> {
        self.0.iter()
    }

    /// The key with this name. Should it stand there twice, what says that it was revoked counts.
    pub fn named(&self, kid: &str) -> Option<&PublicKey> {
        self.0.iter().filter(|key| key.kid == kid).max_by_key(|key| key.revoked.is_some())
    }
}

/// The thumbprint of RFC 7638 over the members that RFC 8037 names, in their order.
pub(super) fn thumbprint(key: &VerifyingKey) -> String {
    let text = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, encoded(key));
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

pub(super) fn encoded(key: &VerifyingKey) -> String {
    URL_SAFE_NO_PAD.encode(key.as_bytes())
}

fn decoded(text: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
    // With a weak key every message would have a signature.
    VerifyingKey::from_bytes(&bytes).ok().filter(|key| !key.is_weak())
}

fn of_row(row: &SigningKeyRow) -> Result<PublicKey, StorageError> {
    let damaged = || StorageError::damaged(format!("sleutel {}: de openbare helft klopt niet", row.kid));
    let key = decoded(&row.public_key).filter(|key| thumbprint(key) == row.kid).ok_or_else(damaged)?;
    let revoked = row.revoked_at.zip(row.revoked_reason.clone());
    Ok(PublicKey {
        kid: row.kid.clone(),
        created_at: row.created_at.utc(),
        retired_at: row.retired_at.map(UtcTime::utc),
        revoked: revoked.map(|(at, reason)| Revocation { at: at.utc(), reason }),
        key,
    })
}

fn read(published: &Published) -> Option<PublicKey> {
    let key = decoded(&published.x).filter(|key| thumbprint(key) == published.kid)?;
    let moment = |seconds: i64| DateTime::from_timestamp(seconds, 0);
    Some(PublicKey {
        kid: published.kid.clone(),
        created_at: moment(published.created_at)?,
        retired_at: match published.retired_at {
            Some(seconds) => Some(moment(seconds)?),
            None => None,
        },
        revoked: match &published.revoked {
            Some(revoked) => Some(Revocation { at: moment(revoked.revoked_at)?, reason: revoked.reason.clone() }),
            None => None,
        },
        key,
    })
}

fn publish(key: &PublicKey) -> Published {
    Published {
        kty: KIND.0.to_owned(),
        crv: KIND.1.to_owned(),
        alg: KIND.2.to_owned(),
        usage: KIND.3.to_owned(),
        kid: key.kid.clone(),
        x: encoded(&key.key),
        created_at: key.created_at.timestamp(),
        retired_at: key.retired_at.map(|at| at.timestamp()),
        revoked: key
            .revoked
            .as_ref()
            .map(|revoked| PublishedRevocation { revoked_at: revoked.at.timestamp(), reason: revoked.reason.clone() }),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    /// The key and the thumbprint that RFC 8037 gives as its example (appendix A.2 and A.3).
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const KID: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

    fn set(kid: &str, x: &str, list: &str) -> String {
        format!(
            r#"{{"keys": [], "{list}": [{{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": "{kid}",
                "x": "{x}", "created_at": 1790000000, "nog": "iets"}}]}}"#
        )
        .replacen(r#""keys": [], "keys""#, r#""keys""#, 1)
    }

    #[test]
    fn the_name_of_a_key_is_the_thumbprint_of_the_standard() {
        assert_eq!(thumbprint(&decoded(X).unwrap()), KID);
        let keys = PublicKeys::parse(&set(KID, X, "keys")).unwrap();
        assert_eq!(keys.named(KID).unwrap().created_at.timestamp(), 1_790_000_000);
        let again = serde_json::to_string(&keys.published()).unwrap();
        assert!(PublicKeys::parse(&again).unwrap().named(KID).is_some());
    }

    #[test]
    fn a_file_that_is_no_sound_key_set_is_refused_with_the_reason() {
        let refused = |json: &str| PublicKeys::parse(json).unwrap_err();
        for json in ["", "[]", "{}", r#"{"keys": {}}"#, "<html>"] {
            assert_eq!(refused(json), UnusableKeySet::NotAKeySet, "{json}");
        }
        assert_eq!(refused(r#"{"keys": []}"#), UnusableKeySet::NoKeys);
        assert_eq!(refused(r#"{"keys": [{"kty": "RSA", "n": "x"}]}"#), UnusableKeySet::NoKeys);
        assert_eq!(refused(&set("naam", X, "keys")), UnusableKeySet::BrokenKey);
        assert_eq!(refused(&set(KID, "AAAA", "keys")), UnusableKeySet::BrokenKey);
        assert_eq!(refused(&set(KID, X, "revoked_keys")), UnusableKeySet::BrokenKey, "revoked, without since when");
    }

    #[test]
    fn a_key_with_which_anything_is_signed_is_no_key() {
        assert!(decoded(&URL_SAFE_NO_PAD.encode([0_u8; 32])).is_none());
        let mut one = [0_u8; 32];
        one[0] = 1;
        assert!(decoded(&URL_SAFE_NO_PAD.encode(one)).is_none());
    }
}
