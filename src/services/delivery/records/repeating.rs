//! A request that is sent again because its answer got lost: with the same `Idempotency-Key` it gets the answer that it got
//! before, and nothing is done twice.
//!
//! A key is claimed before the work begins, in a transaction of its own, so that a second request meanwhile learns that it has
//! to wait. The answer is kept by the transaction that does the work: both are there or neither is.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::Refused;
pub use crate::storage::api_answers::Answer;
use crate::storage::api_answers::{self as rows, Seen};
use crate::storage::{Conn, StorageError, Store};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// After this time, whoever claimed a key is thought to be gone: no delivery takes this long.
const ABANDONED: TimeDelta = TimeDelta::minutes(10);

/// A request that may be sent again.
#[derive(Debug, Clone)]
pub struct Repeat<'a> {
    /// The token it came with.
    pub token: i64,
    /// The key that its sender gave it.
    pub key: &'a str,
    /// All that makes it this request: method, address, conditions, content.
    pub request: &'a [&'a [u8]],
}

impl Repeat<'_> {
    fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for part in self.request {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        data_encoding::HEXLOWER.encode(&hash.finalize())
    }
}

/// A key that is claimed: the key of its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim(i64);

/// What is known of a key.
#[derive(Debug)]
pub(super) enum Claimed {
    /// The request was answered before.
    Answered(Answer),
    /// It is for us to do.
    Ours(Claim),
}

/// Claims the key of a request, unless it was answered already.
pub(super) fn claim(store: &Store, repeat: &Repeat<'_>, now: DateTime<Utc>) -> Result<Claimed, Refused> {
    let hash = repeat.hash();
    // Who is told to wait does not wait for the writer to be told so.
    let seen = store.read(|conn| rows::find(conn, repeat.token, repeat.key))?;
    if let Some(answer) = seen.map(|seen| judged(seen, &hash, now)).transpose()?.flatten() {
        return Ok(Claimed::Answered(answer));
    }
    store.write(|conn| {
        rows::forget_before(conn, now - KEPT)?;
        if let Some(seen) = rows::find(conn, repeat.token, repeat.key)? {
            let id = seen.id;
            if let Some(answer) = judged(seen, &hash, now)? {
                return Ok(Claimed::Answered(answer));
            }
            rows::forget(conn, id)?;
        }
        Ok(Claimed::Ours(Claim(rows::begin(conn, now, repeat.token, repeat.key, &hash)?)))
    })
}

/// The answer that a request got; none when its key is free again.
fn judged(seen: Seen, hash: &str, now: DateTime<Utc>) -> Result<Option<Answer>, Refused> {
    if now - seen.started_at >= KEPT {
        return Ok(None);
    }
    if seen.request_hash != hash {
        return Err(Refused::OtherRequest);
    }
    match seen.answer {
        Some(answer) => Ok(Some(answer)),
        None if now - seen.started_at >= ABANDONED => Ok(None),
        None => Err(Refused::InProgress),
    }
}

/// Keeps the answer of a claimed request.
pub(super) fn keep(conn: &mut Conn, claim: Claim, answer: &Answer) -> Result<(), Refused> {
    // Somebody else took it over: they do the work, and this one is undone.
    if rows::complete(conn, claim.0, answer)? { Ok(()) } else { Err(Refused::InProgress) }
}

/// Lets go of a claim of which nothing came.
pub(super) fn give_back(store: &Store, claim: Claim) -> Result<(), StorageError> {
    store.write(|conn| rows::forget(conn, claim.0))
}
