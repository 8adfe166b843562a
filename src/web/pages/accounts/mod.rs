//! Accounts: choosing a password by a link from a mail, the own account, and the accounts of an organisation.

pub mod account;
pub mod choose;
pub mod forgotten;
pub mod invite;
pub mod member;
pub mod organisation;
pub mod organisations;
mod outcome;
pub mod password;

use actix_web::HttpResponse;
use actix_web::web;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::access::{ManageAccounts, Organisation, Permit, Role, decide};
use crate::domain::identifiers::BodyCode;
use crate::language::Language;
use crate::services::accounts::{Account, AccountError, AccountState};
use crate::web::address;
use crate::web::address::see_other;
use crate::web::error::Error;
use crate::web::format::plural;
use crate::web::layout::Section;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Link, Select, Status, Tone};

#[cfg(test)]
pub(super) use self::{
    account::samples as account_samples, choose::samples as choose_samples, forgotten::samples as forgotten_samples,
    member::samples as member_samples, organisation::samples as organisation_samples,
    organisations::samples as organisations_samples, password::samples as password_samples,
};

/// The addresses of accounts.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/uitnodiging/{token}").get(choose::invitation).post(choose::accept))
        .service(web::resource("/wachtwoord-vergeten").get(forgotten::form).post(forgotten::ask))
        .service(web::resource("/wachtwoord-vergeten/{token}").get(choose::recovery).post(choose::reset))
        .route("/account", web::get().to(account::show))
        .route("/account/naam", web::post().to(account::rename))
        .route("/account/sessies", web::post().to(account::end))
        .service(web::resource("/account/wachtwoord").get(password::form).post(password::change))
        .service(web::resource("/instelling/accounts").get(organisation::own).post(invite::own))
        .service(web::resource("/instelling/accounts/{account:[0-9]{1,18}}").get(member::own).post(member::change_own))
        .route("/beheer/accounts", web::get().to(organisations::show))
        .service(web::resource("/beheer/accounts/{account:[0-9]{1,18}}").get(member::any).post(member::change_any))
        .service(web::resource("/beheer/accounts/{soort}/{naam}").get(organisation::any).post(invite::any));
}

/// A page with a message and where to go from there.
#[derive(Debug, Clone, Serialize)]
pub struct MessagePage {
    title: String,
    text: String,
    ways: Vec<Link>,
}

impl Page for MessagePage {
    const TEMPLATE: &'static str = "pages/accounts/message";

    fn title(&self, _: Language) -> String {
        self.title.clone()
    }

    fn section(&self) -> Section {
        Section::LogIn
    }
}

impl MessagePage {
    fn new(title: &str, text: impl Into<String>, ways: Vec<Link>) -> Self {
        Self { title: title.to_owned(), text: text.into(), ways }
    }
}

/// The accounts of one organisation as its administrator, or that of the regulator, reaches them.
struct Keeper {
    permit: Permit<ManageAccounts>,
    /// The page with the list.
    list: String,
    /// What the pages of single accounts begin with.
    members: &'static str,
    /// Whether it is the regulator who looks.
    is_regulator: bool,
}

impl Keeper {
    fn of_own_body(who: &LoggedIn) -> Result<Self, Error> {
        let permit = decide(&who.actor(), ManageAccounts(Organisation::Body(who.body()?)))?;
        let list = "/instelling/accounts".to_owned();
        Ok(Self { permit, list, members: "/instelling/accounts", is_regulator: false })
    }

    fn of_any(who: &LoggedIn, organisation: Organisation) -> Result<Self, Error> {
        // Only administrators of the regulator keep the accounts of others: for a body there is a page of its own.
        decide(&who.actor(), ManageAccounts(Organisation::Regulator))?;
        let list = list_of(&organisation);
        let permit = decide(&who.actor(), ManageAccounts(organisation))?;
        Ok(Self { permit, list, members: "/beheer/accounts", is_regulator: true })
    }

