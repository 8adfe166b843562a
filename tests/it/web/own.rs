//! The pages of a certification body.

use reqwest::StatusCode;

use crate::support::site::{RunningSite, at};

#[test]
fn who_is_not_logged_in_is_brought_to_the_form_and_back() {
    let site = RunningSite::empty();
    let answer = site.visitor().get("/instelling");
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location, "/inloggen?naar=%2Finstelling");
    site.logged_in(&at("alfa"));
}
