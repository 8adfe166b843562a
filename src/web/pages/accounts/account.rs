//! The own account: who one is here and under which name, and where one is logged in.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Done, in_words, sentence};
use crate::domain::access::Role;
use crate::language::Language;
use crate::services::accounts::Lifetimes;
use crate::services::accounts::own::{self, NameError, Place};
use crate::web::address;
use crate::web::address::see_other;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Fact, Field, Kind, Tone};

/// The own account.
#[derive(Debug, Clone, Serialize)]
pub struct AccountPage {
    /// What just happened.
    alert: Option<Alert>,
    /// Name, address, organisation and task.
    facts: Vec<Fact>,
    /// Whether it is of a body, and so has terms to be reminded of.
    has_terms: bool,
    csrf: CsrfToken,
    /// The name; the field is called `naam`.
    name: Field,
    /// The sign-in service, for whoever has no password.
    service: Option<String>,
    /// When sessions end by themselves, in a sentence.
    expiry: String,
    /// Where the account is logged in.
    sessions: Vec<SessionCard>,
    /// Whether there are others than this one.
    has_others: bool,
}

/// One place where the account is logged in.
#[derive(Debug, Clone, Serialize)]
struct SessionCard {
    id: i64,
    browser: String,
    is_this: bool,
    /// What to know when only the first step was done.
    warning: Option<&'static str>,
    /// When it began, was used and ends.
    facts: Vec<Fact>,
}

impl Page for AccountPage {
    const TEMPLATE: &'static str = "pages/accounts/account";

    fn title(&self, _: Language) -> String {
        "Mijn account".to_owned()
    }

    fn section(&self) -> Section {
        Section::Account
    }
}

fn card(place: &Place, this: i64, has_password: bool) -> SessionCard {
    let Place { session, ends_at, is_half } = place;
    let unknown = if *is_half { "Nog niet ingelogd" } else { "Onbekende browser" };
    let warning = match (*is_half, has_password) {
        (false, _) => None,
        (true, true) => Some(
            "Hier is uw wachtwoord gegeven en nog niet uw tweede factor. Was u dit niet? Dan kent iemand uw wachtwoord: wijzig het.",
        ),
        (true, false) => Some(
            "Hier is de eerste stap gedaan, bij uw aanmelddienst, en nog niet de tweede. Was u dit niet? Waarschuw dan de beheerder \
             van uw organisatie.",
        ),
    };
    let facts = if *is_half {
        vec![Fact::new("Eerste stap", moment(session.created_at)), Fact::new("Eindigt", moment(*ends_at))]
    } else {
        vec![
            Fact::new("Ingelogd", moment(session.created_at)),
            Fact::new("Laatst gebruikt", moment(session.last_seen_at)),
            Fact::new("Eindigt zonder gebruik", moment(*ends_at)),
            Fact::new("Eindigt in elk geval", moment(session.expires_at)),
        ]
    };
    SessionCard {
        id: session.id,
        browser: session.browser.clone().unwrap_or_else(|| unknown.to_owned()),
        is_this: session.id == this,
        warning,
        facts,
    }
}

fn name_field(name: &str, fault: Option<String>) -> Field {
    let shown: String = name.chars().take(254).collect();
    Field::new(Kind::Text, "naam", "Uw naam").autocomplete("name").value(&shown).error(fault)
}

fn expiry(lifetimes: Lifetimes) -> String {
    format!(
        "U wordt vanzelf uitgelogd als u {} niets doet, en in elk geval na {}.",
        in_words(lifetimes.idle),
        in_words(lifetimes.absolute)
    )
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    done: web::Query<Done>,
) -> Result<HttpResponse, Error> {
    let name = name_field(&who.0.account.name, None);
    screen.show(&page(&portal, &who, name, alert(&done.gedaan)).await?)
}

async fn page(
    portal: &web::Data<Portal>,
    who: &LoggedIn,
    name: Field,
    alert: Option<Alert>,
) -> Result<AccountPage, Error> {
    let session = who.0.clone();
    let (organisation, through_provider, mut places) = portal
        .work(move |portal| {
            let (store, rules) = (&portal.store, portal.rules());
            let through_provider = own::through_provider(store, rules, &session)?;
            let places = own::sessions(store, portal.now(), rules, &session)?;
            Ok::<_, Error>((own::organisation(store, &session)?, through_provider, places))
        })
        .await?;
    // This one first, whenever the others were used.
    places.sort_by_key(|place| place.session.id != who.0.id);
    let account = &who.0.account;
    let service = portal.provider.as_ref().filter(|_| through_provider).map(|provider| provider.name().to_owned());
    Ok(AccountPage {
        alert,
        facts: vec![
            Fact::new("Naam", &account.name),
            Fact::new("E-mailadres", &account.email),
            Fact::new("Organisatie", organisation),
            Fact::new("Taak", account.role.duty()),
        ],
        has_terms: matches!(account.role, Role::Body(..)),
        csrf: who.form_token(),
        name,
        service,
        expiry: expiry(portal.lifetimes),
        has_others: places.iter().any(|place| place.session.id != who.0.id),
        sessions: places.iter().map(|place| card(place, who.0.id, !through_provider)).collect(),
    })
}

