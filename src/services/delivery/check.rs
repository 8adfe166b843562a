//! What the sender of a delivery looks at before it is stored: kept with the upload, so that they can leaf through every
//! row while nothing is computed again and nothing is held in memory.

mod keep;

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::columns::Kind;
use crate::domain::delivery_report::RowCounts;
use crate::storage::upload_plans::{self, Wanted};
use crate::storage::{Conn, Page, Paged, StorageError};

pub use keep::by_file;
pub(super) use keep::keep;

/// What storing a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowOutcome {
    /// Nothing: it is wrong.
    Refused,
    /// The register says something else now.
    Changed,
    /// The register does not know it yet.
    New,
    /// The register says the same already.
    Unchanged,
}

impl RowOutcome {
    /// Every outcome, in the order in which rows are shown: what asks for attention first.
    pub const ALL: [Self; 4] = [Self::Refused, Self::Changed, Self::New, Self::Unchanged];

    /// The Dutch word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Refused => "geweigerd",
            Self::Changed => "gewijzigd",
            Self::New => "nieuw",
            Self::Unchanged => "ongewijzigd",
        }
    }

    /// The outcome with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// What can be stored of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Storable {
    /// Everything is right.
    All,
    /// Some rows are refused; the others can be stored.
    ValidPart,
    /// Nothing.
    Nothing,
}

/// How many rows of one file do what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCounts {
    /// The file, with the sheet for a workbook.
    pub name: Arc<str>,
    /// What its rows are, in the Dutch word; none when the header was not understood.
    pub kind: Option<String>,
    /// How many rows do what.
    pub counts: RowCounts,
}

/// Something about a file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The file; empty when it is about the delivery as a whole.
    pub file: Arc<str>,
    /// The line, when it is about one.
    pub line: Option<u32>,
    /// The column, when it is about one.
    pub column: Option<String>,
    /// Dutch: what was seen, and what to do.
    pub message: String,
}

/// What a delivery would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many rows do what.
    pub counts: RowCounts,
    /// The same by file, in order of name.
    pub files: Vec<FileCounts>,
    /// What the sender should know.
    pub warnings: Vec<Remark>,
    /// What is wrong with files or their headers.
    pub file_faults: Vec<Remark>,
    /// How many faults of rows are counted without being named.
    pub unnamed_faults: usize,
    /// What can be stored.
    pub storable: Storable,
    /// The last day for which everything is delivered, as it would be stored.
    pub complete_through: Option<NaiveDate>,
    /// Whether storing moves that day on, also when no row changes.
    pub moves_on: bool,
}

/// A fault of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// The column, when it is about one.
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What stood there.
    #[serde(rename = "w", default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Dutch: what is wrong, and what would be right.
    #[serde(rename = "m")]
    pub message: String,
}

/// A row with what storing it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRow {
    /// The line on which it starts.
    #[serde(rename = "l")]
    pub line: u32,
    /// The body's own reference; empty when it could not be read.
    #[serde(rename = "r", default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Of a row that is right: what else it says, in short.
    #[serde(rename = "z", default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    /// Of a row that changes: the columns that differ, what the register says and what the delivery says.
    #[serde(rename = "v", default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<(String, String, String)>,
    /// Of a row that is refused: everything that is wrong with it. Beyond the hundred thousandth fault of a delivery nothing.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<RowFault>,
}

/// A row with where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRow {
    /// What storing it would do.
    pub outcome: RowOutcome,
    /// What it is; none in a file whose header was not understood.
    pub kind: Option<Kind>,
    /// The file it stands in.
    pub file: String,
    /// The row.
    pub row: CheckedRow,
}

/// Which rows to look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// Only rows with this outcome.
    pub outcome: Option<RowOutcome>,
    /// Only rows of this kind.
    pub kind: Option<Kind>,
    /// Only rows of this file.
    pub file: Option<String>,
}

impl RowFilter {
    fn wanted(&self) -> Wanted<'_> {
        Wanted {
            outcome: self.outcome.map(RowOutcome::word),
            kind: self.kind.map(Kind::word),
            file: self.file.as_deref(),
        }
    }
}

fn unreadable(error: impl std::fmt::Display) -> StorageError {
    StorageError::damaged(format!("een gecontroleerde aanlevering: {error}"))
}

/// The summary that is kept of an upload; none as long as it was not checked.
pub(super) fn kept(conn: &mut Conn, upload_id: i64) -> Result<Option<Summary>, StorageError> {
    let text = upload_plans::summary(conn, upload_id)?;
    text.map(|text| serde_json::from_str(&text).map_err(unreadable)).transpose()
}

/// The wanted rows of a page.
pub(super) fn rows(
    conn: &mut Conn,
    upload_id: i64,
    filter: &RowFilter,
    page: Page,
) -> Result<Paged<ListedRow>, StorageError> {
    let sizes = upload_plans::sizes(conn, upload_id, &filter.wanted())?;
    let total: i64 = sizes.iter().map(|(_, rows)| rows).sum();
    let (first, behind) = (page.offset(), page.offset() + page.limit());
    let mut listed = Vec::new();
    let mut begin = 0;
    for (id, count) in sizes {
        let end = begin + count;
        if begin < behind && end > first {
            let skip = usize::try_from(first - begin).unwrap_or(0);
            let take = usize::try_from(behind.min(end) - first.max(begin)).unwrap_or(0);
            listed.extend(part(conn, upload_id, id)?.into_iter().skip(skip).take(take));
        }
        begin = end;
    }
    Ok(Paged { rows: listed, total, page })
}

fn part(conn: &mut Conn, upload_id: i64, id: i64) -> Result<Vec<ListedRow>, StorageError> {
    let Some(part) = upload_plans::part(conn, upload_id, id)? else { return Ok(Vec::new()) };
    let outcome = RowOutcome::from_word(&part.outcome).ok_or_else(|| unreadable("onbekende uitkomst"))?;
    let kind = Kind::from_word(&part.kind);
    let rows: Vec<CheckedRow> = serde_json::from_str(&part.content).map_err(unreadable)?;
    Ok(rows.into_iter().map(|row| ListedRow { outcome, kind, file: part.file.clone(), row }).collect())
}

/// Hands over all refused rows of an upload, part by part.
pub(super) fn each_refused<E: From<StorageError>>(
    conn: &mut Conn,
    upload_id: i64,
    mut take: impl FnMut(ListedRow) -> Result<(), E>,
) -> Result<(), E> {
    let wanted = Wanted { outcome: Some(RowOutcome::Refused.word()), ..Wanted::default() };
    for (id, _) in upload_plans::sizes(conn, upload_id, &wanted)? {
        part(conn, upload_id, id)?.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}
