//! The register in little room: what stands on certificates and decisions, each text once, and put together again as
//! [`Listing`]s when somebody looks at a firm.

use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

use super::texts::{Texts, short};
use crate::domain::certificate::{Certificate, DecisionEffect, Standing, Status};
use crate::domain::identifiers::{AuditRef, CertificateNumber, DecisionRef, KvkNumber, MeasureCode, Postcode};
use crate::domain::matrix::Effect;
use crate::domain::scope::Scope;
use crate::services::register::{Designations, Listing, Surroundings};
use crate::services::scheme_book::BookScheme;
use crate::storage::bodies::Body;
use crate::storage::register::{CertificateRow, MeasureRow};
use crate::storage::{StorageError, UtcTime};

/// All firms by name, with their certificates oldest first and the decisions on those in order. Firms, certificates and
/// texts are known by their place.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) surroundings: Surroundings,
    /// The firms by name, and one more that says where the last one ends.
    pub(super) firms: Vec<FirmCells>,
    pub(super) certificates: Vec<CertificateCells>,
    pub(super) measures: Vec<MeasureCells>,
    pub(super) names: Texts,
    pub(super) places: Texts,
    pub(super) numbers: Texts,
    pub(super) audits: Texts,
    pub(super) decisions: Texts,
    pub(super) kinds: Vec<Kind>,
    pub(super) recorded: Vec<UtcTime>,
    pub(super) measure_codes: Vec<MeasureCode>,
}

/// A firm and its first certificate.
#[derive(Debug, Clone, Copy)]
pub(super) struct FirmCells {
    pub(super) kvk: u32,
    pub(super) first: u32,
}

/// A certificate.
#[derive(Debug, Clone, Copy)]
pub(super) struct CertificateCells {
    pub(super) number: u32,
    pub(super) name: u32,
    pub(super) place: u32,
    pub(super) postcode: u32,
    pub(super) kind: u32,
    pub(super) recorded: u32,
    pub(super) issued_on: NaiveDate,
    pub(super) valid_until: NaiveDate,
}

/// A decision on a certificate.
#[derive(Debug, Clone, Copy)]
pub(super) struct MeasureCells {
    pub(super) certificate: u32,
    pub(super) audit: u32,
    pub(super) decision: u32,
    pub(super) measure: u32,
    pub(super) audit_date: NaiveDate,
    pub(super) date: NaiveDate,
    pub(super) effective_on: NaiveDate,
    pub(super) lifted_on: Option<NaiveDate>,
    pub(super) revoked_on: Option<NaiveDate>,
    pub(super) effect: Effect,
}

/// What many certificates share: who issued them, under which scheme, for what.
#[derive(Debug, Clone)]
pub(super) struct Kind {
    pub(super) body: Arc<Body>,
    pub(super) scheme: Arc<BookScheme>,
    pub(super) subarea: String,
    pub(super) activities: String,
    pub(super) scope: Scope,
    pub(super) designations: Arc<Designations>,
}

/// A certificate as far as it matters for what its holder may do on a day: its kind, and, when nothing may be done under
/// it, how it stands and its first and last day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Ground {
    kind: u32,
    lacks: Option<(Status, NaiveDate, NaiveDate)>,
}

impl Rows {
    /// How many firms there are.
    pub(super) fn len(&self) -> usize {
        self.firms.len() - 1
    }

    /// The certificates of the firm, by place.
    pub(super) fn certificates_of(&self, firm: u32) -> Range<usize> {
        let at = firm as usize;
        let start = |at: usize| self.firms.get(at).map_or(self.certificates.len(), |cells| cells.first as usize);
        start(at)..start(at + 1)
    }

    /// The certificate of the firm that was issued last: it has the name and the address.
    pub(super) fn last_of(&self, firm: u32) -> Option<&CertificateCells> {
        self.certificates_of(firm).last().and_then(|at| self.certificates.get(at))
    }

    pub(super) fn name(&self, firm: u32) -> &str {
        self.last_of(firm).map_or("", |last| self.names.get(last.name))
    }

    /// The number of the firm in the trade register.
    pub(super) fn kvk(&self, firm: u32) -> Result<KvkNumber, StorageError> {
        let number = self.firms.get(firm as usize).map_or(0, |cells| cells.kvk);
        kept(KvkNumber::parse(&format!("{number:08}")))
    }

    /// How the certificate stands on the day, for who is shown only measures that do something on `oldest` or later.
    pub(super) fn standing(&self, certificate: usize, day: NaiveDate, oldest: Option<NaiveDate>) -> Option<Standing> {
        self.read(certificate, oldest, |_, dates| dates.standing_on(day).0)
    }

    /// What is to be said of the certificate on the day follows from this, shown measures as for [`Rows::standing`].
    pub(super) fn ground(&self, certificate: usize, day: NaiveDate, oldest: Option<NaiveDate>) -> Option<Ground> {
        self.read(certificate, oldest, |kind, dates| {
            let may_work = dates.standing_on(day).0.allows_work();
            let stands = || (dates.status_on(day), dates.issued_on, dates.valid_until);
            Ground { kind, lacks: (!may_work).then(stands) }
        })
    }

