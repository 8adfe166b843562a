//! Orders of the regulator, as rows that are only added.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::{bodies, order_addressees, order_givings, order_reminders, order_steps, orders, schemes};
use super::{Conn, StorageError, UtcTime};
use crate::domain::four_eyes::{Person, Proposal};
use crate::domain::identifiers::{BodyCode, SchemeCode};
use crate::domain::order::{Addressee, Course, Given, Giving, Kind, Step, Text};
use crate::domain::words::Words;

/// An order as it stands.
#[derive(Debug, Clone)]
pub struct Order {
    /// Key in this database, and its number.
    pub id: i64,
    /// What it says.
    pub text: Text,
    /// When it was drafted.
    pub drafted_at: UtcTime,
    /// Whether it was given.
    pub giving: Giving,
    /// Who dropped the draft, when, and in which words.
    pub dropped: Option<(String, UtcTime, Words)>,
    /// Those to whom it is addressed that may be seen, in order.
    pub addressed: Vec<Addressed>,
}

/// How an order stands with an addressee.
#[derive(Debug, Clone)]
pub struct Addressed {
    /// Key in this database.
    pub id: i64,
    /// Who.
    pub to: Addressee,
    /// What happened since it was given; nothing as long as it was not.
    pub course: Option<Course>,
}

/// Whose orders are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Of<'a> {
    /// All, with all their addressees.
    Everybody,
    /// Those that were given to this body, without other addressees.
    Body(&'a BodyCode),
    /// Those that were given to these schemes, without other addressees.
    Schemes(&'a [SchemeCode]),
}

impl Of<'_> {
    fn includes(&self, to: &Addressee) -> bool {
        match (self, to) {
            (Self::Everybody, _) => true,
            (Self::Body(own), Addressee::Body(code)) => *own == code,
            (Self::Schemes(own), Addressee::Scheme(code)) => own.contains(code),
            (Self::Body(_) | Self::Schemes(_), _) => false,
        }
    }
}

/// A row of an order: number, title, what, grounds, weeks, who drafted it and when.
type OrderRow = (i64, String, String, String, i32, String, UtcTime);

/// The orders that may be seen, the newest first; of one order alone when its number is given.
///
/// # Errors
/// A [`StorageError`] when the database cannot be read, or what is stored does not follow the rules.
pub fn list(conn: &mut Conn, of: Of<'_>, number: Option<i64>) -> Result<Vec<Order>, StorageError> {
    let wanted = wanted(conn, of, number)?;
    let mut addressees = addressees(conn, &wanted)?;
    let mut steps = steps(conn, &wanted)?;
    let mut givings = givings(conn, &wanted)?;
    let rows: Vec<OrderRow> = orders::table
        .filter(orders::id.eq_any(&wanted))
        .order(orders::id.desc())
        .select((
            orders::id,
            orders::title,
            orders::what,
            orders::grounds,
            orders::weeks,
            orders::drafted_by,
            orders::drafted_at,
        ))
        .load(conn)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.0;
        let all = addressees.remove(&id).unwrap_or_default();
        let mut order = order(row, &all, givings.remove(&id))?;
        for (key, to) in all.into_iter().filter(|(_, to)| of.includes(to)) {
            let course = match &order.giving {
                Giving::Given(given) => {
                    let course = Course::of(given.due_on, steps.remove(&key).unwrap_or_default());
                    Some(course.map_err(|error| StorageError::damaged(format!("last {id}: {error}")))?)
                }
                Giving::Drafted(_) | Giving::Dropped => None,
            };
            order.addressed.push(Addressed { id: key, to, course });
        }
        order.addressed.sort_by(|a, b| a.to.cmp(&b.to));
        found.push(order);
    }
    Ok(found)
}

