//! Drafts of a matrix that were run over the past, as rows that are only added.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::replays;
use super::{Conn, Multi, Page, Paged, StorageError, UtcTime};

/// A replay without its draft and outcome, which are long.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = replays, check_for_backend(Multi))]
pub struct Head {
    /// Key in this database.
    pub id: i64,
    /// The scheme.
    pub scheme_id: i64,
    /// The first day whose audits counted, if there was one.
    pub from_day: Option<NaiveDate>,
    /// The last one.
    pub through_day: Option<NaiveDate>,
    /// The name of the draft, if it had one.
    pub draft_name: Option<String>,
    /// How many audits counted.
    pub judged: i64,
    /// How many prescriptions changed.
    pub changed: i64,
    /// When it was made.
    pub made_at: UtcTime,
    /// Who made it.
    pub actor: String,
}

/// A replay with its draft and outcome, both as JSON.
#[derive(Debug, Clone)]
pub struct Whole {
    /// What it is about.
    pub head: Head,
    /// The draft.
    pub draft: String,
    /// What came out.
    pub outcome: String,
}

/// A replay to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewReplay<'a> {
    /// The scheme.
    pub scheme_id: i64,
    /// The first and the last day whose audits counted.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
    /// The name of the draft.
    pub draft_name: Option<&'a str>,
    /// The draft as JSON.
    pub draft: &'a str,
    /// What came out, as JSON.
    pub outcome: &'a str,
    /// How many audits counted.
    pub judged: u64,
    /// How many prescriptions changed.
    pub changed: u64,
    /// Who made it.
    pub actor: &'a str,
}

/// Keeps a replay; gives its key.
///
/// # Errors
/// [`StorageError`] when the database cannot be changed.
pub fn insert(conn: &mut Conn, now: DateTime<Utc>, new: NewReplay<'_>) -> Result<i64, StorageError> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(diesel::insert_into(replays::table)
        .values((
            replays::scheme_id.eq(new.scheme_id),
            replays::from_day.eq(new.days.0),
            replays::through_day.eq(new.days.1),
            replays::draft_name.eq(new.draft_name),
            replays::draft.eq(new.draft),
            replays::outcome.eq(new.outcome),
            replays::judged.eq(number(new.judged)),
            replays::changed.eq(number(new.changed)),
            replays::made_at.eq(UtcTime::from(now)),
            replays::actor.eq(new.actor),
        ))
        .returning(replays::id)
        .get_result(conn)?)
}

/// One page of all replays, the newest first.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn list(conn: &mut Conn, page: Page) -> Result<Paged<Head>, StorageError> {
    let total = replays::table.count().get_result(conn)?;
    let rows = replays::table
        .order(replays::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .select(Head::as_select())
        .load(conn)?;
    Ok(Paged { rows, total, page })
}

/// The newest replays of a scheme, as many as a list to choose from can hold.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn of_scheme(conn: &mut Conn, scheme_id: i64) -> Result<Vec<Head>, StorageError> {
    const MOST: i64 = 100;
    let query = replays::table.filter(replays::scheme_id.eq(scheme_id)).order(replays::id.desc()).limit(MOST);
    Ok(query.select(Head::as_select()).load(conn)?)
}

/// One replay.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn one(conn: &mut Conn, id: i64) -> Result<Option<Whole>, StorageError> {
    let row: Option<(Head, String, String)> =
        replays::table.find(id).select((Head::as_select(), replays::draft, replays::outcome)).first(conn).optional()?;
    Ok(row.map(|(head, draft, outcome)| Whole { head, draft, outcome }))
}
