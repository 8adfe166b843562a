//! Certificates in parts: however long the list is, a part costs what it holds.

use diesel::prelude::*;

use super::register::CertificateRow;
use super::schema::certificates;
use super::{Conn, Multi, StorageError};
use crate::domain::identifiers::CertificateNumber;

/// The certificates of a body as recorded now, in the order of the database: at most `count` behind this number.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn behind(
    conn: &mut Conn,
    body_id: i64,
    after: Option<&CertificateNumber>,
    count: i64,
) -> Result<Vec<CertificateRow>, StorageError> {
    let mut query = certificates::table
        .filter(certificates::body_id.eq(body_id))
        .filter(certificates::recorded_until.is_null())
        .into_boxed::<Multi>();
    if let Some(after) = after {
        query = query.filter(certificates::number.gt(after));
    }
    Ok(query.order(certificates::number).limit(count).select(CertificateRow::as_select()).load(conn)?)
}
