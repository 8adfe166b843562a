//! What an owner of schemes sees.

use reqwest::StatusCode;
use stelselwacht::domain::access::Role;

use super::support::World;
use crate::support::site::{REGULATOR, SCHEME_OWNER, add_account};

#[test]
fn an_owner_sees_the_own_schemes_with_their_versions_and_no_others() {
    let world = World::new();
    let owner = world.site.logged_in(SCHEME_OWNER);
    let page = owner.get("/beheer/schemas");
    page.says("(CS-A)").says("van kracht").says("1 april 2023");
    assert!(page.text.contains("href=\"/schemas/CS-A/1.0\""), "{}", page.text);
    assert_eq!(owner.get("/schemas/CS-A/1.0").status, StatusCode::OK);

    add_account(
        &world.site.database,
        "ander@haarden.example",
        &Role::SchemeOwner("Stichting Haarden en Kachels".to_owned()),
    );
    let other = world.site.logged_in("ander@haarden.example");
    let theirs = other.get("/beheer/schemas");
    assert!(!theirs.words().contains("CS-A"), "{}", theirs.words());
    assert_ne!(page.words(), theirs.words());
    assert_eq!(world.site.logged_in(REGULATOR).get("/beheer/schemas").status, StatusCode::NOT_FOUND);
}
