//! The answer to "may this firm do the work?".

use std::collections::BTreeSet;

use crate::domain::appliance::Appliance;
use crate::domain::delivered::Activity;
use crate::language::Language;
use crate::services::Known;
use crate::services::register::{self, Listing};
use crate::web::answer::Answer;
use crate::web::moment::{Moment, Tense};
use crate::web::standing::{self, Permission, capital};
use crate::web::view::{Cell, Column, Status, Table, Tone};

/// The answer for the firm with this name.
pub(super) fn answer(
    name: &str,
    listings: &[Listing],
    permission: &register::Permission<'_>,
    moment: &Moment,
) -> Answer {
    let language = moment.language;
    let day = match moment.tense() {
        Tense::Today => language.text_with("holder-today", &[("day", moment.day_in_words().into())]),
        Tense::Past | Tense::Future => language.text_with("holder-on", &[("day", moment.day_in_words().into())]),
    };
    if listings.is_empty() && moment.known != Known::Now {
        return not_there_yet(name, day, moment);
    }
    let words = Permission::of(permission, moment.day, moment.today, language);
    let said = Said { name, moment, words: &words };
    let covered = covered(permission);
    Answer {
        tone: words.label(language).tone,
        day,
        word: said.word(covered.as_ref()),
        sentence: said.sentence(),
        notes: said.notes(permission, covered.as_ref()),
        advice: said.advice(),
    }
}

/// The register did not know the firm then.
fn not_there_yet(name: &str, day: String, moment: &Moment) -> Answer {
    let language = moment.language;
    let values = [("name", name.into()), ("known", language.day(moment.known_on).into())];
    Answer {
        tone: Tone::Neutral,
        day,
        word: language.text("holder-word-unknown").into_owned(),
        sentence: language.text_with("holder-not-there-yet", &values),
        notes: Vec::new(),
        advice: Vec::new(),
    }
}

/// The kinds of appliances that some work may be done on, when the schemes say what they are for.
fn covered(permission: &register::Permission<'_>) -> Option<BTreeSet<Appliance>> {
    let appliances = register::appliances(permission)?;
    Some(appliances.into_iter().filter(|(_, work)| !work.is_empty()).map(|(appliance, _)| appliance).collect())
}

/// What is said of a firm.
struct Said<'a> {
    name: &'a str,
    moment: &'a Moment,
    words: &'a Permission,
}

impl Said<'_> {
    fn language(&self) -> Language {
        self.moment.language
    }

    fn word(&self, covered: Option<&BTreeSet<Appliance>>) -> String {
        let language = self.language();
        match (self.words, covered) {
            (Permission::All(_), Some(covered)) if missing(covered).is_empty() => {
                language.text("holder-word-yes").into()
            }
            (Permission::All(_), Some(covered)) => {
                let appliances = standing::appliances(covered, language);
                language.text_with("holder-word-yes-for", &[("appliances", appliances.into())])
            }
            (Permission::All(_), None) => language.text("holder-word-yes").into(),
            (Permission::Some { .. }, _) => language.text("holder-word-partly").into(),
            (Permission::None { status: None, .. }, _) => language.text("holder-word-no").into(),
            (Permission::None { status: Some(status), .. }, _) => {
                let label = standing::label(*status, language).word;
                language.text_with("holder-word-no-because", &[("label", label.into())])
            }
        }
    }

    fn sentence(&self) -> String {
        let tense = self.moment.tense().name();
        let begin = [("name", self.name.into()), ("tense", tense.into()), ("day", self.moment.day_in_words().into())];
        let [name, tense, day] = begin;
        match self.words {
            Permission::All(work) => {
                self.language().text_with("holder-sentence-yes", &[name, tense, day, ("work", work.as_str().into())])
            }
            Permission::Some { may, may_not, because } => {
                let rest = [
                    ("may", may.as_str().into()),
                    ("not", may_not.as_str().into()),
                    ("because", because.as_str().into()),
                ];
                let [may, not, because] = rest;
                self.language().text_with("holder-sentence-partly", &[name, tense, day, may, not, because])
            }
            Permission::None { because, .. } => self
                .language()
                .text_with("holder-sentence-no", &[name, tense, day, ("because", because.as_str().into())]),
        }
    }

    /// For what the firm is not certified, and until when it may go on.
    fn notes(&self, permission: &register::Permission<'_>, covered: Option<&BTreeSet<Appliance>>) -> Vec<String> {
        let language = self.language();
        let mut notes = Vec::new();
        if let (Permission::All(_), Some(covered)) = (self.words, covered) {
            let missing = missing(covered);
            if !missing.is_empty() {
                let values = [
                    ("tense", self.moment.tense().name().into()),
                    ("appliances", standing::appliances(&missing, language).into()),
                ];
                notes.push(language.text_with("holder-not-for", &values));
            }
        }
        notes.extend(permission.may.iter().filter_map(|(listing, _)| standing::consequence(listing, self.moment)));
        notes
    }

    fn advice(&self) -> Vec<String> {
        let keys: &[&str] = match (self.words, self.moment.tense()) {
            (Permission::All(_), _) => &["holder-advice-compare"],
            (Permission::Some { .. }, _) => &["holder-advice-look", "holder-advice-compare"],
            (Permission::None { .. }, Tense::Past) => &["holder-advice-check", "holder-advice-tell"],
            (Permission::None { .. }, Tense::Today | Tense::Future) => {
                &["holder-advice-stop", "holder-advice-other", "holder-advice-report"]
            }
        };
        keys.iter().map(|key| self.language().text(key).into_owned()).collect()
    }
}

/// The kinds of appliances that are not covered; what is no appliance itself does not count.
fn missing(covered: &BTreeSet<Appliance>) -> BTreeSet<Appliance> {
    let is_appliance = |kind: &Appliance| !matches!(kind, Appliance::AirSupply | Appliance::Flue);
    Appliance::ALL.into_iter().filter(|kind| is_appliance(kind) && !covered.contains(kind)).collect()
}

/// Per kind of appliance the work that may be done on it.
pub(super) fn table(appliances: &[(Appliance, Vec<Activity>)], language: Language) -> Table {
    let columns = ["holder-column-appliance", "holder-column-may", "holder-column-work"];
    let rows = appliances.iter().map(|(appliance, work)| {
        let (tone, key) =
            if work.is_empty() { (Tone::Negative, "standing-no") } else { (Tone::Positive, "standing-yes") };
        let verbs: Vec<_> = work.iter().map(|activity| standing::verb(*activity, language)).collect();
        let mut name = Cell::heading(capital(&standing::appliance(*appliance, language)));
        if *appliance == Appliance::Boiler {
            name = name.note(language.text("standing-hybrid"));
        }
        let verbs = if verbs.is_empty() { "–".to_owned() } else { language.list(&verbs) };
        [name, Cell::status(Status::new(tone, language.text(key))), Cell::text(verbs)]
    });
    Table::new(language.text("holder-appliances"), columns.map(|key| Column::text(language.text(key))))
        .under_heading()
        .with(rows)
}
