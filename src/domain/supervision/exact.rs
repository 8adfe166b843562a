//! Exact tests on counts: binomial, conditional binomial and Fisher's test, all as sums over outcomes.
//!
//! Such a test asks which share of the total weight some outcomes have. The weights follow from each other by an exact
//! ratio, so they are walked outward from the likeliest outcome and never need a factorial. That keeps twelve digits and
//! more at any count; differences of log-gammas, from which statistics libraries build these probabilities, lose one
//! digit for every factor ten in the counts. (Tried with statrs 0.18: at a hundred thousand audits its binomial tail is off
//! in the ninth digit and its hypergeometric is not a number; at a hundred million its beta quantile does not return.)

/// Outcomes whose weights differ less than this, relatively, count as equally likely: rounding must not part a tie.
const TIE: f64 = 1e-7;

/// Relative weights of the outcomes of a discrete, unimodal distribution.
pub(super) struct Outcomes {
    /// The outcome of the first weight; outcomes left out at either side weigh nothing in double precision.
    first: u64,
    weights: Vec<f64>,
    total: f64,
}

impl Outcomes {
    /// Number of successes in `trials`, each with this probability (strictly between 0 and 1).
    pub(super) fn binomial(trials: u64, probability: f64) -> Self {
        let odds = probability / (1.0 - probability);
        let mode = (real(trials + 1) * probability).floor().min(real(trials));
        Self::walk(0, trials, whole(mode), |k| real(trials - k) / real(k + 1) * odds)
    }

    /// Number of marked ones among `drawn`, out of a population of which `marked` are marked.
    pub(super) fn hypergeometric(population: u64, marked: u64, drawn: u64) -> Self {
        let (low, high) = ((marked + drawn).saturating_sub(population), marked.min(drawn));
        let mode = (real(marked + 1) * real(drawn + 1) / real(population + 2)).floor();
        Self::walk(low, high, whole(mode).clamp(low, high), |k| {
            let (up, down) = (real(marked - k) * real(drawn - k), real(k + 1));
            up / down / real(population + k + 1 - marked - drawn)
        })
    }

    /// `ratio(k)` is the weight of k + 1 divided by that of k.
    fn walk(low: u64, high: u64, mode: u64, ratio: impl Fn(u64) -> f64) -> Self {
        let above = (mode..high).scan(1.0, |weight, k| {
            *weight *= ratio(k);
            (*weight > 0.0).then_some(*weight)
        });
        let below = (low..mode).rev().scan(1.0, |weight, k| {
            *weight /= ratio(k);
            (*weight > 0.0).then_some(*weight)
        });
        let mut weights: Vec<f64> = below.collect();
        let first = mode - weights.len() as u64;
        weights.reverse();
        weights.push(1.0);
        weights.extend(above);
        let total = sum(&weights);
        Self { first, weights, total }
    }

    /// The sum of this number and an independent other one.
    pub(super) fn plus(&self, other: &Self) -> Self {
        let mut weights = vec![0.0; self.weights.len() + other.weights.len() - 1];
        for (place, weight) in self.weights.iter().enumerate() {
            for (sum, other) in weights.iter_mut().skip(place).zip(&other.weights) {
                *sum += weight * other;
            }
        }
        let total = sum(&weights);
        Self { first: self.first + other.first, weights, total }
    }

    fn weight(&self, outcome: u64) -> f64 {
        let place = outcome.checked_sub(self.first).and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| self.weights.get(place)).copied().unwrap_or(0.0)
    }

    fn share(&self, weight: f64) -> f64 {
        (weight / self.total).min(1.0)
    }

    /// The probability of this outcome.
    pub(super) fn probability(&self, outcome: u64) -> f64 {
        self.share(self.weight(outcome))
    }

    /// The probability of this outcome or a greater one.
    pub(super) fn at_least(&self, outcome: u64) -> f64 {
        match outcome.checked_sub(self.first) {
            None | Some(0) => 1.0,
            Some(place) => self.share(sum(self.weights.iter().skip(usize::try_from(place).unwrap_or(usize::MAX)))),
        }
    }

    /// The probability of this outcome or a smaller one.
    pub(super) fn at_most(&self, outcome: u64) -> f64 {
        let count = (outcome + 1).saturating_sub(self.first);
        self.share(sum(self.weights.iter().take(usize::try_from(count).unwrap_or(usize::MAX))))
    }

    /// The probability of all outcomes that are no likelier than this one: the two-sided p-value.
    pub(super) fn no_likelier_than(&self, outcome: u64) -> f64 {
        let bound = self.weight(outcome) * (1.0 + TIE);
        self.share(sum(self.weights.iter().filter(|weight| **weight <= bound)))
    }
}

/// Adds up from plain zero; the sum of no numbers in the standard library is minus zero, which would be printed so.
fn sum<'a>(weights: impl IntoIterator<Item = &'a f64>) -> f64 {
    weights.into_iter().fold(0.0, |sum, weight| sum + weight)
}

