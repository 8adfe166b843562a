//! How every certificate stands on one day, and which firms fit which filters then. Made beside the requests for today and
//! tomorrow, so that midnight makes no one wait.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::bits::Bits;
use super::question::{Filters, Wanted};
use super::rows::{Kind, Rows};
use super::texts::short;
use crate::domain::certificate::Standing;
use crate::domain::identifiers::BodyCode;

/// The filters that were asked last are kept ready; there are far more combinations than anybody asks.
const KEPT_FILTERS: usize = 64;

/// The register on a day.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    /// From which day on measures are shown; all when none is set.
    pub(super) oldest: Option<NaiveDate>,
    standings: Vec<Standing>,
    /// The firms that may work under at least one certificate.
    pub(super) may_work: Bits,
    /// How many firms may work under a certificate of each body.
    firms_of: HashMap<BodyCode, u64>,
    fitting: Mutex<Vec<(Filters, Arc<Bits>)>>,
}

impl Day {
    pub(super) fn new(rows: &Rows, day: NaiveDate, oldest: Option<NaiveDate>) -> Self {
        let count = rows.certificates.len();
        let standings: Vec<Standing> =
            (0..count).map(|at| rows.standing(at, day, oldest).unwrap_or(Standing::NotYet)).collect();
        let mut may_work = Bits::none(rows.len());
        let mut firms_of: HashMap<&BodyCode, (u64, u32)> = HashMap::new();
        for firm in 0..short(rows.len()) {
            for at in rows.certificates_of(firm) {
                let Some(kind) = rows.certificates.get(at).and_then(|cells| rows.kinds.get(cells.kind as usize)) else {
                    continue;
                };
                if standings.get(at).is_some_and(|standing| standing.allows_work()) {
                    may_work.add(firm);
                    let counted = firms_of.entry(&kind.body.code).or_insert((0, u32::MAX));
                    if counted.1 != firm {
                        *counted = (counted.0 + 1, firm);
                    }
                }
            }
        }
        let firms_of = firms_of.into_iter().map(|(body, (firms, _))| (body.clone(), firms)).collect();
        Self { date: day, oldest, standings, may_work, firms_of, fitting: Mutex::default() }
    }

    /// How many firms may work under a certificate of this body.
    pub(super) fn firms_of(&self, body: &BodyCode) -> u64 {
        self.firms_of.get(body).copied().unwrap_or_default()
    }

    /// The firms that fit the filters; nothing when there are no filters to fit.
    pub(super) fn fitting(&self, rows: &Rows, filters: &Filters) -> Option<Arc<Bits>> {
        if filters.is_empty() {
            return None;
        }
        let kept = || self.fitting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, fitting)) = kept().iter().find(|(known, _)| known == filters) {
            return Some(Arc::clone(fitting));
        }
        // Made without holding the lock: others need not wait for these.
        let fitting = Arc::new(self.fit(rows, filters));
        let mut kept = kept();
        if kept.len() >= KEPT_FILTERS {
            kept.remove(0);
        }
        kept.push((filters.clone(), Arc::clone(&fitting)));
        Some(fitting)
    }

    fn fit(&self, rows: &Rows, filters: &Filters) -> Bits {
        let kinds: Vec<bool> = rows.kinds.iter().map(|kind| kind_fits(kind, filters)).collect();
        let mut fitting = Bits::none(rows.len());
        for firm in 0..short(rows.len()) {
            let certificates = rows.certificates_of(firm).filter(|at| {
                let kind = rows.certificates.get(*at).map(|cells| cells.kind as usize);
                kind.and_then(|kind| kinds.get(kind)).copied().unwrap_or_default()
            });
            let mut standings = certificates.filter_map(|at| self.standings.get(at).copied()).peekable();
            if standings.peek().is_some() && stands(standings, filters.standing) {
                fitting.add(firm);
            }
        }
        fitting
    }
}

fn kind_fits(kind: &Kind, filters: &Filters) -> bool {
    filters.scheme.as_ref().is_none_or(|code| kind.scheme.scheme.code == *code)
        && filters.body.as_ref().is_none_or(|code| kind.body.code == *code)
        && filters.work.is_none_or(|work| kind.scope.activities.allow(work))
        && filters.subarea.as_ref().is_none_or(|part| kind.scope.subareas.contains(part))
}

fn stands(mut standings: impl Iterator<Item = Standing>, wanted: Option<Wanted>) -> bool {
    match wanted {
        None => true,
        Some(Wanted::MayWork) => standings.any(Standing::allows_work),
        Some(Wanted::MayNotWork) => !standings.any(Standing::allows_work),
        Some(Wanted::Suspended) => standings.any(|standing| standing == Standing::Suspended),
        Some(Wanted::Withdrawn) => standings.any(|standing| standing == Standing::Withdrawn),
        Some(Wanted::Expired) => standings.any(|standing| standing == Standing::Expired),
    }
}
