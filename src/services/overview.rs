//! What a body sees of itself first: what it still has to decide, and how its decisions look beside its schemes.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::audits::AuditError;
use super::reassess::{self, Context};
use super::supervise::{BodyFigures, Figures, LatestFigures, SchemeFigures};
use crate::domain::access::{Permit, SeeBody};
use crate::domain::assessment::{Assessment, Verdict};
use crate::domain::identifiers::{AuditRef, BodyCode, KvkNumber, SchemeCode};
use crate::storage::bodies::{self, Body};
use crate::storage::deliveries::{self, Delivered};
use crate::storage::histories::{self, AuditFile, FIRMS_AT_A_TIME};
use crate::storage::verdicts::{self, VerdictRow};
use crate::storage::{Conn, Page, StorageError, Store, register};

/// How many deliveries the overview shows.
const LATEST_DELIVERIES: u32 = 5;

/// A decision that a body still has to take, or to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The firm.
    pub kvk_number: KvkNumber,
    /// Its name.
    pub firm: String,
    /// The audit.
    pub audit: AuditRef,
    /// Day of the audit.
    pub audit_date: NaiveDate,
    /// The scheme.
    pub scheme: SchemeCode,
    /// The name of the prescribed measure.
    pub measure: String,
    /// The last day for the decision.
    pub decide_by: NaiveDate,
    /// Whether it follows on recovery that did not come.
    pub follow_up: bool,
}

/// A body as it sees itself.
#[derive(Debug)]
pub struct Overview {
    /// The body.
    pub body: Body,
    /// The day as of which its verdicts are; none before its first delivery.
    pub as_of: Option<NaiveDate>,
    /// The decisions it still has to take, the soonest first.
    pub deadlines: Vec<Deadline>,
    /// Its latest deliveries, the newest first.
    pub deliveries: Vec<Delivered>,
    figures: Arc<Figures>,
}

impl Overview {
    /// The schemes the body works under, each with the figures of this body. Those of other bodies stay inside.
    pub fn schemes(&self) -> impl Iterator<Item = (&SchemeFigures, &BodyFigures)> {
        self.figures.schemes.iter().filter_map(|scheme| Some((scheme, scheme.body(&self.body.code)?)))
    }

    /// The share of deviations that the norm tolerates.
    pub fn tolerated(&self) -> f64 {
        self.figures.parameters.rate.tolerance.share()
    }

    /// Where the body mostly imposes another measure than its scheme prescribes.
    pub fn own_policies(&self) -> Vec<OwnPolicy> {
        self.schemes().flat_map(|(scheme, _)| own_policies(scheme, &self.body.code)).collect()
    }
}

/// A cell of a matrix in which a body mostly imposes another measure than the prescribed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPolicy {
    /// The scheme.
    pub scheme: SchemeCode,
    /// The name of the category.
    pub category: String,
    /// For the how manyth time.
    pub occurrence: u32,
    /// The name of the prescribed measure.
    pub prescribed: String,
    /// The name of the measure that is imposed most.
    pub imposed: String,
    /// How often that one was imposed.
    pub count: u32,
    /// How often any was.
    pub of: u32,
}

fn own_policies(scheme: &SchemeFigures, body: &BodyCode) -> Vec<OwnPolicy> {
    let own = scheme.cells.iter().filter_map(|cell| {
        let row = cell.bodies.iter().find(|row| row.body == *body)?;
        let most = row.own_policy.most_frequent.as_ref().filter(|_| row.own_policy.own_policy)?;
        Some(OwnPolicy {
            scheme: scheme.code.clone(),
            category: scheme.category(&cell.category).to_owned(),
            occurrence: cell.occurrence,
            prescribed: scheme.measure(&cell.prescribed).to_owned(),
            imposed: scheme.measure(&most.measure).to_owned(),
            count: most.count,
            of: row.own_policy.n,
        })
    });
    own.collect()
}

/// How a body stands today; none when there is no such body.
///
/// # Errors
/// [`AuditError`] when what is stored does not fit the matrix, or the database fails.
pub fn overview(
    store: &Store,
    figures: &LatestFigures,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
) -> Result<Option<Overview>, AuditError> {
    let figures = figures.latest(store, today)?;
    store.read(|conn| {
        let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
        let context = Context::load(conn, today)?;
        let latest = deliveries::list(conn, body.id, Page::new(1, LATEST_DELIVERIES))?;
        Ok(Some(Overview {
            as_of: context.cut_off(body.id),
            deadlines: deadlines(conn, &context, body.id)?,
            deliveries: latest.rows,
            figures,
            body,
        }))
    })
}