/// The order of a row, as yet without its addressees.
fn order(row: OrderRow, to: &[(i64, Addressee)], decided: Option<Decided>) -> Result<Order, StorageError> {
    let (id, title, what, grounds, weeks, drafted_by, drafted_at) = row;
    let damaged = |what: &str| StorageError::damaged(format!("last {id}: {what}"));
    let to = to.iter().map(|(_, to)| to.clone()).collect();
    let text = Text::read(&title, &what, &grounds, &weeks.to_string(), to).map_err(|_| damaged("de tekst"))?;
    let drafted_by = Person::written_down(&drafted_by);
    let (giving, dropped) = match decided {
        None => (Giving::Drafted(Proposal::new((), drafted_by)), None),
        Some((by, at, Some(due_on), _)) => {
            let given_by = Person::written_down(&by);
            (Giving::Given(Given { drafted_by, given_by, at: at.utc(), due_on }), None)
        }
        Some((by, at, None, words)) => {
            let words = words.as_deref().and_then(Words::delivered).ok_or_else(|| damaged("de toelichting"))?;
            (Giving::Dropped, Some((by, at, words)))
        }
    };
    Ok(Order { id, text, drafted_at, giving, dropped, addressed: Vec::new() })
}

fn wanted(conn: &mut Conn, of: Of<'_>, number: Option<i64>) -> Result<Vec<i64>, StorageError> {
    let given = order_addressees::table
        .inner_join(order_givings::table.on(order_givings::order_id.eq(order_addressees::order_id)))
        .filter(order_givings::due_on.is_not_null());
    let mut found: Vec<i64> = match of {
        Of::Everybody => orders::table.select(orders::id).load(conn)?,
        Of::Body(code) => given
            .inner_join(bodies::table.on(order_addressees::body_id.eq(bodies::id.nullable())))
            .filter(bodies::code.eq(code))
            .select(order_addressees::order_id)
            .load(conn)?,
        Of::Schemes(codes) => given
            .inner_join(schemes::table.on(order_addressees::scheme_id.eq(schemes::id.nullable())))
            .filter(schemes::code.eq_any(codes))
            .select(order_addressees::order_id)
            .load(conn)?,
    };
    found.retain(|id| number.is_none_or(|number| *id == number));
    Ok(found)
}

type Named = BTreeMap<i64, Vec<(i64, Addressee)>>;

fn addressees(conn: &mut Conn, wanted: &[i64]) -> Result<Named, StorageError> {
    let rows: Vec<(i64, i64, Option<SchemeCode>, Option<BodyCode>)> = order_addressees::table
        .left_join(schemes::table.on(order_addressees::scheme_id.eq(schemes::id.nullable())))
        .left_join(bodies::table.on(order_addressees::body_id.eq(bodies::id.nullable())))
        .filter(order_addressees::order_id.eq_any(wanted))
        .select((order_addressees::order_id, order_addressees::id, schemes::code.nullable(), bodies::code.nullable()))
        .load(conn)?;
    let mut found = Named::new();
    for (order, id, scheme, body) in rows {
        let to = scheme.map(Addressee::Scheme).or(body.map(Addressee::Body));
        let to = to.ok_or_else(|| StorageError::damaged(format!("last {order}: een geadresseerde ontbreekt")))?;
        found.entry(order).or_default().push((id, to));
    }
    Ok(found)
}

/// A row of a step: addressee, kind, when, who, words and day.
type StepRow = (i64, String, UtcTime, String, String, Option<NaiveDate>);

fn steps(conn: &mut Conn, wanted: &[i64]) -> Result<BTreeMap<i64, Vec<Step>>, StorageError> {
    let rows: Vec<StepRow> = order_steps::table
        .inner_join(order_addressees::table.on(order_addressees::id.eq(order_steps::addressee_id)))
        .filter(order_addressees::order_id.eq_any(wanted))
        .order(order_steps::number)
        .select((
            order_steps::addressee_id,
            order_steps::kind,
            order_steps::recorded_at,
            order_steps::actor,
            order_steps::words,
            order_steps::due_on,
        ))
        .load(conn)?;
    let mut found: BTreeMap<i64, Vec<Step>> = BTreeMap::new();
    for (addressee, kind, at, by, words, due_on) in rows {
        let damaged = || StorageError::damaged(format!("stap van een last: {kind}"));
        let step = Step {
            kind: Kind::from_code(&kind, due_on).ok_or_else(damaged)?,
            at: at.utc(),
            by,
            words: Words::delivered(&words).ok_or_else(damaged)?,
        };
        found.entry(addressee).or_default().push(step);
    }
    Ok(found)
}

