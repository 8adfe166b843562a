//! A certificate that is taken over by another body carries what was running on the one before it.
//!
//! Deliveries do not name a former certificate, so taking over follows from the dates: a certificate of the same holder under the
//! same scheme, issued by another body while an earlier one with at least one part of the scheme (deelgebied) in common was
//! suspended. The suspension then holds for the new certificate from its first day, until the body that decided it lifts it, or
//! the new body does. A certificate that was withdrawn is not taken over: a new one is then a new application.

use std::collections::BTreeSet;

use chrono::NaiveDate;

/// A suspension of a certificate; one that was revoked never was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// Its first day.
    pub from: NaiveDate,
    /// The first day on which it does not hold any more.
    pub lifted_on: Option<NaiveDate>,
}

/// A certificate of one holder under one scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<B> {
    /// The body that issued it.
    pub body: B,
    /// Its first day.
    pub issued_on: NaiveDate,
    /// The parts of the scheme it is for.
    pub subareas: BTreeSet<String>,
    /// The day on which it was withdrawn.
    pub withdrawn_on: Option<NaiveDate>,
    /// Its own suspensions.
    pub suspensions: Vec<Suspension>,
    /// The days on which its body lifted a suspension, or established recovery in an audit that found nothing new.
    pub lifts: Vec<NaiveDate>,
}

/// A suspension that a certificate carries from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// The place of the certificate that carries it.
    pub to: usize,
    /// The place of the certificate that was suspended.
    pub from: usize,
    /// The place of the suspension among those of that certificate.
    pub suspension: usize,
    /// The day on which the body of the new certificate lifted it.
    pub lifted_on: Option<NaiveDate>,
}

/// What each of these certificates carries; in order of issue.
pub fn carried<B: PartialEq>(certificates: &[Held<B>]) -> Vec<Carried> {
    let mut order: Vec<usize> = (0..certificates.len()).collect();
    order.sort_by_key(|place| certificates[*place].issued_on);
    let mut found: Vec<Carried> = Vec::new();
    for to in order.iter().copied() {
        let day = certificates[to].issued_on;
        let lifted_on = certificates[to].lifts.iter().copied().filter(|lifted| *lifted >= day).min();
        let mut own = Vec::new();
        for from in order.iter().copied().filter(|from| *from != to) {
            for (suspension, one) in certificates[from].suspensions.iter().enumerate() {
                // Whoever took it over before may have lifted it already, and it comes back with who comes back.
                let by_takers = || found.iter().filter(|c| (c.from, c.suspension) == (from, suspension));
                let origins = std::iter::once(from).chain(by_takers().map(|carried| carried.to));
                if !origins.into_iter().any(|origin| takes_over(&certificates[to], &certificates[origin])) {
                    continue;
                }
                let ends = by_takers().filter_map(|carried| carried.lifted_on).chain(one.lifted_on).min();
                if one.from <= day && ends.is_none_or(|end| day < end) {
                    own.push(Carried { to, from, suspension, lifted_on });
                }
            }
        }
        found.extend(own);
    }
    found
}

fn takes_over<B: PartialEq>(to: &Held<B>, from: &Held<B>) -> bool {
    to.body != from.body
        && from.issued_on < to.issued_on
        && !from.subareas.is_disjoint(&to.subareas)
        && from.withdrawn_on.is_none_or(|withdrawn| to.issued_on < withdrawn)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held(body: char, issued: &str, suspensions: &[(&str, Option<&str>)]) -> Held<char> {
        Held {
            body,
            issued_on: day(issued),
            subareas: BTreeSet::from(["1".to_owned()]),
            withdrawn_on: None,
            suspensions: suspensions
                .iter()
                .map(|(from, lifted)| Suspension { from: day(from), lifted_on: lifted.map(day) })
                .collect(),
            lifts: Vec::new(),
        }
    }

    #[test]
    fn a_running_suspension_moves_along_and_one_that_is_over_does_not() {
        let was = held('a', "2024-01-01", &[("2024-05-01", Some("2024-06-01")), ("2025-03-01", None)]);
        let next = held('b', "2025-04-01", &[]);
        let found = carried(&[was.clone(), next.clone()]);
        assert_eq!(found, [Carried { to: 1, from: 0, suspension: 1, lifted_on: None }]);
        let withdrawn = Held { withdrawn_on: Some(day("2025-03-20")), ..was.clone() };
        assert!(carried(&[withdrawn, next.clone()]).is_empty());
        let elsewhere = Held { subareas: BTreeSet::from(["2".to_owned()]), ..next.clone() };
        assert!(carried(&[was.clone(), elsewhere]).is_empty());
        let same_body = Held { body: 'a', ..next.clone() };
        assert!(carried(&[was.clone(), same_body]).is_empty());
        let early = Held { issued_on: day("2025-02-28"), ..next };
        assert!(carried(&[was, early]).is_empty(), "nothing ran on that day");
    }

    #[test]
    fn the_new_body_lifts_it_for_whoever_comes_after_as_well() {
        let was = held('a', "2024-01-01", &[("2025-03-01", None)]);
        let next = Held { lifts: vec![day("2025-05-01")], ..held('b', "2025-04-01", &[]) };
        let found = carried(&[was.clone(), next.clone(), held('c', "2025-06-01", &[])]);
        assert_eq!(found, [Carried { to: 1, from: 0, suspension: 0, lifted_on: Some(day("2025-05-01")) }]);
        let found = carried(&[was, next, held('c', "2025-04-20", &[])]);
        assert_eq!(
            found.iter().map(|c| (c.to, c.lifted_on)).collect::<Vec<_>>(),
            [(1, Some(day("2025-05-01"))), (2, None)]
        );
    }

    proptest! {
        /// However often a holder moves, whatever runs on the day of a move runs on after it.
        #[test]
        fn no_move_loses_a_running_suspension(
            moves in proptest::collection::vec(1u64..200, 1..6),
            from in 1u64..100,
            lifted in proptest::option::of(1u64..900),
        ) {
            let start = day("2024-01-01");
            let after = |days: u64| start + chrono::Days::new(days);
            let lifted_on = lifted.map(|days| after(from + days));
            let mut first = held('a', "2024-01-01", &[]);
            first.suspensions.push(Suspension { from: after(from), lifted_on });
            let mut certificates = vec![first];
            let mut passed = 0;
            for (number, days) in moves.iter().enumerate() {
                passed += days;
                // To and fro between three bodies, also back to the first.
                let body = ['b', 'c', 'a'][number % 3];
                certificates.push(Held { issued_on: after(passed), ..held(body, "2024-01-01", &[]) });
            }
            let found = carried(&certificates);
            for (place, certificate) in certificates.iter().enumerate().skip(1) {
                let runs = after(from) <= certificate.issued_on && lifted_on.is_none_or(|end| certificate.issued_on < end);
                let carries = found.iter().any(|c| c.to == place);
                // Between two certificates of one body nothing moved; after a stay elsewhere it comes along.
                let stayed = certificate.body == 'a' && !found.iter().any(|c| c.to < place);
                prop_assert_eq!(carries, runs && !stayed, "{}", place);
            }
        }
    }
}
