//! What a delivery would do: each row held against the register and against the rest of the delivery.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDate;
use foldhash::HashMap;

use super::checks::Judge;
use super::columns::Kind;
use super::compare::{FieldChange, Texts, differences};
use super::known::{ByReference, Known};
use super::parse::{Delivery, Draft, Record};
use super::read::ReadFile;
use super::{OnProgress, Step};
use crate::domain::delivered::{AuditRecord, CertificateRecord, DecisionRecord, FindingRecord};
use crate::domain::delivery_report::{Faults, Place, RowCounts, Warning};

/// What storing a row would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The register does not know it yet.
    New,
    /// The register says something else now.
    Changed {
        /// Key of the version that will be closed.
        id: i64,
        /// What reads differently.
        fields: Vec<FieldChange>,
    },
    /// The register says the same already.
    Unchanged,
}

/// A row that is right.
#[derive(Debug)]
pub struct Planned<R> {
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub record: R,
    /// What storing it would do.
    pub outcome: Outcome,
}

/// What a delivery would do.
#[derive(Debug)]
pub struct Plan {
    /// Right rows of certificaten.
    pub certificates: Vec<Planned<CertificateRecord>>,
    /// Right rows of onderzoeken.
    pub audits: Vec<Planned<AuditRecord>>,
    /// Right rows of afwijkingen.
    pub findings: Vec<Planned<FindingRecord>>,
    /// Right rows of besluiten.
    pub decisions: Vec<Planned<DecisionRecord>>,
    /// How many rows do what.
    pub counts: RowCounts,
    /// What is wrong, by file and line.
    pub faults: Faults,
    /// What the sender should know.
    pub warnings: Vec<Warning>,
    /// The last day for which everything is delivered, when the sender does not say it: the latest audit or decision.
    pub latest: Option<NaiveDate>,
    /// The files whose header was understood.
    pub files: Vec<ReadFile>,
    /// The references of the rows that are refused, as far as they could be read.
    pub refused: HashMap<Place, String>,
    /// When reading it began.
    pub started: Option<Instant>,
    /// SHA-256 over the files.
    pub checksum: String,
}

impl Plan {
    /// Whether everything is right.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }

    /// What the rows of each file are.
    pub fn kinds(&self) -> HashMap<Arc<str>, Kind> {
        self.files.iter().map(|file| (file.name.clone(), file.kind)).collect()
    }

    /// Whether something is left to store when what is wrong is refused. Not when a whole file could not be read: audits
    /// without the findings of that file would pass for audits without findings.
    pub fn has_valid_part(&self) -> bool {
        !self.faults.concern_whole_file() && self.counts.accepted() > 0
    }
}

/// Holds a delivery against what is known.
pub fn plan(delivery: Delivery, known: &Known, progress: OnProgress<'_>) -> Plan {
    let Delivery {
        certificates,
        audits,
        findings,
        decisions,
        mut faults,
        mut warnings,
        rows,
        checksum,
        files,
        started,
        ..
    } = delivery;
    let faults_ref = &mut faults;
    progress(Step::Checking, rows);
    let judge = Judge { known };
    let certificates =
        settle(certificates, &known.certificates, faults_ref, |c, at, faults| judge.certificate(c, at, faults));
    let audits = settle(audits, &known.audits, faults_ref, |a, at, faults| judge.audit(&certificates, a, at, faults));
    let findings = settle(findings, &known.findings, faults_ref, |f, at, faults| {
        judge.finding(&certificates, &audits, f, at, faults)
    });
    let decisions = settle(decisions, &known.decisions, faults_ref, |d, at, faults| {
        judge.decision(&certificates, &audits, d, at, faults)
    });
    let mut refused = HashMap::default();
    certificates.tell_refused(&mut refused);
    audits.tell_refused(&mut refused);
    findings.tell_refused(&mut refused);
    decisions.tell_refused(&mut refused);
    let (certificates, audits, findings, decisions) = (certificates.rows, audits.rows, findings.rows, decisions.rows);
    let mut counts = RowCounts::default();
    count(&certificates, &mut counts);
    count(&audits, &mut counts);
    count(&findings, &mut counts);
    count(&decisions, &mut counts);
    counts.refused = i64::try_from(rows).unwrap_or(i64::MAX) - counts.accepted();
    faults.sort();
    warnings.sort_by(|a, b| a.file.cmp(&b.file));
    let latest_audit = audits.iter().map(|row| row.record.date).max();
    let latest = decisions.iter().map(|row| row.record.date).max().max(latest_audit);
    Plan {
        certificates,
        audits,
        findings,
        decisions,
        counts,
        faults,
        warnings,
        latest,
        files,
        refused,
        started,
        checksum,
    }
}

