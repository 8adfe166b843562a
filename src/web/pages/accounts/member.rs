//! One account of an organisation, and what its administrator can do with it.

use std::slice;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Keeper, duties, duties_explained, name, status, told};
use crate::domain::access::{ManageAccounts, Organisation, decide};
use crate::language::Language;
use crate::services::accounts::{Account, AccountError, factors, invitations, management};
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Fact, Link, Select, Tone};

/// One account.
#[derive(Debug, Clone, Serialize)]
pub struct MemberPage {
    /// The name of the person.
    name: String,
    alert: Option<Alert>,
    facts: Vec<Fact>,
    csrf: CsrfToken,
    action: String,
    /// Whether an invitation waits, to be sent again or withdrawn.
    waits: bool,
    /// Whether mail leaves, so that it can be sent again.
    mails: bool,
    /// How often that can be done in a day.
    a_day: i64,
    /// The tasks to choose from; nothing for the own account and for one that is closed.
    duty: Option<Select>,
    explained: &'static str,
    /// What the button to remove the second factor sends; nothing when there is none, and for the own account.
    factor: Option<&'static str>,
    /// Whether the account can be closed.
    can_close: bool,
    /// Why nothing can be done.
    remark: Option<&'static str>,
    above: Vec<Link>,
}

impl Page for MemberPage {
    const TEMPLATE: &'static str = "pages/accounts/member";

    fn title(&self, _: Language) -> String {
        self.name.clone()
    }

    fn section(&self) -> Section {
        Section::Accounts
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        self.above.clone()
    }
}

struct Looked {
    account: Account,
    organisation: String,
    until: Option<DateTime<Utc>>,
    has_factor: bool,
}

fn look(portal: &Portal, keeper: &Keeper, id: i64) -> Result<Looked, Error> {
    let account = management::find(&portal.store, &keeper.permit, id)?;
    let until = invitations::work_until(&portal.store, &keeper.permit, slice::from_ref(&account))?;
    let until = until.get(&account.id).copied();
    let has_factor = factors::overview(&portal.store, &account)?.enrolled.any();
    Ok(Looked { account, organisation: name(portal, keeper)?, until, has_factor })
}

fn page(keeper: &Keeper, looked: &Looked, csrf: CsrfToken, mails: bool, alert: Option<Alert>) -> MemberPage {
    let Looked { account, organisation, until, has_factor } = looked;
    let is_own = keeper.permit.actor().name() == account.email;
    let (is_closed, waits) = (account.is_closed(), account.is_waiting());
    let mut facts = vec![
        Fact::new("E-mailadres", &account.email),
        Fact::new("Organisatie", organisation),
        Fact::new("Taak", account.role.duty()),
        Fact::status("Stand", status(account)),
        Fact::new("Tweede factor", if *has_factor { "ingesteld" } else { "geen" }),
    ];
    facts.extend(account.activated_at.map(|at| Fact::new("In gebruik sinds", moment(at.utc()))));
    facts.extend(account.disabled_at.map(|at| Fact::new("Gesloten op", moment(at.utc()))));
    if waits {
        let until = until.map_or_else(|| "de mail is nog niet verstuurd".to_owned(), moment);
        facts.push(Fact::new("De link werkt tot", until));
    }
    let can_change = !is_own && !is_closed;
    let mut above = keeper.above();
    above.push(Link::new(format!("Accounts van {organisation}"), &keeper.list));
    MemberPage {
        name: account.name.clone(),
        alert,
        facts,
        csrf,
        action: keeper.member(account),
        waits,
        mails,
        a_day: invitations::A_DAY,
        duty: can_change.then(|| duties(keeper.permit.organisation(), account.role.duty())),
        explained: duties_explained(keeper.permit.organisation()),
        factor: (can_change && *has_factor).then_some("factor"),
        can_close: can_change && !waits,
        remark: if is_own {
            Some("Dit is uw eigen account. Een andere beheerder kan uw taak wijzigen of uw account sluiten.")
        } else if is_closed {
            Some("Dit account is gesloten. Nodig dezelfde persoon opnieuw uit om het weer in gebruik te nemen.")
        } else {
            None
        },
        above,
    }
}

