//! Reasons that follow the register: what a body wrote with a decision becomes a reason, and a reason for what is now another
//! deviation waits for a new judgement.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use super::add;
use crate::domain::access::Actor;
use crate::domain::identifiers::BodyCode;
use crate::domain::reason::{Kind, Step, Thread, Words};
use crate::storage::reasons::{self as rows, Place};
use crate::storage::{Conn, Known, StorageError, bodies};

/// Lets every reason follow the verdicts as they stand; returns the threads as they are then.
///
/// # Errors
/// A [`StorageError`] when the database fails; the transaction must then be given up.
pub(in crate::services) fn follow(
    conn: &mut Conn,
    now: DateTime<Utc>,
) -> Result<BTreeMap<Place, Thread>, StorageError> {
    let codes: HashMap<i64, BodyCode> =
        bodies::all(conn, Known::Now)?.into_iter().map(|body| (body.id, body.code)).collect();
    let mut threads = rows::all(conn, None)?;
    let verdicts = rows::verdicts_of(conn, threads.keys())?;
    let mut steps: Vec<(Place, Thread, Step)> = Vec::new();
    for (place, thread) in &threads {
        let deviation = verdicts.get(place).and_then(rows::deviation);
        if let Some(step) = deviation.and_then(|deviation| thread.changed(now, &deviation)) {
            steps.push((place.clone(), thread.clone(), step));
        }
    }
    for motivated in rows::motivated(conn)? {
        let place = (motivated.verdict.body_id, motivated.verdict.audit_reference.clone());
        let thread = threads.get(&place).cloned().unwrap_or_default();
        let (Some(deviation), Some(words)) = (rows::deviation(&motivated.verdict), Words::delivered(&motivated.words))
        else {
            continue;
        };
        if delivered_last(&thread) != Some(&words)
            && let Ok(step) = thread.deliver(motivated.by, now, words, deviation)
        {
            // The new words come with the deviation as it is now; that it changed needs no step of its own then.
            steps.retain(|(other, ..)| *other != place);
            steps.push((place, thread, step));
        }
    }
    for (place, thread, step) in &steps {
        let body = codes.get(&place.0).ok_or_else(|| StorageError::damaged(format!("instelling {}", place.0)))?;
        add(conn, &Actor::System, body, place, thread, step)?;
        threads.insert(place.clone(), rows::of_audit(conn, place.0, &place.1)?);
    }
    Ok(threads)
}

/// The words of the last delivery that gave a reason: only other words are a reason given again.
fn delivered_last(thread: &Thread) -> Option<&Words> {
    thread.steps().iter().rev().find(|step| step.kind == Kind::Delivered).and_then(|step| step.words.as_ref())
}