fn count<R>(rows: &[Planned<R>], counts: &mut RowCounts) {
    for row in rows {
        match row.outcome {
            Outcome::New => counts.new += 1,
            Outcome::Changed { .. } => counts.changed += 1,
            Outcome::Unchanged => counts.unchanged += 1,
        }
    }
}

/// The rows of one kind after they were judged.
pub(super) struct Settled<R: Record> {
    rows: Vec<Planned<R>>,
    /// Made when the first other row looks for one of these.
    accepted: OnceCell<HashMap<R::Ref, usize>>,
    refused: HashMap<R::Ref, (Place, R::Partial)>,
}

/// What another row finds under a reference.
pub(super) enum Link<'a, R, P> {
    /// A record that is right, or that stands in the register.
    Found(&'a R),
    /// A row of this delivery that is refused.
    Refused(&'a Place, &'a P),
    /// Nothing.
    Unknown,
}

impl<R: Record> Settled<R> {
    fn tell_refused(&self, refused: &mut HashMap<Place, String>) {
        let named = self.refused.iter().map(|(reference, (place, _))| (place.clone(), reference.as_ref().to_owned()));
        refused.extend(named);
    }

    fn accepted(&self) -> &HashMap<R::Ref, usize> {
        let under_reference = |(i, row): (usize, &Planned<R>)| (row.record.reference().clone(), i);
        self.accepted.get_or_init(|| self.rows.iter().enumerate().map(under_reference).collect())
    }

    /// The record that will stand under this reference after the delivery. A refused row leaves what stood there.
    pub(super) fn link<'a>(&'a self, stored: &'a ByReference<R>, reference: &R::Ref) -> Link<'a, R, R::Partial> {
        if let Some(row) = self.accepted().get(reference).and_then(|i| self.rows.get(*i)) {
            Link::Found(&row.record)
        } else if let Some(stored) = stored.get(reference) {
            Link::Found(&stored.record)
        } else if let Some((place, partial)) = self.refused.get(reference) {
            Link::Refused(place, partial)
        } else {
            Link::Unknown
        }
    }
}

/// Judges each row; what is right gets its outcome.
fn settle<R: Texts>(
    drafts: Vec<Draft<R>>,
    stored: &ByReference<R>,
    faults: &mut Faults,
    mut judge: impl FnMut(&mut R::Partial, &Place, &mut Faults) -> bool,
) -> Settled<R> {
    let mut settled =
        Settled { rows: Vec::with_capacity(drafts.len()), accepted: OnceCell::new(), refused: HashMap::default() };
    for Draft { place, content } in drafts {
        let (record, mut partial) = match content {
            Ok(record) => {
                let partial = record.partial();
                (Some(record), partial)
            }
            Err(partial) => (None, partial),
        };
        let is_right = judge(&mut partial, &place, faults);
        match record.filter(|_| is_right) {
            Some(record) => {
                let outcome = outcome(&record, stored);
                settled.rows.push(Planned { place, record, outcome });
            }
            None => {
                if let Some(reference) = R::reference_of(&partial) {
                    settled.refused.insert(reference.clone(), (place, partial));
                }
            }
        }
    }
    settled
}

fn outcome<R: Texts>(record: &R, stored: &ByReference<R>) -> Outcome {
    match stored.get(record.reference()) {
        None => Outcome::New,
        Some(stored) if stored.record == *record => Outcome::Unchanged,
        Some(stored) => Outcome::Changed { id: stored.id, fields: differences(&stored.record, record) },
    }
}
