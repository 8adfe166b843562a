//! A key is made, replaced and revoked; nothing of it is ever erased, and without the secret it is worth nothing.

use chrono::TimeDelta;
use secrecy::SecretString;
use stelselwacht::domain::access::{ManageKeys, Supervise};
use stelselwacht::services::Page;
use stelselwacht::services::proof::keys::{self as services, KeyError};
use stelselwacht::services::proof::signer::{SignError, Signer};
use stelselwacht::services::proof::token::{Rejection, verify};
use stelselwacht::services::trail::{self, Chain, Filter};

use super::{MADE, Register, secret, statement};
use crate::support::system::operator;
use crate::support::{TestDatabase, moment};

#[test]
fn a_new_key_takes_over_at_once_and_old_statements_stay_good() {
    let register = Register::new();
    let store = &register.database.store;
    let before = register.sign(&statement());
    let later = moment("2026-07-01T10:00:00Z");
    let made = services::make(store, &operator(ManageKeys), later, &secret()).unwrap();
    assert_eq!(made.retired.as_deref(), Some(register.kid.as_str()));
    let mut new = statement();
    new.iat = later.timestamp();
    let after = register.sign(&new);
    assert_eq!(verify(&after, &register.keys()).unwrap().key.kid, made.kid, "the signer follows the database");
    let old = verify(&before, &register.keys()).unwrap();
    assert_eq!(old.key.retired_at, Some(later));
    let trail = trail::list(store, &operator(Supervise), &Filter::default(), Page::new(1, 10)).unwrap();
    let actions: Vec<_> = trail.rows.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["sleutel-gemaakt", "sleutel-gemaakt"]);
    assert!(matches!(trail::verify(store, &operator(Supervise)).unwrap(), Chain::Intact { entries: 2, .. }));
}

#[test]
fn a_date_outside_the_time_of_the_key_is_not_believed() {
    let register = Register::new();
    let retired = moment("2026-07-01T10:00:00Z");
    let at = |moment: chrono::DateTime<chrono::Utc>| {
        let mut dated = statement();
        dated.iat = moment.timestamp();
        register.sign(&dated)
    };
    let (early, late) = (at(moment(MADE) - TimeDelta::hours(1)), at(retired + TimeDelta::hours(1)));
    let on_time = at(retired + TimeDelta::seconds(30));
    services::retire(&register.database.store, &operator(ManageKeys), retired, &register.kid).unwrap();
    let keys = register.keys();
    for wrong in [early, late] {
        assert!(matches!(verify(&wrong, &keys).unwrap_err(), Rejection::OutsideKeyTime { .. }));
    }
    assert!(verify(&on_time, &keys).is_ok(), "machines do not have exactly the same time");
    assert!(matches!(register.signer.sign(&register.database.store, &statement()).unwrap_err(), SignError::NotSigning));
    assert!(!register.signer.signs(&register.database.store).unwrap());
}

#[test]
fn nothing_of_a_revoked_key_is_believed_and_it_stays_revoked() {
    let register = Register::new();
    let (store, permit) = (&register.database.store, operator(ManageKeys));
    let token = register.sign(&statement());
    let later = moment("2026-07-01T10:00:00Z");
    for reason in ["", "  ", &"x".repeat(201), "a\u{1b}[2Jb"] {
        let refused = services::revoke(store, &permit, later, &register.kid, reason).unwrap_err();
        assert!(matches!(refused, KeyError::Reason), "{refused}");
    }
    assert!(services::revoke(store, &permit, later, &register.kid, " laptop gestolen ").unwrap(), "it was signing");
    let Rejection::Revoked { revocation, .. } = verify(&token, &register.keys()).unwrap_err() else {
        panic!("the key is revoked")
    };
    assert_eq!((revocation.at, revocation.reason.as_str()), (later, "laptop gestolen"));
    let again = services::revoke(store, &permit, later + TimeDelta::days(1), &register.kid, "toch niet").unwrap_err();
    assert!(matches!(again, KeyError::AlreadyRevoked { .. }), "{again}");
    assert!(matches!(services::retire(store, &permit, later, &register.kid), Err(KeyError::AlreadyRetired { .. })));
    assert!(matches!(services::retire(store, &permit, later, "niets"), Err(KeyError::Unknown { .. })));
    let published = register.keys().published();
    assert!(published.keys.is_empty(), "a library that knows nothing of revoking must not find it");
    assert_eq!(published.revoked_keys.len(), 1);
}

#[test]
fn the_database_itself_refuses_to_erase_or_rewrite_a_key() {
    let register = Register::new();
    let later = moment("2026-07-01T10:00:00Z");
    services::revoke(&register.database.store, &operator(ManageKeys), later, &register.kid, "gestolen").unwrap();
    for statement in [
        "DELETE FROM signing_keys",
        "UPDATE signing_keys SET kid = 'x'",
        "UPDATE signing_keys SET public_key = 'x'",
        "UPDATE signing_keys SET sealed_key = 'x'",
        "UPDATE signing_keys SET revoked_at = NULL, revoked_reason = NULL",
        "UPDATE signing_keys SET revoked_reason = 'x'",
        "UPDATE signing_keys SET retired_at = created_at",
    ] {
        assert!(register.database.tamper(statement).is_err(), "{statement}");
    }
    assert!(register.keys().named(&register.kid).unwrap().revoked.is_some());
}

#[test]
fn without_the_right_secret_nothing_is_signed() {
    let register = Register::new();
    let store = &register.database.store;
    let none = Signer::new(None);
    assert!(!none.signs(store).unwrap() && !none.prepare(store).unwrap());
    let other = Signer::new(Some(SecretString::from("een ander geheim, ook lang genoeg om te tellen".to_owned())));
    let refused = other.sign(store, &statement()).unwrap_err();
    assert!(matches!(refused, SignError::Seal(_)), "{refused}");
    assert!(other.prepare(store).is_err(), "known before the first visitor asks");
    assert!(!format!("{other:?}{refused}").contains("lang genoeg"));
    let empty = TestDatabase::new();
    assert!(!Signer::new(Some(secret())).prepare(&empty.store).unwrap(), "a secret without a key signs nothing");
}
