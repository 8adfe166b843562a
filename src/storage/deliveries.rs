//! The deliveries that were stored: who sent what, when, and through which day it is complete.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::schema::{accounts, deliveries};
use super::{Conn, Multi, Page, Paged, StorageError, UtcTime};
use crate::domain::delivery_report::RowCounts;

/// A delivery to be recorded.
#[derive(Debug, Clone)]
pub struct NewDelivery<'a> {
    /// The body it is of.
    pub body_id: i64,
    /// The e-mail address of the account that sent it or whose token did; none on the command line.
    pub account_email: Option<&'a str>,
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
}

impl From<Row> for Delivered {
    fn from(row: Row) -> Self {
        Self {
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
pub(in crate::storage) fn account_id(conn: &mut Conn, email: Option<&str>) -> Result<Option<i64>, StorageError> {
    let Some(email) = email else { return Ok(None) };
    Ok(accounts::table.filter(accounts::email.eq(email)).select(accounts::id).first(conn).optional()?)
}

/// The last day through which everything of a body is delivered, if it ever delivered.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn complete_through(conn: &mut Conn, body_id: i64) -> Result<Option<NaiveDate>, StorageError> {
    let deliveries = deliveries::table.filter(deliveries::body_id.eq(body_id));
    Ok(deliveries.select(max(deliveries::complete_through)).first(conn)?)
}

/// The deliveries of a body, the latest first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn list(conn: &mut Conn, body_id: i64, page: Page) -> Result<Paged<Delivered>, StorageError> {
    let total = deliveries::table.filter(deliveries::body_id.eq(body_id)).count().get_result(conn)?;
    let rows: Vec<Row> = deliveries::table
        .filter(deliveries::body_id.eq(body_id))
        .select(Row::as_select())
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
    let row: Option<Row> = deliveries::table
        .filter(deliveries::body_id.eq(body_id))
        .filter(deliveries::id.eq(id))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Delivered::from))
}

/// The e-mail address of the account that sent a delivery of a body; none when it came another way.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn sender(conn: &mut Conn, body_id: i64, id: i64) -> Result<Option<String>, StorageError> {
    Ok(deliveries::table
        .inner_join(accounts::table)
        .filter(deliveries::body_id.eq(body_id))
        .filter(deliveries::id.eq(id))
        .select(accounts::email)
        .first(conn)
        .optional()?)
}