async fn show(
    portal: &Portal,
    screen: &Screen,
    who: &LoggedIn,
    keeper: Keeper,
    id: i64,
) -> Result<HttpResponse, Error> {
    let (keeper, looked) = portal.work(move |portal| look(portal, &keeper, id).map(|looked| (keeper, looked))).await?;
    screen.show(&page(&keeper, &looked, who.form_token(), portal.mails, None))
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Choice {
    keuze: String,
    #[serde(default)]
    taak: String,
}

async fn change(
    portal: &Portal,
    screen: &Screen,
    who: &LoggedIn,
    keeper: Keeper,
    id: i64,
    choice: Choice,
) -> Result<HttpResponse, Error> {
    let chosen = choice.clone();
    let (keeper, outcome) = portal
        .work(move |portal| {
            let outcome = told(apply(portal, &keeper, id, &chosen)?)?;
            Ok::<_, Error>((keeper, outcome))
        })
        .await?;
    match outcome {
        Ok(_) => Ok(keeper.done(&choice.keuze)),
        Err(refused) => {
            let (keeper, looked) =
                portal.work(move |portal| look(portal, &keeper, id).map(|looked| (keeper, looked))).await?;
            let alert = Alert::new(Tone::Negative, "Er is niets gewijzigd", refused.to_string());
            let page = page(&keeper, &looked, who.form_token(), portal.mails, Some(alert));
            screen.show_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn apply(portal: &Portal, keeper: &Keeper, id: i64, choice: &Choice) -> Result<Result<Account, AccountError>, Error> {
    let (store, permit, now) = (&portal.store, &keeper.permit, portal.now());
    Ok(match choice.keuze.as_str() {
        "opnieuw" if portal.mails => invitations::invite_again(store, permit, now, id),
        "intrekken" => invitations::withdraw(store, permit, now, id),
        "taak" => management::change_duty(store, permit, now, id, &choice.taak),
        "factor" => factors::reset(store, permit, now, id),
        "sluiten" => management::close_by_id(store, permit, now, id),
        _ => return Err(Error::Incomplete),
    })
}

pub(super) async fn own(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    id: web::Path<i64>,
) -> Result<HttpResponse, Error> {
    show(&portal, &screen, &who, Keeper::of_own_body(&who)?, id.into_inner()).await
}

pub(super) async fn change_own(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    id: web::Path<i64>,
    form: Form<Choice>,
) -> Result<HttpResponse, Error> {
    change(&portal, &screen, &who, Keeper::of_own_body(&who)?, id.into_inner(), form.0).await
}

/// The keeper of the organisation that the account is of.
async fn keeper_of(portal: &Portal, who: &LoggedIn, id: i64) -> Result<Keeper, Error> {
    let permit = decide(&who.actor(), ManageAccounts(Organisation::Regulator))?;
    let organisation = portal.work(move |portal| management::organisation_of(&portal.store, &permit, id)).await?;
    Keeper::of_any(who, organisation)
}

pub(super) async fn any(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    id: web::Path<i64>,
) -> Result<HttpResponse, Error> {
    let id = id.into_inner();
    show(&portal, &screen, &who, keeper_of(&portal, &who, id).await?, id).await
}

pub(super) async fn change_any(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    id: web::Path<i64>,
    form: Form<Choice>,
) -> Result<HttpResponse, Error> {
    let id = id.into_inner();
    change(&portal, &screen, &who, keeper_of(&portal, &who, id).await?, id, form.0).await
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, MemberPage)> {
    use crate::domain::access::{Actor, RegulatorDuty, Role};
    use crate::web::csrf::CsrfSecret;
    let Ok(permit) = decide(&Actor::Operator, ManageAccounts(Organisation::Regulator)) else { return Vec::new() };
    let list = "/beheer/accounts/tlokb/tlokb".to_owned();
    let keeper = Keeper { permit, list, members: "/beheer/accounts", is_regulator: true };
    let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default();
    let sample = |activated: bool, closed: bool, alert: Option<Alert>| {
        let account = Account {
            id: 7,
            email: "s.dejong@tlokb.example".to_owned(),
            name: "Sanne de Jong".to_owned(),
            role: Role::Regulator(RegulatorDuty::Supervisor),
            activated_at: activated.then(|| now.into()),
            disabled_at: closed.then(|| now.into()),
        };
        let until = (!activated).then_some(now);
        let looked = Looked { account, organisation: "TloKB".to_owned(), until, has_factor: activated };
        page(&keeper, &looked, CsrfSecret::generate().token(), true, alert)
    };
    let refused = Alert::new(Tone::Negative, "Er is niets gewijzigd", AccountError::LastAdministrator.to_string());
    vec![
        ("account-member", sample(true, false, Some(refused))),
        ("account-member-invited", sample(false, false, None)),
        ("account-member-closed", sample(true, true, None)),
    ]
}
