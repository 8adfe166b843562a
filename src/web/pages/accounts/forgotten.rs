//! Asking for a new password. The answer is the same, word for word and in time, whether or not there is an account.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, rt, web};
use serde::{Deserialize, Serialize};

use super::MessagePage;
use crate::language::Language;
use crate::services::accounts::recovery;
use crate::web::csrf::{self, CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Field, Kind, Link};

/// When the answer comes, counted from the question: later than the work is done, so that its length tells nothing.
pub const ANSWER_AFTER: Duration = Duration::from_millis(400);

/// The form.
#[derive(Debug, Clone, Serialize)]
pub struct ForgottenPage {
    csrf: CsrfToken,
    /// The address; the field is called `email`. Nothing when no mail leaves.
    email: Option<Field>,
    /// The sign-in service, if there is one: whoever is linked to it has no password.
    service: Option<String>,
}

impl Page for ForgottenPage {
    const TEMPLATE: &'static str = "pages/accounts/forgotten";

    fn title(&self, _: Language) -> String {
        "Wachtwoord vergeten".to_owned()
    }

    fn section(&self) -> Section {
        Section::LogIn
    }
}

impl ForgottenPage {
    fn new(csrf: CsrfToken, mails: bool, service: Option<&str>, typed: &str, fault: Option<&str>) -> Self {
        let email = Field::new(Kind::Email, "email", "E-mailadres van uw account")
            .autocomplete("username")
            .value(typed)
            .error(fault.map(str::to_owned));
        Self { csrf, email: mails.then_some(email), service: service.map(str::to_owned) }
    }
}

pub(super) async fn form(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
) -> Result<HttpResponse, Error> {
    let (secret, cookie) = csrf::of_visitor(&request);
    screen.show_form(&ForgottenPage::new(secret.token(), portal.mails, service(&portal), "", None), &cookie)
}

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    email: String,
}

pub(super) async fn ask(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    form: Form<Asked>,
) -> Result<HttpResponse, Error> {
    if !portal.mails {
        return Err(Error::NotFound);
    }
    let answer_at = rt::time::Instant::now() + ANSWER_AFTER;
    let email = form.0.email;
    if !recovery::is_address(&email) {
        let typed: String = email.chars().take(254).collect();
        let fault = Some("Dit is geen e-mailadres, zoals naam@organisatie.nl.");
        let page = ForgottenPage::new(csrf::of_visitor(&request).0.token(), true, service(&portal), &typed, fault);
        return screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let asked =
        portal.work(move |portal| recovery::forgotten(&portal.store, portal.now(), portal.rules(), &email)).await;
    rt::time::sleep_until(answer_at).await;
    asked?;
    screen.show(&asked_page())
}

fn service(portal: &Portal) -> Option<&str> {
    portal.provider.as_ref().map(|provider| provider.name())
}

fn asked_page() -> MessagePage {
    MessagePage::new(
        "Kijk in uw mail",
        format!(
            "Als er een account met dit adres is, sturen wij er een link naartoe om een nieuw wachtwoord te kiezen. De link werkt {} \
             uur. Komt er niets? Kijk bij de ongewenste mail, en controleer of dit het adres is waarmee u inlogt. Per dag sturen \
             wij hooguit {} van deze mails naar een adres.",
            recovery::HOURS,
            recovery::A_DAY,
        ),
        vec![Link::new("Inloggen", "/inloggen")],
    )
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, ForgottenPage)> {
    use crate::web::csrf::CsrfSecret;
    let page = |mails, typed, fault| {
        ForgottenPage::new(CsrfSecret::generate().token(), mails, Some("TloKB-aanmelden"), typed, fault)
    };
    vec![
        ("wachtwoord-vergeten", page(true, "", None)),
        ("wachtwoord-vergeten-wrong", page(true, "jan", Some("Dit is geen e-mailadres, zoals naam@organisatie.nl."))),
        ("wachtwoord-vergeten-off", page(false, "", None)),
    ]
}
