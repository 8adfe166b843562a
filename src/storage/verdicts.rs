//! The verdicts on audits. A verdict that changes is closed, not overwritten: what was concluded earlier can be asked.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::paging::{Page, Paged};
use super::schema::verdicts;
use super::{Conn, Multi, StorageError, UtcTime, new_verdicts};
use crate::domain::identifiers::{AuditRef, CategoryCode, DecisionRef, KvkNumber, MeasureCode};

/// The verdict on one audit, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = verdicts, check_for_backend(Multi))]
pub struct VerdictRow {
    /// The body that audited.
    pub body_id: i64,
    /// The audit.
    pub audit_reference: AuditRef,
    /// The firm.
    pub kvk_number: KvkNumber,
    /// The scheme.
    pub scheme_id: i64,
    /// The version of the scheme in force on the day of the audit.
    pub scheme_version_id: i64,
    /// Day of the audit.
    pub audit_date: NaiveDate,
    /// Day as of which everything was seen.
    pub as_of: NaiveDate,
    /// Category that decided.
    pub category: Option<CategoryCode>,
    /// The how-manieth time (keer).
    pub occurrence: Option<i32>,
    /// What the matrix prescribes.
    pub prescribed_measure: Option<MeasureCode>,
    /// Last day for the decision.
    pub decide_by: Option<NaiveDate>,
    /// The decision that counts.
    pub imposed_decision: Option<DecisionRef>,
    /// What was imposed.
    pub imposed_measure: Option<MeasureCode>,
    /// Day of that decision.
    pub imposed_on: Option<NaiveDate>,
    /// Verdict codes in their order, joined by `+`.
    pub outcomes: String,
    /// Rungs between prescribed and imposed; negative is lighter.
    pub steps: Option<i32>,
    /// Days after the last day.
    pub days_late: Option<i64>,
    /// Number of live findings.
    pub finding_count: i32,
    /// Last day on which the passing of time alone could still change a verdict of this firm under this scheme.
    pub settled_on: NaiveDate,
    /// What the body still has to do (`besluit`, `herstel`, `vervolg`), if anything.
    pub due_kind: Option<String>,
    /// The last day for it.
    pub due_on: Option<NaiveDate>,
    /// The measure it is about.
    pub due_measure: Option<MeasureCode>,
}

impl VerdictRow {
    /// Whether the two say the same; the day as of which they were seen does not count.
    fn says_the_same(&self, other: &Self) -> bool {
        Self { as_of: other.as_of, ..self.clone() } == *other
    }
}

/// What changed when verdicts were saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Saved {
    /// Verdicts on audits that had none.
    pub new: usize,
    /// Verdicts that say something else than before.
    pub changed: usize,
    /// Verdicts that stand.
    pub unchanged: usize,
    /// Verdicts on audits that no longer have one.
    pub ended: usize,
}

impl std::ops::AddAssign for Saved {
    fn add_assign(&mut self, more: Self) {
        self.new += more.new;
        self.changed += more.changed;
        self.unchanged += more.unchanged;
        self.ended += more.ended;
    }
}

/// Saves the verdicts of these firms: `verdicts` are all of them, so what is stored and not among them ends.
///
/// # Errors
/// [`StorageError`] when the database cannot be changed.
pub fn save(
    conn: &mut Conn,
    now: DateTime<Utc>,
    holders: &[KvkNumber],
    verdicts: Vec<VerdictRow>,
) -> Result<Saved, StorageError> {
    let mut stored: HashMap<(i64, AuditRef), (i64, VerdictRow)> = verdicts::table
        .filter(verdicts::kvk_number.eq_any(holders))
        .filter(verdicts::recorded_until.is_null())
        .select((verdicts::id, VerdictRow::as_select()))
        .load::<(i64, VerdictRow)>(conn)?
        .into_iter()
        .map(|(id, row)| ((row.body_id, row.audit_reference.clone()), (id, row)))
        .collect();
    let mut saved = Saved::default();
    let (mut fresh, mut closed) = (Vec::new(), Vec::new());
    for verdict in verdicts {
        match stored.remove(&(verdict.body_id, verdict.audit_reference.clone())) {
            Some((_, before)) if verdict.says_the_same(&before) => saved.unchanged += 1,
            Some((id, _)) => {
                saved.changed += 1;
                closed.push(id);
                fresh.push(verdict);
            }
            None => {
                saved.new += 1;
                fresh.push(verdict);
            }
        }
    }
    saved.ended = stored.len();
    closed.extend(stored.into_values().map(|(id, _)| id));
    close(conn, now, &closed)?;
    new_verdicts::insert(conn, now, &fresh)?;
    Ok(saved)
}

/// How many keys one statement names.
const ROWS_AT_A_TIME: usize = 1_000;

fn close(conn: &mut Conn, now: DateTime<Utc>, ids: &[i64]) -> Result<(), StorageError> {
    for ids in ids.chunks(ROWS_AT_A_TIME) {
        diesel::update(verdicts::table.filter(verdicts::id.eq_any(ids)))
            .set(verdicts::recorded_until.eq(UtcTime::from(now)))
            .execute(conn)?;
    }
    Ok(())
}

