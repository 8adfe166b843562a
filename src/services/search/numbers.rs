//! Firms by number: that of the trade register, that of a certificate, a postcode.

use std::ops::Range;

use super::gather::{number_key, numbered};
use super::lists::merge;
use super::rows::Rows;
use super::splice::Plan;
use super::texts::short;

/// A beginning of a number says something from this length on.
const SHORTEST_BEGINNING: usize = 4;

/// More firms than these do not come from the beginning of a number.
const MOST_BEGINNING: usize = 1_000;

/// The numbers, in order.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    by_kvk: Vec<(u32, u32)>,
    by_certificate: Vec<u32>,
    /// The firm of each certificate.
    firms: Vec<u32>,
    /// Postcodes as numbers, with the firms there.
    postcodes: Vec<u32>,
    at_postcode: Vec<u32>,
}

impl Numbers {
    pub(super) fn build(rows: &Rows, by_certificate: Vec<u32>) -> Self {
        let mut numbers = Self { by_certificate, ..Self::default() };
        let mut at: Vec<(u32, u32)> = Vec::with_capacity(rows.certificates.len());
        for firm in 0..short(rows.len()) {
            numbers.by_kvk.extend(rows.firms.get(firm as usize).map(|cells| (cells.kvk, firm)));
            for cells in rows.certificates.get(rows.certificates_of(firm)).unwrap_or_default() {
                numbers.firms.push(firm);
                at.push((cells.postcode, firm));
            }
        }
        numbers.by_kvk.sort_unstable();
        at.sort_unstable();
        at.dedup();
        (numbers.postcodes, numbers.at_postcode) = at.into_iter().unzip();
        numbers
    }

    /// The numbers of two registers, for the rows that were made of both by these plans for firms and certificates.
    pub(super) fn spliced(old: &Self, new: &Self, rows: &Rows, (firms, certificates): (&Plan, &Plan)) -> Self {
        let at = joined(old.at_postcodes(), new.at_postcodes(), firms);
        let (postcodes, at_postcode) = at.into_iter().unzip();
        let mut of_certificates = Vec::with_capacity(rows.certificates.len());
        for firm in 0..short(rows.len()) {
            of_certificates.extend(rows.certificates_of(firm).map(|_| firm));
        }
        Self {
            by_kvk: joined(old.by_kvk.iter().copied(), new.by_kvk.iter().copied(), firms),
            by_certificate: by_certificate(old, new, rows, certificates),
            firms: of_certificates,
            postcodes,
            at_postcode,
        }
    }

    fn at_postcodes(&self) -> impl Iterator<Item = (u32, u32)> {
        self.postcodes.iter().copied().zip(self.at_postcode.iter().copied())
    }

    /// The firm with this number in the trade register.
    pub(super) fn with_kvk(&self, number: &str) -> Option<u32> {
        let number: u32 = Some(number).filter(|number| number.len() == 8).and_then(digits)?;
        let at = self.by_kvk.binary_search_by_key(&number, |pair| pair.0).ok()?;
        self.by_kvk.get(at).map(|pair| pair.1)
    }

    /// The certificates with exactly this number, whatever signs are in it, with their firms.
    pub(super) fn with_certificate(&self, rows: &Rows, number: &str) -> Vec<(u32, u32)> {
        if !tells(number) {
            return Vec::new();
        }
        let length = number_key(number).count();
        let begins = numbered(rows, &self.by_certificate, number).iter();
        // The shortest come first.
        let whole = begins.take_while(|certificate| number_key(text(rows, **certificate)).count() == length);
        whole.filter_map(|certificate| Some((self.firm_of(*certificate)?, *certificate))).collect()
    }

    /// The firms whose number in the trade register begins so.
    pub(super) fn kvk_begins(&self, beginning: &str) -> Vec<u32> {
        let Some(number) =
            Some(beginning).filter(|text| (SHORTEST_BEGINNING..8).contains(&text.len())).and_then(digits)
        else {
            return Vec::new();
        };
        let scale = 10_u32.pow(short(8 - beginning.len()));
        let from = self.by_kvk.partition_point(|pair| pair.0 < number * scale);
        let firms = self.by_kvk.iter().skip(from).take_while(|pair| pair.0 < (number + 1) * scale);
        firms.take(MOST_BEGINNING).map(|pair| pair.1).collect()
    }

    /// The certificates of which the number begins so, with their firms.
    pub(super) fn certificate_begins(&self, rows: &Rows, beginning: &str) -> Vec<(u32, u32)> {
        if !tells(beginning) {
            return Vec::new();
        }
        let found = numbered(rows, &self.by_certificate, beginning).iter().take(MOST_BEGINNING);
        found.filter_map(|certificate| Some((self.firm_of(*certificate)?, *certificate))).collect()
    }

    fn firm_of(&self, certificate: u32) -> Option<u32> {
        self.firms.get(certificate as usize).copied()
    }

    /// The firms with these postcodes, by postcode.
    pub(super) fn firms_at(&self, codes: &Range<u32>) -> &[u32] {
        let at = |number: u32| self.postcodes.partition_point(|kept| *kept < number);
        self.at_postcode.get(at(codes.start)..at(codes.end)).unwrap_or_default()
    }
}

/// Numbers with firms, of both registers in order.
fn joined(
    old: impl Iterator<Item = (u32, u32)>,
    new: impl Iterator<Item = (u32, u32)>,
    firms: &Plan,
) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = old.filter_map(|(number, firm)| Some((number, firms.of_old(firm)?))).collect();
    merge(&mut pairs, 0, new.map(|(number, firm)| (number, firms.of_new(firm))));
    pairs
}

/// The certificates of both in order of their numbers: the new ones are put where they belong.
fn by_certificate(old: &Numbers, new: &Numbers, rows: &Rows, plan: &Plan) -> Vec<u32> {
    let kept: Vec<u32> = old.by_certificate.iter().filter_map(|certificate| plan.of_old(*certificate)).collect();
    let (mut all, mut rest) = (Vec::with_capacity(plan.len()), kept.as_slice());
    for certificate in new.by_certificate.iter().map(|certificate| plan.of_new(*certificate)) {
        let number = text(rows, certificate);
        let before = rest.partition_point(|other| {
            number_key(text(rows, *other)).cmp(number_key(number)).then(other.cmp(&certificate)).is_lt()
        });
        let (first, after) = rest.split_at(before);
        all.extend_from_slice(first);
        all.push(certificate);
        rest = after;
    }
    all.extend_from_slice(rest);
    all
}

/// Whether it may be the number of a certificate: long enough, and with a digit in it.
fn tells(number: &str) -> bool {
    number_key(number).count() >= SHORTEST_BEGINNING && number.bytes().any(|byte| byte.is_ascii_digit())
}

fn text(rows: &Rows, certificate: u32) -> &str {
    rows.certificates.get(certificate as usize).map_or("", |cells| rows.numbers.get(cells.number))
}

fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
