//! The own account: who one is here, and where one is logged in.

use actix_web::{HttpResponse, web};

use serde::{Deserialize, Serialize};

use super::{Done, in_words};
use crate::domain::access::Role;
use crate::language::Language;
use crate::services::accounts::Lifetimes;
use crate::services::accounts::own::{self, Listed};
use crate::web::address;
use crate::web::address::see_other;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Fact, Tone};

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

fn card(session: &Listed, this: i64, lifetimes: Lifetimes) -> SessionCard {
    let ends = (session.last_seen_at + lifetimes.idle).min(session.expires_at);
    SessionCard {
        id: session.id,
        browser: session.browser.clone().unwrap_or_else(|| "Onbekende browser".to_owned()),
        is_this: session.id == this,
        facts: vec![
            Fact::new("Ingelogd", moment(session.created_at)),
            Fact::new("Laatst gebruikt", moment(session.last_seen_at)),
            Fact::new("Eindigt zonder gebruik", moment(ends)),
            Fact::new("Eindigt in elk geval", moment(session.expires_at)),
        ],
    }
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
    let session = who.0.clone();
    let lifetimes = portal.lifetimes;
    let (organisation, mut listed) = portal
        .work(move |portal| {
            let listed = own::sessions(&portal.store, portal.now(), portal.lifetimes, &session)?;
            Ok::<_, Error>((own::organisation(&portal.store, &session)?, listed))
        })
        .await?;
    // This one first, whenever the others were used.
    listed.sort_by_key(|listed| listed.id != who.0.id);
    let account = &who.0.account;
    screen.show(&AccountPage {
        alert: alert(&done.gedaan),
        facts: vec![
            Fact::new("Naam", &account.name),
            Fact::new("E-mailadres", &account.email),
            Fact::new("Organisatie", organisation),
            Fact::new("Taak", account.role.duty()),
        ],
        has_terms: matches!(account.role, Role::Body(..)),
        csrf: who.form_token(),
        expiry: expiry(lifetimes),
        has_others: listed.iter().any(|listed| listed.id != who.0.id),
        sessions: listed.iter().map(|listed| card(listed, who.0.id, lifetimes)).collect(),
    })
}

fn alert(done: &str) -> Option<Alert> {
    match done {
        "wachtwoord" => Some(Alert::new(
            Tone::Positive,
            "Uw wachtwoord is gewijzigd",
            "Overal waar u verder was ingelogd, bent u uitgelogd. U krijgt er een mail over.",
        )),
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
    use crate::web::csrf::CsrfSecret;
    use chrono::{DateTime, TimeDelta, Utc};
    let lifetimes = Lifetimes { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(12) };
    let at = |minutes: i64| -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default() + TimeDelta::minutes(minutes)
    };
    let session = |id, browser: &str| Listed {
        id,
        created_at: at(0),
        last_seen_at: at(12),
        expires_at: at(720),
        browser: Some(browser.to_owned()),
    };
    let page = AccountPage {
        alert: alert("wachtwoord"),
        facts: vec![
            Fact::new("Naam", "Roos Bakker"),
            Fact::new("E-mailadres", "r.bakker@bravo.example"),
            Fact::new("Organisatie", "Bravo Certificatie"),
            Fact::new("Taak", "beheerder"),
        ],
        has_terms: true,
        csrf: CsrfSecret::generate().token(),
        expiry: expiry(lifetimes),
        sessions: vec![
            card(&session(1, "Firefox op Windows"), 1, lifetimes),
            card(&session(2, "Safari op iPhone"), 1, lifetimes),
        ],
        has_others: true,
    };
    vec![("account", page)]
}
