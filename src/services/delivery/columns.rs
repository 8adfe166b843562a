//! The four kinds of file, their columns, and how a header is recognised.

use std::borrow::Cow;
use std::sync::Arc;

use crate::domain::delivery_report::{Fault, Faults, Warning, visible};

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Certificates (certificaten).
    Certificates,
    /// Audits (onderzoeken).
    Audits,
    /// Nonconformities (afwijkingen).
    Findings,
    /// Sanction decisions (besluiten).
    Decisions,
}

/// How the references in the examples of the templates begin.
pub const EXAMPLE: &str = "VOORBEELD";

/// The sheet of the template with the words to choose from; nobody need take it out.
pub const LISTS: &str = "lijsten";

/// The column that a file with refused rows has besides: what is wrong with each row. Whoever sends the file again need not
/// take it out.
pub const FAULT_COLUMN: &str = "wat_is_er_mis";

/// Columns of certificaten, in the order in which a row is taken apart.
pub const CERTIFICATE_COLUMNS: [&str; 13] = [
    "certificaatnummer",
    "kvk_nummer",
    "vestigingsnummer",
    "naam",
    "straat",
    "huisnummer",
    "postcode",
    "plaats",
    "schema",
    "deelgebied",
    "werkzaamheden",
    "afgegeven_op",
    "geldig_tot",
];
/// Columns of onderzoeken, in the order in which a row is taken apart.
pub const AUDIT_COLUMNS: [&str; 5] = ["onderzoek_id", "certificaatnummer", "soort", "datum", "herstel_vastgesteld_op"];
/// Columns of afwijkingen, in the order in which a row is taken apart.
pub const FINDING_COLUMNS: [&str; 5] = ["afwijking_id", "onderzoek_id", "code", "toelichting", "vervallen_op"];
/// Columns of besluiten, in the order in which a row is taken apart.
pub const DECISION_COLUMNS: [&str; 10] = [
    "besluit_id",
    "onderzoek_id",
    "maatregel",
    "datum",
    "ingangsdatum",
    "hersteltermijn_tot",
    "vervolg",
    "opgeheven_op",
    "herroepen_op",
    "motivering",
];

impl Kind {
    /// Every kind, in the order in which rows depend on each other.
    pub const ALL: [Self; 4] = [Self::Certificates, Self::Audits, Self::Findings, Self::Decisions];

    /// The Dutch name: of the file, of the sheet.
    pub fn word(self) -> &'static str {
        match self {
            Self::Certificates => "certificaten",
            Self::Audits => "onderzoeken",
            Self::Findings => "afwijkingen",
            Self::Decisions => "besluiten",
        }
    }

    /// The columns a file of this kind has.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Certificates => &CERTIFICATE_COLUMNS,
            Self::Audits => &AUDIT_COLUMNS,
            Self::Findings => &FINDING_COLUMNS,
            Self::Decisions => &DECISION_COLUMNS,
        }
    }

    /// The kind with this Dutch name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The kind whose name stands in the name of the file or sheet.
    fn from_name(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        Self::ALL.into_iter().find(|kind| lower.contains(kind.word()))
    }

    /// By its columns first, its name second: a file with another name is still what its columns say.
    fn recognise(name: &str, header: &[String]) -> Option<Self> {
        let score = |kind: Self| kind.columns().iter().filter(|column| header.iter().any(|h| h == *column)).count();
        let best = Self::ALL.into_iter().map(score).max().unwrap_or(0);
        let mut candidates = Self::ALL.into_iter().filter(|kind| score(*kind) == best);
        let by_name = Self::from_name(name);
        match (best, candidates.next(), candidates.next()) {
            (0 | 1, ..) => by_name,
            (_, Some(only), None) => Some(only),
            _ => by_name.filter(|kind| score(*kind) == best),
        }
    }
}

/// Which cell of a row belongs to which column of its kind.
#[derive(Debug)]
pub struct Layout {
    /// What the rows are.
    pub kind: Kind,
    /// Per column of the kind, the position of its cell.
    pub positions: Vec<usize>,
    /// How many cells the header has.
    pub width: usize,
    /// The header as it stands in the file.
    pub header: Vec<String>,
}

impl Layout {
    /// The layout of rows that have exactly the columns of their kind, in order.
    pub(super) fn of(kind: Kind) -> Self {
        let width = kind.columns().len();
        let header = kind.columns().iter().map(|column| (*column).to_owned()).collect();
        Self { kind, positions: (0..width).collect(), width, header }
    }
}

