//! The deliveries that were stored: who sent what, when, and through which day it is complete.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::schema::{accounts, deliveries, delivery_files, delivery_withdrawals};
use super::{Conn, Multi, Page, Paged, StorageError, UtcTime};
use crate::domain::delivery_report::RowCounts;
use crate::domain::withdrawal::DeliveryState;

/// A delivery to be recorded.
#[derive(Debug, Clone)]
pub struct NewDelivery<'a> {
    /// The body it is of.
    pub body_id: i64,
    /// The e-mail address of the account that sent it or whose token did; none on the command line.
    pub account_email: Option<&'a str>,
    /// The name of the token, when a program sent it.
    pub token_name: Option<&'a str>,
    /// Which way it came: `web`, `api` or `opdrachtregel`.
    pub channel: &'a str,
    /// When it was stored.
    pub received_at: DateTime<Utc>,
    /// Last day for which everything is delivered.
    pub complete_through: NaiveDate,
    /// SHA-256 over the files.
    pub checksum: &'a str,
    /// What it did.
    pub counts: RowCounts,
}

/// A delivery as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Key in this database.
    pub id: i64,
    /// Which way it came.
    pub channel: String,
    /// When it was stored.
    pub received_at: DateTime<Utc>,
    /// Last day for which everything is delivered.
    pub complete_through: NaiveDate,
    /// SHA-256 over the files.
    pub checksum: String,
    /// What it did.
    pub counts: RowCounts,
    /// How long reading, checking and storing took, in milliseconds, when that was measured.
    pub duration_ms: Option<i64>,
    /// When it was taken back, if it was.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// The e-mail address of the account that sent it or made the token; none when it came another way.
    pub sender: Option<String>,
    /// The name of the token, when a program sent it and that was noted.
    pub token_name: Option<String>,
}

impl Delivered {
    /// How it stands.
    pub fn state(&self) -> DeliveryState {
        match (self.withdrawn_at, self.counts.refused) {
            (Some(_), _) => DeliveryState::Withdrawn,
            (None, 0) => DeliveryState::Stored,
            (None, _) => DeliveryState::Partly,
        }
    }
}

/// What a delivery did with one of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredFile {
    /// The file, with the sheet for a workbook.
    pub name: String,
    /// What its rows are, in the Dutch word; none when that was not understood.
    pub kind: Option<String>,
    /// What it did.
    pub counts: RowCounts,
}

/// That a delivery was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// When.
    pub at: DateTime<Utc>,
    /// The e-mail address of the account that did so.
    pub by: Option<String>,
    /// Why.
    pub reason: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = deliveries, check_for_backend(Multi))]
struct Row {
    id: i64,
    channel: String,
    received_at: UtcTime,
    complete_through: NaiveDate,
    checksum: String,
    new_rows: i64,
    changed_rows: i64,
    unchanged_rows: i64,
    refused_rows: i64,
    duration_ms: Option<i64>,
    token_name: Option<String>,
}

type Listed = (Row, Option<UtcTime>, Option<String>);

impl From<Listed> for Delivered {
    fn from((row, withdrawn_at, sender): Listed) -> Self {
        Self {
            duration_ms: row.duration_ms,
            withdrawn_at: withdrawn_at.map(UtcTime::utc),
            sender,
            token_name: row.token_name,
            id: row.id,
            channel: row.channel,
            received_at: row.received_at.utc(),
            complete_through: row.complete_through,
            checksum: row.checksum,
            counts: RowCounts {
                new: row.new_rows,
                changed: row.changed_rows,
                unchanged: row.unchanged_rows,
                refused: row.refused_rows,
            },
        }
    }
}

