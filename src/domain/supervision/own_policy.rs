//! A policy of its own: a body that, in one cell of the matrix, mostly imposes another measure than the prescribed one.

use super::exact::{self, Outcomes};
use super::{Level, Thresholds};

/// The figures of one body in one cell; `M` names a measure.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnPolicy<M> {
    /// Audits with an imposed measure.
    pub n: u32,
    /// The measure imposed most, of equals the first given; absent without audits.
    pub most_frequent: Option<MostFrequent<M>>,
    /// Whether the body runs a policy of its own here.
    pub own_policy: bool,
    /// How sure that is: [`Level::None`] when there is no policy of its own.
    pub level: Level,
}

/// The measure imposed most.
#[derive(Debug, Clone, PartialEq)]
pub struct MostFrequent<M> {
    /// Which measure.
    pub measure: M,
    /// How often.
    pub count: u32,
    /// Its share of the audits.
    pub share: f64,
    /// Lower bound of the exact 95 % interval of that share.
    pub lower: f64,
}

/// Judges one cell: which measure is imposed most, and is it with certainty the body's habit and not the matrix?
///
/// A policy of its own needs at least `fewest` audits, another measure than the prescribed one on top, and the lower
/// 95 % bound of its share above one half.
pub fn own_policy<M: Clone + PartialEq>(
    prescribed: &M,
    imposed: &[(M, u32)],
    fewest: u32,
    thresholds: Thresholds,
) -> OwnPolicy<M> {
    let n = imposed.iter().fold(0_u32, |sum, (_, count)| sum.saturating_add(*count));
    // `max_by_key` takes the last of equals, so the order is turned.
    let top = imposed.iter().rev().max_by_key(|(_, count)| *count).filter(|_| n > 0);
    let most_frequent = top.map(|(measure, count)| MostFrequent {
        measure: measure.clone(),
        count: *count,
        share: f64::from(*count) / f64::from(n),
        lower: exact::interval95(*count, n).0,
    });
    let own = most_frequent.as_ref().filter(|top| n >= fewest && top.measure != *prescribed && top.lower > 0.5);
    // A lower bound above one half is the same as less than 2.5 % chance of so many when it were half of the time; the
    // alarm asks the same question more sharply.
    let level = own.map_or(Level::None, |top| {
        let p = Outcomes::binomial(n.into(), 0.5).at_least(top.count.into());
        thresholds.level(p).max(Level::Attention)
    });
    OwnPolicy { n, own_policy: own.is_some(), level, most_frequent }
}
