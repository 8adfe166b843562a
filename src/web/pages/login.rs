//! Logging in.

use serde::Serialize;

use crate::web::csrf::CsrfToken;
use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Alert, Field, Kind};

/// The form to log in with.
#[derive(Debug, Clone, Serialize)]
pub struct LoginPage {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// What to read first: that the session ended, or that the attempt failed.
    pub alert: Option<Alert>,
    /// The e-mail address; the field is called `email`.
    pub email: Field,
    /// The password; the field is called `wachtwoord`.
    pub password: Field,
    /// The path to go to afterwards; the field is called `naar`.
    pub next: String,
}

impl LoginPage {
    /// The form, with the address that was typed before.
    pub fn new(csrf: CsrfToken, email: &str, next: &str, alert: Option<Alert>) -> Self {
        Self {
            csrf,
            alert,
            email: Field::new(Kind::Email, "email", "E-mailadres").autocomplete("username").value(email),
            password: Field::new(Kind::Password, "wachtwoord", "Wachtwoord").autocomplete("current-password"),
            next: next.to_owned(),
        }
    }
}

impl Page for LoginPage {
    const TEMPLATE: &'static str = "pages/login";

    fn title(&self) -> String {
        "Inloggen".to_owned()
    }

    fn section(&self) -> Section {
        Section::LogIn
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, LoginPage)> {
    use crate::web::csrf::CsrfSecret;
    use crate::web::view::Tone;
    let alert = Alert::new(
        Tone::Negative,
        "Inloggen is niet gelukt",
        "Het e-mailadres of het wachtwoord klopt niet. Probeer het opnieuw.",
    );
    let token = || CsrfSecret::generate().token();
    vec![
        ("login", LoginPage::new(token(), "", "/toezicht", None)),
        ("login-refused", LoginPage::new(token(), "s.dejong@tlokb.example", "/toezicht", Some(alert))),
    ]
}
