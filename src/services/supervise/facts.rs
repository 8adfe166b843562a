//! What the figures start from, gathered from the register.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Months, NaiveDate, Utc};

use crate::domain::calendar::dutch_day;
use crate::domain::delivery_calendar::rhythm_on;
use crate::domain::identifiers::{AuditRef, BodyCode, CategoryCode, FindingCode};
use crate::domain::reason::{State, Thread};
use crate::domain::supervision::facts::{
    AuditFacts, BodyFacts, CertificateFacts, DesignationFacts, Facts, Grave, ImposedFacts, PrescribedFacts, Reasoned,
    SchemeFacts, VersionFacts,
};
use crate::services::reassess::Context;
use crate::services::register;
use crate::services::scheme_book::{BookScheme, BookVersion};
use crate::storage::bodies::{self, Body, Designation};
use crate::storage::reasons;
use crate::storage::supervision::{FoundRow, findings_since, first_recorded};
use crate::storage::verdicts::{self, VerdictRow};
use crate::storage::{Conn, Known, StorageError, delivery_rhythms};

/// How far back the figures look at most: the running scores start there.
const YEARS_BACK: u32 = 3;

/// Gathers what is known on the day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn facts(conn: &mut Conn, today: NaiveDate) -> Result<Facts, StorageError> {
    let threads = reasons::all(conn, None)?;
    facts_with(conn, today, threads)
}

/// The same with the threads of reasons as they are.
pub(super) fn facts_with(
    conn: &mut Conn,
    today: NaiveDate,
    threads: BTreeMap<(i64, AuditRef), Thread>,
) -> Result<Facts, StorageError> {
    let context = Context::load(conn, today)?;
    let designations = bodies::designations(conn, Known::Now)?;
    let known = bodies::all(conn, Known::Now)?;
    let rhythms = delivery_rhythms::all(conn)?;
    let since = today.checked_sub_months(Months::new(YEARS_BACK * 12)).unwrap_or(NaiveDate::MIN);
    Ok(Facts {
        today,
        schemes: context.book().schemes().iter().map(scheme).collect(),
        audits: Gathered::load(conn, since, threads)?.audits(conn, &context, &known, since)?,
        certificates: certificates(conn, &designations)?,
        bodies: known
            .into_iter()
            .map(|known| {
                let rule = rhythms.get(&known.id).map(|agreed| rhythm_on(agreed, today).rule());
                BodyFacts { delivery: rule, ..body(known, &designations, &context) }
            })
            .collect(),
    })
}

fn body(body: Body, designations: &[Designation], context: &Context) -> BodyFacts {
    let own = designations.iter().filter(|designation| designation.body_id == body.id);
    BodyFacts {
        complete_through: context.cut_off(body.id),
        delivery: None,
        designations: own.map(|d| DesignationFacts { scheme: d.scheme.clone(), period: d.valid }).collect(),
        code: body.code,
        name: body.name,
    }
}

fn scheme(scheme: &BookScheme) -> SchemeFacts {
    SchemeFacts { code: scheme.scheme.code.clone(), versions: scheme.versions.iter().map(version).collect() }
}

fn version(version: &BookVersion) -> VersionFacts {
    let mut greatest_occurrence = BTreeMap::<CategoryCode, u32>::new();
    for rule in version.matrix.rules() {
        let greatest = greatest_occurrence.entry(rule.category.clone()).or_default();
        *greatest = rule.count.max(*greatest);
    }
    let nothing = || Grave { categories: Vec::new(), outcomes: Vec::new() };
    VersionFacts {
        label: version.label.clone(),
        in_force_from: version.in_force.from,
        greatest_occurrence,
        measures: version.matrix.measures().iter().map(|measure| measure.code.clone()).collect(),
        grave: heaviest(version).map_or_else(nothing, |category| Grave::heaviest(category.clone())),
    }
}

/// The category that counts as grave as long as a scheme does not mark others.
fn heaviest(version: &BookVersion) -> Option<&CategoryCode> {
    version.matrix.categories().last().map(|category| &category.code)
}

/// Those of firms with a sanction, and those under a designation that has an end: of the others no movement is seen.
fn certificates(conn: &mut Conn, designations: &[Designation]) -> Result<Vec<CertificateFacts>, StorageError> {
    let ending = designations.iter().filter(|designation| designation.valid.until.is_some());
    let ending: Vec<(i64, i64)> = ending.map(|designation| (designation.body_id, designation.scheme_id)).collect();
    let listings = register::of_sanctioned(conn, &ending)?;
    let facts = listings.iter().map(|listing| CertificateFacts {
        holder: listing.certificate.kvk_number.to_string(),
        body: listing.body.code.clone(),
        scheme: listing.scheme.scheme.code.clone(),
        number: listing.certificate.number.clone(),
        issued_on: listing.certificate.issued_on,
        valid_until: listing.certificate.valid_until,
        suspensions: listing.suspensions().collect(),
        withdrawn_on: listing.withdrawn_on(),
    });
    Ok(facts.collect())
}

