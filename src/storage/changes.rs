//! The log of what changed in the public register.
//!
//! Rows are only written within [`super::Store::write`], and those wait for each other: the key of a row is its place in
//! the order of commits.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::batch::{ASKED_AT_ONCE, batch_row, insert_many};
use super::columns::{Day, Moment, Recording};
use super::schema::register_changes;
use super::{Conn, Multi, StorageError, UtcTime};
use crate::domain::identifiers::{CertificateNumber, KvkNumber};

/// The words for what a change is about.
pub const CERTIFICATE: &str = "certificaat";
/// A certification body.
pub const BODY: &str = "instelling";
/// A scheme.
pub const SCHEME: &str = "schema";

/// A change as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = register_changes, check_for_backend(Multi))]
pub struct ChangeRow {
    /// Its place in the log; later changes have a higher one.
    pub id: i64,
    /// How many transactions had changed the register with the one that wrote it.
    pub change_counter: i64,
    /// When it was recorded.
    pub recorded_at: UtcTime,
    /// The day for which the standings hold.
    pub day: NaiveDate,
    /// What it is about: [`CERTIFICATE`], [`BODY`] or [`SCHEME`].
    pub subject: String,
    /// The body, of a certificate or by itself.
    pub body_id: Option<i64>,
    /// The scheme.
    pub scheme_id: Option<i64>,
    /// The certificate.
    pub certificate_number: Option<CertificateNumber>,
    /// The holder of the certificate.
    pub kvk_number: Option<KvkNumber>,
    /// Who held the certificate before, when that was another.
    pub former_kvk_number: Option<KvkNumber>,
    /// Words of [`crate::domain::change::ChangeKind`], joined by `+`.
    pub kinds: String,
    /// How the certificate stood before, when that is known.
    pub standing_before: Option<String>,
    /// How it stands now, when that is known.
    pub standing_after: Option<String>,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A certificate: its body, its number, its holder, and its holder before when that was another.
    Certificate {
        /// Key of the body.
        body_id: i64,
        /// The body's number of it.
        number: CertificateNumber,
        /// Who holds it.
        kvk_number: KvkNumber,
        /// Who held it before, when that was another.
        former: Option<KvkNumber>,
    },
    /// A body.
    Body(i64),
    /// A scheme.
    Scheme(i64),
}

/// A change to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange {
    /// What it is about.
    pub subject: Subject,
    /// The day for which the standings hold.
    pub day: NaiveDate,
    /// Words of [`crate::domain::change::ChangeKind`], joined by `+`.
    pub kinds: String,
    /// How the certificate stood and stands, when that is known.
    pub standings: Option<(&'static str, &'static str)>,
}

#[derive(Insertable)]
#[diesel(table_name = register_changes, treat_none_as_default_value = false)]
struct NewRow<'a> {
    change_counter: i64,
    recorded_at: Moment<'a>,
    day: Day,
    subject: &'static str,
    body_id: Option<i64>,
    scheme_id: Option<i64>,
    certificate_number: Option<String>,
    kvk_number: Option<String>,
    former_kvk_number: Option<String>,
    kinds: &'a str,
    standing_before: Option<String>,
    standing_after: Option<String>,
}

batch_row!(
    register_changes,
    NewRow {
        change_counter,
        recorded_at,
        day,
        subject,
        body_id,
        scheme_id,
        certificate_number,
        kvk_number,
        former_kvk_number,
        kinds,
        standing_before,
        standing_after,
    }
);

/// Writes changes down, in this order.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn append(
    conn: &mut Conn,
    now: DateTime<Utc>,
    change_counter: i64,
    changes: &[NewChange],
) -> Result<(), StorageError> {
    let recording = Recording::new(now);
    let rows = changes.iter().map(|change| {
        let mut row = NewRow {
            change_counter,
            recorded_at: recording.moment(),
            day: Day(change.day),
            subject: CERTIFICATE,
            body_id: None,
            scheme_id: None,
            certificate_number: None,
            kvk_number: None,
            former_kvk_number: None,
            kinds: &change.kinds,
            standing_before: change.standings.map(|(before, _)| before.to_owned()),
            standing_after: change.standings.map(|(_, after)| after.to_owned()),
        };
        match &change.subject {
            Subject::Certificate { body_id, number, kvk_number, former } => {
                row.body_id = Some(*body_id);
                row.certificate_number = Some(number.to_string());
                row.kvk_number = Some(kvk_number.to_string());
                row.former_kvk_number = former.as_ref().map(KvkNumber::to_string);
            }
            Subject::Body(id) => (row.subject, row.body_id) = (BODY, Some(*id)),
            Subject::Scheme(id) => (row.subject, row.scheme_id) = (SCHEME, Some(*id)),
        }
        row
    });
    insert_many!(conn, register_changes::table, rows);
    Ok(())
}