/// The verdicts that stand for one body, or for all; of audits since `since`.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn standing_since(
    conn: &mut Conn,
    body_id: Option<i64>,
    since: NaiveDate,
) -> Result<Vec<VerdictRow>, StorageError> {
    let mut query = verdicts::table
        .filter(verdicts::recorded_until.is_null())
        .filter(verdicts::audit_date.ge(since))
        .into_boxed::<Multi>();
    if let Some(body_id) = body_id {
        query = query.filter(verdicts::body_id.eq(body_id));
    }
    Ok(query
        .order((verdicts::audit_date, verdicts::body_id, verdicts::audit_reference))
        .select(VerdictRow::as_select())
        .load(conn)?)
}

/// Which verdicts of a body to list.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only audits with this verdict code among theirs.
    pub outcome: Option<String>,
    /// Only audits with at least one of these verdict codes among theirs.
    pub any_outcome: Option<Vec<String>>,
    /// Not these audits.
    pub without: Vec<AuditRef>,
    /// Only under this scheme.
    pub scheme_id: Option<i64>,
    /// Only audits in which this category decided.
    pub category: Option<CategoryCode>,
    /// Only audits from the first to the last of these days.
    pub within: Option<(NaiveDate, NaiveDate)>,
}

/// The verdicts that stand for one body, latest audit first.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn list(conn: &mut Conn, body_id: i64, wanted: &Wanted, page: Page) -> Result<Paged<VerdictRow>, StorageError> {
    let filtered = || {
        let mut query = verdicts::table
            .filter(verdicts::body_id.eq(body_id))
            .filter(verdicts::recorded_until.is_null())
            .into_boxed::<Multi>();
        // Codes are joined by +, so a code with its joints is found whole.
        let has = |outcome: &String| {
            let codes = diesel::dsl::sql::<diesel::sql_types::Text>("'+' || outcomes || '+'");
            codes.like(format!("%+{outcome}+%"))
        };
        if let Some(outcome) = &wanted.outcome {
            query = query.filter(has(outcome));
        }
        if let Some(outcomes) = &wanted.any_outcome {
            let nothing: Box<dyn BoxableExpression<_, Multi, SqlType = Bool>> = Box::new(false.into_sql::<Bool>());
            query = query.filter(outcomes.iter().fold(nothing, |any, outcome| Box::new(any.or(has(outcome)))));
        }
        if !wanted.without.is_empty() {
            query = query.filter(verdicts::audit_reference.ne_all(wanted.without.iter().map(AuditRef::as_str)));
        }
        if let Some(category) = &wanted.category {
            query = query.filter(verdicts::category.eq(category));
        }
        if let Some((from, through)) = wanted.within {
            query = query.filter(verdicts::audit_date.between(from, through));
        }
        if let Some(scheme_id) = wanted.scheme_id {
            query = query.filter(verdicts::scheme_id.eq(scheme_id));
        }
        query
    };
    let total = filtered().count().get_result(conn)?;
    let rows = filtered()
        .select(VerdictRow::as_select())
        .order((verdicts::audit_date.desc(), verdicts::audit_reference))
        .limit(page.limit())
        .offset(page.offset())
        .load(conn)?;
    Ok(Paged { rows, total, page })
}

/// A verdict that stands or stood.
#[derive(Debug, Clone)]
pub struct PastVerdict {
    /// What it said.
    pub verdict: VerdictRow,
    /// Since when.
    pub recorded_from: DateTime<Utc>,
    /// Until when; none for the one that stands.
    pub recorded_until: Option<DateTime<Utc>>,
}

/// Every verdict this audit ever had, the one that stands first.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn history(conn: &mut Conn, body_id: i64, audit: &AuditRef) -> Result<Vec<PastVerdict>, StorageError> {
    let rows: Vec<(VerdictRow, UtcTime, Option<UtcTime>)> = verdicts::table
        .filter(verdicts::body_id.eq(body_id))
        .filter(verdicts::audit_reference.eq(audit))
        .order((verdicts::recorded_until.is_not_null(), verdicts::recorded_from.desc(), verdicts::id.desc()))
        .select((VerdictRow::as_select(), verdicts::recorded_from, verdicts::recorded_until))
        .load(conn)?;
    let past = rows.into_iter().map(|(verdict, from, until)| PastVerdict {
        verdict,
        recorded_from: from.utc(),
        recorded_until: until.map(UtcTime::utc),
    });
    Ok(past.collect())
}

/// How many verdicts of a body were recorded at this moment: one delivery records all its verdicts at once.
///
/// # Errors
/// [`StorageError`] when the database cannot be read.
pub fn recorded_at(conn: &mut Conn, body_id: i64, moment: DateTime<Utc>) -> Result<i64, StorageError> {
    Ok(verdicts::table
        .filter(verdicts::body_id.eq(body_id))
        .filter(verdicts::recorded_from.eq(UtcTime::from(moment)))
        .count()
        .get_result(conn)?)
}
