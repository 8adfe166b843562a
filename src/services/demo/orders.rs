//! An order to all bodies and a scheme, with what some of them made of it, and a draft that waits for a second supervisor.

use chrono::{DateTime, Utc};

use super::table::BrokenDemo;
use super::{BODIES, DemoError};
use crate::domain::access::orders::{AnswerOrders, GiveOrders};
use crate::domain::access::{Actor, BodyDuty, Organisation, Permit, RegulatorDuty, Role, Supervise, decide};
use crate::domain::calendar::dutch_day;
use crate::domain::identifiers::{BodyCode, SchemeCode};
use crate::domain::order::{Addressee, Text};
use crate::services::orders::{self, Finding, Written};
use crate::storage::Store;

/// Drafts and gives the orders, and lets two bodies answer.
pub(super) fn fill(store: &Store, now: DateTime<Utc>) -> Result<(), DemoError> {
    let broken = |error: &dyn std::fmt::Display| BrokenDemo(error.to_string());
    let scheme = SchemeCode::parse("CS-A").map_err(|error| broken(&error))?;
    let mut to = vec![Addressee::Scheme(scheme.clone())];
    for (code, _) in BODIES {
        to.push(Addressee::Body(BodyCode::parse(code).map_err(|error| broken(&error))?));
    }
    let text = Text::read(
        "Pas de sanctiematrix van het schema toe",
        "Trek eigen sanctiebeleid in. Neem vanaf nu bij elk onderzoek het besluit dat de matrix van het schema voorschrijft, of geef \
         een reden. Meld hoe u dit hebt ingevoerd en vanaf welke dag.",
        "Besluit bouwwerken leefomgeving en Besluit kwaliteit leefomgeving, artikel 3.75, derde lid, onder d. In de afgelopen 12 \
         maanden weken besluiten af van de matrix zonder reden.",
        "8",
        to,
    );
    let text = text.map_err(|faults| broken(&format!("{faults:?}")))?;
    let (first, second) = (supervisor("toezicht@tlokb.example")?, supervisor("tweede@tlokb.example")?);
    let given = orders::draft(store, &first, now, &text).map_err(|error| broken(&error))?;
    orders::give(store, &second, now, given).map_err(|error| broken(&error))?;
    for body in ["alfa", "delta"] {
        let addressee = report(store, now, given, body)?;
        if body == "alfa" {
            let written =
                Written { order: given, addressee, seen: 1, words: "Wij zien dat de matrix wordt toegepast." };
            orders::judge(store, &first, (now, dutch_day(now)), Finding::Met, written)
                .map_err(|error| broken(&error))?;
        }
    }
    let text = Text::read(
        "Leg vast hoe een herhaling wordt geteld",
        "Vul het schema aan: zeg over welke maanden een eerdere afwijking meetelt, en of een herroepen besluit meetelt.",
        "Besluit kwaliteit leefomgeving, artikel 3.75, derde lid, onder d.",
        "12",
        vec![Addressee::Scheme(scheme)],
    );
    let text = text.map_err(|faults| broken(&format!("{faults:?}")))?;
    orders::draft(store, &first, now, &text).map_err(|error| broken(&error))?;
    Ok(())
}

fn supervisor(email: &str) -> Result<Permit<GiveOrders>, DemoError> {
    let role = Role::Regulator(RegulatorDuty::Supervisor);
    Ok(decide(&Actor::Account { email: email.to_owned(), role }, GiveOrders)?)
}

/// A body says that it carried out the order; returns how it is addressed.
fn report(store: &Store, now: DateTime<Utc>, order: i64, body: &str) -> Result<i64, DemoError> {
    let broken = |error: &dyn std::fmt::Display| BrokenDemo(error.to_string());
    let code = BodyCode::parse(body).map_err(|error| broken(&error))?;
    let all = orders::all(store, &decide(&Actor::Operator, Supervise)?, Some(order)).map_err(|error| broken(&error))?;
    let to = Addressee::Body(code.clone());
    let mut everybody = all.orders.iter().flat_map(|order| &order.addressed);
    let addressee = everybody.find(|one| one.to == to).map(|one| one.id).unwrap_or_default();
    let (email, role) = (format!("{body}@instelling.example"), Role::Body(code.clone(), BodyDuty::Administrator));
    let permit = decide(&Actor::Account { email, role }, AnswerOrders(Organisation::Body(code)))?;
    let words = "Ons eigen beleid is ingetrokken. Alle inspecteurs werken sinds deze week met de matrix.";
    let written = Written { order, addressee, seen: 0, words };
    orders::report(store, &permit, now, written).map_err(|error| broken(&error))?;
    Ok(addressee)
}
