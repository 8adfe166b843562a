//! Changes as they can be told to people: in mails and in feeds.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::Key;
use super::listed::{gone_in, is_taken_back, key_of, named_in};
use crate::domain::certificate::Standing;
use crate::domain::change::{About, ChangeKind, Happening};
use crate::domain::identifiers::{BodyCode, KvkNumber};
use crate::storage::changes::{self, ChangeRow};
use crate::storage::register::CertificateRow;
use crate::storage::{Conn, Known, StorageError, Store, bodies, schemes};

/// A change with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its place in the log.
    pub place: i64,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// What happened.
    pub happening: Happening,
}

/// Which changes to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// All of them.
    Everything,
    /// Those of certificates that one of these firms holds or held.
    Firms(Vec<KvkNumber>),
    /// Those of a body and of its certificates.
    Body(BodyCode),
}

/// The newest changes, newest first, at most `count`.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn newest(store: &Store, of: &Of, count: i64) -> Result<Vec<Told>, StorageError> {
    store.read(|conn| {
        let about = match of {
            Of::Everything => changes::About::Everything,
            Of::Firms(firms) => changes::About::Firms(firms.clone()),
            Of::Body(code) => match bodies::by_code(conn, code)? {
                Some(body) => changes::About::Body(body.id),
                None => return Ok(Vec::new()),
            },
        };
        let rows = changes::newest(conn, &about, count)?;
        told(conn, &rows)
    })
}

/// The certificates of these changes that the register does not know any more, as they last were.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub(in crate::services) fn gone(store: &Store, rows: &[ChangeRow]) -> Result<Vec<CertificateRow>, StorageError> {
    if !rows.iter().any(is_taken_back) {
        return Ok(Vec::new());
    }
    store.read(|conn| Ok(gone_in(conn, rows)?.into_values().collect()))
}

/// These changes for one who follows what they are about: also that a certificate is gone, unless it came and went in them.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn told_to_follower(conn: &mut Conn, rows: &[ChangeRow]) -> Result<Vec<Told>, StorageError> {
    let mut gone = gone_in(conn, rows)?;
    for row in rows.iter().filter(|row| row.kinds == ChangeKind::New.word()) {
        if let Some(key) = key_of(row) {
            gone.remove(&key);
        }
    }
    told_with(conn, rows, &gone)
}

/// These changes with the names that hold now. What the register does not know any more is left out.
fn told(conn: &mut Conn, rows: &[ChangeRow]) -> Result<Vec<Told>, StorageError> {
    told_with(conn, rows, &HashMap::new())
}

/// These changes with the names that hold now, and of what is gone with the last ones.
fn told_with(
    conn: &mut Conn,
    rows: &[ChangeRow],
    gone: &HashMap<Key, CertificateRow>,
) -> Result<Vec<Told>, StorageError> {
    // Names alone: nothing of the schemes' matrices, for this is also read by a writer that others wait for.
    let certificates = named_in(conn, rows)?;
    let bodies: HashMap<i64, _> = bodies::all(conn, Known::Now)?.into_iter().map(|body| (body.id, body)).collect();
    let schemes: HashMap<i64, _> =
        schemes::all(conn, Known::Now)?.into_iter().map(|scheme| (scheme.id, scheme)).collect();
    let about = |row: &ChangeRow| match row.subject.as_str() {
        changes::CERTIFICATE => {
            let key = key_of(row)?;
            let last = || gone.get(&key).filter(|_| is_taken_back(row));
            let certificate = certificates.get(&key).or_else(last)?;
            Some(About::Certificate {
                number: certificate.number.to_string(),
                firm: certificate.name.clone(),
                kvk: certificate.kvk_number.to_string(),
                body: bodies.get(&certificate.body_id)?.name.clone(),
            })
        }
        changes::BODY => row
            .body_id
            .and_then(|id| bodies.get(&id))
            .map(|body| About::Body { code: body.code.to_string(), name: body.name.clone() }),
        _ => row
            .scheme_id
            .and_then(|id| schemes.get(&id))
            .map(|scheme| About::Scheme { code: scheme.code.to_string(), name: scheme.name.clone() }),
    };
    let told = rows.iter().filter(|row| is_told(row)).filter_map(|row| {
        let happening = Happening {
            about: about(row)?,
            kinds: row.kinds.split('+').filter_map(ChangeKind::from_word).collect(),
            standings: standings(row),
            day: row.day,
        };
        Some(Told { place: row.id, recorded_at: row.recorded_at.utc(), happening })
    });
    Ok(told.collect())
}

fn standings(row: &ChangeRow) -> Option<(crate::domain::certificate::Standing, crate::domain::certificate::Standing)> {
    let read = |word: &Option<String>| word.as_deref().and_then(Standing::from_word);
    Some((read(&row.standing_before)?, read(&row.standing_after)?))
}

/// That the public history reaches back less far is no news.
pub(in crate::services) fn is_told(row: &ChangeRow) -> bool {
    row.kinds != ChangeKind::Retention.word()
}
