//! Terms of verdicts that are older than the columns that hold them.
//!
//! The step that added the columns could fill in decisions that are due and nothing else, and marked every verdict that may ask for
//! more. Here those firms are assessed again, so that no body has a work list that leaves something out.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::domain::access::Actor;
use crate::domain::calendar::dutch_day;
use crate::services::changes;
use crate::services::reassess::{self, ReassessError};
use crate::storage::histories::{self, FIRMS_AT_A_TIME};
use crate::storage::{Known, Store, audit_trail, bodies};

/// The day that the step wrote where a verdict is to be looked at again.
const MARK: Option<NaiveDate> = NaiveDate::from_ymd_opt(9999, 12, 31);

/// Assesses again what was marked; returns how many firms that were. Each part of the firms is a transaction: what is done stays
/// done, and whoever starts again goes on with the rest. Costs one look in an index when nothing is marked.
///
/// # Errors
/// [`ReassessError`] when what is stored cannot be assessed, or the database fails.
pub fn catch_up(store: &Store, now: DateTime<Utc>) -> Result<usize, ReassessError> {
    let Some(mark) = MARK else { return Ok(0) };
    let mut done = 0;
    for body in store.read(|conn| bodies::all(conn, Known::Now))? {
        let firms = store.read(|conn| histories::holders_unsettled_after(conn, body.id, mark))?;
        for part in firms.chunks(FIRMS_AT_A_TIME) {
            store.write(|conn| {
                changes::day::advance(conn, now)?;
                reassess::these(conn, now, dutch_day(now), part)?;
                let subject = format!("instelling {}", body.code);
                let details = json!({"bedrijven": part.len()});
                audit_trail::append(conn, now, &Actor::System, "termijnen-bijgewerkt", &subject, &details)?;
                Ok::<_, ReassessError>(())
            })?;
            done += part.len();
        }
    }
    Ok(done)
}
