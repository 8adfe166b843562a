//! A draft matrix run over audits of the past, beside the matrix that was in force on the day of each.
//!
//! Under the draft the whole history of a holder counts as if the draft had always been in force, also what lies before the
//! period: what is compared is one policy with another, not the day on which one takes the place of the other. Only audits in
//! the period are counted. Decisions never change what is prescribed; they are held against both.
//!
//! A pure function of its input: holders may be added in any order and in as many parts as memory asks for, and the outcome is
//! the same.

mod largest;
mod outcome;
mod part;
mod sentences;
mod tally;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use outcome::{
    BodyPart, ChangedAudit, ChangedCell, Outcome, Part, Practice, Prescriptions, Share, SizePart, Unknown, UnknownCodes,
};

use super::assessment::{Audit, Case, CaseFaults, assess_across};
use super::comparison::Scale;
use super::identifiers::BodyCode;
use super::matrix::Matrix;
use super::period::Period;
use part::Both;
use tally::Tally;
use view::View;

/// How large a firm is, by the certificates that it holds: the register knows neither staff nor turnover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FirmSize {
    /// No or one certificate.
    One,
    /// Two or three.
    Few,
    /// Four or more.
    Many,
}

impl FirmSize {
    /// Every size, the smallest first.
    pub const ALL: [Self; 3] = [Self::One, Self::Few, Self::Many];

    /// The size of a firm with so many certificates.
    pub fn of(certificates: usize) -> Self {
        match certificates {
            0 | 1 => Self::One,
            2 | 3 => Self::Few,
            _ => Self::Many,
        }
    }

    /// The Dutch words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::One => "1 certificaat",
            Self::Few => "2 of 3 certificaten",
            Self::Many => "4 of meer certificaten",
        }
    }
}

/// The days whose audits are counted; both ends belong to it, and without an end it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub through: Option<NaiveDate>,
}

/// A first day that lies after the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("de periode begint op {from} en eindigt op {through}: de eerste dag moet op of voor de laatste liggen")]
pub struct BackToFront {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub through: NaiveDate,
}

impl Days {
    /// The days between these two.
    ///
    /// # Errors
    /// [`BackToFront`] when no day lies between them.
    pub fn between(from: Option<NaiveDate>, through: Option<NaiveDate>) -> Result<Self, BackToFront> {
        match from.zip(through) {
            Some((from, through)) if through < from => Err(BackToFront { from, through }),
            _ => Ok(Self { from, through }),
        }
    }

    /// Whether a day of the period belongs to it.
    pub fn meet(&self, period: &Period) -> bool {
        self.through.is_none_or(|through| period.from <= through)
            && period.until.is_none_or(|until| self.from.is_none_or(|from| from < until))
    }

    /// Whether the day belongs to it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.through.is_none_or(|through| day <= through)
    }
}

/// An audit as a replay takes it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'m, 's> {
    /// The audit, with the body that did it.
    pub audit: &'s Audit,
    /// The matrix that was in force on its date.
    pub in_force: &'m Matrix,
    /// The day as of which its body is seen; without one it is only history to others.
    pub as_of: Option<NaiveDate>,
}

/// A matrix that was in force, with the ladder that it and the draft have in common.
#[derive(Debug)]
struct Version<'m> {
    matrix: &'m Matrix,
    scale: Scale,
}

/// A replay that is going on.
#[derive(Debug)]
pub struct Replay<'m> {
    draft: &'m Matrix,
    /// Those that came by so far.
    versions: Vec<Version<'m>>,
    days: Days,
    tally: Tally,
}

impl<'m> Replay<'m> {
    /// A replay of a draft over the audits of these days.
    pub fn new(draft: &'m Matrix, days: Days) -> Self {
        Self { draft, versions: Vec::new(), days, tally: Tally::default() }
    }

    /// The position of a matrix among the versions; one that is new gets its ladder.
    fn version(&mut self, matrix: &'m Matrix) -> usize {
        let known = self.versions.iter().position(|version| std::ptr::eq(version.matrix, matrix));
        known.unwrap_or_else(|| {
            self.versions.push(Version { matrix, scale: Scale::of(matrix, self.draft) });
            self.versions.len() - 1
        })
    }

    /// Adds one firm with its whole history under the scheme, in any order.
    ///
    /// # Errors
    /// [`CaseFaults`] when an audit does not fit the matrix that was in force. What the draft does not know is no fault: it
    /// does not count there, and the outcome names it.
    pub fn add(&mut self, size: FirmSize, history: &[Subject<'m, '_>]) -> Result<(), CaseFaults> {
        let view = View::of(history, self.draft);
        let in_force: Vec<Case<'_>> =
            history.iter().map(|subject| Case { audit: subject.audit, matrix: subject.in_force }).collect();
        let drafted: Vec<Case<'_>> = view.audits().map(|audit| Case { audit, matrix: self.draft }).collect();
        let mut order: Vec<_> = history.iter().enumerate().collect();
        order.sort_by_key(|(_, subject)| place(subject.audit));
        let days: BTreeSet<NaiveDate> = history.iter().filter_map(|subject| subject.as_of).collect();
        for as_of in days {
            let before = assess_across(&in_force, as_of)?;
            let after = assess_across(&drafted, as_of)?;
            // The outcomes stand in the same order, and leave out the same audits.
            let existing = order.iter().filter(|(_, subject)| subject.audit.date <= as_of);
            for (((at, subject), before), after) in existing.zip(before).zip(after) {
                if subject.as_of == Some(as_of) && self.days.contains(subject.audit.date) {
                    let version = self.version(subject.in_force);
                    let Some(Version { matrix: in_force, scale }) = self.versions.get(version) else { continue };
                    self.tally.count(size, version, Both { before, after, in_force, draft: self.draft, scale });
                    view.unknown_in(*at, &mut self.tally.unknown);
                }
            }
        }
        Ok(())
    }

    /// How many audits were counted so far.
    pub fn judged(&self) -> u64 {
        self.tally.all.judged
    }

    /// What came out.
    pub fn finish(self) -> Outcome {
        let cells = self.tally.cells();
        let bodies = self.tally.bodies.iter().map(|(body, part)| BodyPart {
            body: body.clone(),
            sentence: sentences::practice(body, &part.practice),
            part: part.clone(),
        });
        let sizes = FirmSize::ALL.iter().map(|size| SizePart {
            size: size.words().to_owned(),
            part: self.tally.sizes.get(size).cloned().unwrap_or_default(),
        });
        let audits = self
            .tally
            .largest
            .told(&self.versions.iter().map(|version| version.matrix).collect::<Vec<_>>(), self.draft);
        Outcome {
            from: self.days.from,
            through: self.days.through,
            bodies: bodies.collect(),
            sizes: sizes.collect(),
            sentence: sentences::whole(&self.tally.all),
            all: self.tally.all,
            cells,
            audits,
            unknown: UnknownCodes {
                findings: listed(self.tally.unknown.findings),
                measures: listed(self.tally.unknown.measures),
            },
        }
    }
}

/// Where an audit stands in the order of an assessment.
fn place(audit: &Audit) -> (NaiveDate, &str, Option<&BodyCode>) {
    (audit.date, audit.id.as_str(), audit.body.as_ref())
}

fn listed(counts: BTreeMap<String, u64>) -> Vec<Unknown> {
    counts.into_iter().map(|(code, count)| Unknown { code, count }).collect()
}
