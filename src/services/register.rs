//! The public register: firms, their certificates, and how each stands on a day.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::scheme_book::{BookScheme, BookVersion, SchemeBook};
use crate::domain::certificate::{Certificate, DecisionEffect, Status};
use crate::domain::delivered::Activities;
use crate::domain::identifiers::{BodyCode, CertificateNumber, KvkNumber};
use crate::domain::matrix::Effect;
use crate::domain::period::Period;
use crate::domain::scope::Scope;
use crate::storage::bodies::{self, Body, Designation};
use crate::storage::register::{self, CertificateRow, MeasureRow};
use crate::storage::schemes::{self, Scheme};
use crate::storage::{Conn, Known, StorageError, Store};

/// A certificate with everything its status follows from.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The certificate as it was delivered.
    pub certificate: CertificateRow,
    /// The body that issued it.
    pub body: Arc<Body>,
    /// The scheme it certifies for.
    pub scheme: Arc<BookScheme>,
    /// The decisions on it, in order, with what each does to it.
    pub measures: Vec<(MeasureRow, Effect)>,
    effects: Vec<DecisionEffect>,
    designations: Arc<[Period]>,
}

impl Listing {
    /// How the certificate stands on the day.
    pub fn status_on(&self, day: NaiveDate) -> Status {
        Certificate {
            issued_on: self.certificate.issued_on,
            valid_until: self.certificate.valid_until,
            decisions: &self.effects,
            designations: &self.designations,
        }
        .status_on(day)
    }

    /// What the certificate is for.
    ///
    /// # Errors
    /// A [`StorageError`] when the stored activities are damaged.
    pub fn scope(&self) -> Result<Scope, StorageError> {
        let certificate = &self.certificate;
        let activities = Activities::parse(&certificate.activities)
            .map_err(|part| StorageError::damaged(format!("certificaat {}: werk ‘{part}’", certificate.number)))?;
        Ok(Scope::new(self.scheme.scheme.code.clone(), &certificate.subarea, activities))
    }

    /// The version of the scheme in force on the day.
    pub fn version_on(&self, day: NaiveDate) -> Option<&BookVersion> {
        self.scheme.version_on(day)
    }

    /// The days on which the measures that were not revoked kept the certificate from being used.
    pub fn suspensions(&self) -> impl Iterator<Item = Period> {
        let suspends = self.effects.iter().filter(|e| e.effect == Effect::Suspends && e.revoked_on.is_none());
        suspends.map(|effect| Period { from: effect.effective_on, until: effect.lifted_on })
    }

    /// The day on which a decision ended the certificate.
    pub fn withdrawn_on(&self) -> Option<NaiveDate> {
        let ends = self.effects.iter().filter(|e| e.effect == Effect::Ends && e.revoked_on.is_none());
        ends.map(|effect| effect.effective_on).min()
    }
}

/// What a firm may and may not do on a day.
#[derive(Debug)]
pub struct Permission<'a> {
    /// The certificates under which it may work, with their scope.
    pub may: Vec<(&'a Listing, Scope)>,
    /// The certificates under which it may not, as far as no other certificate covers their work, and how each stands.
    pub may_not: Vec<(&'a Listing, Scope, Status)>,
}

/// Which work these certificates of one firm allow on the day.
///
/// # Errors
/// A [`StorageError`] when a stored certificate is damaged.
pub fn permission(listings: &[Listing], day: NaiveDate) -> Result<Permission<'_>, StorageError> {
    let (mut may, mut may_not) = (Vec::new(), Vec::new());
    for listing in listings {
        let (scope, status) = (listing.scope()?, listing.status_on(day));
        if status.standing.allows_work() { may.push((listing, scope)) } else { may_not.push((listing, scope, status)) }
    }
    may_not.retain(|(_, scope, _)| !may.iter().any(|(_, valid)| valid.covers(scope)));
    Ok(Permission { may, may_not })
}

/// What listings share, read once per transaction.
pub(super) struct Surroundings {
    bodies: HashMap<i64, Arc<Body>>,
    schemes: HashMap<i64, Arc<BookScheme>>,
    designations: HashMap<(i64, i64), Arc<[Period]>>,
}

impl Surroundings {
    pub(super) fn load(conn: &mut Conn) -> Result<Self, StorageError> {
        let mut periods: HashMap<(i64, i64), Vec<Period>> = HashMap::new();
        for designation in bodies::designations(conn, Known::Now)? {
            periods.entry((designation.body_id, designation.scheme_id)).or_default().push(designation.valid);
        }
        let schemes = SchemeBook::load(conn)?;
        Ok(Self {
            bodies: bodies::all(conn, Known::Now)?.into_iter().map(|body| (body.id, Arc::new(body))).collect(),
            schemes: schemes.schemes().iter().map(|entry| (entry.scheme.id, Arc::new(entry.clone()))).collect(),
            designations: periods.into_iter().map(|(key, periods)| (key, periods.into())).collect(),
        })
    }

