//! An order for the regulator: a second person gives it, and each addressee is followed.

use actix_web::{HttpResponse, web};

use super::desk::{Desk, Side};
use super::own::numbered;
use super::view::OrderPage;
use super::{NotTaken, ORDERS};
use crate::domain::access::decide;
use crate::domain::access::orders::GiveOrders;
use crate::services::orders::{self, Finding, OrderError, Written};
use crate::web::address::see_other;
use crate::web::csrf::Form;
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::pages::supervision::Supervisor;
use crate::web::portal::Portal;
use crate::web::session::LoggedIn;

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    supervisor: Supervisor,
    number: web::Path<String>,
) -> Result<HttpResponse, Error> {
    screen.show(&page(&portal, &who, supervisor, numbered(&number)?, None).await?)
}

async fn page(
    portal: &Portal,
    who: &LoggedIn,
    supervisor: Supervisor,
    number: i64,
    not_taken: Option<&NotTaken>,
) -> Result<OrderPage, Error> {
    let found = portal.work(move |portal| orders::all(&portal.store, &supervisor.0, Some(number))).await?;
    let order = found.orders.first().ok_or(Error::NotFound)?;
    let may = decide(&who.actor(), GiveOrders).is_ok();
    let desk = Desk { side: Side::Regulator, may, me: who, today: portal.today(), not_taken };
    Ok(desk.page(order, &found.names))
}

/// What a form sends, by name. A day has its addressee in its name, so that no two fields of the page have one id.
fn field(fields: &[(String, String)], wanted: &str) -> String {
    fields.iter().find(|(name, _)| name == wanted).map_or_else(String::new, |(_, value)| value.clone())
}

pub(super) async fn give(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    supervisor: Supervisor,
    number: web::Path<String>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), GiveOrders)?;
    let (number, words) = (numbered(&number)?, field(&form.0, "woorden"));
    let choice = field(&form.0, "keuze");
    if !["geven", "niet-doorgaan"].contains(&choice.as_str()) {
        return Err(Error::BadRequest("Kies wat u met de last doet: geven of niet-doorgaan.".to_owned()));
    }
    let written = words.clone();
    let work = move |portal: &Portal| {
        let outcome = if choice == "geven" {
            orders::give(&portal.store, &permit, portal.now(), number)
        } else {
            orders::drop(&portal.store, &permit, portal.now(), number, &written)
        };
        OrderError::aside(outcome)
    };
    let outcome = portal.work(work).await?;
    let not_taken = |why| NotTaken { addressee: None, words, day: String::new(), why };
    answer(&portal, &screen, &who, supervisor, number, outcome.map_err(not_taken)).await
}

pub(super) async fn judge(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    supervisor: Supervisor,
    number: web::Path<String>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), GiveOrders)?;
    let (number, words) = (numbered(&number)?, field(&form.0, "woorden"));
    let whole = |name: &str| {
        let text = field(&form.0, name);
        text.parse().map_err(|_| Error::BadRequest(format!("Het veld ‘{name}’ moet een geheel getal zijn.")))
    };
    let (addressee, seen): (i64, i64) = (whole("geadresseerde")?, whole("gezien")?);
    let typed = field(&form.0, &format!("dag-{addressee}"));
    // Without a day there is none that is late enough, and the page says so.
    let day = typed.trim().parse().unwrap_or_default();
    let finding = match field(&form.0, "keuze").as_str() {
        "voldaan" => Finding::Met,
        "niet-voldaan" => Finding::NotMet,
        "vervallen" => Finding::Released,
        "verlengen" => Finding::Extended(day),
        "terugsturen" => Finding::SentBack(day),
        _ => return Err(Error::BadRequest("Kies wat u van de uitvoering vindt.".to_owned())),
    };
    let written = words.clone();
    let work = move |portal: &Portal| {
        let seen = usize::try_from(seen).unwrap_or(usize::MAX);
        let written = Written { order: number, addressee, seen, words: &written };
        OrderError::aside(orders::judge(&portal.store, &permit, (portal.now(), portal.today()), finding, written))
    };
    let outcome = portal.work(work).await?;
    let not_taken = |why| NotTaken { addressee: Some(addressee), words, day: typed, why };
    answer(&portal, &screen, &who, supervisor, number, outcome.map_err(not_taken)).await
}

async fn answer(
    portal: &Portal,
    screen: &Screen,
    who: &LoggedIn,
    supervisor: Supervisor,
    number: i64,
    outcome: Result<(), NotTaken>,
) -> Result<HttpResponse, Error> {
    match outcome {
        Ok(()) => Ok(see_other(&format!("{ORDERS}/{number}"))),
        Err(NotTaken { why: OrderError::NoSuchOrder, .. }) => Err(Error::NotFound),
        Err(not_taken) => {
            let page = page(portal, who, supervisor, number, Some(&not_taken)).await?;
            screen.show_as(not_taken.status(), &page)
        }
    }
}
