//! Who did what and when, in a chain: each entry carries a hash over itself and the hash of the entry before it.
//!
//! Entries are added in the transaction of the change they describe and are never changed; the database refuses it. Who
//! changes the file behind the back of the database breaks the chain, and [`verify`] says where. Leaving out the newest
//! entries breaks nothing inside the chain: note the last hash elsewhere to notice that.

use chrono::{DateTime, SecondsFormat, Utc};
use data_encoding::HEXLOWER;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::schema::audit_trail;
use super::{Conn, Multi, Page, Paged, StorageError, UtcTime};
use crate::domain::access::Actor;

/// What the first entry names as the hash before it.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Entries that are read at once while the chain is verified.
const BATCH: i64 = 2_000;

/// One entry of the trail.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = audit_trail)]
pub struct Entry {
    /// Number of the entry; later entries have a higher one.
    pub id: i64,
    /// When it was recorded.
    pub recorded_at: UtcTime,
    /// Who did it: an e-mail address, or the command line.
    pub actor: String,
    /// What was done, as a Dutch word such as `aanlevering-opgeslagen`.
    pub action: String,
    /// To what, such as `instelling/alfa`.
    pub subject: String,
    /// More about it, as JSON.
    pub details: String,
    previous_hash: String,
    /// Hash over this entry and the one before it, in hexadecimal digits.
    pub hash: String,
}

/// Which entries to list; what is `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// By this actor.
    pub actor: Option<String>,
    /// This action.
    pub action: Option<String>,
    /// About this subject, or something under it: `instelling/alfa` also finds `instelling/alfa/aanlevering/7`.
    pub subject: Option<String>,
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// Every entry follows the one before it.
    Intact {
        /// How many entries there are.
        entries: u64,
        /// Hash of the newest entry.
        last_hash: String,
    },
    /// The entry with this number, or one before it that is gone, was tampered with.
    Broken {
        /// Number of the first entry that does not fit.
        id: i64,
    },
}

/// Adds an entry; only within [`super::Store::write`], so that the chain has one end.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn append(
    conn: &mut Conn,
    now: DateTime<Utc>,
    actor: &Actor,
    action: &str,
    subject: &str,
    details: &serde_json::Value,
) -> Result<(), StorageError> {
    let previous: Option<String> =
        audit_trail::table.select(audit_trail::hash).order(audit_trail::id.desc()).first(conn).optional()?;
    let previous = previous.unwrap_or_else(|| BEGINNING.to_owned());
    let (recorded_at, actor, details) = (UtcTime::from(now), actor.name(), details.to_string());
    let hash = chained(&previous, recorded_at, [actor, action, subject, &details]);
    diesel::insert_into(audit_trail::table)
        .values((
            audit_trail::recorded_at.eq(recorded_at),
            audit_trail::actor.eq(actor),
            audit_trail::action.eq(action),
            audit_trail::subject.eq(subject),
            audit_trail::details.eq(&details),
            audit_trail::previous_hash.eq(&previous),
            audit_trail::hash.eq(&hash),
        ))
        .execute(conn)?;
    Ok(())
}

/// The entries that fit the filter, newest first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn list(conn: &mut Conn, filter: &Filter, page: Page) -> Result<Paged<Entry>, StorageError> {
    let total = filtered(filter).count().get_result(conn)?;
    let rows = filtered(filter)
        .select(Entry::as_select())
        .order(audit_trail::id.desc())
        .limit(page.limit())
        .offset(page.offset())
        .load(conn)?;
    Ok(Paged { rows, total, page })
}

/// Every action that occurs, in order.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn actions(conn: &mut Conn) -> Result<Vec<String>, StorageError> {
    let mut found: Vec<String> = audit_trail::table.select(audit_trail::action).distinct().load(conn)?;
    // Not in the query: the databases disagree about the order of texts.
    found.sort();
    Ok(found)
}

fn filtered(filter: &Filter) -> audit_trail::BoxedQuery<'_, Multi> {
    let mut query = audit_trail::table.into_boxed();
    if let Some(actor) = &filter.actor {
        query = query.filter(audit_trail::actor.eq(actor));
    }
    if let Some(action) = &filter.action {
        query = query.filter(audit_trail::action.eq(action));
    }
    if let Some(subject) = &filter.subject {
        let under = format!("{}/%", escaped(subject));
        query = query.filter(audit_trail::subject.eq(subject).or(audit_trail::subject.like(under).escape('\\')));
    }
    query
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Follows the chain from the first entry to the last.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn verify(conn: &mut Conn) -> Result<Chain, StorageError> {
    let (mut last_id, mut last_hash, mut entries) = (i64::MIN, BEGINNING.to_owned(), 0);
    loop {
        let batch: Vec<Entry> = audit_trail::table
            .filter(audit_trail::id.gt(last_id))
            .select(Entry::as_select())
            .order(audit_trail::id)
            .limit(BATCH)
            .load(conn)?;
        if batch.is_empty() {
            return Ok(Chain::Intact { entries, last_hash });
        }
        for entry in batch {
            let fields = [&*entry.actor, &entry.action, &entry.subject, &entry.details];
            if entry.previous_hash != last_hash || entry.hash != chained(&last_hash, entry.recorded_at, fields) {
                return Ok(Chain::Broken { id: entry.id });
            }
            (last_id, last_hash, entries) = (entry.id, entry.hash, entries + 1);
        }
    }
}

/// Each field goes in with its length before it, so that no two entries look the same to the hash.
fn chained(previous: &str, recorded_at: UtcTime, fields: [&str; 4]) -> String {
    let time = recorded_at.utc().to_rfc3339_opts(SecondsFormat::Micros, true);
    let mut hasher = Sha256::new();
    for field in [previous, &time].into_iter().chain(fields) {
        hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    HEXLOWER.encode(&hasher.finalize())
}