/// Records a delivery; returns its key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(conn: &mut Conn, delivery: &NewDelivery<'_>) -> Result<i64, StorageError> {
    let account_id = account_id(conn, delivery.account_email)?;
    let counts = delivery.counts;
    Ok(diesel::insert_into(deliveries::table)
        .values((
            deliveries::body_id.eq(delivery.body_id),
            deliveries::account_id.eq(account_id),
            deliveries::channel.eq(delivery.channel),
            deliveries::token_name.eq(delivery.token_name),
            deliveries::received_at.eq(UtcTime::from(delivery.received_at)),
            deliveries::complete_through.eq(delivery.complete_through),
            deliveries::checksum.eq(delivery.checksum),
            deliveries::new_rows.eq(counts.new),
            deliveries::changed_rows.eq(counts.changed),
            deliveries::unchanged_rows.eq(counts.unchanged),
            deliveries::refused_rows.eq(counts.refused),
        ))
        .returning(deliveries::id)
        .get_result(conn)?)
}

/// The key of the account with this address.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn account_id(conn: &mut Conn, email: Option<&str>) -> Result<Option<i64>, StorageError> {
    let Some(email) = email else { return Ok(None) };
    Ok(accounts::table.filter(accounts::email.eq(email)).select(accounts::id).first(conn).optional()?)
}

/// Notes how long a delivery took.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn set_duration(conn: &mut Conn, id: i64, milliseconds: i64) -> Result<(), StorageError> {
    diesel::update(deliveries::table.find(id)).set(deliveries::duration_ms.eq(milliseconds)).execute(conn)?;
    Ok(())
}

/// Notes what a delivery did with each of its files.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert_files(conn: &mut Conn, id: i64, files: &[DeliveredFile]) -> Result<(), StorageError> {
    for file in files {
        diesel::insert_into(delivery_files::table)
            .values((
                delivery_files::delivery_id.eq(id),
                delivery_files::name.eq(&file.name),
                delivery_files::kind.eq(&file.kind),
                delivery_files::new_rows.eq(file.counts.new),
                delivery_files::changed_rows.eq(file.counts.changed),
                delivery_files::unchanged_rows.eq(file.counts.unchanged),
                delivery_files::refused_rows.eq(file.counts.refused),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// What a delivery did with each of its files, in their order.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn files(conn: &mut Conn, id: i64) -> Result<Vec<DeliveredFile>, StorageError> {
    type Found = (String, Option<String>, i64, i64, i64, i64);
    let rows: Vec<Found> = delivery_files::table
        .filter(delivery_files::delivery_id.eq(id))
        .order(delivery_files::id)
        .select((
            delivery_files::name,
            delivery_files::kind,
            delivery_files::new_rows,
            delivery_files::changed_rows,
            delivery_files::unchanged_rows,
            delivery_files::refused_rows,
        ))
        .load(conn)?;
    let read = |(name, kind, new, changed, unchanged, refused): Found| DeliveredFile {
        name,
        kind,
        counts: RowCounts { new, changed, unchanged, refused },
    };
    Ok(rows.into_iter().map(read).collect())
}

/// That a delivery was taken back, if it was.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn withdrawal(conn: &mut Conn, id: i64) -> Result<Option<Withdrawn>, StorageError> {
    let found: Option<(UtcTime, String, Option<String>)> = delivery_withdrawals::table
        .left_join(accounts::table.on(delivery_withdrawals::account_id.eq(accounts::id.nullable())))
        .filter(delivery_withdrawals::delivery_id.eq(id))
        .select((delivery_withdrawals::withdrawn_at, delivery_withdrawals::reason, accounts::email.nullable()))
        .first(conn)
        .optional()?;
    Ok(found.map(|(at, reason, by)| Withdrawn { at: at.utc(), by, reason }))
}

/// The last day through which everything of a body is delivered, if it ever delivered and did not take that back.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn complete_through(conn: &mut Conn, body_id: i64) -> Result<Option<NaiveDate>, StorageError> {
    let withdrawn = delivery_withdrawals::table.select(delivery_withdrawals::delivery_id);
    let deliveries = deliveries::table.filter(deliveries::body_id.eq(body_id)).filter(deliveries::id.ne_all(withdrawn));
    Ok(deliveries.select(max(deliveries::complete_through)).first(conn)?)
}

