//! Certificates as their bodies deliver them, with their history.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::batch::{ASKED_AT_ONCE, batch_row, close_all, has_current, insert_many};
use super::columns::{Day, Moment, Recording};
use super::schema::{certificates, schemes};
use super::{Conn, Multi, Origin, StorageError, Stored};
use crate::domain::delivered::{Activities, CertificateRecord};
use crate::domain::identifiers::{CertificateNumber, EstablishmentNumber, KvkNumber, Postcode, SchemeCode};

#[derive(Queryable, Selectable)]
#[diesel(table_name = certificates, check_for_backend(Multi))]
struct Row {
    id: i64,
    number: CertificateNumber,
    kvk_number: KvkNumber,
    establishment_number: Option<EstablishmentNumber>,
    name: String,
    street: String,
    house_number: String,
    postcode: Postcode,
    place: String,
    subarea: String,
    activities: String,
    issued_on: NaiveDate,
    valid_until: NaiveDate,
}

#[derive(Insertable)]
#[diesel(table_name = certificates, treat_none_as_default_value = false)]
struct NewRow<'a> {
    body_id: i64,
    number: &'a str,
    kvk_number: &'a str,
    establishment_number: Option<EstablishmentNumber>,
    name: &'a str,
    street: &'a str,
    house_number: &'a str,
    postcode: &'a str,
    place: &'a str,
    scheme_id: i64,
    subarea: &'a str,
    activities: String,
    issued_on: Day,
    valid_until: Day,
    delivery_id: i64,
    recorded_from: Moment<'a>,
}

batch_row!(
    certificates,
    NewRow {
        body_id,
        number,
        kvk_number,
        establishment_number,
        name,
        street,
        house_number,
        postcode,
        place,
        scheme_id,
        subarea,
        activities,
        issued_on,
        valid_until,
        delivery_id,
        recorded_from,
    }
);

fn stored((row, scheme): (Row, SchemeCode)) -> Result<Stored<CertificateRecord>, StorageError> {
    let activities = Activities::parse(&row.activities).map_err(|part| {
        StorageError::damaged(format!("certificaat {}: werkzaamheid '{part}' is onbekend", row.number))
    })?;
    let record = CertificateRecord {
        number: row.number,
        kvk_number: row.kvk_number,
        establishment_number: row.establishment_number,
        name: row.name,
        street: row.street,
        house_number: row.house_number,
        postcode: row.postcode,
        place: row.place,
        scheme,
        subarea: row.subarea,
        activities,
        issued_on: row.issued_on,
        valid_until: row.valid_until,
    };
    Ok(Stored { id: row.id, record })
}

/// What the register says now of these certificates of a body; numbers it does not know are left out.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn current(
    conn: &mut Conn,
    body_id: i64,
    numbers: &[CertificateNumber],
) -> Result<Vec<Stored<CertificateRecord>>, StorageError> {
    if !has_current!(conn, certificates, body_id) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for numbers in numbers.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(Row, SchemeCode)> = certificates::table
            .inner_join(schemes::table)
            .filter(certificates::body_id.eq(body_id))
            .filter(certificates::recorded_until.is_null())
            .filter(certificates::number.eq_any(numbers.iter().map(CertificateNumber::as_str)))
            .select((Row::as_select(), schemes::code))
            .load(conn)?;
        for row in rows {
            found.push(stored(row)?);
        }
    }
    Ok(found)
}

/// Number, firm and key of the scheme of these certificates of a body, as the register says now.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn holders(
    conn: &mut Conn,
    body_id: i64,
    numbers: &[CertificateNumber],
) -> Result<Vec<(CertificateNumber, KvkNumber, i64)>, StorageError> {
    let mut found = Vec::new();
    for numbers in numbers.chunks(ASKED_AT_ONCE) {
        let rows: Vec<(CertificateNumber, KvkNumber, i64)> = certificates::table
            .filter(certificates::body_id.eq(body_id))
            .filter(certificates::recorded_until.is_null())
            .filter(certificates::number.eq_any(numbers.iter().map(CertificateNumber::as_str)))
            .select((certificates::number, certificates::kvk_number, certificates::scheme_id))
            .load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Adds certificates, each with the key of its scheme.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert<'a>(
    conn: &mut Conn,
    origin: &Origin,
    records: impl Iterator<Item = (&'a CertificateRecord, i64)>,
) -> Result<(), StorageError> {
    let recording = Recording::new(origin.now);
    let rows = records.map(|(record, scheme_id)| new_row(record, scheme_id, origin, &recording));
    insert_many!(conn, certificates::table, rows);
    Ok(())
}

fn new_row<'a>(record: &'a CertificateRecord, scheme_id: i64, origin: &Origin, recording: &'a Recording) -> NewRow<'a> {
    NewRow {
        body_id: origin.body_id,
        number: record.number.as_str(),
        kvk_number: record.kvk_number.as_str(),
        establishment_number: record.establishment_number.clone(),
        name: &record.name,
        street: &record.street,
        house_number: &record.house_number,
        postcode: record.postcode.as_str(),
        place: &record.place,
        scheme_id,
        subarea: &record.subarea,
        activities: record.activities.words(),
        issued_on: Day(record.issued_on),
        valid_until: Day(record.valid_until),
        delivery_id: origin.delivery_id,
        recorded_from: recording.moment(),
    }
}

/// Closes the current versions with these keys.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn close(conn: &mut Conn, ids: &[i64], now: DateTime<Utc>) -> Result<(), StorageError> {
    close_all!(conn, certificates, ids, now);
    Ok(())
}
