//! From what was found to the page that was asked for, with the reason for each firm.

use std::sync::Arc;

use super::answer::{Answer, Hit, Reason};
use super::asked::Asked;
use super::day::Day;
use super::find::{Found, Search, matches_of};
use super::firm::Firm;
use super::gather::number_key;
use super::order;
use super::rank::firm_of;
use super::snapshot::{Bounds, Snapshot};
use super::term::{Match, Where};
use crate::domain::identifiers::CertificateNumber;
use crate::domain::text::fold;

/// Firms around a postcode that are counted; a million firms in a wide circle are not.
const MOST_COUNTED: usize = 200_000;

/// Answers one question.
#[derive(Clone, Copy)]
pub(super) struct Reply<'a> {
    pub(super) snapshot: &'a Arc<Snapshot>,
    pub(super) day: &'a Day,
    pub(super) bounds: &'a Bounds,
}

impl Reply<'_> {
    /// Every firm within the bounds: by distance when there is one, else by name.
    pub(super) fn listed(self, skip: usize, take: usize) -> Answer {
        if let Some(around) = &self.bounds.around {
            return self.listed_around(around.nearest.iter().map(|near| near.1), skip, take);
        }
        let (total, firms): (u64, Vec<u32>) = if let Some(fitting) = &self.bounds.fitting {
            (fitting.count(), fitting.after(skip as u64).take(take).collect())
        } else {
            let total = self.snapshot.rows.len();
            let end = skip.saturating_add(take).min(total);
            (total as u64, (skip.min(total)..end).filter_map(|at| u32::try_from(at).ok()).collect())
        };
        let hits = firms.into_iter().filter_map(|firm| self.hit(firm, Reason::Listed)).collect();
        Answer { total, at_least: false, hits, steps: take as u64 }
    }

    fn listed_around(self, areas: impl Iterator<Item = u16>, skip: usize, take: usize) -> Answer {
        let (mut total, mut steps, mut at_least, mut hits) = (0_usize, 0, false, Vec::new());
        let page = skip..skip.saturating_add(take);
        for area in areas {
            let firms = self.snapshot.firms_of_area(area);
            let until = total + firms.len();
            if self.bounds.fitting.is_none() && (until <= page.start || total >= page.end) {
                total = until;
                continue;
            }
            if steps > MOST_COUNTED {
                at_least = true;
                break;
            }
            steps += firms.len();
            for firm in firms.iter().filter(|firm| self.bounds.fitting.as_ref().is_none_or(|set| set.has(**firm))) {
                if page.contains(&total) {
                    hits.extend(self.hit(*firm, Reason::Listed));
                }
                total += 1;
            }
        }
        Answer { total: total as u64, at_least, hits, steps: steps as u64 }
    }

    /// The firms within the bounds that match what was typed.
    pub(super) fn matching(self, asked: &Asked, skip: usize, take: usize) -> Answer {
        if let Some(numbered) = self.numbered(asked) {
            return self.page_of(numbered, skip, take, 1);
        }
        let mut search = Search { snapshot: self.snapshot, day: self.day, bounds: self.bounds, steps: 0 };
        let mut found = search.find(asked);
        if found.keys.is_empty() {
            return self.page_of(self.number_begun(asked), skip, take, search.steps);
        }
        let total = found.keys.len() as u64;
        let keys = order::page(self, asked, &mut found, skip, take);
        let Found { at_least, terms, .. } = found;
        let hits = keys.into_iter().filter_map(|key| {
            let matches = matches_of(self.snapshot, &terms, key);
            let required: Vec<(&str, Option<Match>)> = asked
                .words
                .iter()
                .zip(matches)
                .filter(|(word, _)| !word.optional)
                .map(|(word, found)| (word.text.as_str(), found))
                .collect();
            self.hit(firm_of(key), self.reason(firm_of(key), &required))
        });
        Answer { total, at_least, hits: hits.collect(), steps: search.steps }
    }

    /// The firms whose number was typed, whole: that says more than the words around it.
    fn numbered(self, asked: &Asked) -> Option<Vec<(u32, Reason)>> {
        let numbers = &self.snapshot.numbers;
        let found = asked.pieces.iter().find_map(|piece| {
            let kvk = numbers.with_kvk(&key_of(piece)).map(|firm| vec![(firm, Reason::KvkNumber)]);
            kvk.or_else(|| {
                let certificates = numbers.with_certificate(&self.snapshot.rows, piece);
                Some(self.by_certificate(certificates)).filter(|found| !found.is_empty())
            })
        });
        found.map(|found| self.allowed(found))
    }

    /// The firms with a number that begins as what was typed.
    fn number_begun(self, asked: &Asked) -> Vec<(u32, Reason)> {
        let Some(whole) = asked.pieces.first() else { return Vec::new() };
        let by_kvk = self.snapshot.numbers.kvk_begins(&key_of(whole)).into_iter();
        let mut found: Vec<(u32, Reason)> = by_kvk.map(|firm| (firm, Reason::KvkNumber)).collect();
        found.extend(self.by_certificate(self.snapshot.numbers.certificate_begins(&self.snapshot.rows, whole)));
        let mut seen = std::collections::HashSet::new();
        found.retain(|(firm, _)| seen.insert(*firm));
        self.allowed(found)
    }

    fn by_certificate(self, found: Vec<(u32, u32)>) -> Vec<(u32, Reason)> {
        let rows = &self.snapshot.rows;
        let reason = |certificate: u32| {
            let cells = rows.certificates.get(certificate as usize)?;
            CertificateNumber::parse(rows.numbers.get(cells.number)).ok().map(Reason::Certificate)
        };
        found.into_iter().filter_map(|(firm, certificate)| Some((firm, reason(certificate)?))).collect()
    }

    fn allowed(self, mut found: Vec<(u32, Reason)>) -> Vec<(u32, Reason)> {
        found.retain(|(firm, _)| self.bounds.allow(self.snapshot, *firm));
        found
    }

    fn page_of(self, found: Vec<(u32, Reason)>, skip: usize, take: usize, steps: u64) -> Answer {
        let (total, steps) = (found.len() as u64, steps + found.len() as u64);
        let page = found.into_iter().skip(skip).take(take);
        Answer { total, at_least: false, hits: page.filter_map(|(firm, why)| self.hit(firm, why)).collect(), steps }
    }

    fn hit(self, firm: u32, reason: Reason) -> Option<Hit> {
        let area = self.snapshot.area_of(firm);
        Some(Hit {
            reason,
            distance_km: self.bounds.around.as_ref().and_then(|around| around.distance_km(area)),
            may_work: self.day.may_work.has(firm),
            firm: Firm::at(self.snapshot, self.day, firm)?,
        })
    }

    /// The word as it is written in a name of the firm.
    fn written(self, firm: u32, word: u32) -> String {
        let (rows, word) = (&self.snapshot.rows, self.snapshot.index.dictionary.word(word));
        let names = self.snapshot.certificates_of(firm).iter().rev().map(|cells| rows.names.get(cells.name));
        let mut pieces = names.flat_map(str::split_whitespace);
        pieces.find(|piece| fold(piece).split(' ').any(|part| part == word)).unwrap_or(word).to_owned()
    }

    fn reason(self, firm: u32, matches: &[(&str, Option<Match>)]) -> Reason {
        let rows = &self.snapshot.rows;
        if let Some((word, _)) = matches.iter().find(|(_, found)| found.is_none()) {
            return Reason::Without((*word).to_owned());
        }
        let found = || matches.iter().filter_map(|(_, found)| *found);
        if let Some(alike) = found().find(|found| found.fit > 1) {
            let place = || rows.last_of(firm).map_or("", |last| rows.places.get(last.place)).to_owned();
            return Reason::Alike(alike.word.map_or_else(place, |word| self.written(firm, word)));
        }
        let at = |place: Where| found().any(|found| found.at == place);
        if at(Where::Formerly) {
            let certificates = self.snapshot.certificates_of(firm).iter().rev();
            let mut names = certificates.map(|cells| rows.names.get(cells.name));
            let former = names.find(|name| *name != rows.name(firm));
            return Reason::FormerName(former.unwrap_or_default().to_owned());
        }
        if at(Where::Name) {
            Reason::Name
        } else if at(Where::Postcode) {
            Reason::Postcode
        } else {
            Reason::Place
        }
    }
}

fn key_of(piece: &str) -> String {
    String::from_utf8(number_key(piece).collect()).unwrap_or_default()
}