/// Writes down that the certificates which this delivery brought first are new; `all_are_new` when it changed none.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn append_new_of_delivery(
    conn: &mut Conn,
    change_counter: i64,
    day: NaiveDate,
    (body_id, delivery_id): (i64, i64),
    all_are_new: bool,
) -> Result<(), StorageError> {
    let only_new = if all_are_new {
        ""
    } else {
        "AND NOT EXISTS
             (SELECT 1 FROM certificates e WHERE e.body_id = c.body_id AND e.number = c.number AND e.id < c.id
              AND e.recorded_until >= c.recorded_from)"
    };
    // In the database itself: a first delivery can bring hundreds of thousands. Only numbers and a date go into the text.
    diesel::sql_query(format!(
        "INSERT INTO register_changes
             (change_counter, recorded_at, day, subject, body_id, certificate_number, kvk_number, kinds)
         SELECT {change_counter}, c.recorded_from, {}, 'certificaat', c.body_id, c.number, c.kvk_number, 'nieuw'
         FROM certificates c
         WHERE c.body_id = {body_id} AND c.delivery_id = {delivery_id} AND c.recorded_until IS NULL {only_new}
         ORDER BY c.id",
        match conn {
            Conn::Sqlite(_) => format!("'{day}'"),
            Conn::Pg(_) => format!("DATE '{day}'"),
        }
    ))
    .execute(conn)?;
    Ok(())
}

/// The place of the newest change; zero when there is none.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn last(conn: &mut Conn) -> Result<i64, StorageError> {
    let last: Option<i64> = register_changes::table
        .select(register_changes::id)
        .order(register_changes::id.desc())
        .first(conn)
        .optional()?;
    Ok(last.unwrap_or_default())
}

/// The place just before the first change that was recorded at this moment or later: reading on from there misses none of
/// those. Without any it is the newest place.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn place_before(conn: &mut Conn, moment: DateTime<Utc>) -> Result<i64, StorageError> {
    // Moments are those at which work began, so they are not quite in the order of commits: the lowest key counts.
    let first: Option<i64> = register_changes::table
        .filter(register_changes::recorded_at.ge(UtcTime::from(moment)))
        .select(diesel::dsl::min(register_changes::id))
        .first(conn)?;
    first.map_or_else(|| last(conn), |first| Ok(first - 1))
}

/// The changes after this place, in order, at most `count`.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn after(conn: &mut Conn, place: i64, count: i64) -> Result<Vec<ChangeRow>, StorageError> {
    Ok(register_changes::table
        .filter(register_changes::id.gt(place))
        .order(register_changes::id)
        .limit(count)
        .select(ChangeRow::as_select())
        .load(conn)?)
}

/// The changes at these places, in order.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn at(conn: &mut Conn, places: &[i64]) -> Result<Vec<ChangeRow>, StorageError> {
    Ok(register_changes::table
        .filter(register_changes::id.eq_any(places))
        .order(register_changes::id)
        .select(ChangeRow::as_select())
        .load(conn)?)
}

/// Which changes to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// All of them.
    Everything,
    /// Those of certificates that one of these firms holds or held.
    Firms(Vec<KvkNumber>),
    /// Those of the body and of its certificates.
    Body(i64),
}

/// The newest changes, newest first, at most `count`.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn newest(conn: &mut Conn, about: &About, count: i64) -> Result<Vec<ChangeRow>, StorageError> {
    let mut query = register_changes::table.into_boxed::<Multi>();
    match about {
        About::Everything => {}
        About::Firms(firms) => {
            let now = register_changes::kvk_number.eq_any(firms);
            query = query.filter(now.or(register_changes::former_kvk_number.eq_any(firms)));
        }
        About::Body(id) => query = query.filter(register_changes::body_id.eq(*id)),
    }
    Ok(query.order(register_changes::id.desc()).limit(count).select(ChangeRow::as_select()).load(conn)?)
}

/// When the last change was recorded of each of these firms, as holder of a certificate now or before.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn latest(conn: &mut Conn, firms: &[KvkNumber]) -> Result<HashMap<KvkNumber, UtcTime>, StorageError> {
    let mut latest: HashMap<KvkNumber, UtcTime> = HashMap::new();
    for firms in firms.chunks(ASKED_AT_ONCE) {
        let now: Vec<(Option<KvkNumber>, Option<UtcTime>)> = register_changes::table
            .filter(register_changes::kvk_number.eq_any(firms))
            .group_by(register_changes::kvk_number)
            .select((register_changes::kvk_number, max(register_changes::recorded_at)))
            .load(conn)?;
        let before: Vec<(Option<KvkNumber>, Option<UtcTime>)> = register_changes::table
            .filter(register_changes::former_kvk_number.eq_any(firms))
            .group_by(register_changes::former_kvk_number)
            .select((register_changes::former_kvk_number, max(register_changes::recorded_at)))
            .load(conn)?;
        for (firm, at) in now.into_iter().chain(before).filter_map(|(firm, at)| Some((firm?, at?))) {
            let known = latest.entry(firm).or_insert(at);
            *known = (*known).max(at);
        }
    }
    Ok(latest)
}
