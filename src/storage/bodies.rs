//! Certification bodies and for which schemes they are designated.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::history::known;
use super::schema::{bodies, body_records, designations, schemes};
use super::{Change, Conn, Known, Multi, StorageError, UtcTime};
use crate::domain::designation::End;
use crate::domain::identifiers::{BodyCode, KvkNumber, SchemeCode};
use crate::domain::period::Period;

/// A certification body as the register knows it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Body {
    /// Key in this database.
    pub id: i64,
    /// Short name, unique.
    pub code: BodyCode,
    /// Full name.
    pub name: String,
    /// Number in the trade register.
    pub kvk_number: KvkNumber,
}

/// That a body may certify under a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Designation {
    /// Key of the body.
    pub body_id: i64,
    /// The body.
    pub body: BodyCode,
    /// Key of the scheme.
    pub scheme_id: i64,
    /// The scheme.
    pub scheme: SchemeCode,
    /// The days on which it holds.
    pub valid: Period,
    /// How it ended, where it ended and that is known.
    pub ended_by: Option<End>,
}

/// A designation to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDesignation {
    /// Key of the scheme.
    pub scheme_id: i64,
    /// The days on which it holds.
    pub valid: Period,
    /// How it ended, where it ended and that is known.
    pub ended_by: Option<End>,
}

/// All bodies, by code.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn all(conn: &mut Conn, known: Known) -> Result<Vec<Body>, StorageError> {
    let query = bodies::table.inner_join(body_records::table).into_boxed::<Multi>();
    let query = known!(query, body_records, known);
    let columns = (bodies::id, bodies::code, body_records::name, body_records::kvk_number);
    let mut found: Vec<Body> = query.select(columns).load(conn)?;
    // Not in the query: the databases disagree about the order of texts.
    found.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(found)
}

/// The body with this code, if there is one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn by_code(conn: &mut Conn, code: &BodyCode) -> Result<Option<Body>, StorageError> {
    let found = bodies::table
        .inner_join(body_records::table)
        .filter(bodies::code.eq(code))
        .filter(body_records::recorded_until.is_null())
        .select((bodies::id, bodies::code, body_records::name, body_records::kvk_number))
        .first(conn)
        .optional()?;
    Ok(found)
}

/// Records what a body is called and its number; returns its key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn save(
    conn: &mut Conn,
    now: DateTime<Utc>,
    code: &BodyCode,
    name: &str,
    kvk_number: &KvkNumber,
) -> Result<(i64, Change), StorageError> {
    let now = UtcTime::from(now);
    let (id, change) = match by_code(conn, code)? {
        Some(body) if body.name == name && body.kvk_number == *kvk_number => return Ok((body.id, Change::Unchanged)),
        Some(body) => {
            diesel::update(body_records::table)
                .filter(body_records::body_id.eq(body.id))
                .filter(body_records::recorded_until.is_null())
                .set(body_records::recorded_until.eq(now))
                .execute(conn)?;
            (body.id, Change::Changed)
        }
        None => {
            let id = diesel::insert_into(bodies::table)
                .values((bodies::code.eq(code), bodies::recorded_from.eq(now)))
                .returning(bodies::id)
                .get_result(conn)?;
            (id, Change::New)
        }
    };
    diesel::insert_into(body_records::table)
        .values((
            body_records::body_id.eq(id),
            body_records::name.eq(name),
            body_records::kvk_number.eq(kvk_number),
            body_records::recorded_from.eq(now),
        ))
        .execute(conn)?;
    Ok((id, change))
}

/// All designations, by body, scheme and first day; also those that ended.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn designations(conn: &mut Conn, known: Known) -> Result<Vec<Designation>, StorageError> {
    type Row = (i64, BodyCode, i64, SchemeCode, NaiveDate, Option<NaiveDate>, Option<String>);
    let query = designations::table.inner_join(bodies::table).inner_join(schemes::table).into_boxed::<Multi>();
    let query = known!(query, designations, known);
    let rows: Vec<Row> = query
        .select((
            bodies::id,
            bodies::code,
            schemes::id,
            schemes::code,
            designations::valid_from,
            designations::valid_until,
            designations::ended_by,
        ))
        .load(conn)?;
    let read = |(body_id, body, scheme_id, scheme, from, until, ended_by): Row| {
        let ended_by = end(ended_by.as_deref())?;
        Ok(Designation { body_id, body, scheme_id, scheme, valid: Period { from, until }, ended_by })
    };
    let mut found = rows.into_iter().map(read).collect::<Result<Vec<_>, StorageError>>()?;
    found.sort_by(|a, b| (&a.body, &a.scheme, a.valid.from).cmp(&(&b.body, &b.scheme, b.valid.from)));
    Ok(found)
}

fn end(word: Option<&str>) -> Result<Option<End>, StorageError> {
    let read =
        |word: &str| End::parse(word).map_err(|error| StorageError::damaged(format!("aanwijzing: '{word}' {error}")));
    word.map(read).transpose()
}

/// Records for which schemes the body is designated: exactly these. What the register says differently is closed.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn save_designations(
    conn: &mut Conn,
    now: DateTime<Utc>,
    body_id: i64,
    wanted: &[NewDesignation],
) -> Result<Change, StorageError> {
    let now = UtcTime::from(now);
    let standing = standing_designations(conn, body_id)?;
    let outdated: Vec<i64> = standing.iter().filter(|(_, said)| !wanted.contains(said)).map(|(id, _)| *id).collect();
    let missing: Vec<_> = wanted.iter().filter(|wish| !standing.iter().any(|(_, said)| said == *wish)).collect();
    if outdated.is_empty() && missing.is_empty() {
        return Ok(Change::Unchanged);
    }
    diesel::update(designations::table.filter(designations::id.eq_any(outdated)))
        .set(designations::recorded_until.eq(now))
        .execute(conn)?;
    for wish in missing {
        diesel::insert_into(designations::table)
            .values((
                designations::body_id.eq(body_id),
                designations::scheme_id.eq(wish.scheme_id),
                designations::valid_from.eq(wish.valid.from),
                designations::valid_until.eq(wish.valid.until),
                designations::ended_by.eq(wish.ended_by.map(End::word)),
                designations::recorded_from.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(if standing.is_empty() { Change::New } else { Change::Changed })
}

/// What the register says now of the designations of a body, by key.
fn standing_designations(conn: &mut Conn, body_id: i64) -> Result<Vec<(i64, NewDesignation)>, StorageError> {
    type Row = (i64, i64, NaiveDate, Option<NaiveDate>, Option<String>);
    let rows: Vec<Row> = designations::table
        .filter(designations::body_id.eq(body_id))
        .filter(designations::recorded_until.is_null())
        .select((
            designations::id,
            designations::scheme_id,
            designations::valid_from,
            designations::valid_until,
            designations::ended_by,
        ))
        .load(conn)?;
    let read = |(id, scheme_id, from, until, ended_by): Row| {
        let ended_by = end(ended_by.as_deref())?;
        Ok((id, NewDesignation { scheme_id, valid: Period { from, until }, ended_by }))
    };
    rows.into_iter().map(read).collect()
}
