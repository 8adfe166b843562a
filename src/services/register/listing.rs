//! A certificate as it is listed, with everything its status follows from.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::certificate::{Certificate, DecisionEffect, Status};
use crate::domain::delivered::Activities;
use crate::domain::designation::{End, Ground, ground_on, usable_after_designation};
use crate::domain::matrix::Effect;
use crate::domain::period::Period;
use crate::domain::scope::Scope;
use crate::services::scheme_book::{BookScheme, BookVersion};
use crate::storage::StorageError;
use crate::storage::bodies::Body;
use crate::storage::register::{CertificateRow, MeasureRow};

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
    pub(super) effects: Vec<DecisionEffect>,
    pub(super) designations: Arc<Designations>,
}

/// The designations of one body for one scheme, in order of their first days.
#[derive(Debug, Default)]
pub(in crate::services) struct Designations {
    /// The days.
    pub(in crate::services) periods: Vec<Period>,
    /// How each ended, in the same order.
    pub(super) ends: Vec<Option<End>>,
}

/// Whose designation a certificate lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of the body that issued it.
    Body,
    /// That of the scheme.
    Scheme,
}

/// A designation that a certificate leans on and that does not hold on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// Whose it was.
    pub whose: Whose,
    /// The first day without it; absent when it never held.
    pub since: Option<NaiveDate>,
    /// How it ended, where that is known.
    pub end: Option<End>,
    /// The last day on which certificates are usable because of it, if this one runs that long; absent when none ever was.
    pub usable_until: Option<NaiveDate>,
}

impl Listing {
    /// How the certificate stands on the day.
    pub fn status_on(&self, day: NaiveDate) -> Status {
        Certificate {
            issued_on: self.certificate.issued_on,
            valid_until: self.certificate.valid_until,
            decisions: &self.effects,
            designations: &self.designations.periods,
            scheme: &self.scheme.designated,
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

    /// The designations that the certificate leans on and that do not hold on the day; that of the body first.
    pub fn lost_on(&self, day: NaiveDate) -> Vec<Lost> {
        let end_of_body = |since: NaiveDate| {
            let ended = self.designations.periods.iter().position(|period| period.until == Some(since));
            ended.and_then(|at| self.designations.ends.get(at).copied().flatten())
        };
        let body = lost(Whose::Body, ground_on(&self.designations.periods, day), end_of_body);
        let end_of_scheme = |since: NaiveDate| {
            self.scheme.scheme.lapses.iter().find(|lapse| lapse.days.from == since).map(|lapse| lapse.end)
        };
        let scheme = lost(Whose::Scheme, ground_on(&self.scheme.designated, day), end_of_scheme);
        body.into_iter().chain(scheme).collect()
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

    /// The same without the measures that do nothing on `oldest` or later.
    pub(super) fn public(mut self, oldest: NaiveDate) -> Self {
        let valid_until = self.certificate.valid_until;
        let shown = |effect: &DecisionEffect| effect.matters_from(oldest, valid_until);
        let mut keeps = self.effects.iter().map(shown).collect::<Vec<_>>().into_iter();
        self.measures.retain(|_| keeps.next().unwrap_or(true));
        self.effects.retain(shown);
        self
    }
}

fn lost(whose: Whose, ground: Ground, end: impl Fn(NaiveDate) -> Option<End>) -> Option<Lost> {
    match ground {
        Ground::Designated => None,
        Ground::Never => Some(Lost { whose, since: None, end: None, usable_until: None }),
        Ground::Ended(since) => Some(Lost {
            whose,
            since: Some(since),
            end: end(since),
            usable_until: Some(usable_after_designation(since)),
        }),
    }
}