    fn read<T>(
        &self,
        certificate: usize,
        oldest: Option<NaiveDate>,
        read: impl FnOnce(u32, Certificate<'_>) -> T,
    ) -> Option<T> {
        let cells = self.certificates.get(certificate)?;
        let measures = self.measures_on(short(certificate));
        let kind = self.kinds.get(cells.kind as usize)?;
        let carried = self.surroundings.carried(kind.body.id, self.numbers.get(cells.number));
        let carried = carried.iter().map(|row| DecisionEffect {
            effect: Effect::Suspends,
            effective_on: row.effective_on,
            lifted_on: row.lifted_on,
            revoked_on: row.revoked_on,
        });
        let effects: Vec<DecisionEffect> = measures
            .iter()
            .map(|measure| DecisionEffect {
                effect: measure.effect,
                effective_on: measure.effective_on,
                lifted_on: measure.lifted_on,
                revoked_on: measure.revoked_on,
            })
            .chain(carried)
            .filter(|effect| oldest.is_none_or(|oldest| effect.matters_from(oldest, cells.valid_until)))
            .collect();
        let (issued_on, valid_until) = (cells.issued_on, cells.valid_until);
        let (designations, scheme) = (&kind.designations.periods, &kind.scheme.designated);
        Some(read(cells.kind, Certificate { issued_on, valid_until, decisions: &effects, designations, scheme }))
    }

    fn measures_on(&self, certificate: u32) -> &[MeasureCells] {
        let from = self.measures.partition_point(|measure| measure.certificate < certificate);
        let rest = self.measures.get(from..).unwrap_or_default();
        let count = rest.iter().take_while(|measure| measure.certificate == certificate).count();
        rest.get(..count).unwrap_or_default()
    }

    /// The certificates of the firm with everything their status follows from, oldest first.
    pub(super) fn listings(&self, firm: u32) -> Result<Vec<Listing>, StorageError> {
        let kvk = self.kvk(firm)?;
        self.certificates_of(firm).map(|certificate| self.listing(&kvk, certificate)).collect()
    }

    fn listing(&self, kvk: &KvkNumber, certificate: usize) -> Result<Listing, StorageError> {
        let cells = self.certificates.get(certificate).copied().ok_or_else(missing)?;
        let kind = self.kinds.get(cells.kind as usize).ok_or_else(missing)?;
        let number = kept(CertificateNumber::parse(self.numbers.get(cells.number)))?;
        let measures = self.measures_on(short(certificate)).iter().map(|measure| {
            Ok(MeasureRow {
                body_id: kind.body.id,
                certificate_number: number.clone(),
                audit: kept(AuditRef::parse(self.audits.get(measure.audit)))?,
                audit_date: measure.audit_date,
                decision: kept(DecisionRef::parse(self.decisions.get(measure.decision)))?,
                measure: self.measure_codes.get(measure.measure as usize).cloned().ok_or_else(missing)?,
                date: measure.date,
                effective_on: measure.effective_on,
                lifted_on: measure.lifted_on,
                revoked_on: measure.revoked_on,
            })
        });
        let measures = measures.collect::<Result<_, StorageError>>()?;
        let row = CertificateRow {
            body_id: kind.body.id,
            number,
            kvk_number: kvk.clone(),
            name: self.names.get(cells.name).to_owned(),
            postcode: postcode(cells.postcode)?,
            place: self.places.get(cells.place).to_owned(),
            scheme_id: kind.scheme.scheme.id,
            subarea: kind.subarea.clone(),
            activities: kind.activities.clone(),
            issued_on: cells.issued_on,
            valid_until: cells.valid_until,
            recorded_from: self.recorded.get(cells.recorded as usize).copied().ok_or_else(missing)?,
        };
        self.surroundings.listing(row, measures)
    }
}

/// The postcode that is kept as this number.
pub(super) fn postcode(number: u32) -> Result<Postcode, StorageError> {
    let letter = |value: u32| char::from_u32(u32::from(b'A') + value % 26).unwrap_or('?');
    let letters = number % LETTERS;
    kept(Postcode::parse(&format!("{:04}{}{}", number / LETTERS, letter(letters / 26), letter(letters))))
}

/// How many pairs of letters there are behind the digits of a postcode.
pub(super) const LETTERS: u32 = 26 * 26;

/// A postcode as a number: postcodes with the same digits follow each other.
pub(super) fn postcode_number(postcode: &str) -> Option<u32> {
    let (digits, letters) = postcode.split_at_checked(4)?;
    let letter = |at: usize| {
        let byte = letters.as_bytes().get(at)?.to_ascii_uppercase();
        byte.is_ascii_uppercase().then(|| u32::from(byte - b'A'))
    };
    Some(digits.parse::<u32>().ok()? * LETTERS + letter(0)? * 26 + letter(1)?)
}

/// What was read from the database once and does not parse any more is damage.
fn kept<T, E: std::fmt::Display>(parsed: Result<T, E>) -> Result<T, StorageError> {
    parsed.map_err(|error| StorageError::damaged(format!("het register in het geheugen: {error}")))
}

fn missing() -> StorageError {
    StorageError::damaged("het register in het geheugen is niet heel".to_owned())
}
