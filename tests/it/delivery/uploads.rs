//! Uploads wait for their sender, and only for their sender.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use chrono::TimeDelta;
use secrecy::SecretString;
use stelselwacht::domain::access::{Actor, BodyDuty, Deliver, Denied, ManageAccounts, Permit, Role, SeeBody, decide};
use stelselwacht::services::accounts::{NewAccount, add};
use stelselwacht::services::delivery::DeliveryError;
use stelselwacht::services::delivery::read::Limits;
use stelselwacht::services::delivery::upload::{
    UploadToken, discard, list, preview, receipt_of, receive, store_upload,
};
use stelselwacht::storage::{Page, Store};

use super::support::{body, now, register, rows, source, sources};
use crate::support::TestDatabase;
use crate::support::system::operator;

/// Somebody who works for a body, with what they may do for it.
struct Somebody {
    actor: Actor,
    deliver: Permit<Deliver>,
    see: Permit<SeeBody>,
}

impl Somebody {
    fn at(store: &Store, code: &str) -> Self {
        let (email, role) = (format!("iemand@{code}.example"), Role::Body(body(code), BodyDuty::Administrator));
        let password = SecretString::from("een heel lang wachtwoord voor de test");
        let new = NewAccount { email: &email, name: "Iemand", role: &role, password: &password };
        add(store, &operator(ManageAccounts(role.organisation())), now(), &new).unwrap();
        let actor = Actor::Account { email, role };
        let (deliver, see) =
            (decide(&actor, Deliver(body(code))).unwrap(), decide(&actor, SeeBody(body(code))).unwrap());
        Self { actor, deliver, see }
    }
}

struct Scene {
    database: TestDatabase,
    alfa: Somebody,
    bravo: Somebody,
    limits: Limits,
}

impl Scene {
    fn new() -> Self {
        let database = register();
        let (alfa, bravo) = (Somebody::at(&database.store, "alfa"), Somebody::at(&database.store, "bravo"));
        Self { database, alfa, bravo, limits: Limits::default() }
    }

    fn receive(&self) -> UploadToken {
        receive(&self.database.store, &self.alfa.deliver, &sources("clean", "alfa"), None, now()).unwrap()
    }
}

#[test]
fn an_upload_is_looked_at_then_stored_once() {
    let scene = Scene::new();
    let store = &scene.database.store;
    let token = UploadToken::parse(scene.receive().as_str()).unwrap();
    let seen = preview(store, &scene.alfa.deliver, &token, &scene.limits, now(), &|_, _| {}).unwrap();
    assert!(seen.plan.is_clean() && seen.applied.is_none());
    assert_eq!(rows(&scene.database), [0; 5]);

    let stored = store_upload(store, &scene.alfa.deliver, &token, false, &scene.limits, now(), &|_, _| {}).unwrap();
    assert_eq!(stored.plan.counts, seen.plan.counts);
    let delivery = stored.applied.unwrap().delivery_id;
    let again = store_upload(store, &scene.alfa.deliver, &token, false, &scene.limits, now(), &|_, _| {});
    assert!(matches!(again, Err(DeliveryError::UploadNotFound)));

    let listed = list(store, &scene.alfa.see, Page::new(1, 10)).unwrap();
    assert_eq!(listed.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [delivery]);
    assert_eq!(listed.rows[0].channel, "web");
    assert_eq!(receipt_of(store, &scene.alfa.see, delivery, now()).unwrap().delivery, listed.rows[0]);
}

#[test]
fn the_upload_and_the_delivery_of_another_body_do_not_exist() {
    let scene = Scene::new();
    let store = &scene.database.store;
    let token = scene.receive();
    // With a permit of its own and the token of another.
    let seen = preview(store, &scene.bravo.deliver, &token, &scene.limits, now(), &|_, _| {});
    assert!(matches!(seen, Err(DeliveryError::UploadNotFound)));
    let stored = store_upload(store, &scene.bravo.deliver, &token, true, &scene.limits, now(), &|_, _| {});
    assert!(matches!(stored, Err(DeliveryError::UploadNotFound)));
    assert!(matches!(discard(store, &scene.bravo.deliver, &token), Err(DeliveryError::UploadNotFound)));
    // With a permit of its own for the other.
    assert_eq!(decide(&scene.bravo.actor, Deliver(body("alfa"))).unwrap_err(), Denied::NotYours);
    assert_eq!(decide(&scene.bravo.actor, SeeBody(body("alfa"))).unwrap_err(), Denied::NotYours);

    let stored = store_upload(store, &scene.alfa.deliver, &token, false, &scene.limits, now(), &|_, _| {}).unwrap();
    let id = stored.applied.unwrap().delivery_id;
    assert!(matches!(receipt_of(store, &scene.bravo.see, id, now()), Err(DeliveryError::DeliveryNotFound)));
    assert_eq!(list(store, &scene.bravo.see, Page::new(1, 10)).unwrap().total, 0);
}

#[test]
fn a_refused_upload_waits_for_its_sender_to_decide() {
    let scene = Scene::new();
    let store = &scene.database.store;
    let token = receive(store, &scene.alfa.deliver, &sources("dirty", "alfa"), None, now()).unwrap();
    let refused = store_upload(store, &scene.alfa.deliver, &token, false, &scene.limits, now(), &|_, _| {}).unwrap();
    assert!(refused.applied.is_none() && !refused.plan.is_clean());
    let accepted = store_upload(store, &scene.alfa.deliver, &token, true, &scene.limits, now(), &|_, _| {}).unwrap();
    assert!(accepted.applied.is_some());
    assert_eq!(accepted.plan.counts, refused.plan.counts);
}

#[test]
fn a_dropped_or_forgotten_upload_is_gone() {
    let scene = Scene::new();
    let store = &scene.database.store;
    let (dropped, forgotten) = (scene.receive(), scene.receive());
    discard(store, &scene.alfa.deliver, &dropped).unwrap();
    let much_later = now() + TimeDelta::hours(25);
    receive(store, &scene.alfa.deliver, &[source("x.csv", "x")], None, much_later).unwrap();
    for token in [dropped, forgotten] {
        let seen = preview(store, &scene.alfa.deliver, &token, &scene.limits, much_later, &|_, _| {});
        assert!(matches!(seen, Err(DeliveryError::UploadNotFound)));
    }
    assert!(UploadToken::parse("../../etc").is_none());
}

#[test]
fn nothing_and_a_day_to_come_are_refused_at_once() {
    let scene = Scene::new();
    let store = &scene.database.store;
    let nothing = receive(store, &scene.alfa.deliver, &[], None, now());
    assert!(matches!(nothing, Err(DeliveryError::NoFiles)));
    let future =
        receive(store, &scene.alfa.deliver, &[source("x.csv", "x")], Some("2026-02-02".parse().unwrap()), now());
    assert!(matches!(future, Err(DeliveryError::CompleteInFuture { .. })));
}
