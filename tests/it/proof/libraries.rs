//! A statement is checked by a library that knows nothing of this register.

use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;
use stelselwacht::domain::access::ManageKeys;
use stelselwacht::services::proof::keys as services;

use super::{Register, secret, statement};
use crate::support::moment;
use crate::support::system::operator;

/// The claims, as whoever has only the key set and this library reads them.
fn read(token: &str, key_set: &str) -> Result<Value, String> {
    let keys: JwkSet = serde_json::from_str(key_set).map_err(|error| error.to_string())?;
    let kid = decode_header(token).map_err(|error| error.to_string())?.kid.ok_or("no kid")?;
    let key = keys.find(&kid).ok_or("the key is not in the set")?;
    let mut validation = Validation::new(Algorithm::EdDSA);
    // A statement says what was known then, and does not expire.
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["iss", "sub"]);
    validation.set_issuer(&["https://stelselwacht.example"]);
    let key = DecodingKey::from_jwk(key).map_err(|error| error.to_string())?;
    decode(token, &key, &validation).map(|read| read.claims).map_err(|error| error.to_string())
}

#[test]
fn any_jwt_library_reads_a_statement_and_refuses_a_changed_or_revoked_one() {
    let register = Register::new();
    let token = register.sign(&statement());
    let key_set = || serde_json::to_string(&register.keys().published()).unwrap();
    assert_eq!(read(&token, &key_set()).unwrap()["status"], "geschorst");
    let mut changed = token.clone();
    let last = if changed.pop().unwrap() == 'A' { 'Q' } else { 'A' };
    changed.push(last);
    assert!(read(&changed, &key_set()).is_err());

    let later = moment("2026-06-02T10:00:00Z");
    services::make(&register.database.store, &operator(ManageKeys), later, &secret()).unwrap();
    assert!(read(&token, &key_set()).is_ok(), "a key that was replaced stays in the set");
    services::revoke(&register.database.store, &operator(ManageKeys), later, &register.kid, "gestolen").unwrap();
    assert_eq!(read(&token, &key_set()).unwrap_err(), "the key is not in the set");
    assert!(key_set().contains("gestolen"), "that it was revoked is published");
}
