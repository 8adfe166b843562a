//! The accounts of one organisation, and the form to invite somebody.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::Serialize;

use super::invite::{InviteForm, Typed};
use super::{Done, Keeper, name, organisation, status};
use crate::domain::access::Organisation;
use crate::domain::faults::Faults;
use crate::language::Language;
use crate::services::accounts::{self, Account, invitations};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Cell, Column, Link, Table, Tone};

/// The accounts of an organisation.
#[derive(Debug, Clone, Serialize)]
pub struct OrganisationPage {
    /// The name of the organisation.
    name: String,
    alert: Option<Alert>,
    /// Name and address, task, state.
    accounts: Table,
    /// The form to invite somebody; nothing when no mail leaves.
    invite: Option<InviteForm>,
    above: Vec<Link>,
}

impl Page for OrganisationPage {
    const TEMPLATE: &'static str = "pages/accounts/organisation";

    fn title(&self, _: Language) -> String {
        format!("Accounts van {}", self.name)
    }

    fn section(&self) -> Section {
        Section::Accounts
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        self.above.clone()
    }
}

/// The accounts, and until when the links of those who were invited work.
pub(super) type Listed = (String, Vec<Account>, BTreeMap<i64, DateTime<Utc>>);

pub(super) fn listed(portal: &Portal, keeper: &Keeper) -> Result<Listed, Error> {
    let name = name(portal, keeper)?;
    let accounts = accounts::all(&portal.store, &keeper.permit)?;
    let until = invitations::work_until(&portal.store, &keeper.permit, &accounts)?;
    Ok((name, accounts, until))
}

pub(super) fn page(
    keeper: &Keeper,
    (name, accounts, until): &Listed,
    now: DateTime<Utc>,
    invite: Option<InviteForm>,
    alert: Option<Alert>,
) -> OrganisationPage {
    let columns = [Column::text("Naam"), Column::text("Taak"), Column::text("Stand")];
    let rows = accounts.iter().map(|account| {
        let mut state = Cell::status(status(account));
        if account.is_waiting() {
            state = state.note(match until.get(&account.id) {
                None => "de mail is nog niet verstuurd".to_owned(),
                Some(until) if now < *until => format!("de link werkt tot {}", moment(*until)),
                Some(until) => format!("de link is verlopen op {}", moment(*until)),
            });
        }
        [
            Cell::heading(&account.name).linked(keeper.member(account)).note(&account.email),
            Cell::text(account.role.duty()),
            state,
        ]
    });
    let off = || {
        let text = "Daarom kan hier niemand worden uitgenodigd. De beheerder van de server kan dat instellen met STELSELWACHT_SMTP_URL.";
        Alert::new(Tone::Warning, "Er gaat geen mail uit", text)
    };
    OrganisationPage {
        name: name.clone(),
        alert: alert.or_else(|| invite.is_none().then(off)),
        accounts: Table::new(format!("Accounts van {name}"), columns)
            .under_heading()
            .or_say("Deze organisatie heeft nog geen accounts. Nodig hieronder de eerste persoon uit.")
            .with(rows),
        invite,
        above: keeper.above(),
    }
}

fn done(what: &str) -> Option<Alert> {
    let works = format!("De link in de mail werkt {} uur.", invitations::HOURS);
    let (title, text) = match what {
        "uitgenodigd" => ("De uitnodiging wordt verstuurd", works.as_str()),
        "opnieuw" => ("De uitnodiging wordt opnieuw verstuurd", "De link in de vorige mail werkt dan niet meer."),
        "intrekken" => ("De uitnodiging is ingetrokken", "De link in de mail werkt niet meer."),
        "taak" => ("De taak is gewijzigd", "Dat geldt meteen."),
        "factor" => ("De tweede factor is gewist", "De persoon is uitgelogd en stelt bij het inloggen een nieuwe in."),
        "sluiten" => ("Het account is gesloten", "De persoon is uitgelogd en kan niet meer inloggen."),
        _ => return None,
    };
    Some(Alert::new(Tone::Positive, title, text))
}

async fn list(
    portal: &Portal,
    screen: &Screen,
    who: &LoggedIn,
    keeper: Keeper,
    what: &str,
) -> Result<HttpResponse, Error> {
    let (keeper, found) = portal.work(move |portal| listed(portal, &keeper).map(|found| (keeper, found))).await?;
    let form = || InviteForm::new(who.form_token(), &keeper, &Typed::default(), &Faults(Vec::new()));
    let form = portal.mails.then(form);
    screen.show(&page(&keeper, &found, portal.now(), form, done(what)))
}

pub(super) async fn own(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    done: web::Query<Done>,
) -> Result<HttpResponse, Error> {
    list(&portal, &screen, &who, Keeper::of_own_body(&who)?, &done.gedaan).await
}

pub(super) fn keeper_of(who: &LoggedIn, (kind, name): &(String, String)) -> Result<Keeper, Error> {
    // Who may not look at all learns nothing from what is asked for.
    let regulator = Keeper::of_any(who, Organisation::Regulator)?;
    match organisation(kind, name).ok_or(Error::NotFound)? {
        Organisation::Regulator => Ok(regulator),
        other => Keeper::of_any(who, other),
    }
}

pub(super) async fn any(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    path: web::Path<(String, String)>,
    done: web::Query<Done>,
) -> Result<HttpResponse, Error> {
    list(&portal, &screen, &who, keeper_of(&who, &path)?, &done.gedaan).await
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, OrganisationPage)> {
    use crate::domain::access::{Actor, ManageAccounts, RegulatorDuty, Role, decide};
    use crate::domain::faults::Fault;
    use crate::web::csrf::CsrfSecret;
    let Ok(permit) = decide(&Actor::Operator, ManageAccounts(Organisation::Regulator)) else { return Vec::new() };
    let list = "/beheer/accounts/tlokb/tlokb".to_owned();
    let keeper = Keeper { permit, list, members: "/beheer/accounts", is_regulator: true };
    let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default();
    let account = |id, name: &str, duty, activated: bool| Account {
        id,
        email: format!("{}@tlokb.example", name.to_lowercase().replace(' ', ".")),
        name: name.to_owned(),
        role: Role::Regulator(duty),
        activated_at: activated.then(|| now.into()),
        disabled_at: None,
    };
    let found: Listed = (
        "TloKB".to_owned(),
        vec![
            account(1, "Bas Beheer", RegulatorDuty::Administrator, true),
            account(2, "Sanne de Jong", RegulatorDuty::Supervisor, false),
            account(3, "Riet Register", RegulatorDuty::Registrar, false),
        ],
        BTreeMap::from([(2, now)]),
    );
    let form = |typed: &Typed, faults: Vec<Fault>| {
        Some(InviteForm::new(CsrfSecret::generate().token(), &keeper, typed, &Faults(faults)))
    };
    let wrong = Typed { naam: "<b>Jan</b>".to_owned(), email: "jan".to_owned(), taak: "lezer".to_owned() };
    let fault = Fault::at("e-mail", "«jan» is geen e-mailadres, zoals naam@organisatie.nl");
    let refused = Alert::new(Tone::Negative, "De uitnodiging is niet verstuurd", "Kijk hieronder wat er niet klopt.");
    let none: Listed = ("TloKB".to_owned(), Vec::new(), BTreeMap::new());
    vec![
        ("accounts-list", page(&keeper, &found, now, form(&Typed::default(), Vec::new()), done("opnieuw"))),
        ("accounts-list-wrong", page(&keeper, &found, now, form(&wrong, vec![fault]), Some(refused))),
        ("accounts-list-off", page(&keeper, &none, now, None, None)),
    ]
}
