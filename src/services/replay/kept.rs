//! Replays that are kept: who made them, when, over what, and what came out.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::{Asked, Progress, ReplayError, replay};
use crate::domain::access::{Permit, Replay as MayReplay, Supervise};
use crate::domain::comparison::{Comparison, Wording, compare};
use crate::domain::faults::Fault;
use crate::domain::identifiers::{SchemeCode, VersionLabel};
use crate::domain::matrix::{Matrix, Parsed};
use crate::domain::replay::{Days, Outcome};
use crate::services::scheme_book::SchemeBook;
use crate::storage::replays::{self, Head, NewReplay, Whole};
use crate::storage::{Conn, Known, Page, Paged, StorageError, Store, audit_trail};

/// A replay in a list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its number.
    pub id: i64,
    /// The scheme.
    pub scheme: SchemeCode,
    /// The name of the draft, if it had one.
    pub draft: Option<String>,
    /// The days whose audits counted.
    pub days: Days,
    /// How many audits counted.
    pub judged: u64,
    /// How many prescriptions changed.
    pub changed: u64,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who made it.
    pub by: String,
}

/// A replay with all that came out.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What it is about.
    pub listed: Listed,
    /// The draft.
    pub draft: Matrix,
    /// What is allowed in the draft but looks like a mistake.
    pub warnings: Vec<Fault>,
    /// What came out.
    pub outcome: Outcome,
    /// What the draft changes in each version of the scheme that was in force on a day that counts, the newest first.
    pub differences: Vec<(VersionLabel, Comparison)>,
}

/// Runs a draft and keeps what came out; gives its number. The register may change between the two: what came out was true
/// of the moment at which it was read.
///
/// # Errors
/// [`ReplayError`]; nothing is kept then.
pub fn keep(
    store: &Store,
    permit: &Permit<MayReplay>,
    (now, today): (DateTime<Utc>, NaiveDate),
    asked: Asked<'_>,
    tell: &dyn Fn(Progress),
) -> Result<i64, ReplayError> {
    let outcome = replay(store, permit, today, asked, tell)?;
    let draft = asked.draft.to_json().to_string();
    let told = serde_json::to_string(&outcome).map_err(|error| StorageError::damaged(error.to_string()))?;
    store.write(|conn| {
        let book = SchemeBook::load(conn, Known::Now)?;
        let scheme = book.by_code(asked.scheme);
        let scheme = scheme.ok_or_else(|| StorageError::damaged(format!("schema {} ontbreekt", asked.scheme)))?;
        let new = NewReplay {
            scheme_id: scheme.scheme.id,
            days: (asked.days.from, asked.days.through),
            draft_name: asked.draft.name(),
            draft: &draft,
            outcome: &told,
            judged: outcome.all.judged,
            changed: outcome.all.changed,
            actor: permit.actor().name(),
        };
        let id = replays::insert(conn, now, new)?;
        let details = json!({
            "schema": asked.scheme, "van": asked.days.from, "tot": asked.days.through,
            "beoordeeld": outcome.all.judged, "gewijzigd": outcome.all.changed,
        });
        audit_trail::append(
            conn,
            now,
            permit.actor(),
            "concept-doorgerekend",
            &format!("doorrekening/{id}"),
            &details,
        )?;
        Ok(id)
    })
}

/// One page of all replays, the newest first.
///
/// # Errors
/// A fault of the database.
pub fn list(store: &Store, _: &Permit<Supervise>, page: Page) -> Result<Paged<Listed>, StorageError> {
    store.read(|conn| {
        let heads = replays::list(conn, page)?;
        Ok(Paged { rows: listed(conn, heads.rows)?, total: heads.total, page })
    })
}

/// The newest replays of a scheme, to lay beside each other.
///
/// # Errors
/// A fault of the database.
pub fn of_scheme(store: &Store, _: &Permit<Supervise>, scheme: &SchemeCode) -> Result<Vec<Listed>, StorageError> {
    store.read(|conn| {
        let book = SchemeBook::load(conn, Known::Now)?;
        let Some(scheme) = book.by_code(scheme) else { return Ok(Vec::new()) };
        let heads = replays::of_scheme(conn, scheme.scheme.id)?;
        listed(conn, heads)
    })
}

/// One replay; none when there is none with this number.
///
/// # Errors
/// A fault of the database.
pub fn one(store: &Store, _: &Permit<Supervise>, id: i64) -> Result<Option<Kept>, StorageError> {
    store.read(|conn| {
        let Some(Whole { head, draft, outcome }) = replays::one(conn, id)? else { return Ok(None) };
        let damaged = |what: String| StorageError::damaged(format!("doorrekening {id}: {what}"));
        let Parsed { matrix: draft, warnings } = Matrix::parse(&draft).map_err(|faults| damaged(faults.to_string()))?;
        let outcome = serde_json::from_str(&outcome).map_err(|error| damaged(error.to_string()))?;
        let Some(listed) = listed(conn, vec![head])?.pop() else { return Ok(None) };
        let book = SchemeBook::load(conn, Known::Now)?;
        let versions = book.by_code(&listed.scheme).map_or(&[][..], |scheme| &scheme.versions).iter().rev();
        let counting = versions.filter(|version| listed.days.meet(&version.in_force));
        let compared = counting.map(|version| {
            let comparison = compare(&version.matrix, &draft, Wording::Succession);
            (version.label.clone(), comparison)
        });
        let differences = compared.collect();
        Ok(Some(Kept { listed, draft, warnings, outcome, differences }))
    })
}

fn listed(conn: &mut Conn, heads: Vec<Head>) -> Result<Vec<Listed>, StorageError> {
    let book = SchemeBook::load(conn, Known::Now)?;
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    let read = heads.into_iter().map(|head| {
        let scheme = book.by_id(head.scheme_id);
        let scheme = scheme.ok_or_else(|| StorageError::damaged(format!("schema {} ontbreekt", head.scheme_id)))?;
        Ok(Listed {
            id: head.id,
            scheme: scheme.scheme.code.clone(),
            draft: head.draft_name,
            days: Days { from: head.from_day, through: head.through_day },
            judged: number(head.judged),
            changed: number(head.changed),
            at: head.made_at.utc(),
            by: head.actor,
        })
    });
    read.collect()
}