/// What was made of a draft: by whom, when, with which last day or in which words.
type Decided = (String, UtcTime, Option<NaiveDate>, Option<String>);

fn givings(conn: &mut Conn, wanted: &[i64]) -> Result<BTreeMap<i64, Decided>, StorageError> {
    let rows: Vec<(i64, Decided)> = order_givings::table
        .filter(order_givings::order_id.eq_any(wanted))
        .select((
            order_givings::order_id,
            (order_givings::decided_by, order_givings::decided_at, order_givings::due_on, order_givings::words),
        ))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Adds a draft, and returns its number. The addressees are named by their keys: of a scheme or of a body.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn draft(
    conn: &mut Conn,
    now: DateTime<Utc>,
    text: &Text,
    by: &str,
    addressees: &[(Option<i64>, Option<i64>)],
) -> Result<i64, StorageError> {
    let id: i64 = diesel::insert_into(orders::table)
        .values((
            orders::title.eq(text.title()),
            orders::what.eq(text.what().as_str()),
            orders::grounds.eq(text.grounds().as_str()),
            orders::weeks.eq(i32::try_from(text.weeks()).unwrap_or(i32::MAX)),
            orders::drafted_by.eq(by),
            orders::drafted_at.eq(UtcTime::from(now)),
        ))
        .returning(orders::id)
        .get_result(conn)?;
    for (scheme_id, body_id) in addressees {
        diesel::insert_into(order_addressees::table)
            .values((
                order_addressees::order_id.eq(id),
                order_addressees::scheme_id.eq(scheme_id),
                order_addressees::body_id.eq(body_id),
            ))
            .execute(conn)?;
    }
    Ok(id)
}

/// Notes that the draft was given.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn give(conn: &mut Conn, id: i64, given: &Given) -> Result<(), StorageError> {
    diesel::insert_into(order_givings::table)
        .values((
            order_givings::order_id.eq(id),
            order_givings::decided_by.eq(given.given_by.email()),
            order_givings::decided_at.eq(UtcTime::from(given.at)),
            order_givings::due_on.eq(given.due_on),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that the draft does not go on.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn drop(conn: &mut Conn, now: DateTime<Utc>, id: i64, by: &str, words: &Words) -> Result<(), StorageError> {
    diesel::insert_into(order_givings::table)
        .values((
            order_givings::order_id.eq(id),
            order_givings::decided_by.eq(by),
            order_givings::decided_at.eq(UtcTime::from(now)),
            order_givings::words.eq(words.as_str()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds a step behind the `before` steps that there are.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn add(conn: &mut Conn, addressee: i64, before: usize, step: &Step) -> Result<(), StorageError> {
    diesel::insert_into(order_steps::table)
        .values((
            order_steps::addressee_id.eq(addressee),
            order_steps::number.eq(i32::try_from(before).unwrap_or(i32::MAX)),
            order_steps::kind.eq(step.kind.code()),
            order_steps::recorded_at.eq(UtcTime::from(step.at)),
            order_steps::actor.eq(&step.by),
            order_steps::words.eq(step.words.as_str()),
            order_steps::due_on.eq(step.kind.due_on()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Which moments of which terms were told: addressee, last day, and days before it.
///
/// # Errors
/// A [`StorageError`] when the database cannot be read.
pub fn told(conn: &mut Conn) -> Result<BTreeSet<(i64, NaiveDate, i32)>, StorageError> {
    let columns = (order_reminders::addressee_id, order_reminders::due_on, order_reminders::days_before);
    let rows: Vec<(i64, NaiveDate, i32)> = order_reminders::table.select(columns).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Notes that a moment was told.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn tell(
    conn: &mut Conn,
    now: DateTime<Utc>,
    addressee: i64,
    due_on: NaiveDate,
    days_before: i32,
) -> Result<(), StorageError> {
    diesel::insert_into(order_reminders::table)
        .values((
            order_reminders::addressee_id.eq(addressee),
            order_reminders::due_on.eq(due_on),
            order_reminders::days_before.eq(days_before),
            order_reminders::told_at.eq(UtcTime::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}
