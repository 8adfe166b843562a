//! Certificates that carry what was running on the one before them, when a holder moves to another body.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::changes::Key;
use super::register::effect_of;
use super::scheme_book::SchemeBook;
use crate::domain::identifiers::{CertificateNumber, KvkNumber};
use crate::domain::matrix::Effect;
use crate::domain::takeover::{Held, Suspension, carried};
use crate::storage::register::{CertificateRow, MeasureRow, measures_on};
use crate::storage::takeovers::{self, CarriedRow};
use crate::storage::whole_register::certificates_of;
use crate::storage::{Conn, Known, StorageError};

/// The firms about which a body is going to say something else.
pub(super) struct Firms {
    /// All of them, in order.
    all: Vec<KvkNumber>,
    /// Those that are at another body, whatever this one is going to say.
    elsewhere: Vec<KvkNumber>,
}

impl Firms {
    /// Finds out which of these firms, in order, are at another body than this one.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub(super) fn of_body(conn: &mut Conn, all: Vec<KvkNumber>, body_id: i64) -> Result<Self, StorageError> {
        let elsewhere = takeovers::at_another_body(conn, &all, body_id)?;
        Ok(Self { all, elsewhere })
    }

    /// The certificates that may read differently when the body says something else: those of firms that are at another body,
    /// or were and still carry something.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub(super) fn watched(&self, conn: &mut Conn) -> Result<Vec<Key>, StorageError> {
        let certificates = with_carrying(conn, &self.all, self.elsewhere.clone())?;
        Ok(certificates.into_iter().map(|row| (row.body_id, row.number)).collect())
    }

    /// Finds anew what the certificates of these firms carry, after the body said something else.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails; the transaction must then be given up.
    pub(super) fn follow(self, conn: &mut Conn, now: DateTime<Utc>) -> Result<usize, StorageError> {
        // Whoever is at several bodies now is at another one than this, and that one said nothing new.
        let certificates = with_carrying(conn, &self.all, self.elsewhere)?;
        carry(conn, now, &certificates)
    }
}

fn with_carrying(
    conn: &mut Conn,
    firms: &[KvkNumber],
    mut concerned: Vec<KvkNumber>,
) -> Result<Vec<CertificateRow>, StorageError> {
    concerned.extend(takeovers::firms_carrying(conn)?.into_iter().filter(|firm| firms.binary_search(firm).is_ok()));
    concerned.sort_unstable();
    concerned.dedup();
    certificates_of(conn, &concerned)
}

/// A certificate, as far as taking over is concerned, and the decisions that suspend it.
type Entry<'a> = (&'a CertificateRow, Held<i64>, Vec<MeasureRow>);

/// Finds anew what the certificates of these firms, in order, carry.
///
/// # Errors
/// A [`StorageError`] when the database fails; the transaction must then be given up.
pub(super) fn follow(conn: &mut Conn, now: DateTime<Utc>, firms: &[KvkNumber]) -> Result<usize, StorageError> {
    let concerned = takeovers::at_several_bodies(conn, firms)?;
    let certificates = with_carrying(conn, firms, concerned)?;
    carry(conn, now, &certificates)
}

/// Replaces what these certificates carry: all those of each firm.
fn carry(conn: &mut Conn, now: DateTime<Utc>, certificates: &[CertificateRow]) -> Result<usize, StorageError> {
    if certificates.is_empty() {
        return takeovers::replace(conn, now, &[], Vec::new());
    }
    let book = SchemeBook::load(conn, Known::Now)?;
    let mut measures: BTreeMap<(i64, CertificateNumber), Vec<MeasureRow>> = BTreeMap::new();
    for measure in measures_on(conn, certificates, Known::Now)? {
        measures.entry((measure.body_id, measure.certificate_number.clone())).or_default().push(measure);
    }
    let mut held: BTreeMap<(&KvkNumber, i64), Vec<Entry<'_>>> = BTreeMap::new();
    for certificate in certificates {
        let own = measures.remove(&(certificate.body_id, certificate.number.clone())).unwrap_or_default();
        let (one, suspending) = one(&book, certificate, own)?;
        let key = (&certificate.kvk_number, certificate.scheme_id);
        held.entry(key).or_default().push((certificate, one, suspending));
    }
    let mut rows = Vec::new();
    // Most are suspended nowhere: then there is nothing to carry, and no recovery that ends it.
    let suspended = held.into_values().filter(|entries| entries.iter().any(|(.., measures)| !measures.is_empty()));
    for mut entries in suspended {
        for (certificate, held, _) in &mut entries {
            held.lifts.extend(takeovers::recoveries(conn, certificate.body_id, &certificate.number)?);
        }
        let all: Vec<Held<i64>> = entries.iter().map(|(_, held, _)| held.clone()).collect();
        for found in carried(&all) {
            let (to, suspended) = (entries[found.to].0, &entries[found.from].2[found.suspension]);
            rows.push(CarriedRow {
                body_id: to.body_id,
                certificate_number: to.number.clone(),
                former_body_id: suspended.body_id,
                decision_reference: suspended.decision.clone(),
                holds_from: to.issued_on,
                lifted_on: found.lifted_on,
            });
        }
    }
    takeovers::replace(conn, now, certificates, rows)
}

/// The certificate as far as taking over is concerned, without recoveries, and the decisions that suspend it, in the same order.
fn one(
    book: &SchemeBook,
    certificate: &CertificateRow,
    measures: Vec<MeasureRow>,
) -> Result<(Held<i64>, Vec<MeasureRow>), StorageError> {
    let missing = || StorageError::damaged(format!("certificaat {}: het schema ontbreekt", certificate.number));
    let scheme = book.by_id(certificate.scheme_id).ok_or_else(missing)?;
    let mut held = Held {
        body: certificate.body_id,
        issued_on: certificate.issued_on,
        subareas: certificate.subarea.split('+').map(|part| part.trim().to_owned()).collect(),
        withdrawn_on: None,
        suspensions: Vec::new(),
        lifts: Vec::new(),
    };
    let mut suspending = Vec::new();
    for measure in measures.into_iter().filter(|measure| measure.revoked_on.is_none()) {
        match effect_of(scheme, &measure)? {
            Effect::None => {}
            Effect::Suspends => {
                held.suspensions.push(Suspension { from: measure.effective_on, lifted_on: measure.lifted_on });
                held.lifts.extend(measure.lifted_on);
                suspending.push(measure);
            }
            Effect::Ends => {
                let first = held.withdrawn_on.map_or(measure.effective_on, |day| day.min(measure.effective_on));
                held.withdrawn_on = Some(first);
            }
        }
    }
    Ok((held, suspending))
}
