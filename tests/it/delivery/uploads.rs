//! Uploads wait for their sender, and only for their sender.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::TimeDelta;
use secrecy::SecretString;
use stelselwacht::domain::access::{Action, Actor, Denied, Permit, Role, decide};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::accounts::{NewAccount, add};
use stelselwacht::services::delivery::DeliveryError;
use stelselwacht::services::delivery::read::Limits;
use stelselwacht::services::delivery::upload::{
    UploadToken, Waiting, discard, list, preview, receipt_of, receive, store_upload,
};
use stelselwacht::storage::{Page, Store};

use super::support::{body, now, operator, register, rows, source, sources};
use crate::support::TestDatabase;

/// Somebody who works for a body, with what they may do for it.
fn somebody_at(store: &Store, code: &str) -> Permit {
    let (email, role) = (format!("iemand@{code}.example"), Role::Body(body(code)));
    let password = SecretString::from("een heel lang wachtwoord voor de test");
    add(store, &operator(), now(), &NewAccount { email: &email, name: "Iemand", role: &role, password: &password })
        .unwrap();
    decide(&Actor::Account { email, role }, Deliver(body(code))).unwrap()
}

fn waiting(body: &BodyCode, token: &UploadToken) -> Waiting {
    Waiting { body: body.clone(), token: token.clone() }
}

struct Scene {
    database: TestDatabase,
    alfa: Permit,
    bravo: Permit,
    limits: Limits,
}

impl Scene {
    fn new() -> Self {
        let database = register();
        let (alfa, bravo) = (somebody_at(&database.store, "alfa"), somebody_at(&database.store, "bravo"));
        Self { database, alfa, bravo, limits: Limits::default() }
    }

    fn receive(&self) -> UploadToken {
        receive(&self.database.store, &self.alfa, &body("alfa"), &sources("clean", "alfa"), None, now()).unwrap()
    }
}

#[test]
fn an_upload_is_looked_at_then_stored_once() {
    let scene = Scene::new();
    let (store, alfa) = (&scene.database.store, body("alfa"));
    let token = UploadToken::parse(scene.receive().as_str()).unwrap();
    let seen = preview(store, &scene.alfa, &waiting(&alfa, &token), &scene.limits, now(), &|_, _| {}).unwrap();
    assert!(seen.plan.is_clean() && seen.applied.is_none());
    assert_eq!(rows(&scene.database), [0; 5]);

    let stored =
        store_upload(store, &scene.alfa, &waiting(&alfa, &token), false, &scene.limits, now(), &|_, _| {}).unwrap();
    assert_eq!(stored.plan.counts, seen.plan.counts);
    let delivery = stored.applied.unwrap().delivery_id;
    let again = store_upload(store, &scene.alfa, &waiting(&alfa, &token), false, &scene.limits, now(), &|_, _| {});
    assert!(matches!(again, Err(DeliveryError::UploadNotFound)));

    let listed = list(store, &scene.alfa, &alfa, Page::new(1, 10)).unwrap();
    assert_eq!(listed.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [delivery]);
    assert_eq!(listed.rows[0].channel, "web");
    assert_eq!(receipt_of(store, &scene.alfa, &alfa, delivery).unwrap().delivery, listed.rows[0]);
}

#[test]
fn the_upload_and_the_delivery_of_another_body_do_not_exist() {
    let scene = Scene::new();
    let (store, alfa, bravo) = (&scene.database.store, body("alfa"), body("bravo"));
    let token = scene.receive();
    // With a permit of its own and the token of another.
    let seen = preview(store, &scene.bravo, &waiting(&bravo, &token), &scene.limits, now(), &|_, _| {});
    assert!(matches!(seen, Err(DeliveryError::UploadNotFound)));
    let stored = store_upload(store, &scene.bravo, &waiting(&bravo, &token), true, &scene.limits, now(), &|_, _| {});
    assert!(matches!(stored, Err(DeliveryError::UploadNotFound)));
    assert!(matches!(discard(store, &scene.bravo, &waiting(&bravo, &token)), Err(DeliveryError::UploadNotFound)));
    // With a permit of its own for the other.
    let denied = preview(store, &scene.bravo, &waiting(&alfa, &token), &scene.limits, now(), &|_, _| {});
    assert!(matches!(denied, Err(DeliveryError::Denied(Denied::NotYours))));
    let denied = list(store, &scene.bravo, &alfa, Page::new(1, 10));
    assert!(matches!(denied, Err(DeliveryError::Denied(Denied::NotYours))));

    let stored =
        store_upload(store, &scene.alfa, &waiting(&alfa, &token), false, &scene.limits, now(), &|_, _| {}).unwrap();
    let id = stored.applied.unwrap().delivery_id;
    assert!(matches!(receipt_of(store, &scene.bravo, &bravo, id), Err(DeliveryError::DeliveryNotFound)));
    assert_eq!(list(store, &scene.bravo, &bravo, Page::new(1, 10)).unwrap().total, 0);
}

#[test]
fn a_refused_upload_waits_for_its_sender_to_decide() {
    let scene = Scene::new();
    let (store, alfa) = (&scene.database.store, body("alfa"));
    let token = receive(store, &scene.alfa, &alfa, &sources("dirty", "alfa"), None, now()).unwrap();
    let refused =
        store_upload(store, &scene.alfa, &waiting(&alfa, &token), false, &scene.limits, now(), &|_, _| {}).unwrap();
    assert!(refused.applied.is_none() && !refused.plan.is_clean());
    let accepted =
        store_upload(store, &scene.alfa, &waiting(&alfa, &token), true, &scene.limits, now(), &|_, _| {}).unwrap();
    assert!(accepted.applied.is_some());
    assert_eq!(accepted.plan.counts, refused.plan.counts);
}

#[test]
fn a_dropped_or_forgotten_upload_is_gone() {
    let scene = Scene::new();
    let (store, alfa) = (&scene.database.store, body("alfa"));
    let (dropped, forgotten) = (scene.receive(), scene.receive());
    discard(store, &scene.alfa, &waiting(&alfa, &dropped)).unwrap();
    let much_later = now() + TimeDelta::hours(25);
    receive(store, &scene.alfa, &alfa, &[source("x.csv", "x")], None, much_later).unwrap();
    for token in [dropped, forgotten] {
        let seen = preview(store, &scene.alfa, &waiting(&alfa, &token), &scene.limits, much_later, &|_, _| {});
        assert!(matches!(seen, Err(DeliveryError::UploadNotFound)));
    }
    assert!(UploadToken::parse("../../etc").is_none());
}

#[test]
fn nothing_and_a_day_to_come_are_refused_at_once() {
    let scene = Scene::new();
    let (store, alfa) = (&scene.database.store, body("alfa"));
    let nothing = receive(store, &scene.alfa, &alfa, &[], None, now());
    assert!(matches!(nothing, Err(DeliveryError::NoFiles)));
    let future =
        receive(store, &scene.alfa, &alfa, &[source("x.csv", "x")], Some("2026-02-02".parse().unwrap()), now());
    assert!(matches!(future, Err(DeliveryError::CompleteInFuture { .. })));
}
