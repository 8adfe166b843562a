//! Another password for the own account.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::choose::fields;
use crate::language::Language;
use crate::services::accounts::own::{self, ChangeError};
use crate::web::address::see_other;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::rate_limit;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Field, Kind, Link};

/// The form for another password.
#[derive(Debug, Clone, Serialize)]
pub struct PasswordPage {
    csrf: CsrfToken,
    /// Why there is no password to change, for whoever signs in through a service.
    none: Option<String>,
    /// The address, for programs that keep passwords.
    username: String,
    /// The password that holds now; the field is called `huidig`.
    present: Field,
    /// The new one; the field is called `wachtwoord`.
    password: Field,
    /// The same once more; the field is called `herhaling`.
    again: Field,
}

impl Page for PasswordPage {
    const TEMPLATE: &'static str = "pages/accounts/password";

    fn title(&self, _: Language) -> String {
        "Wachtwoord wijzigen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Account
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Mijn account", "/account")]
    }
}

impl PasswordPage {
    fn new(csrf: CsrfToken, username: &str, refused: Option<&ChangeError>, unlike: bool) -> Self {
        let (mut present, mut chosen) = (None, None);
        match refused {
            Some(error @ ChangeError::Password(_)) => chosen = Some(error.to_string()),
            None | Some(ChangeError::ThroughProvider) => {}
            Some(error) => present = Some(error.to_string()),
        }
        let (password, again) = fields("Nieuw wachtwoord", chosen, unlike);
        let present =
            Field::new(Kind::Password, "huidig", "Huidig wachtwoord").autocomplete("current-password").error(present);
        let none = refused.filter(|refused| matches!(refused, ChangeError::ThroughProvider)).map(ToString::to_string);
        Self { csrf, none, username: username.to_owned(), present, password, again }
    }
}

pub(super) async fn form(portal: web::Data<Portal>, screen: Screen, who: LoggedIn) -> Result<HttpResponse, Error> {
    let session = who.0.clone();
    let linked = portal.work(move |portal| own::through_provider(&portal.store, portal.rules(), &session)).await?;
    let refused = linked.then_some(ChangeError::ThroughProvider);
    screen.show(&PasswordPage::new(who.form_token(), &who.0.account.email, refused.as_ref(), false))
}

#[derive(Debug, Deserialize)]
pub(super) struct Changed {
    #[serde(default)]
    huidig: SecretString,
    #[serde(default)]
    wachtwoord: SecretString,
    #[serde(default)]
    herhaling: SecretString,
}

pub(super) async fn change(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    form: Form<Changed>,
) -> Result<HttpResponse, Error> {
    let Changed { huidig, wachtwoord, herhaling } = form.0;
    let (token, email) = (who.form_token(), who.0.account.email.clone());
    if wachtwoord.expose_secret() != herhaling.expose_secret() {
        let page = PasswordPage::new(token, &email, None, true);
        return screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let _turn = portal.passwords.acquire().await.map_err(Error::internal)?;
    let outcome = portal
        .work(move |portal| {
            let (store, now, rules) = (&portal.store, portal.now(), portal.rules());
            match own::change_password(store, now, rules, &who.0, &huidig, &wachtwoord) {
                Err(ChangeError::Storage(error)) => Err(error),
                other => Ok(other),
            }
        })
        .await?;
    match outcome {
        Ok(()) => Ok(see_other("/account?gedaan=wachtwoord")),
        Err(refused) => {
            let page = PasswordPage::new(token, &email, Some(&refused), false);
            let ChangeError::TooManyAttempts { wait } = refused else {
                return screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
            };
            Ok(rate_limit::later(screen.show_as(StatusCode::TOO_MANY_REQUESTS, &page)?, Some(wait)))
        }
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, PasswordPage)> {
    use crate::web::csrf::CsrfSecret;
    let page = |refused: Option<&ChangeError>, unlike| {
        PasswordPage::new(CsrfSecret::generate().token(), "r.bakker@bravo.example", refused, unlike)
    };
    let weak = ChangeError::Password("is te kort: kies ten minste 12 tekens".to_owned());
    vec![
        ("account-wachtwoord", page(None, false)),
        ("account-wachtwoord-wrong", page(Some(&ChangeError::Wrong), false)),
        ("account-wachtwoord-none", page(Some(&ChangeError::ThroughProvider), false)),
        ("account-wachtwoord-weak", page(Some(&weak), true)),
    ]
}