    fn listing(&self, certificate: CertificateRow, measures: Vec<MeasureRow>) -> Result<Listing, StorageError> {
        let missing = |what: String| StorageError::damaged(format!("certificaat {}: {what}", certificate.number));
        let body = self.bodies.get(&certificate.body_id).ok_or_else(|| missing("de instelling ontbreekt".into()))?;
        let scheme = self.schemes.get(&certificate.scheme_id).ok_or_else(|| missing("het schema ontbreekt".into()))?;
        let mut known = Vec::with_capacity(measures.len());
        for row in measures {
            let measure = scheme.version_on(row.audit_date).and_then(|version| version.matrix.measure(&row.measure));
            let effect =
                measure.ok_or_else(|| missing(format!("maatregel {} staat niet in de matrix", row.measure)))?.effect;
            known.push((row, effect));
        }
        let effects = known.iter().map(|(row, effect)| DecisionEffect {
            effect: *effect,
            effective_on: row.effective_on,
            lifted_on: row.lifted_on,
            revoked_on: row.revoked_on,
        });
        let key = (certificate.body_id, certificate.scheme_id);
        Ok(Listing {
            effects: effects.collect(),
            measures: known,
            body: Arc::clone(body),
            scheme: Arc::clone(scheme),
            designations: self.designations.get(&key).map_or_else(|| Arc::from([]), Arc::clone),
            certificate,
        })
    }

    pub(super) fn listings(
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

/// The certificates of a firm, oldest first; none when the register does not know the firm.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn holder(store: &Store, kvk: &KvkNumber) -> Result<Vec<Listing>, StorageError> {
    store.read(|conn| {
        let certificates = register::certificates_of(conn, kvk)?;
        let measures = register::measures_of(conn, kvk)?;
        Surroundings::load(conn)?.listings(certificates, measures)
    })
}

/// The certificates with this number: one, unless two bodies use the same number.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn certificate(store: &Store, number: &CertificateNumber) -> Result<Vec<Listing>, StorageError> {
    store.read(|conn| {
        let certificates = register::certificates_numbered(conn, number)?;
        let mut measures = Vec::new();
        for certificate in &certificates {
            measures.extend(register::measures_of(conn, &certificate.kvk_number)?);
        }
        // Two certificates of one firm would bring its decisions twice.
        measures.sort_by(|a, b| (a.date, a.body_id, &a.decision).cmp(&(b.date, b.body_id, &b.decision)));
        measures.dedup_by(|a, b| a.body_id == b.body_id && a.decision == b.decision);
        Surroundings::load(conn)?.listings(certificates, measures)
    })
}

/// The certification body with this code.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn body(store: &Store, code: &BodyCode) -> Result<Option<Body>, StorageError> {
    store.read(|conn| bodies::by_code(conn, code))
}

/// A certification body with the schemes it is or was designated for.
#[derive(Debug, Clone)]
pub struct DesignatedBody {
    /// The body.
    pub body: Body,
    /// Its designations, each with the scheme.
    pub designations: Vec<(Designation, Scheme)>,
}

/// The certification bodies with their designations, by code.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn bodies(store: &Store) -> Result<Vec<DesignatedBody>, StorageError> {
    store.read(designated_bodies)
}

pub(super) fn designated_bodies(conn: &mut Conn) -> Result<Vec<DesignatedBody>, StorageError> {
    let schemes = schemes::all(conn, Known::Now)?;
    let mut designations: HashMap<i64, Vec<(Designation, Scheme)>> = HashMap::new();
    for designation in bodies::designations(conn, Known::Now)? {
        let scheme = schemes.iter().find(|scheme| scheme.id == designation.scheme_id).cloned();
        let scheme = scheme.ok_or_else(|| StorageError::damaged(format!("schema {} ontbreekt", designation.scheme)))?;
        designations.entry(designation.body_id).or_default().push((designation, scheme));
    }
    let all = bodies::all(conn, Known::Now)?.into_iter();
    Ok(all
        .map(|body| DesignatedBody { designations: designations.remove(&body.id).unwrap_or_default(), body })
        .collect())
}

/// The schemes with their versions and matrices.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn scheme_book(store: &Store) -> Result<SchemeBook, StorageError> {
    store.read(SchemeBook::load)
}

/// Every certificate in the register, by holder.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub(super) fn everything(conn: &mut Conn) -> Result<Vec<Listing>, StorageError> {
    let certificates = register::all_certificates(conn)?;
    let measures = register::all_measures(conn)?;
    Surroundings::load(conn)?.listings(certificates, measures)
}
