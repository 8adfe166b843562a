//! What the links of invitations and of forgotten passwords lead to. Opening one changes nothing: programs that look for danger
//! open every link.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::outcome::{Purpose, dead, done};
use crate::language::Language;
use crate::services::accounts::links::{self, Addressee, ChooseError};
use crate::services::accounts::{SHORTEST_PASSWORD, invitations, recovery};
use crate::web::csrf::{self, CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Fact, Field, Kind};

/// The form to choose a password.
#[derive(Debug, Clone, Serialize)]
pub struct ChoosePage {
    title: String,
    /// What happens when it is sent.
    text: String,
    /// Whose account it is.
    facts: Vec<Fact>,
    csrf: CsrfToken,
    /// The address, for programs that keep passwords.
    username: String,
    /// The password; the field is called `wachtwoord`.
    password: Field,
    /// The same once more; the field is called `herhaling`.
    again: Field,
    label: String,
}

impl Page for ChoosePage {
    const TEMPLATE: &'static str = "pages/accounts/choose";

    fn title(&self, _: Language) -> String {
        self.title.clone()
    }

    fn section(&self) -> Section {
        Section::LogIn
    }
}

/// How to choose a password, for every form where one is chosen.
fn how() -> String {
    format!(
        "Ten minste {SHORTEST_PASSWORD} tekens. Een zin of vier losse woorden is goed; hoofdletters, cijfers en leestekens hoeven \
         niet."
    )
}

/// The fields to choose a password.
pub(super) fn fields(label: &str, wrong: Option<String>, unlike: bool) -> (Field, Field) {
    let unlike = unlike.then(|| "Dit is niet hetzelfde als het wachtwoord hierboven. Vul beide opnieuw in.".to_owned());
    (
        Field::new(Kind::Password, "wachtwoord", label).help(how()).autocomplete("new-password").error(wrong),
        Field::new(Kind::Password, "herhaling", "Nog een keer").autocomplete("new-password").error(unlike),
    )
}

fn page(purpose: Purpose, addressee: &Addressee, csrf: CsrfToken, wrong: Option<String>, unlike: bool) -> ChoosePage {
    let (password, again) = fields("Wachtwoord", wrong, unlike);
    let (title, text, label) = match purpose {
        Purpose::Invitation => (
            "Uitnodiging aanvaarden",
            format!("{} geeft u een account. Kies een wachtwoord; daarna kunt u inloggen.", addressee.organisation),
            "Account in gebruik nemen",
        ),
        Purpose::Recovery => (
            "Nieuw wachtwoord kiezen",
            "Kies een nieuw wachtwoord. Overal waar u nu bent ingelogd, wordt u uitgelogd.".to_owned(),
            "Wachtwoord vervangen",
        ),
    };
    ChoosePage {
        title: title.to_owned(),
        text,
        facts: vec![
            Fact::new("Naam", &addressee.name),
            Fact::new("E-mailadres", &addressee.email),
            Fact::new("Organisatie", &addressee.organisation),
            Fact::new("Taak", addressee.role.duty()),
            Fact::new("Deze link werkt tot", moment(addressee.until)),
        ],
        csrf,
        username: addressee.email.clone(),
        password,
        again,
        label: label.to_owned(),
    }
}

async fn look(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: String,
    purpose: Purpose,
) -> Result<HttpResponse, Error> {
    let found = portal.work(move |portal| links::look(&portal.store, portal.now(), purpose.link(), &token)).await?;
    match found {
        Err(why) => dead(&screen, purpose, &why),
        Ok(addressee) => {
            let (secret, cookie) = csrf::of_visitor(&request);
            screen.show_form(&page(purpose, &addressee, secret.token(), None, false), &cookie)
        }
    }
}

pub(super) async fn invitation(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    look(request, portal, screen, token.into_inner(), Purpose::Invitation).await
}

pub(super) async fn recovery(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    look(request, portal, screen, token.into_inner(), Purpose::Recovery).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    wachtwoord: SecretString,
    #[serde(default)]
    herhaling: SecretString,
}

impl Chosen {
    fn is_unlike(&self) -> bool {
        self.wachtwoord.expose_secret() != self.herhaling.expose_secret()
    }
}

async fn choose(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: String,
    chosen: Chosen,
    purpose: Purpose,
) -> Result<HttpResponse, Error> {
    let _turn = portal.passwords.acquire().await.map_err(Error::internal)?;
    let unlike = chosen.is_unlike();
    let outcome = portal
        .work(move |portal| {
            let (store, now) = (&portal.store, portal.now());
            let look = || links::look(store, now, purpose.link(), &token);
            if unlike {
                return Ok(look()?.map(|addressee| (addressee, Some(None))));
            }
            let done = match purpose {
                Purpose::Invitation => invitations::accept(store, now, &token, &chosen.wachtwoord),
                Purpose::Recovery => recovery::reset(store, now, &token, &chosen.wachtwoord),
            };
            match done {
                Ok(addressee) => Ok(Ok((addressee, None))),
                Err(ChooseError::Dead(why)) => Ok(Err(why)),
                Err(ChooseError::Password(why)) => {
                    let wrong = format!("Dit wachtwoord {why}.");
                    Ok(look()?.map(|addressee| (addressee, Some(Some(wrong)))))
                }
                Err(ChooseError::Storage(error)) => Err(error),
            }
        })
        .await?;
    match outcome {
        Err(why) => dead(&screen, purpose, &why),
        Ok((_, None)) => screen.show(&done(purpose)),
        Ok((addressee, Some(wrong))) => {
            let token = csrf::of_visitor(&request).0.token();
            screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page(purpose, &addressee, token, wrong, unlike))
        }
    }
}

pub(super) async fn accept(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: web::Path<String>,
    form: Form<Chosen>,
) -> Result<HttpResponse, Error> {
    choose(request, portal, screen, token.into_inner(), form.0, Purpose::Invitation).await
}

pub(super) async fn reset(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: web::Path<String>,
    form: Form<Chosen>,
) -> Result<HttpResponse, Error> {
    choose(request, portal, screen, token.into_inner(), form.0, Purpose::Recovery).await
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, ChoosePage)> {
    use crate::domain::access::{RegulatorDuty, Role};
    use crate::web::csrf::CsrfSecret;
    let addressee = Addressee {
        email: "s.dejong@tlokb.example".to_owned(),
        name: "Sanne de Jong".to_owned(),
        organisation: "TloKB".to_owned(),
        role: Role::Regulator(RegulatorDuty::Supervisor),
        until: chrono::DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default(),
    };
    let sample = |purpose, wrong: Option<&str>, unlike| {
        page(purpose, &addressee, CsrfSecret::generate().token(), wrong.map(str::to_owned), unlike)
    };
    vec![
        ("uitnodiging", sample(Purpose::Invitation, None, false)),
        ("uitnodiging-wrong", sample(Purpose::Invitation, Some("Dit wachtwoord is te kort."), false)),
        ("wachtwoord-nieuw", sample(Purpose::Recovery, None, true)),
    ]
}
