//! What a delivery would do: each row held against the register and against the rest of the delivery.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDate;
use foldhash::HashMap;

use super::checks::Judge;
use super::columns::Kind;
use super::compare::{FieldChange, Texts, differences};
use super::known::{ByReference, Known, Replaced};
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
    progress(Step::Checking, rows);
    let drafts = Drafts { certificates, audits, findings, decisions };
    let Judged { certificates, audits, findings, decisions } = judged(drafts, known, &mut faults);
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

/// The rows of a delivery by kind.
struct Drafts {
    certificates: Vec<Draft<CertificateRecord>>,
    audits: Vec<Draft<AuditRecord>>,
    findings: Vec<Draft<FindingRecord>>,
    decisions: Vec<Draft<DecisionRecord>>,
}

/// The same after they were judged.
struct Judged {
    certificates: Settled<CertificateRecord>,
    audits: Settled<AuditRecord>,
    findings: Settled<FindingRecord>,
    decisions: Settled<DecisionRecord>,
}

/// How often rows are judged again because others turned out to be refused. After that every stored row is held to stay as
/// it is, which refuses more than needed and never too little.
const ROUNDS: usize = 8;

/// Judges all rows. Whether a certificate or audit can change depends on what is stored below it and stays; a stored row also
/// stays when the row that would replace it is refused, which is only known once that is judged.
fn judged(mut drafts: Drafts, known: &Known, faults: &mut Faults) -> Judged {
    let mut replaced = known.left.replaced.clone();
    let mut round = 1;
    loop {
        let faults_before = (!replaced.is_empty()).then(|| faults.clone());
        let judged = judge(drafts, known, &replaced, faults);
        let Some(before) = faults_before.filter(|_| judged.without_refused(&mut replaced)) else { return judged };
        if round == ROUNDS {
            replaced = Replaced::default();
        }
        round += 1;
        *faults = before;
        drafts = judged.into_drafts();
    }
}

fn judge(drafts: Drafts, known: &Known, replaced: &Replaced, faults: &mut Faults) -> Judged {
    let judge = Judge { known, replaced };
    let certificates =
        settle(drafts.certificates, &known.certificates, faults, |c, at, faults| judge.certificate(c, at, faults));
    let audits =
        settle(drafts.audits, &known.audits, faults, |a, at, faults| judge.audit(&certificates, a, at, faults));
    let findings = settle(drafts.findings, &known.findings, faults, |f, at, faults| {
        judge.finding(&certificates, &audits, f, at, faults)
    });
    let decisions = settle(drafts.decisions, &known.decisions, faults, |d, at, faults| {
        judge.decision(&certificates, &audits, d, at, faults)
    });
    Judged { certificates, audits, findings, decisions }
}

impl Judged {
    /// Takes the rows whose replacement is refused out of these; says whether there were any.
    fn without_refused(&self, replaced: &mut Replaced) -> bool {
        let before = (replaced.audits.len(), replaced.findings.len(), replaced.decisions.len());
        replaced.audits.retain(|reference| !self.audits.refused.contains_key(reference));
        replaced.findings.retain(|reference| !self.findings.refused.contains_key(reference));
        replaced.decisions.retain(|reference| !self.decisions.refused.contains_key(reference));
        before != (replaced.audits.len(), replaced.findings.len(), replaced.decisions.len())
    }

    fn into_drafts(self) -> Drafts {
        Drafts {
            certificates: self.certificates.into_drafts(),
            audits: self.audits.into_drafts(),
            findings: self.findings.into_drafts(),
            decisions: self.decisions.into_drafts(),
        }
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
    /// The refused rows as they came, with where each stood among all.
    unsettled: Vec<(usize, Draft<R>)>,
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
    /// The rows as they came, in their order.
    fn into_drafts(self) -> Vec<Draft<R>> {
        let mut drafts = Vec::with_capacity(self.rows.len() + self.unsettled.len());
        let mut rows = self.rows.into_iter().map(|row| Draft { place: row.place, content: Ok(row.record) });
        for (at, draft) in self.unsettled {
            let between = at - drafts.len();
            drafts.extend(rows.by_ref().take(between));
            drafts.push(draft);
        }
        drafts.extend(rows);
        drafts
    }

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
    let mut settled = Settled {
        rows: Vec::with_capacity(drafts.len()),
        accepted: OnceCell::new(),
        refused: HashMap::default(),
        unsettled: Vec::new(),
    };
    for (at, Draft { place, content }) in drafts.into_iter().enumerate() {
        let mut partial = match &content {
            Ok(record) => record.partial(),
            Err(partial) => partial.clone(),
        };
        let is_right = judge(&mut partial, &place, faults);
        match content {
            Ok(record) if is_right => {
                let outcome = outcome(&record, stored);
                settled.rows.push(Planned { place, record, outcome });
            }
            content => {
                if let Some(reference) = R::reference_of(&partial) {
                    settled.refused.insert(reference.clone(), (place.clone(), partial));
                }
                settled.unsettled.push((at, Draft { place, content }));
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