#[derive(Debug, Deserialize)]
pub(super) struct Renamed {
    #[serde(default)]
    naam: String,
}

/// Gives the own account another name.
pub(super) async fn rename(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    form: Form<Renamed>,
) -> Result<HttpResponse, Error> {
    let (session, typed) = (who.0.clone(), form.0.naam.clone());
    let outcome = portal
        .work(move |portal| match own::rename(&portal.store, portal.now(), &session, &typed) {
            Err(NameError::Storage(error)) => Err(error),
            other => Ok(other),
        })
        .await?;
    match outcome {
        Ok(()) => Ok(see_other("/account?gedaan=naam")),
        Err(refused) => {
            let name = name_field(&form.0.naam, Some(sentence(&refused.to_string())));
            let page = page(&portal, &who, name, None).await?;
            screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn alert(done: &str) -> Option<Alert> {
    match done {
        "wachtwoord" => Some(Alert::new(
            Tone::Positive,
            "Uw wachtwoord is gewijzigd",
            "Overal waar u verder was ingelogd, bent u uitgelogd. U krijgt er een mail over.",
        )),
        "naam" => Some(Alert::new(Tone::Positive, "Uw naam is gewijzigd", "")),
        "sessie" => Some(Alert::new(Tone::Positive, "U bent daar uitgelogd", "")),
        "andere" => Some(Alert::new(Tone::Positive, "U bent overal elders uitgelogd", "")),
        _ => None,
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Ended {
    #[serde(default)]
    sessie: String,
}

/// Ends one session, or with `andere` all but this one.
pub(super) async fn end(portal: web::Data<Portal>, who: LoggedIn, form: Form<Ended>) -> Result<HttpResponse, Error> {
    let session = who.0;
    let done = if form.0.sessie == "andere" {
        portal.work(move |portal| own::end_others(&portal.store, portal.now(), &session)).await?;
        "andere"
    } else {
        let id: i64 = form.0.sessie.parse().map_err(|_| Error::Incomplete)?;
        let ended = portal.work(move |portal| own::end(&portal.store, portal.now(), &session, id)).await?;
        if !ended {
            return Err(Error::NotFound);
        }
        "sessie"
    };
    Ok(see_other(&address::with_query("/account", [("gedaan", done)])))
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, AccountPage)> {
    use crate::services::accounts::own::Listed;
    use crate::web::csrf::CsrfSecret;
    use chrono::{DateTime, TimeDelta, Utc};
    let lifetimes = Lifetimes { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(12) };
    let at = |minutes: i64| -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default() + TimeDelta::minutes(minutes)
    };
    let session = |id, browser: Option<&str>| Place {
        session: Listed {
            id,
            created_at: at(0),
            last_seen_at: at(12),
            expires_at: at(720),
            given: None,
            browser: browser.map(str::to_owned),
        },
        ends_at: at(42),
        is_half: browser.is_none(),
    };
    let page = |name, service: Option<&str>| AccountPage {
        alert: alert("wachtwoord"),
        facts: vec![
            Fact::new("Naam", "Roos Bakker"),
            Fact::new("E-mailadres", "r.bakker@bravo.example"),
            Fact::new("Organisatie", "Bravo Certificatie"),
            Fact::new("Taak", "beheerder"),
        ],
        has_terms: true,
        csrf: CsrfSecret::generate().token(),
        name,
        service: service.map(str::to_owned),
        expiry: expiry(lifetimes),
        sessions: vec![
            card(&session(1, Some("Firefox op Windows")), 1, true),
            card(&session(2, Some("Safari op iPhone")), 1, true),
            card(&session(3, None), 1, service.is_none()),
        ],
        has_others: true,
    };
    let wrong = name_field("", Some("Geef een naam van 1 tot en met 200 tekens.".to_owned()));
    vec![
        ("account", page(name_field("Roos Bakker", None), None)),
        ("account-naam-wrong", page(wrong, None)),
        ("account-service", page(name_field("Roos Bakker", None), Some("TloKB-aanmelden"))),
    ]
}
