//! The page of a version of a scheme.

use serde::Serialize;

use super::{above, matrix, path};
use crate::domain::designation::{End, Ground, ground_on, usable_after_designation};
use crate::domain::scheme::System;
use crate::language::Language;
use crate::services::scheme_book::{BookScheme, BookVersion};
use crate::web::address::with_query;
use crate::web::layout::Section;
use crate::web::moment::{Chooser, Moment};
use crate::web::render::Page;
use crate::web::standing;
use crate::web::view::{Cell, Column, Fact, Link, Status, Table, Tone};

/// A version of a scheme with its sanction matrix.
#[derive(Debug, Clone, Serialize)]
pub struct SchemeVersionPage {
    /// The form for another day.
    pub moment: Chooser,
    /// The name of the scheme.
    pub name: String,
    /// The code of the scheme.
    pub code: String,
    /// The label of the version.
    pub version: String,
    /// Whether the version is in force on the day.
    pub status: Status,
    /// From when until when the version is in force, in a sentence.
    pub in_force: String,
    /// That the scheme is not designated on the day, and what that means.
    pub consequence: Option<String>,
    /// Owner, system, name of the matrix.
    pub facts: Vec<Fact>,
    /// The parts of the scope and what they stand for.
    pub subareas: Option<Table>,
    /// All versions of the scheme, latest first.
    pub versions: Table,
    /// The measures, from light to heavy, with what they do to a certificate.
    pub measures: Table,
    /// Per category of nonconformity, from heavy to light: its rules and its catalogue.
    pub categories: Vec<CategorySection>,
    /// What makes a nonconformity count heavier, each in a sentence.
    pub aggravations: Vec<String>,
    /// How repetition counts, in a sentence.
    pub repetition: String,
    /// How terms are counted, in a sentence.
    pub terms: String,
    /// The guide about this scheme, for a version that is in force now.
    pub guide: Option<String>,
}

/// A category of nonconformities.
#[derive(Debug, Clone, Serialize)]
pub struct CategorySection {
    /// The id on the page.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What the matrix prescribes the first, second, … time.
    pub rules: Table,
    /// The nonconformities of the category.
    pub catalogue: Table,
}

impl Page for SchemeVersionPage {
    const TEMPLATE: &'static str = "pages/schemes/version";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        let values = [("code", self.code.as_str().into()), ("version", self.version.as_str().into())];
        language.text_with("schemes-version-title", &values)
    }

    fn description(&self, language: Language) -> String {
        let values = [("code", self.code.as_str().into()), ("version", self.version.as_str().into())];
        language.text_with("described-version", &values)
    }

    fn section(&self) -> Section {
        Section::Schemes
    }

    fn trail(&self, language: Language) -> Vec<Link> {
        above(language)
    }
}

pub(super) fn page(scheme: &BookScheme, version: &BookVersion, moment: &Moment) -> SchemeVersionPage {
    let (matrix, language) = (&version.matrix, moment.language);
    let (tone, key) = match () {
        () if version.in_force.contains(moment.day) => (Tone::Positive, "schemes-in-force"),
        () if version.in_force.from > moment.day => (Tone::Info, "schemes-not-yet"),
        () => (Tone::Neutral, "schemes-no-more"),
    };
    let system = match scheme.scheme.system {
        System::Co => "schemes-system-co",
        System::Ekv => "schemes-system-ekv",
    };
    let no_name = || language.text("schemes-no-name").into_owned();
    SchemeVersionPage {
        moment: moment.chooser(&path(scheme, version)),
        name: scheme.scheme.name.clone(),
        code: scheme.scheme.code.to_string(),
        version: version.label.to_string(),
        status: Status::new(tone, language.text(key)),
        in_force: in_force(version, language),
        consequence: consequence(scheme, moment),
        facts: vec![
            Fact::new(language.text("schemes-column-owner"), scheme.scheme.owner.clone()),
            Fact::new(language.text("schemes-system"), language.text(system)),
            Fact::new(language.text("schemes-matrix"), matrix.name().map_or_else(no_name, str::to_owned)),
        ],
        subareas: subareas(scheme, language),
        versions: versions(scheme, version, moment),
        measures: matrix::measures(matrix, language),
        categories: matrix
            .categories()
            .iter()
            .rev()
            .map(|category| matrix::category(matrix, category, language))
            .collect(),
        aggravations: matrix
            .aggravations()
            .iter()
            .map(|aggravation| matrix::aggravation(matrix, aggravation, language))
            .collect(),
        repetition: matrix::repetition(matrix, language),
        terms: matrix::terms(matrix, language),
        guide: version.in_force.contains(moment.day).then(|| {
            let code = scheme.scheme.code.as_str();
            language.path(&with_query("/sanctiewijzer", [("schema", code), ("datum", &moment.day.to_string())]))
        }),
    }
}

fn in_force(version: &BookVersion, language: Language) -> String {
    let [label, from] =
        [("version", version.label.as_str().into()), ("from", language.day(version.in_force.from).into())];
    match version.in_force.until {
        None => language.text_with("schemes-from", &[label, from]),
        Some(until) => language.text_with("schemes-from-until", &[label, from, ("until", language.day(until).into())]),
    }
}

/// That the scheme is not designated on the day, since when, and until when its certificates are usable.
pub(super) fn consequence(scheme: &BookScheme, moment: &Moment) -> Option<String> {
    let Ground::Ended(since) = ground_on(&scheme.designated, moment.day) else { return None };
    let lapse = scheme.scheme.lapses.iter().find(|lapse| lapse.days.from == since);
    let key = match lapse.map(|lapse| lapse.end) {
        Some(End::Suspended) => "schemes-suspended",
        Some(End::Withdrawn) | None => "schemes-withdrawn",
    };
    let last = usable_after_designation(since);
    let values = [("since", moment.language.day(since).into()), ("last", moment.language.day(last).into())];
    Some(moment.language.text_with(key, &values))
}

fn subareas(scheme: &BookScheme, language: Language) -> Option<Table> {
    let described = &scheme.scheme.subareas;
    let columns = ["schemes-column-subarea", "schemes-column-label", "schemes-column-appliances"];
    let rows = described.iter().map(|subarea| {
        let kinds = subarea.appliances.iter().copied().collect();
        [
            Cell::heading(subarea.code.clone()),
            Cell::text(subarea.label.clone()),
            Cell::text(standing::capital(&standing::appliances(&kinds, language))),
        ]
    });
    (!described.is_empty()).then(|| {
        Table::new(language.text("schemes-subareas"), columns.map(|key| Column::text(language.text(key))))
            .under_heading()
            .with(rows)
    })
}

fn versions(scheme: &BookScheme, shown: &BookVersion, moment: &Moment) -> Table {
    let language = moment.language;
    let columns = ["schemes-column-label-of-version", "schemes-column-from", "schemes-column-until"];
    let rows = scheme.versions.iter().rev().map(|version| {
        let label = Cell::heading(version.label.as_str());
        let open = || language.text("schemes-open").into_owned();
        [
            if version.id == shown.id { label } else { label.linked(moment.link(&path(scheme, version))) },
            Cell::text(language.day(version.in_force.from)),
            Cell::text(version.in_force.until.map_or_else(open, |day| language.day(day))),
        ]
    });
    Table::new(language.text("schemes-versions"), columns.map(|key| Column::text(language.text(key))))
        .under_heading()
        .with(rows)
}