/// The exact (Clopper–Pearson) two-sided 95 % interval of a share, as lower and upper bound; 0 and 1 where the count
/// touches the edge. `n` is at least 1 and `d` at most `n`.
pub(super) fn interval95(d: u32, n: u32) -> (f64, f64) {
    let lower = if d == 0 { 0.0 } else { lower_bound(d.into(), n.into()) };
    let upper = if d >= n { 1.0 } else { upper_bound(d.into(), n.into()) };
    (lower, upper)
}

/// What is left in each tail by a two-sided 95 % interval, and the standard normal deviation that leaves as much.
const HALF: f64 = 0.025;
const DEVIATION: f64 = 1.959_963_984_540_054;

/// The share at which `d` or more out of `n` has a probability of 2.5 %.
fn lower_bound(d: u64, n: u64) -> f64 {
    solve((0.0, real(d) / real(n)), wilson(d, n, -DEVIATION), |share| {
        let outcomes = Outcomes::binomial(n, share);
        (outcomes.at_least(d) - HALF, outcomes.probability(d) * real(d) / share)
    })
}

/// The share at which `d` or fewer out of `n` has a probability of 2.5 %.
fn upper_bound(d: u64, n: u64) -> f64 {
    solve((real(d) / real(n), 1.0), wilson(d, n, DEVIATION), |share| {
        let outcomes = Outcomes::binomial(n, share);
        (HALF - outcomes.at_most(d), outcomes.probability(d) * real(n - d) / (1.0 - share))
    })
}

/// Wilson's score bound: near the exact one, and where the search for that one starts.
fn wilson(d: u64, n: u64, deviation: f64) -> f64 {
    let (n, share, square) = (real(n), real(d) / real(n), deviation * deviation);
    let spread = deviation * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt();
    (share + square / (2.0 * n) + spread) / (1.0 + square / n)
}

/// The share between the bounds at which a rising function is zero: steps of Newton, halving when a step leaves the
/// bounds. `error_and_slope` gives the value and its derivative.
fn solve(bounds: (f64, f64), start: f64, error_and_slope: impl Fn(f64) -> (f64, f64)) -> f64 {
    const STEPS: u32 = 100;
    let ((mut low, mut high), mut share) = (bounds, start);
    for _ in 0..STEPS {
        if !(low < share && share < high) {
            share = f64::midpoint(low, high);
        }
        let (error, slope) = error_and_slope(share);
        if error > 0.0 {
            high = share;
        } else {
            low = share;
        }
        let next = share - error / slope;
        if (next - share).abs() <= share * 1e-15 {
            break;
        }
        share = next;
    }
    share.clamp(bounds.0, bounds.1)
}

#[expect(clippy::cast_precision_loss, reason = "counts are sums of 32-bit counts, far below 2^53")]
pub(super) fn real(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a floored number from 0 to a count")]
fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() <= 1e-11 * right.abs()
    }

    #[test]
    fn tails_keep_their_digits_at_large_counts() {
        // From scipy 1.17: binom.sf and hypergeom.cdf.
        assert!(close(Outcomes::binomial(100_000, 0.05).at_least(5000), 0.502_025_961_459_801_9));
        assert!(close(Outcomes::binomial(1_000_000, 0.05).at_least(50_500), 0.011_041_122_391_130_916));
        assert!(close(Outcomes::hypergeometric(100_000, 20_000, 30_000).at_most(5900), 0.042_907_629_648_241_76));
    }

    #[test]
    fn the_interval_touches_the_edges() {
        let (lower, upper) = interval95(0, 40);
        assert!(lower == 0.0 && close(upper, 0.088_097_302_878_802_37));
        let (lower, upper) = interval95(50, 50);
        assert!(close(lower, 0.928_878_263_535_802_4) && upper >= 1.0);
        let (lower, upper) = interval95(1, 1);
        assert!(close(lower, 0.025) && upper >= 1.0);
    }

    #[test]
    fn an_outcome_beyond_double_precision_is_impossible_and_no_fault() {
        let outcomes = Outcomes::binomial(1_000_000, 0.05);
        assert!(outcomes.at_least(900_000) == 0.0);
        assert!(outcomes.no_likelier_than(900_000) == 0.0);
        assert!(outcomes.at_least(0) >= 1.0);
    }

    #[test]
    fn a_sum_of_binomials_with_one_chance_is_binomial() {
        let sum = Outcomes::binomial(30, 0.2).plus(&Outcomes::binomial(12, 0.2));
        let whole = Outcomes::binomial(42, 0.2);
        assert!((0..=42).all(|outcome| close(sum.probability(outcome), whole.probability(outcome))));
        assert!(close(sum.no_likelier_than(2), whole.no_likelier_than(2)));
    }

    #[test]
    fn equal_halves_are_a_tie() {
        assert!(close(Outcomes::binomial(10, 0.5).no_likelier_than(7), 0.343_75));
    }
}