/// Reads a header; what is wrong with it is added to the faults, and then there is no layout.
pub fn layout<'a>(
    file: &Arc<str>,
    header: impl Iterator<Item = &'a str>,
    faults: &mut Faults,
    warnings: &mut Vec<Warning>,
) -> Option<Layout> {
    let written: Vec<String> = header.map(|cell| cell.trim().trim_start_matches('\u{feff}').to_owned()).collect();
    let header: Vec<String> = written.iter().map(|cell| cell.to_lowercase()).collect();
    let Some(kind) = Kind::recognise(file, &header) else {
        faults.push_whole_file(Fault::of_line(
            file,
            1,
            "is niet te herkennen: de eerste regel heeft niet de kolommen van certificaten, onderzoeken, afwijkingen of \
             besluiten. Begin het bestand met de kolomnamen, gescheiden door ; of ,",
        ));
        return None;
    };
    let before = faults.as_slice().len();
    report_missing(file, kind, &header, faults);
    report_duplicates(file, kind, &header, faults);
    warn_of_unknown(file, kind, &header, warnings);
    if faults.as_slice().len() > before {
        return None;
    }
    let position = |column: &&str| header.iter().position(|h| h == column);
    let positions = kind.columns().iter().filter_map(position).collect();
    Some(Layout { kind, positions, width: header.len(), header: written })
}

fn report_missing(file: &Arc<str>, kind: Kind, header: &[String], faults: &mut Faults) {
    for column in kind.columns().iter().filter(|column| !header.iter().any(|h| h == *column)) {
        faults.push_whole_file(Fault {
            column: Some(Cow::Borrowed(column)),
            ..Fault::of_line(file, 1, format!("ontbreekt: {} heeft de kolom {column} nodig", kind.word()))
        });
    }
}

fn report_duplicates(file: &Arc<str>, kind: Kind, header: &[String], faults: &mut Faults) {
    for column in kind.columns() {
        let times = header.iter().filter(|h| h == column).count();
        if times > 1 {
            faults.push_whole_file(Fault {
                column: Some(Cow::Borrowed(column)),
                ..Fault::of_line(file, 1, format!("staat {times} keer in de kop: laat één kolom {column} over"))
            });
        }
    }
}

fn warn_of_unknown(file: &Arc<str>, kind: Kind, header: &[String], warnings: &mut Vec<Warning>) {
    let is_known = |h: &str| h.is_empty() || h == FAULT_COLUMN || kind.columns().contains(&h);
    let unknown: Vec<String> = header.iter().filter(|h| !is_known(h)).map(|h| visible(h)).collect();
    if !unknown.is_empty() {
        let message = format!("onbekende kolommen, niet gelezen: {}", unknown.join(", "));
        warnings.push(Warning { file: file.clone(), message });
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn read(name: &str, header: &[&str]) -> (Option<Layout>, Faults, Vec<Warning>) {
        let (mut faults, mut warnings) = (Faults::default(), Vec::new());
        let found = layout(&Arc::from(name), header.iter().copied(), &mut faults, &mut warnings);
        (found, faults, warnings)
    }

    #[test]
    fn columns_decide_before_the_name_does() {
        let (found, faults, _) = read("besluiten.csv", &AUDIT_COLUMNS);
        assert_eq!(found.unwrap().kind, Kind::Audits);
        assert!(faults.is_empty());
        let (found, faults, _) = read("afwijkingen.csv", &["a", "b"]);
        assert!(found.is_none());
        assert_eq!(faults.as_slice().len(), 5, "every missing column of afwijkingen is named");
        assert!(read("x.csv", &["a", "b"]).1.as_slice()[0].message.contains("niet te herkennen"));
    }

    #[test]
    fn order_and_capitals_are_free_and_unknown_columns_are_named() {
        let (found, _, warnings) =
            read("x.csv", &["Code", "AFWIJKING_ID", "extra", "toelichting", "vervallen_op", " onderzoek_id"]);
        assert_eq!(found.unwrap().positions, [1, 5, 0, 3, 4]);
        assert!(warnings[0].message.ends_with("extra"));
    }

    #[test]
    fn a_column_twice_is_refused() {
        let (found, faults, _) =
            read("x.csv", &["code", "afwijking_id", "code", "toelichting", "vervallen_op", "onderzoek_id"]);
        assert!(found.is_none());
        assert_eq!(faults.as_slice()[0].column.as_deref(), Some("code"));
    }
}
