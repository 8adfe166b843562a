//! An order for whom it was given to, who says here that it was carried out.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::desk::{Desk, Side};
use super::lists::owner;
use super::view::OrderPage;
use super::{NotTaken, OF_BODY};
use crate::domain::access::orders::{AnswerOrders, SeeOrders};
use crate::domain::access::{Organisation, decide};
use crate::services::orders::{self, OrderError, Written};
use crate::web::address::see_other;
use crate::web::csrf::Form;
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::portal::Portal;
use crate::web::session::LoggedIn;

/// Whose orders are looked at, and where.
#[derive(Debug, Clone)]
struct Ours {
    organisation: Organisation,
    base: &'static str,
    number: i64,
}

impl Ours {
    fn of_body(who: &LoggedIn, number: &str) -> Result<Self, Error> {
        Ok(Self { organisation: Organisation::Body(who.body()?), base: OF_BODY, number: numbered(number)? })
    }

    fn of_owner(who: &LoggedIn, number: &str) -> Result<Self, Error> {
        Ok(Self { organisation: owner(who)?, base: "/beheer/lasten", number: numbered(number)? })
    }
}

/// What is no number is the number of no order.
pub(super) fn numbered(text: &str) -> Result<i64, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

pub(super) async fn of_body(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    number: web::Path<String>,
) -> Result<HttpResponse, Error> {
    screen.show(&page(&portal, &who, Ours::of_body(&who, &number)?, None).await?)
}

pub(super) async fn of_owner(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    number: web::Path<String>,
) -> Result<HttpResponse, Error> {
    screen.show(&page(&portal, &who, Ours::of_owner(&who, &number)?, None).await?)
}

async fn page(portal: &Portal, who: &LoggedIn, ours: Ours, not_taken: Option<&NotTaken>) -> Result<OrderPage, Error> {
    let Ours { organisation, base, number } = ours;
    let may = decide(&who.actor(), AnswerOrders(organisation.clone())).is_ok();
    let permit = decide(&who.actor(), SeeOrders(organisation))?;
    let found = portal.work(move |portal| orders::own(&portal.store, &permit, Some(number))).await?;
    let order = found.orders.first().ok_or(Error::NotFound)?;
    let desk = Desk { side: Side::Addressee(base), may, me: who, today: portal.today(), not_taken };
    Ok(desk.page(order, &found.names))
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Reported {
    geadresseerde: i64,
    gezien: usize,
    #[serde(default)]
    woorden: String,
}

pub(super) async fn report_of_body(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    number: web::Path<String>,
    form: Form<Reported>,
) -> Result<HttpResponse, Error> {
    let ours = Ours::of_body(&who, &number)?;
    report(&portal, &screen, &who, ours, form.0).await
}

pub(super) async fn report_of_owner(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    number: web::Path<String>,
    form: Form<Reported>,
) -> Result<HttpResponse, Error> {
    let ours = Ours::of_owner(&who, &number)?;
    report(&portal, &screen, &who, ours, form.0).await
}

async fn report(
    portal: &Portal,
    screen: &Screen,
    who: &LoggedIn,
    ours: Ours,
    sent: Reported,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), AnswerOrders(ours.organisation.clone()))?;
    let Reported { geadresseerde: addressee, gezien: seen, woorden } = sent;
    let (number, words) = (ours.number, woorden.clone());
    let outcome = portal
        .work(move |portal| {
            let written = Written { order: number, addressee, seen, words: &words };
            OrderError::aside(orders::report(&portal.store, &permit, portal.now(), written))
        })
        .await?;
    match outcome {
        Ok(()) => Ok(see_other(&format!("{}/{number}", ours.base))),
        Err(OrderError::NoSuchOrder) => Err(Error::NotFound),
        Err(why) => {
            let not_taken = NotTaken { addressee: Some(addressee), words: woorden, day: String::new(), why };
            let page = page(portal, who, ours, Some(&not_taken)).await?;
            screen.show_as(not_taken.status(), &page)
        }
    }
}
