//! Certificates in parts: however long the list is, a part costs what it holds.

use diesel::prelude::*;

use super::history::known;
use super::register::CertificateRow;
use super::schema::certificates;
use super::{Conn, Known, Multi, StorageError};
use crate::domain::identifiers::CertificateNumber;

/// The certificates of a body, of this scheme alone if one is given, in the order of the database: at most `count` behind
/// this number.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn behind(
    conn: &mut Conn,
    body_id: i64,
    scheme_id: Option<i64>,
    known: Known,
    after: Option<&CertificateNumber>,
    count: i64,
) -> Result<Vec<CertificateRow>, StorageError> {
    let query = certificates::table.filter(certificates::body_id.eq(body_id)).into_boxed::<Multi>();
    let mut query = known!(query, certificates, known);
    if let Some(scheme) = scheme_id {
        query = query.filter(certificates::scheme_id.eq(scheme));
    }
    if let Some(after) = after {
        query = query.filter(certificates::number.gt(after));
    }
    Ok(query.order(certificates::number).limit(count).select(CertificateRow::as_select()).load(conn)?)
}
