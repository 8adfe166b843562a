//! The references of what a body delivered, in order, a part at a time.

use diesel::prelude::*;

use super::schema::{audits, certificates, decisions, nonconformities};
use super::{Conn, StorageError};
use crate::domain::access::program::Subject;

/// The references behind this one of the records of a body that stand now, at most this many, in the order of the database.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn behind(
    conn: &mut Conn,
    body_id: i64,
    subject: Subject,
    after: Option<&str>,
    most: i64,
) -> Result<Vec<String>, StorageError> {
    macro_rules! behind {
        ($table:ident, $reference:ident) => {{
            let mut query = $table::table
                .filter($table::body_id.eq(body_id))
                .filter($table::recorded_until.is_null())
                .order($table::$reference)
                .limit(most)
                .select($table::$reference)
                .into_boxed();
            if let Some(after) = after {
                query = query.filter($table::$reference.gt(after));
            }
            Ok(query.load(conn)?)
        }};
    }
    match subject {
        Subject::Certificates => behind!(certificates, number),
        Subject::Audits => behind!(audits, reference),
        Subject::Findings => behind!(nonconformities, reference),
        Subject::Decisions => behind!(decisions, reference),
    }
}