/// What lies beside the verdicts, by body and audit.
struct Gathered {
    first_recorded: HashMap<(i64, AuditRef), DateTime<Utc>>,
    findings: HashMap<(i64, AuditRef), Vec<FoundRow>>,
    threads: BTreeMap<(i64, AuditRef), Thread>,
}

impl Gathered {
    fn load(
        conn: &mut Conn,
        since: NaiveDate,
        threads: BTreeMap<(i64, AuditRef), Thread>,
    ) -> Result<Self, StorageError> {
        let mut findings: HashMap<_, Vec<_>> = HashMap::new();
        for found in findings_since(conn, since)? {
            findings.entry((found.body_id, found.audit.clone())).or_default().push(found);
        }
        let first = first_recorded(conn, since)?;
        let first_recorded = first.into_iter().map(|(body, audit, at)| ((body, audit), at)).collect();
        Ok(Self { first_recorded, findings, threads })
    }

    fn audits(
        mut self,
        conn: &mut Conn,
        context: &Context,
        bodies: &[Body],
        since: NaiveDate,
    ) -> Result<Vec<AuditFacts>, StorageError> {
        let codes: HashMap<i64, &BodyCode> = bodies.iter().map(|body| (body.id, &body.code)).collect();
        let mut facts = Vec::new();
        for row in verdicts::standing_since(conn, None, since)? {
            let missing = |what| StorageError::damaged(format!("onderzoek {}: {what} ontbreekt", row.audit_reference));
            let scheme = context.book().by_id(row.scheme_id).ok_or_else(|| missing("het schema"))?;
            let version = scheme.version_on(row.audit_date).ok_or_else(|| missing("de schemaversie"))?;
            let body = *codes.get(&row.body_id).ok_or_else(|| missing("de instelling"))?;
            facts.push(self.audit(row, body, scheme, version, context));
        }
        Ok(facts)
    }

    fn audit(
        &mut self,
        row: VerdictRow,
        body: &BodyCode,
        scheme: &BookScheme,
        version: &BookVersion,
        context: &Context,
    ) -> AuditFacts {
        let key = (row.body_id, row.audit_reference.clone());
        let cut_off = context.cut_off(row.body_id).unwrap_or(row.as_of);
        let is_grave =
            |code: &FindingCode| version.matrix.category_of(code).map(|category| &category.code) == heaviest(version);
        let findings = self.findings.remove(&key).unwrap_or_default();
        let is_live = |found: &FoundRow| found.annulled_on.is_none_or(|day| day > cut_off);
        let grave = findings.iter().filter(|found| is_live(found) && is_grave(&found.code));
        AuditFacts {
            body: body.clone(),
            scheme: scheme.scheme.code.clone(),
            date: row.audit_date,
            version: version.label.clone(),
            outcomes: row.outcomes.split('+').map(str::to_owned).collect(),
            reason: self.threads.get(&key).and_then(|thread| reasoned(thread, &row)),
            findings: u32::try_from(row.finding_count).unwrap_or_default(),
            grave_findings: u32::try_from(grave.count()).unwrap_or(u32::MAX),
            delivered_on: self.first_recorded.get(&key).map_or(row.as_of, |at| dutch_day(*at)),
            prescribed: prescribed(&row),
            imposed: row.imposed_measure.zip(row.imposed_on).map(|(measure, date)| ImposedFacts { measure, date }),
            audit: row.audit_reference,
        }
    }
}

/// How the reason stands for what is wrong with the verdict now.
fn reasoned(thread: &Thread, row: &VerdictRow) -> Option<Reasoned> {
    match thread.state() {
        State::Absent | State::Withdrawn => None,
        State::Waiting | State::Proposed(_) => Some(Reasoned::Waiting),
        State::Rejected => Some(Reasoned::Rejected),
        State::Accepted => {
            let deviation = reasons::deviation(row)?;
            Some(if thread.excuses(Some(&deviation)) { Reasoned::Accepted } else { Reasoned::Waiting })
        }
    }
}

fn prescribed(row: &VerdictRow) -> Option<PrescribedFacts> {
    Some(PrescribedFacts {
        category: row.category.clone()?,
        occurrence: u32::try_from(row.occurrence?).ok()?,
        measure: row.prescribed_measure.clone()?,
        decide_by: row.decide_by?,
    })
}
