//! The public keys of the register as a JSON Web Key Set (RFC 7517, RFC 8037).
//!
//! Keys that were revoked stand in a list of their own, so that any JWT library that is given the set refuses them: it looks
//! in `keys` alone.

use serde::{Deserialize, Serialize};

/// The keys, as they are published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeySet {
    /// The keys whose signatures hold: the one that signs, and those that signed before.
    pub keys: Vec<PublicKey>,
    /// The keys that nothing may be believed of.
    #[serde(default)]
    pub revoked_keys: Vec<PublicKey>,
}

/// One key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey {
    /// `OKP`: a key on an Edwards curve.
    pub kty: String,
    /// `Ed25519`.
    pub crv: String,
    /// `EdDSA`.
    pub alg: String,
    /// `sig`: it signs.
    #[serde(rename = "use")]
    pub usage: String,
    /// Its name: the thumbprint of RFC 7638.
    pub kid: String,
    /// The key itself, in base64url.
    pub x: String,
    /// When it was made, in seconds since 1970.
    pub created_at: i64,
    /// Since when it signs nothing more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<i64>,
    /// That it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revocation>,
}

/// That a key is not to be believed any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// When that was said, in seconds since 1970.
    pub revoked_at: i64,
    /// Why.
    pub reason: String,
}
