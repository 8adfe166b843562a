//! Lists of orders.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use super::standing::{name, standing};
use super::view::{above, section};
use super::{NEW_ORDER, OF_BODY, ORDERS};
use crate::domain::access::orders::{GiveOrders, SeeOrders};
use crate::domain::access::{Organisation, Role, decide};
use crate::domain::calendar::{dutch_day, in_words};
use crate::domain::order::Giving;
use crate::language::Language;
use crate::services::orders::{self, Order, Orders};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::until;
use crate::web::pages::supervision::Supervisor;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Cell, Column, Link, Table};

/// The orders.
#[derive(Debug, Clone, Serialize)]
pub struct OrdersPage {
    /// What orders are, in a sentence.
    pub lead: String,
    /// The way to a new one, for who may give one.
    pub new: Option<Link>,
    /// The orders, the newest first.
    pub orders: Table,
    #[serde(skip)]
    base: &'static str,
}

impl Page for OrdersPage {
    const TEMPLATE: &'static str = "pages/orders/list";

    fn title(&self, _: Language) -> String {
        "Lasten".to_owned()
    }

    fn section(&self) -> Section {
        section(self.base)
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        above(self.base).into_iter().collect()
    }
}

pub(super) async fn all(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    supervisor: Supervisor,
) -> Result<HttpResponse, Error> {
    let found = portal.work(move |portal| orders::all(&portal.store, &supervisor.0, None)).await?;
    let may = decide(&who.actor(), GiveOrders).is_ok();
    screen.show(&page(&found, ORDERS, may, portal.today()))
}

pub(super) async fn of_body(portal: web::Data<Portal>, screen: Screen, who: LoggedIn) -> Result<HttpResponse, Error> {
    own(portal, screen, &who, Organisation::Body(who.body()?), OF_BODY).await
}

pub(super) async fn of_owner(portal: web::Data<Portal>, screen: Screen, who: LoggedIn) -> Result<HttpResponse, Error> {
    own(portal, screen, &who, owner(&who)?, "/beheer/lasten").await
}

/// The owner of schemes that the account belongs to; for everybody else the page is not there.
pub(super) fn owner(who: &LoggedIn) -> Result<Organisation, Error> {
    match &who.0.account.role {
        role @ Role::SchemeOwner(_) => Ok(role.organisation()),
        Role::Body(..) | Role::Regulator(_) => Err(Error::NotFound),
    }
}

async fn own(
    portal: web::Data<Portal>,
    screen: Screen,
    who: &LoggedIn,
    organisation: Organisation,
    base: &'static str,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeOrders(organisation))?;
    let found = portal.work(move |portal| orders::own(&portal.store, &permit, None)).await?;
    screen.show(&page(&found, base, false, portal.today()))
}

fn page(found: &Orders, base: &'static str, may: bool, today: NaiveDate) -> OrdersPage {
    let is_regulator = base == ORDERS;
    let lead = if is_regulator {
        "Een last vraagt aan schema’s en instellingen om iets te doen, binnen een termijn. Een tweede toezichthouder geeft haar."
    } else {
        "Wat TloKB u opdraagt, en tot wanneer u daarvoor hebt. Meld bij elke last dat zij is uitgevoerd."
    };
    let columns = ["Last", "Aan", "Gegeven", "Uiterlijk", "Stand"].map(Column::text);
    let row = |order: &Order| {
        let to: Vec<String> = order.addressed.iter().map(|one| name(&one.to, &found.names)).collect();
        let (status, _) = standing(order, today);
        let given = match &order.giving {
            Giving::Given(given) => in_words(dutch_day(given.at)),
            Giving::Drafted(_) | Giving::Dropped => "niet gegeven".to_owned(),
        };
        let due = order.addressed.iter().filter_map(|one| one.course.as_ref()?.state().due_on()).min();
        [
            Cell::heading(order.text.title()).linked(format!("{base}/{}", order.id)),
            Cell::text(to.join(", ")),
            Cell::text(given),
            Cell::text(due.map_or_else(|| "–".to_owned(), in_words)),
            Cell::status(status),
        ]
    };
    OrdersPage {
        lead: lead.to_owned(),
        new: may.then(|| Link::new("Last opstellen", NEW_ORDER)),
        orders: Table::new("Lasten, de nieuwste bovenaan", columns)
            .under_heading()
            .or_say("Er zijn geen lasten.")
            .with(found.orders.iter().map(row)),
        base,
    }
}

/// The orders that wait for a body, on its overview; none when there are none.
pub(in crate::web::pages) fn waiting(found: &Orders, today: NaiveDate) -> Option<Table> {
    let waits = |order: &&Order| {
        let courses = order.addressed.iter().filter_map(|one| one.course.as_ref());
        courses.into_iter().any(|course| course.state().waits_for_addressee())
    };
    let waiting: Vec<&Order> = found.orders.iter().filter(waits).collect();
    let row = |order: &Order| {
        let due = order.addressed.iter().filter_map(|one| one.course.as_ref()?.state().due_on()).min();
        let due = due.map_or_else(|| Cell::text("–"), |day| Cell::text(in_words(day)).note(until(day, today)));
        let (status, _) = standing(order, today);
        [Cell::heading(order.text.title()).linked(format!("{OF_BODY}/{}", order.id)), due, Cell::status(status)]
    };
    let columns = ["Last", "Uiterlijk", "Stand"].map(Column::text);
    let table = Table::new("Lasten die u nog moet uitvoeren", columns).under_heading();
    (!waiting.is_empty()).then(|| table.with(waiting.into_iter().map(row)))
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, OrdersPage)> {
    let none = Orders { orders: Vec::new(), names: std::collections::BTreeMap::new() };
    let today = NaiveDate::default();
    vec![("orders-none", page(&none, ORDERS, true, today)), ("own-orders-none", page(&none, OF_BODY, false, today))]
}