fn deadlines(conn: &mut Conn, context: &Context, body_id: i64) -> Result<Vec<Deadline>, AuditError> {
    let rows = verdicts::asking_for_a_decision(conn, body_id)?;
    let holders: Vec<KvkNumber> = rows.iter().map(|row| row.kvk_number.clone()).collect();
    let names = register::names_of(conn, &holders)?;
    let (first, following): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_about_first_decision);
    let mut deadlines = Vec::with_capacity(first.len() + following.len());
    for row in &first {
        let prescribed = row.prescribed_measure.clone().zip(row.decide_by);
        if let Some((measure, decide_by)) = prescribed {
            deadlines.push(deadline(context, &names, row, measure.as_str(), decide_by)?);
        }
    }
    let assessed = assessed(conn, context, body_id, &following)?;
    for row in &following {
        let assessment = assessed.get(&row.audit_reference);
        if let Some((measure, decide_by)) = assessment.and_then(|found| follow_up(context, row, found)) {
            deadlines.push(Deadline { follow_up: true, ..deadline(context, &names, row, &measure, decide_by)? });
        }
    }
    deadlines.sort_by(|a, b| (a.decide_by, &a.audit).cmp(&(b.decide_by, &b.audit)));
    Ok(deadlines)
}

fn is_about_first_decision(row: &VerdictRow) -> bool {
    [Verdict::Open, Verdict::NoDecision].iter().any(|verdict| verdict.code() == row.outcomes)
}

fn deadline(
    context: &Context,
    names: &HashMap<KvkNumber, String>,
    row: &VerdictRow,
    measure: &str,
    decide_by: NaiveDate,
) -> Result<Deadline, StorageError> {
    let missing = || StorageError::damaged(format!("onderzoek {}: het schema ontbreekt", row.audit_reference));
    let scheme = context.book().by_id(row.scheme_id).ok_or_else(missing)?;
    let matrix = scheme.version_on(row.audit_date).map(|version| &version.matrix);
    let known = matrix.and_then(|matrix| matrix.measures().iter().find(|known| known.code.as_str() == measure));
    Ok(Deadline {
        kvk_number: row.kvk_number.clone(),
        firm: names.get(&row.kvk_number).cloned().unwrap_or_default(),
        audit: row.audit_reference.clone(),
        audit_date: row.audit_date,
        scheme: scheme.scheme.code.clone(),
        measure: known.map_or_else(|| measure.to_owned(), |known| known.name.clone()),
        decide_by,
        follow_up: false,
    })
}

/// The follow-up measure that is prescribed and the last day for it; they are not stored with the verdict.
fn follow_up(context: &Context, row: &VerdictRow, assessment: &Assessment) -> Option<(String, NaiveDate)> {
    let version = context.book().by_id(row.scheme_id)?.version_on(row.audit_date)?;
    let rule = version.matrix.rules().get(assessment.prescribed.as_ref()?.rule)?;
    let measure = rule.follow_up.as_ref()?.measure.to_string();
    Some((measure, assessment.recovery.as_ref()?.follow_up_by))
}

/// The outcome for each of these audits, within the whole histories of their firms.
fn assessed(
    conn: &mut Conn,
    context: &Context,
    body_id: i64,
    rows: &[VerdictRow],
) -> Result<HashMap<AuditRef, Assessment>, AuditError> {
    let mut holders: Vec<KvkNumber> = rows.iter().map(|row| row.kvk_number.clone()).collect();
    holders.sort();
    holders.dedup();
    let mut outcomes = HashMap::new();
    for holders in holders.chunks(FIRMS_AT_A_TIME) {
        let mut files: HashMap<(KvkNumber, i64), Vec<AuditFile>> = HashMap::new();
        for file in histories::of_holders(conn, holders)? {
            files.entry((file.audit.kvk_number.clone(), file.audit.scheme_id)).or_default().push(file);
        }
        for ((holder, scheme_id), files) in &files {
            let own = reassess::history(context, holder, *scheme_id, files)?.into_iter();
            let own = own.filter(|(file, ..)| file.audit.body_id == body_id);
            outcomes.extend(own.map(|(_, assessment, _)| (assessment.audit.clone(), assessment)));
        }
    }
    Ok(outcomes)
}