/// How many deliveries of a body there are and how many of them were withdrawn: as long as that stays, so does its register.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn state_of(conn: &mut Conn, body_id: i64) -> Result<(i64, i64), StorageError> {
    let own = deliveries::table.filter(deliveries::body_id.eq(body_id));
    let withdrawn = own.inner_join(delivery_withdrawals::table).count().get_result(conn)?;
    Ok((own.count().get_result(conn)?, withdrawn))
}

/// The deliveries of a body, the latest first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn list(conn: &mut Conn, body_id: i64, page: Page) -> Result<Paged<Delivered>, StorageError> {
    let total = deliveries::table.filter(deliveries::body_id.eq(body_id)).count().get_result(conn)?;
    let rows: Vec<Listed> = deliveries::table
        .left_join(delivery_withdrawals::table)
        .left_join(accounts::table)
        .filter(deliveries::body_id.eq(body_id))
        .select((Row::as_select(), delivery_withdrawals::withdrawn_at.nullable(), accounts::email.nullable()))
        .order((deliveries::received_at.desc(), deliveries::id.desc()))
        .limit(page.limit())
        .offset(page.offset())
        .load(conn)?;
    Ok(Paged { rows: rows.into_iter().map(Delivered::from).collect(), total, page })
}

/// One delivery of a body; a delivery of another body is not found.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn find(conn: &mut Conn, body_id: i64, id: i64) -> Result<Option<Delivered>, StorageError> {
    let row: Option<Listed> = deliveries::table
        .left_join(delivery_withdrawals::table)
        .left_join(accounts::table)
        .filter(deliveries::body_id.eq(body_id))
        .filter(deliveries::id.eq(id))
        .select((Row::as_select(), delivery_withdrawals::withdrawn_at.nullable(), accounts::email.nullable()))
        .first(conn)
        .optional()?;
    Ok(row.map(Delivered::from))
}

/// The keys of the deliveries of a body with a checksum that begins like this, the earliest first; not what was taken back.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn with_checksum(conn: &mut Conn, body_id: i64, beginning: &str) -> Result<Vec<i64>, StorageError> {
    let withdrawn = delivery_withdrawals::table.select(delivery_withdrawals::delivery_id);
    Ok(deliveries::table
        .filter(deliveries::body_id.eq(body_id))
        .filter(deliveries::id.ne_all(withdrawn))
        .filter(deliveries::checksum.like(format!("{beginning}%")))
        .order(deliveries::id)
        .select(deliveries::id)
        .load(conn)?)
}

/// The key of the account that sent a delivery; none when it came another way.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn sender_id(conn: &mut Conn, id: i64) -> Result<Option<i64>, StorageError> {
    Ok(deliveries::table.find(id).select(deliveries::account_id).first(conn)?)
}

/// When a body delivered, and through which day each delivery is complete.
pub type Received = Vec<(DateTime<Utc>, NaiveDate)>;

/// When a body delivered and through which day each delivery is complete; not what was taken back.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn received(conn: &mut Conn, body_id: i64) -> Result<Received, StorageError> {
    Ok(received_of(conn, Some(body_id))?.remove(&body_id).unwrap_or_default())
}

/// The same of every body that delivered, by its key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn received_of_all(conn: &mut Conn) -> Result<HashMap<i64, Received>, StorageError> {
    received_of(conn, None)
}

fn received_of(conn: &mut Conn, body_id: Option<i64>) -> Result<HashMap<i64, Received>, StorageError> {
    let withdrawn = delivery_withdrawals::table.select(delivery_withdrawals::delivery_id);
    let mut query = deliveries::table.filter(deliveries::id.ne_all(withdrawn)).into_boxed::<Multi>();
    if let Some(body_id) = body_id {
        query = query.filter(deliveries::body_id.eq(body_id));
    }
    let rows: Vec<(i64, UtcTime, NaiveDate)> =
        query.select((deliveries::body_id, deliveries::received_at, deliveries::complete_through)).load(conn)?;
    let mut received: HashMap<i64, Received> = HashMap::new();
    for (body, at, through) in rows {
        received.entry(body).or_default().push((at.utc(), through));
    }
    Ok(received)
}
