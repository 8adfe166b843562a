//! Movement between holders and bodies: certificates that appear, lapse or lose their ground around a sanction.

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

use super::facts::{BodyFacts, CertificateFacts};
use crate::domain::identifiers::SchemeCode;
use crate::domain::signal::Window;

/// What is seen when certificates are laid beside each other.
#[derive(Debug, Clone, PartialEq)]
pub enum Movement<'a> {
    /// A holder got a certificate from a body after another body suspended or withdrew one.
    Transfer {
        /// The new certificate; the signal is on the body that issued it.
        to: &'a CertificateFacts,
        /// The certificate that was suspended or withdrawn.
        from: &'a CertificateFacts,
        /// The day of the suspension or withdrawal.
        sanctioned_on: NaiveDate,
        /// Whether it was a withdrawal.
        withdrawn: bool,
        /// Whether the suspension still ran on the day of issue.
        suspension_runs: bool,
    },
    /// A certificate reached its last day while it was suspended.
    LapsedWhileSuspended {
        /// The certificate; the signal is on the body that issued it.
        certificate: &'a CertificateFacts,
        /// First day of the suspension.
        suspended_from: NaiveDate,
    },
}

impl<'a> Movement<'a> {
    /// The certificate that the signal is about.
    pub fn certificate(&self) -> &'a CertificateFacts {
        match self {
            Self::Transfer { to, .. } => to,
            Self::LapsedWhileSuspended { certificate, .. } => certificate,
        }
    }
}

/// The movements on certificates of all bodies: issues and lapses in the window of the scheme concerned.
///
/// `lookback` months before an issue a suspension that is over, or a withdrawal, no longer counts.
pub fn movements<'a>(
    certificates: &'a [CertificateFacts],
    windows: &BTreeMap<SchemeCode, Window>,
    lookback: u32,
) -> Vec<Movement<'a>> {
    let mut by_holder: BTreeMap<&str, Vec<&CertificateFacts>> = BTreeMap::new();
    for certificate in certificates {
        by_holder.entry(&certificate.holder).or_default().push(certificate);
    }
    let in_window = |scheme: &SchemeCode, day| windows.get(scheme).is_some_and(|window| window.contains(day));
    let mut found = Vec::new();
    for certificate in certificates {
        if in_window(&certificate.scheme, certificate.issued_on) {
            let others = by_holder.get(certificate.holder.as_str()).into_iter().flatten();
            found.extend(others.filter_map(|other| transfer(other, certificate, lookback)));
        }
        if in_window(&certificate.scheme, certificate.valid_until) {
            found.extend(lapse(certificate));
        }
    }
    found
}

fn transfer<'a>(from: &'a CertificateFacts, to: &'a CertificateFacts, lookback: u32) -> Option<Movement<'a>> {
    if from.body == to.body {
        return None;
    }
    let day = to.issued_on;
    let earliest = day.checked_sub_months(Months::new(lookback)).unwrap_or(NaiveDate::MIN);
    let suspension = from.suspensions.iter().filter(|s| s.from <= day && !s.is_empty()).max_by_key(|s| s.from);
    let withdrawn = from.withdrawn_on.filter(|on| *on <= day && *on >= earliest);
    let over = from.withdrawn_on.is_some_and(|on| on <= day);
    // A suspension ends with the certificate: who was withdrawn is no longer suspended.
    let runs = !over && suspension.is_some_and(|s| s.contains(day)) && from.valid_until >= day;
    let suspended = suspension.filter(|s| runs || s.until.unwrap_or(s.from) >= earliest).map(|s| s.from);
    Some(Movement::Transfer {
        to,
        from,
        sanctioned_on: withdrawn.or(suspended)?,
        withdrawn: withdrawn.is_some(),
        suspension_runs: runs,
    })
}

fn lapse(certificate: &CertificateFacts) -> Option<Movement<'_>> {
    if certificate.withdrawn_on.is_some_and(|on| on <= certificate.valid_until) {
        return None;
    }
    let running = certificate.suspensions.iter().find(|suspension| suspension.contains(certificate.valid_until))?;
    Some(Movement::LapsedWhileSuspended { certificate, suspended_from: running.from })
}

/// What a designation that ends does to the certificates of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndingDesignation {
    /// First day without designation.
    pub ends_on: NaiveDate,
    /// Certificates that were valid on that day.
    pub certificates: u32,
    /// The last day on which one of them is usable.
    pub usable_until: NaiveDate,
}

/// The certificates that outlive the designation of their body; none when the designation has no end, was followed by
/// another one, or the last of them was used up before the window.
///
/// A certificate stays usable for `usable_months` after the end, or its remaining validity when that is shorter
/// (Bbl 6.45 lid 4).
pub fn ending_designation(
    body: &BodyFacts,
    scheme: &SchemeCode,
    certificates: &[CertificateFacts],
    window: Window,
    usable_months: u32,
) -> Option<EndingDesignation> {
    let mut periods = body.designations.iter().filter(|d| d.scheme == *scheme).map(|d| d.period);
    let last = periods.by_ref().max_by_key(|period| period.until.unwrap_or(NaiveDate::MAX))?;
    let ends_on = last.until?;
    let limit = ends_on.checked_add_months(Months::new(usable_months)).unwrap_or(NaiveDate::MAX);
    let left: Vec<&CertificateFacts> = certificates
        .iter()
        .filter(|c| c.body == body.code && c.scheme == *scheme && c.issued_on < ends_on && c.valid_until >= ends_on)
        .filter(|c| c.withdrawn_on.is_none_or(|on| on > ends_on))
        .collect();
    let usable_until = left.iter().map(|certificate| certificate.valid_until.min(limit)).max()?;
    (usable_until >= window.from).then(|| EndingDesignation {
        ends_on,
        certificates: u32::try_from(left.len()).unwrap_or(u32::MAX),
        usable_until,
    })
}
