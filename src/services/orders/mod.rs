//! Orders of the regulator: drafted by one supervisor, given by a second, followed with each addressee until it is done.

mod course;
mod letters;
pub mod reminders;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::domain::access::orders::{GiveOrders, SeeOrders};
use crate::domain::access::{Organisation, Permit, Supervise};
use crate::domain::calendar::dutch_day;
use crate::domain::identifiers::SchemeCode;
use crate::domain::order::{Addressee, Giving, InvalidText, Refused, Text};
use crate::domain::words::{InvalidWords, Words};
use crate::storage::orders::{self as rows, Of};
use crate::storage::{Conn, Known, StorageError, Store, audit_trail, bodies, schemes};

pub use crate::storage::orders::{Addressed, Order};
pub use course::{Finding, Written, judge, report};

/// Why nothing was done with an order.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// There is no such order, or not for whoever asks.
    #[error("deze last is er niet")]
    NoSuchOrder,
    /// Things in a draft that will not do, together.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Text(Vec<InvalidText>),
    /// Somebody is addressed who is not in the register.
    #[error("{} staat niet in het register", .0.name())]
    Unknown(Addressee),
    /// The words will not do.
    #[error("de toelichting: {0}")]
    Words(#[from] InvalidWords),
    /// Somebody added a step since the page was shown.
    #[error("er is intussen iets bij gekomen; lees het hieronder en beslis opnieuw")]
    Stale,
    /// It cannot be done now, or not by this person.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl OrderError {
    /// Lets a failure of the database go its own way, aside of what can be told to whoever acts.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn aside<T>(outcome: Result<T, Self>) -> Result<Result<T, Self>, StorageError> {
        match outcome {
            Err(Self::Storage(error)) => Err(error),
            other => Ok(other),
        }
    }
}

/// The names of those to whom an order can be given.
pub type Names = BTreeMap<Addressee, String>;

/// Orders with the names of their addressees.
#[derive(Debug, Clone)]
pub struct Orders {
    /// The orders, the newest first.
    pub orders: Vec<Order>,
    /// What their addressees are called.
    pub names: Names,
}

/// All orders and drafts, or the one with this number.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn all(store: &Store, _: &Permit<Supervise>, number: Option<i64>) -> Result<Orders, StorageError> {
    store.read(|conn| Ok(Orders { orders: rows::list(conn, Of::Everybody, number)?, names: names(conn)? }))
}

/// Everybody to whom an order can be given.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn addressable(store: &Store, _: &Permit<GiveOrders>) -> Result<Names, StorageError> {
    store.read(names)
}

/// The orders that were given to an organisation, or the one with this number; of the addressees only its own.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn own(store: &Store, permit: &Permit<SeeOrders>, number: Option<i64>) -> Result<Orders, StorageError> {
    store.read(|conn| {
        let orders = of_organisation(conn, permit.organisation(), number)?;
        let mut names = names(conn)?;
        names.retain(|addressee, _| orders.iter().any(|order| order.addressed.iter().any(|one| one.to == *addressee)));
        Ok(Orders { orders, names })
    })
}

fn of_organisation(conn: &mut Conn, of: &Organisation, number: Option<i64>) -> Result<Vec<Order>, StorageError> {
    match of {
        Organisation::Regulator => Ok(Vec::new()),
        Organisation::Body(code) => rows::list(conn, Of::Body(code), number),
        Organisation::SchemeOwner(owner) => {
            let own: Vec<SchemeCode> = schemes::of_owner(conn, owner)?.into_iter().map(|scheme| scheme.code).collect();
            rows::list(conn, Of::Schemes(&own), number)
        }
    }
}

fn names(conn: &mut Conn) -> Result<Names, StorageError> {
    let schemes = schemes::all(conn, Known::Now)?.into_iter();
    let schemes = schemes.map(|scheme| (Addressee::Scheme(scheme.code), scheme.name));
    let bodies = bodies::all(conn, Known::Now)?.into_iter();
    Ok(schemes.chain(bodies.map(|body| (Addressee::Body(body.code), body.name))).collect())
}

/// Keeps a draft; it has no effect until a second supervisor gives it. Returns its number.
///
/// # Errors
/// [`OrderError`]; nothing is kept then.
pub fn draft(store: &Store, permit: &Permit<GiveOrders>, now: DateTime<Utc>, text: &Text) -> Result<i64, OrderError> {
    let proposal = Giving::draft(permit)?;
    store.write(|conn| {
        let mut keys = Vec::new();
        for to in text.addressees() {
            let key = match to {
                Addressee::Scheme(code) => schemes::by_code(conn, code)?.map(|scheme| (Some(scheme.id), None)),
                Addressee::Body(code) => bodies::by_code(conn, code)?.map(|body| (None, Some(body.id))),
            };
            keys.push(key.ok_or_else(|| OrderError::Unknown(to.clone()))?);
        }
        let id = rows::draft(conn, now, text, proposal.by().email(), &keys)?;
        let to: Vec<String> = text.addressees().iter().map(Addressee::name).collect();
        let details = json!({"titel": text.title(), "weken": text.weeks(), "aan": to});
        audit_trail::append(conn, now, permit.actor(), "last-opgesteld", &subject(id), &details)?;
        Ok(id)
    })
}

/// A second supervisor gives the order: from now on it runs, and its addressees are told.
///
/// # Errors
/// [`OrderError`]; nothing is kept then.
pub fn give(store: &Store, permit: &Permit<GiveOrders>, now: DateTime<Utc>, id: i64) -> Result<(), OrderError> {
    store.write(|conn| {
        let order = found(conn, Of::Everybody, id)?;
        let given = order.giving.give(permit, now, order.text.due_on(dutch_day(now)))?;
        rows::give(conn, id, &given)?;
        let details = json!({"opgesteld door": given.drafted_by.email(), "uiterlijk": given.due_on});
        audit_trail::append(conn, now, permit.actor(), "last-gegeven", &subject(id), &details)?;
        Ok(letters::given(conn, now, &order, given.due_on)?)
    })
}

/// A draft does not go on: a second supervisor sends it back, or its author drops it.
///
/// # Errors
/// [`OrderError`]; nothing is kept then.
pub fn drop(
    store: &Store,
    permit: &Permit<GiveOrders>,
    now: DateTime<Utc>,
    id: i64,
    words: &str,
) -> Result<(), OrderError> {
    let words = Words::parse(words)?;
    store.write(|conn| {
        found(conn, Of::Everybody, id)?.giving.drop(permit)?;
        rows::drop(conn, now, id, permit.actor().name(), &words)?;
        Ok(audit_trail::append(conn, now, permit.actor(), "last-niet-doorgegaan", &subject(id), &json!({}))?)
    })
}

fn found(conn: &mut Conn, of: Of<'_>, id: i64) -> Result<Order, OrderError> {
    rows::list(conn, of, Some(id))?.pop().ok_or(OrderError::NoSuchOrder)
}

fn subject(id: i64) -> String {
    format!("last/{id}")
}
