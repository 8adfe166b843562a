//! Logging in and out.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::domain::access::Role;
use crate::domain::second_factor::Step;
use crate::language::Language;
use crate::services::accounts::factors::PAGE;
use crate::services::accounts::provider::Provider;
use crate::services::accounts::{self, LogIn, LogInError, OpenSession};
use crate::web::address::with_query;
use crate::web::csrf::{self, CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::rate_limit::{self, GIVE_CODE};
use crate::web::render::Page;
use crate::web::server::Site;
use crate::web::session::{device, session_cookie, token_of};
use crate::web::view::{Alert, Field, Kind, Link, Tone};

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
    /// The sign-in service that can be used instead; whoever is linked to it has no password.
    pub service: Option<Link>,
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
            service: None,
        }
    }

    /// The same form, with the way to the sign-in service if there is one.
    #[must_use]
    pub(super) fn through(mut self, provider: Option<&Provider>) -> Self {
        self.service = provider.map(|provider| {
            let href = with_query("/inloggen/aanmelddienst", [("naar", self.next.as_str())]);
            Link::new(format!("Aanmelden via {}", provider.name()), href)
        });
        self
    }
}

impl Page for LoginPage {
    const TEMPLATE: &'static str = "pages/login";

    fn title(&self, _: Language) -> String {
        "Inloggen".to_owned()
    }

    fn section(&self) -> Section {
        Section::LogIn
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/inloggen").get(form).post(log_in))
        .service(web::resource("/uitloggen").post(log_out));
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    naar: String,
}

async fn form(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let (secret, cookie) = csrf::of_visitor(&request);
    let alert = (!asked.naar.is_empty())
        .then(|| Alert::new(Tone::Info, "Log eerst in", "Daarna ziet u de pagina waar u naartoe wilde."));
    let page = LoginPage::new(secret.token(), "", &asked.naar, alert).through(portal.provider.as_deref());
    screen.show_form(&page, &cookie)
}

#[derive(Debug, Deserialize)]
struct Credentials {
    email: String,
    wachtwoord: SecretString,
    #[serde(default)]
    naar: String,
}

async fn log_in(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    form: Form<Credentials>,
) -> Result<HttpResponse, Error> {
    let Credentials { email, wachtwoord, naar } = form.0;
    let address = rate_limit::address(&request);
    let previous = token_of(&request);
    let device = device(&request);
    let _turn = portal.passwords.acquire().await.map_err(Error::internal)?;
    let typed = email.clone();
    let outcome = portal
        .work(move |portal| {
            let (device, previous_token) = (device.as_deref(), previous.as_deref());
            let log_in = LogIn { email: &typed, password: &wachtwoord, address, device, previous_token };
            match accounts::log_in(&portal.store, portal.now(), portal.rules(), &log_in) {
                Err(LogInError::Storage(error)) => Err(error),
                other => Ok(other),
            }
        })
        .await?;
    match outcome {
        Ok(opened) => opened_session(&site, &opened, &naar),
        Err(refused) => {
            let alert = Alert::new(Tone::Negative, "Inloggen is niet gelukt", refused.to_string());
            let (secret, _) = csrf::of_visitor(&request);
            let page = LoginPage::new(secret.token(), &email, &naar, Some(alert)).through(portal.provider.as_deref());
            let LogInError::TooManyAttempts { wait } = refused else {
                return screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
            };
            Ok(rate_limit::later(screen.show_as(StatusCode::TOO_MANY_REQUESTS, &page)?, Some(wait)))
        }
    }
}

/// Where somebody with this role begins.
pub(super) fn home(role: &Role) -> &'static str {
    match role {
        Role::Regulator(_) => "/toezicht",
        Role::Body(..) => "/instelling",
        Role::SchemeOwner(_) => "/beheer/schemas",
    }
}

/// Leads somebody who has a new session to the next step, or in.
pub(super) fn opened_session(site: &Site, opened: &OpenSession, next: &str) -> Result<HttpResponse, Error> {
    let asked = is_local(next);
    let next = if asked { next } else { home(&opened.account.role) };
    let location = match opened.step {
        Step::In => next.to_owned(),
        Step::Give => with_query(GIVE_CODE, [("naar", next)]),
        Step::Enrol if asked => with_query(PAGE, [("naar", next)]),
        Step::Enrol => PAGE.to_owned(),
    };
    let mut response = HttpResponse::SeeOther().insert_header((LOCATION, location)).finish();
    keep(site, &mut response, opened)?;
    Ok(response)
}

/// Lets the browser keep the token of a session.
pub(super) fn keep(site: &Site, response: &mut HttpResponse, opened: &OpenSession) -> Result<(), Error> {
    let session = session_cookie(site, opened.token.expose_secret().to_owned());
    response.add_cookie(&session).map_err(Error::internal)
}

/// Whether the path leads to a page of ours: nobody is sent to another site after logging in.
pub(super) fn is_local(path: &str) -> bool {
    // A browser throws tabs and line ends out of an address: `/`, a tab and `/elders.example` is another site to it.
    path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.contains(char::is_control)
}

#[derive(Debug, Deserialize)]
struct Nothing {}

async fn log_out(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, Error> {
    if let Some(token) = token_of(&request) {
        portal.work(move |portal| accounts::log_out(&portal.store, portal.now(), &token)).await?;
    }
    let mut response = HttpResponse::SeeOther().insert_header((LOCATION, "/")).finish();
    response.add_removal_cookie(&session_cookie(&site, String::new())).map_err(Error::internal)?;
    Ok(response)
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
        (
            "login-service",
            LoginPage {
                service: Some(Link::new("Aanmelden via TloKB", "/inloggen/aanmelddienst")),
                ..LoginPage::new(token(), "", "", None)
            },
        ),
        ("login-refused", LoginPage::new(token(), "s.dejong@tlokb.example", "/toezicht", Some(alert))),
    ]
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for ours in ["/toezicht", "/instelling/onderzoeken/B%2F1?pagina=2"] {
            assert!(is_local(ours), "{ours}");
        }
        let others = [
            "",
            "//elders.example",
            "/\\elders.example",
            "/\t/elders.example",
            "/\n/elders.example",
            "https://elders.example",
            "\t//elders.example",
            "/\u{85}/elders.example",
        ];
        for other in others {
            assert!(!is_local(other), "{other:?}");
        }
    }
}
