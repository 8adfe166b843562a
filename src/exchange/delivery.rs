//! The answer to a delivery, as JSON.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::delivery_report::{Fault, Faults, RowCounts, Warning};
use crate::domain::identifiers::BodyCode;

/// What came of a delivery.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report<'a> {
    /// The body that delivered.
    pub instelling: &'a BodyCode,
    /// Whether anything of it was stored.
    pub opgeslagen: bool,
    /// Number of the stored delivery.
    pub aanlevering: Option<i64>,
    /// The last day for which everything is delivered, as stored or as it would be.
    pub volledig_tot: Option<NaiveDate>,
    /// How many rows did what.
    pub geteld: Counts,
    /// What is wrong, by file and line.
    pub fouten: Vec<FaultEntry<'a>>,
    /// Faults beyond the ones named in `fouten`.
    pub meer_fouten: usize,
    /// What the sender should know.
    pub waarschuwingen: Vec<WarningEntry<'a>>,
}

/// Hoeveel rijen of records wat deden.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Aantallen)]
pub struct Counts {
    /// Het register kende ze nog niet.
    pub nieuw: i64,
    /// Het register zei iets anders.
    pub gewijzigd: i64,
    /// Het register zei al hetzelfde.
    pub ongewijzigd: i64,
    /// Niet opgeslagen, omdat er iets mis mee is.
    pub geweigerd: i64,
}

/// One thing that is wrong.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultEntry<'a> {
    /// The file, with the sheet for a workbook.
    pub bestand: &'a str,
    /// The line on which the row starts; the header is line 1; nothing for the file as a whole.
    pub regel: Option<u32>,
    /// The column, when it is about one.
    pub kolom: Option<&'a str>,
    /// What stood there, shortened.
    pub waarde: &'a str,
    /// What is wrong with the value, and what would be right.
    pub melding: &'a str,
    /// The refused row because of which this row is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gevolg_van: Option<PlaceEntry<'a>>,
}

/// A row of the delivery.
#[derive(Debug, Serialize)]
pub struct PlaceEntry<'a> {
    /// The file.
    pub bestand: &'a str,
    /// The line.
    pub regel: u32,
}

/// Something the sender should know.
#[derive(Debug, Serialize)]
pub struct WarningEntry<'a> {
    /// The file.
    pub bestand: &'a str,
    /// What was seen and what was done with it.
    pub melding: &'a str,
}

impl<'a> Report<'a> {
    /// The answer; `stored` is the number of the delivery and nothing when it was not stored.
    pub fn new(
        body: &'a BodyCode,
        stored: Option<i64>,
        complete_through: Option<NaiveDate>,
        counts: RowCounts,
        faults: &'a Faults,
        warnings: &'a [Warning],
    ) -> Self {
        Self {
            instelling: body,
            opgeslagen: stored.is_some(),
            aanlevering: stored,
            volledig_tot: complete_through,
            geteld: counts.into(),
            fouten: faults.as_slice().iter().map(FaultEntry::from).collect(),
            meer_fouten: faults.dropped(),
            waarschuwingen: warnings.iter().map(WarningEntry::from).collect(),
        }
    }
}

impl From<RowCounts> for Counts {
    fn from(counts: RowCounts) -> Self {
        let RowCounts { new, changed, unchanged, refused } = counts;
        Self { nieuw: new, gewijzigd: changed, ongewijzigd: unchanged, geweigerd: refused }
    }
}

impl<'a> From<&'a Fault> for FaultEntry<'a> {
    fn from(fault: &'a Fault) -> Self {
        Self {
            bestand: &fault.file,
            regel: fault.line,
            kolom: fault.column.as_deref(),
            waarde: &fault.value,
            melding: &fault.message,
            gevolg_van: fault.because_of.as_ref().map(|place| PlaceEntry { bestand: &place.file, regel: place.line }),
        }
    }
}

impl<'a> From<&'a Warning> for WarningEntry<'a> {
    fn from(warning: &'a Warning) -> Self {
        Self { bestand: &warning.file, melding: &warning.message }
    }
}