    fn above(&self) -> Vec<Link> {
        if self.is_regulator { vec![Link::new("Accounts", "/beheer/accounts")] } else { Vec::new() }
    }

    fn member(&self, account: &Account) -> String {
        format!("{}/{}", self.members, account.id)
    }

    /// Back to the list, which says what was done.
    fn done(&self, what: &str) -> HttpResponse {
        see_other(&address::with_query(&self.list, [("gedaan", what)]))
    }
}

/// The page with the accounts of an organisation, for the regulator.
fn list_of(organisation: &Organisation) -> String {
    let name = match organisation {
        Organisation::Regulator => organisation.word(),
        Organisation::Body(code) => code.as_str(),
        Organisation::SchemeOwner(name) => name,
    };
    address::path(["beheer", "accounts", organisation.word(), name])
}

/// The organisation of such a page.
fn organisation(kind: &str, name: &str) -> Option<Organisation> {
    let found = match kind {
        "tlokb" => Organisation::Regulator,
        "instelling" => Organisation::Body(BodyCode::parse(name).ok()?),
        "schemabeheerder" => Organisation::SchemeOwner(name.to_owned()),
        _ => return None,
    };
    (found != Organisation::Regulator || name == "tlokb").then_some(found)
}

/// The tasks that an organisation gives out, of which one is chosen.
fn duties(of: &Organisation, chosen: &str) -> Select {
    Select::new("taak", "Taak", chosen, Role::duties(of).iter().map(|duty| (*duty, *duty)))
}

/// What the tasks of an organisation are for.
fn duties_explained(of: &Organisation) -> &'static str {
    match of {
        Organisation::Regulator => {
            "Een beheerder beheert accounts en post. Een registerbeheerder onderhoudt schema’s, instellingen en aanwijzingen. Een \
             toezichthouder beoordeelt signalen en motiveringen. Een lezer ziet alles en wijzigt niets."
        }
        Organisation::Body(_) => {
            "Een beheerder beheert accounts en levert aan. Een aanleveraar levert aan en motiveert. Een lezer ziet alles van de \
             instelling en wijzigt niets."
        }
        Organisation::SchemeOwner(_) => "Een indiener ziet de schema’s van de eigen organisatie.",
    }
}

fn status(account: &Account) -> Status {
    let state = account.state();
    let tone = match state {
        AccountState::Closed => Tone::Neutral,
        AccountState::Open => Tone::Positive,
        AccountState::Waiting => Tone::Info,
    };
    Status::new(tone, state.word())
}

/// A fault as a sentence of its own.
fn sentence(fault: &str) -> String {
    let mut signs = fault.trim_end_matches('.').chars();
    let first = signs.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(signs).chain(['.']).collect()
}

/// A span of time as people say it: `30 minuten`, `12 uur`.
fn in_words(span: TimeDelta) -> String {
    let minutes = u64::try_from(span.num_minutes()).unwrap_or_default();
    if minutes >= 60 && minutes.is_multiple_of(60) {
        format!("{} uur", minutes / 60)
    } else {
        plural(minutes, "minuut", "minuten")
    }
}

#[derive(Debug, Default, Deserialize)]
struct Done {
    #[serde(default)]
    gedaan: String,
}

impl From<AccountError> for Error {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::NotFound => Self::NotFound,
            AccountError::Storage(error) => error.into(),
            error => Self::BadRequest(error.to_string()),
        }
    }
}

/// What is told on the page of the form, apart from what has a page of its own.
fn told<T>(outcome: Result<T, AccountError>) -> Result<Result<T, AccountError>, Error> {
    match outcome {
        Err(error @ (AccountError::NotFound | AccountError::Storage(_))) => Err(error.into()),
        other => Ok(other),
    }
}

/// The name of the organisation of the keeper; without it there is no such page.
fn name(portal: &Portal, keeper: &Keeper) -> Result<String, Error> {
    Ok(crate::services::accounts::management::name(&portal.store, &keeper.permit)?)
}
