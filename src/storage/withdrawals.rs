//! Taking a delivery back: what stands in the way, and opening again what stood before it.
//!
//! Versions that the delivery opened are closed, and the versions it closed are opened again as new ones that keep the
//! delivery they came from. What stood at any moment can still be asked.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::deliveries::account_id;
use super::schema::delivery_withdrawals;
use super::{Conn, StorageError, UtcTime};
use crate::domain::identifiers::{AuditRef, CertificateNumber, KvkNumber};
use crate::domain::reason::Kind;
use crate::domain::withdrawal::{Reason, Records, Withdrawal};

/// How many records are named.
const NAMED: i64 = 5;

/// A table of delivered records.
struct Table {
    name: &'static str,
    /// What its records are to people.
    kind: &'static str,
    /// The body's own reference.
    key: &'static str,
    /// Everything a record says beside that.
    says: &'static str,
}

const TABLES: [Table; 4] = [
    Table {
        name: "certificates",
        kind: "certificaten",
        key: "number",
        says: "kvk_number, establishment_number, name, street, house_number, postcode, place, scheme_id, subarea, \
               activities, issued_on, valid_until",
    },
    Table {
        name: "audits",
        kind: "onderzoeken",
        key: "reference",
        says: "certificate_number, kind, date, recovery_established_on",
    },
    Table {
        name: "nonconformities",
        kind: "afwijkingen",
        key: "reference",
        says: "audit_reference, code, note, annulled_on",
    },
    Table {
        name: "decisions",
        kind: "besluiten",
        key: "reference",
        says: "audit_reference, measure, date, effective_on, recovery_until, follow_up, lifted_on, revoked_on, reason",
    },
];

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// The records that a query gives, when it gives any. Only keys of this database go into the text.
fn records(conn: &mut Conn, kind: &'static str, query: &str) -> Result<Option<Records>, StorageError> {
    let count: Count = diesel::sql_query(format!("SELECT count(*) AS count FROM ({query}) found")).get_result(conn)?;
    if count.count == 0 {
        return Ok(None);
    }
    let first: Vec<Name> = diesel::sql_query(format!("{query} ORDER BY name LIMIT {NAMED}")).load(conn)?;
    let first = first.into_iter().map(|row| row.name).collect();
    Ok(Some(Records { kind, first, count: count.count.unsigned_abs() }))
}

/// Records of a delivery that a later one changed again.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn changed_since(conn: &mut Conn, delivery_id: i64) -> Result<Vec<Records>, StorageError> {
    let mut found = Vec::new();
    for Table { name, kind, key, .. } in &TABLES {
        let query = format!(
            "SELECT DISTINCT v.{key} AS name FROM {name} v
             WHERE v.delivery_id = {delivery_id} AND v.recorded_until IS NOT NULL AND NOT EXISTS
                 (SELECT 1 FROM {name} o WHERE o.body_id = v.body_id AND o.{key} = v.{key}
                  AND o.delivery_id = {delivery_id} AND o.recorded_until IS NULL)"
        );
        found.extend(records(conn, kind, &query)?);
    }
    Ok(found)
}

/// Records of later deliveries that belong to a certificate or an audit of this one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn leaning(conn: &mut Conn, body_id: i64, delivery_id: i64) -> Result<Vec<Records>, StorageError> {
    let on = |table: &str, reference: &str, owner: &str, key: &str| {
        format!(
            "SELECT l.reference AS name FROM {table} l
             WHERE l.body_id = {body_id} AND l.recorded_until IS NULL AND l.delivery_id > {delivery_id} AND EXISTS
                 (SELECT 1 FROM {owner} o WHERE o.body_id = l.body_id AND o.{key} = l.{reference}
                  AND o.delivery_id = {delivery_id} AND o.recorded_until IS NULL)"
        )
    };
    let mut found = Vec::new();
    for (kind, query) in [
        ("onderzoeken", on("audits", "certificate_number", "certificates", "number")),
        ("afwijkingen", on("nonconformities", "audit_reference", "audits", "reference")),
        ("besluiten", on("decisions", "audit_reference", "audits", "reference")),
    ] {
        found.extend(records(conn, kind, &query)?);
    }
    Ok(found)
}

/// A query of every audit that a delivery may have made read differently: its own, and those of its findings and decisions.
fn audits_of(body_id: i64, delivery_id: i64) -> String {
    let of = |table: &str| {
        format!(
            "SELECT v.audit_reference FROM {table} v WHERE v.body_id = {body_id} AND v.reference IN
                 (SELECT reference FROM {table} WHERE delivery_id = {delivery_id})"
        )
    };
    format!(
        "SELECT reference FROM audits WHERE delivery_id = {delivery_id} UNION {} UNION {}",
        of("nonconformities"),
        of("decisions")
    )
}

/// A query of the numbers of every certificate that a delivery may have made read differently.
fn certificates_of(body_id: i64, delivery_id: i64) -> String {
    format!(
        "SELECT number AS name FROM certificates WHERE delivery_id = {delivery_id}
         UNION SELECT a.certificate_number FROM audits a WHERE a.body_id = {body_id} AND a.reference IN ({})",
        audits_of(body_id, delivery_id)
    )
}

