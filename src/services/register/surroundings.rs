//! What listings share: bodies, schemes and designations, read once per transaction.

use std::collections::HashMap;
use std::sync::Arc;

use super::Listing;
use super::listing::Designations;
use crate::domain::certificate::DecisionEffect;
use crate::domain::identifiers::CertificateNumber;
use crate::domain::matrix::Effect;
use crate::services::scheme_book::{BookScheme, SchemeBook};
use crate::storage::bodies::{self, Body};
use crate::storage::register::{CertificateRow, MeasureRow};
use crate::storage::{Conn, Known, StorageError, takeovers};

/// What listings share, read once per transaction.
#[derive(Debug)]
pub(in crate::services) struct Surroundings {
    bodies: HashMap<i64, Arc<Body>>,
    schemes: HashMap<i64, Arc<BookScheme>>,
    designations: HashMap<(i64, i64), Arc<Designations>>,
    /// The suspensions that certificates carry from the ones before them, by body and number.
    carried: HashMap<i64, HashMap<Box<str>, Vec<MeasureRow>>>,
}

impl Surroundings {
    pub(in crate::services) fn load(conn: &mut Conn, known: Known) -> Result<Self, StorageError> {
        let mut designations: HashMap<(i64, i64), Designations> = HashMap::new();
        for designation in bodies::designations(conn, known)? {
            let own = designations.entry((designation.body_id, designation.scheme_id)).or_default();
            own.periods.push(designation.valid);
            own.ends.push(designation.ended_by);
        }
        let schemes = SchemeBook::load(conn, known)?;
        let mut carried: HashMap<i64, HashMap<Box<str>, Vec<MeasureRow>>> = HashMap::new();
        for measure in takeovers::measures(conn, known)? {
            let of_body = carried.entry(measure.body_id).or_default();
            of_body.entry(measure.certificate_number.as_str().into()).or_default().push(measure);
        }
        Ok(Self {
            carried,
            bodies: bodies::all(conn, known)?.into_iter().map(|body| (body.id, Arc::new(body))).collect(),
            schemes: schemes.schemes().iter().map(|entry| (entry.scheme.id, Arc::new(entry.clone()))).collect(),
            designations: designations.into_iter().map(|(key, own)| (key, Arc::new(own))).collect(),
        })
    }

    /// The certificate with what its status follows from; the decisions are those on it, in order.
    pub(in crate::services) fn listing(
        &self,
        certificate: CertificateRow,
        measures: Vec<MeasureRow>,
    ) -> Result<Listing, StorageError> {
        let missing = |what: &str| StorageError::damaged(format!("certificaat {}: {what}", certificate.number));
        let body = self.body(certificate.body_id).ok_or_else(|| missing("de instelling ontbreekt"))?;
        let scheme = self.scheme(certificate.scheme_id).ok_or_else(|| missing("het schema ontbreekt"))?;
        let mut known = Vec::with_capacity(measures.len());
        for row in self.carried(certificate.body_id, certificate.number.as_str()) {
            known.push((row.clone(), Effect::Suspends));
        }
        for row in measures {
            let effect = effect_of(scheme, &row)?;
            known.push((row, effect));
        }
        let effects = known.iter().map(|(row, effect)| DecisionEffect {
            effect: *effect,
            effective_on: row.effective_on,
            lifted_on: row.lifted_on,
            revoked_on: row.revoked_on,
        });
        Ok(Listing {
            effects: effects.collect(),
            measures: known,
            body: Arc::clone(body),
            scheme: Arc::clone(scheme),
            designations: self.designations(certificate.body_id, certificate.scheme_id),
            certificate,
        })
    }

    /// The suspensions that this certificate carries from the one before it.
    pub(in crate::services) fn carried(&self, body: i64, number: &str) -> &[MeasureRow] {
        let of_body = self.carried.get(&body);
        of_body.and_then(|numbers| numbers.get(number)).map_or(&[], Vec::as_slice)
    }

    pub(in crate::services) fn body(&self, id: i64) -> Option<&Arc<Body>> {
        self.bodies.get(&id)
    }

    pub(in crate::services) fn scheme(&self, id: i64) -> Option<&Arc<BookScheme>> {
        self.schemes.get(&id)
    }

    /// When the body was designated for the scheme.
    pub(in crate::services) fn designations(&self, body: i64, scheme: i64) -> Arc<Designations> {
        self.designations.get(&(body, scheme)).map(Arc::clone).unwrap_or_default()
    }

    pub(in crate::services) fn listings(
        &self,
        certificates: Vec<CertificateRow>,
        measures: Vec<MeasureRow>,
    ) -> Result<Vec<Listing>, StorageError> {
        let mut by_certificate: HashMap<(i64, CertificateNumber), Vec<MeasureRow>> = HashMap::new();
        for row in measures {
            by_certificate.entry((row.body_id, row.certificate_number.clone())).or_default().push(row);
        }
        let listed = certificates.into_iter().map(|certificate| {
            let key = (certificate.body_id, certificate.number.clone());
            self.listing(certificate, by_certificate.remove(&key).unwrap_or_default())
        });
        listed.collect()
    }
}

/// What the measure of a decision does, under the version of the scheme that was in force on the day of its audit.
pub(in crate::services) fn effect_of(scheme: &BookScheme, row: &MeasureRow) -> Result<Effect, StorageError> {
    let measure = scheme.version_on(row.audit_date).and_then(|version| version.matrix.measure(&row.measure));
    let missing = || {
        let (number, measure) = (&row.certificate_number, &row.measure);
        StorageError::damaged(format!("certificaat {number}: maatregel {measure} staat niet in de matrix"))
    };
    Ok(measure.ok_or_else(missing)?.effect)
}