/// The audits of a delivery about which somebody gave, took back or judged a reason since. What follows from the delivery by
/// itself does not count: a reason that came with it goes with it.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn reasoned(conn: &mut Conn, body_id: i64, delivery_id: i64) -> Result<Vec<AuditRef>, StorageError> {
    let [delivered, changed] = [Kind::Delivered, Kind::Changed].map(Kind::code);
    let query = format!(
        "SELECT DISTINCT audit_reference AS name FROM reason_steps
         WHERE body_id = {body_id} AND kind NOT IN ('{delivered}', '{changed}')
           AND recorded_at >= (SELECT received_at FROM deliveries WHERE id = {delivery_id})
           AND audit_reference IN ({}) ORDER BY name",
        audits_of(body_id, delivery_id)
    );
    names(conn, &query)?.iter().map(|audit| AuditRef::parse(audit).map_err(damaged)).collect()
}

fn names(conn: &mut Conn, query: &str) -> Result<Vec<String>, StorageError> {
    let rows: Vec<Name> = diesel::sql_query(query).load(conn)?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

fn damaged(error: impl std::fmt::Display) -> StorageError {
    StorageError::damaged(error.to_string())
}

/// The numbers of every certificate that a delivery may have made read differently: its own, and those of its audits,
/// findings and decisions, as they were and as they are.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn certificates(conn: &mut Conn, body_id: i64, delivery_id: i64) -> Result<Vec<CertificateNumber>, StorageError> {
    let numbers = names(conn, &certificates_of(body_id, delivery_id))?;
    numbers.iter().map(|number| CertificateNumber::parse(number).map_err(damaged)).collect()
}

/// Who holds or held one of those certificates.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn holders(conn: &mut Conn, body_id: i64, delivery_id: i64) -> Result<Vec<KvkNumber>, StorageError> {
    let query = format!(
        "SELECT DISTINCT kvk_number AS name FROM certificates WHERE body_id = {body_id} AND number IN ({})",
        certificates_of(body_id, delivery_id)
    );
    names(conn, &query)?.iter().map(|number| KvkNumber::parse(number).map_err(damaged)).collect()
}

/// Everybody who holds or held a certificate of this body.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn all_holders(conn: &mut Conn, body_id: i64) -> Result<Vec<KvkNumber>, StorageError> {
    let query = format!("SELECT DISTINCT kvk_number AS name FROM certificates WHERE body_id = {body_id}");
    names(conn, &query)?.iter().map(|number| KvkNumber::parse(number).map_err(damaged)).collect()
}

/// Closes what a delivery opened and opens again what it closed; returns how many records that were.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn put_back(conn: &mut Conn, body_id: i64, withdrawal: &Withdrawal) -> Result<i64, StorageError> {
    let delivery_id = withdrawal.delivery();
    let now = UtcTime::from(withdrawal.at()).utc().naive_utc().format("%F %T%.f");
    let now = if matches!(conn, Conn::Sqlite(_)) { format!("'{now}'") } else { format!("TIMESTAMP '{now}'") };
    let mut closed = 0;
    for Table { name, key, says, .. } in &TABLES {
        let close = format!(
            "UPDATE {name} SET recorded_until = {now} WHERE delivery_id = {delivery_id} AND recorded_until IS NULL"
        );
        closed += diesel::sql_query(close).execute(conn)?;
        // What stood before is the version just below the first one of this delivery, if that one was closed by it.
        let reopen = format!(
            "INSERT INTO {name} (body_id, {key}, {says}, delivery_id, recorded_from)
             SELECT body_id, {key}, {says}, delivery_id, {now} FROM {name} p
             WHERE p.body_id = {body_id}
               AND p.recorded_until = (SELECT received_at FROM deliveries WHERE id = {delivery_id})
               AND p.delivery_id NOT IN (SELECT delivery_id FROM delivery_withdrawals)
               AND p.id = (SELECT max(q.id) FROM {name} q WHERE q.body_id = p.body_id AND q.{key} = p.{key} AND q.id <
                   (SELECT min(d.id) FROM {name} d
                    WHERE d.body_id = p.body_id AND d.{key} = p.{key} AND d.delivery_id = {delivery_id}))"
        );
        diesel::sql_query(reopen).execute(conn)?;
    }
    Ok(i64::try_from(closed).unwrap_or(i64::MAX))
}

/// Notes that a delivery was taken back, by whom and why.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(
    conn: &mut Conn,
    withdrawal: &Withdrawal,
    account_email: Option<&str>,
    reason: &Reason,
) -> Result<(), StorageError> {
    let account = account_id(conn, account_email)?;
    diesel::insert_into(delivery_withdrawals::table)
        .values((
            delivery_withdrawals::delivery_id.eq(withdrawal.delivery()),
            delivery_withdrawals::account_id.eq(account),
            delivery_withdrawals::withdrawn_at.eq(UtcTime::from(withdrawal.at())),
            delivery_withdrawals::reason.eq(reason.as_str()),
        ))
        .execute(conn)?;
    Ok(())
}
