//! What the sender of a delivery looks at before it is stored: kept with the upload, so that they can leaf through every
//! row while nothing is computed again and nothing is held in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::apply::Receipt;
use super::columns::Kind;
use super::compare::Texts;
use super::plan::{Outcome, Plan, Planned};
use crate::domain::delivery_report::{Place, RowCounts};
use crate::storage::upload_plans::{self, NewPart, Wanted};
use crate::storage::{Conn, Page, Paged, StorageError};

/// How many rows are kept together.
const ROWS_IN_PART: usize = 200;

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

/// Keeps what a check found, in place of what an earlier one did.
pub(super) fn keep(conn: &mut Conn, upload_id: i64, receipt: &Receipt) -> Result<(), StorageError> {
    let plan = &receipt.plan;
    upload_plans::forget(conn, upload_id)?;
    let mut keeper = Keeper { conn, upload_id, gathered: Vec::new(), of: None };
    keeper.refused(plan)?;
    for (outcome, wanted) in [
        (RowOutcome::Changed, (|outcome| matches!(outcome, Outcome::Changed { .. })) as fn(&Outcome) -> bool),
        (RowOutcome::New, |outcome| *outcome == Outcome::New),
        (RowOutcome::Unchanged, |outcome| *outcome == Outcome::Unchanged),
    ] {
        keeper.right(&plan.certificates, outcome, wanted)?;
        keeper.right(&plan.audits, outcome, wanted)?;
        keeper.right(&plan.findings, outcome, wanted)?;
        keeper.right(&plan.decisions, outcome, wanted)?;
    }
    let conn = keeper.conn;
    let summary = serde_json::to_string(&summary(receipt)).map_err(unreadable)?;
    upload_plans::save_summary(conn, upload_id, &summary)
}

fn unreadable(error: impl std::fmt::Display) -> StorageError {
    StorageError::damaged(format!("een gecontroleerde aanlevering: {error}"))
}

/// Gathers rows of one outcome and file until they make a part.
struct Keeper<'a> {
    conn: &'a mut Conn,
    upload_id: i64,
    gathered: Vec<CheckedRow>,
    of: Option<(RowOutcome, Option<Kind>, Arc<str>)>,
}

impl Keeper<'_> {
    fn refused(&mut self, plan: &Plan) -> Result<(), StorageError> {
        let kinds = plan.kinds();
        for (place, faults) in plan.faults.by_row() {
            let faults = faults.into_iter().map(|fault| RowFault {
                column: fault.column.as_deref().map(str::to_owned),
                value: fault.value.clone(),
                message: fault.message.clone(),
            });
            let row = CheckedRow {
                line: place.line,
                reference: plan.refused.get(&place).cloned().unwrap_or_default(),
                says: String::new(),
                changes: Vec::new(),
                faults: faults.collect(),
            };
            let kind = kinds.get(&place.file).copied();
            self.take((RowOutcome::Refused, kind, place.file), row)?;
        }
        self.flush()
    }

    fn right<R: Texts>(
        &mut self,
        rows: &[Planned<R>],
        outcome: RowOutcome,
        wanted: fn(&Outcome) -> bool,
    ) -> Result<(), StorageError> {
        for row in rows.iter().filter(|row| wanted(&row.outcome)) {
            let changes = match &row.outcome {
                Outcome::Changed { fields, .. } => fields.as_slice(),
                Outcome::New | Outcome::Unchanged => &[],
            };
            let checked = CheckedRow {
                line: row.place.line,
                reference: row.record.reference().as_ref().to_owned(),
                says: if changes.is_empty() { row.record.in_short() } else { String::new() },
                changes: changes
                    .iter()
                    .map(|field| (field.column.to_owned(), field.old.clone(), field.new.clone()))
                    .collect(),
                faults: Vec::new(),
            };
            self.take((outcome, Some(R::KIND), row.place.file.clone()), checked)?;
        }
        self.flush()
    }

    fn take(&mut self, of: (RowOutcome, Option<Kind>, Arc<str>), row: CheckedRow) -> Result<(), StorageError> {
        if self.of.as_ref() != Some(&of) || self.gathered.len() >= ROWS_IN_PART {
            self.flush()?;
            self.of = Some(of);
        }
        self.gathered.push(row);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), StorageError> {
        let Some((outcome, kind, file)) = self.of.take().filter(|_| !self.gathered.is_empty()) else { return Ok(()) };
        let content = serde_json::to_string(&self.gathered).map_err(unreadable)?;
        let part = NewPart {
            upload_id: self.upload_id,
            outcome: outcome.word(),
            kind: kind.map_or("", Kind::word),
            file: &file,
            row_count: i64::try_from(self.gathered.len()).unwrap_or(i64::MAX),
            content: &content,
        };
        upload_plans::add_part(self.conn, &part)?;
        self.gathered.clear();
        Ok(())
    }
}

fn summary(receipt: &Receipt) -> Summary {
    let Receipt { plan, complete_through, complete_before, .. } = receipt;
    let storable = match complete_through {
        Some(_) if plan.is_clean() => Storable::All,
        Some(_) if plan.has_valid_part() => Storable::ValidPart,
        _ => Storable::Nothing,
    };
    Summary {
        counts: plan.counts,
        files: by_file(plan),
        warnings: plan
            .warnings
            .iter()
            .map(|warning| Remark {
                file: warning.file.clone(),
                line: None,
                column: None,
                message: warning.message.clone(),
            })
            .collect(),
        file_faults: plan
            .faults
            .of_files()
            .map(|fault| Remark {
                file: fault.file.clone(),
                line: fault.line,
                column: fault.column.as_deref().map(str::to_owned),
                message: fault.message.clone(),
            })
            .collect(),
        unnamed_faults: plan.faults.dropped(),
        storable,
        complete_through: *complete_through,
        moves_on: complete_through > complete_before,
    }
}

/// How many rows of each file do what, in order of name; also of files without rows.
pub fn by_file(plan: &Plan) -> Vec<FileCounts> {
    let mut files: BTreeMap<Arc<str>, RowCounts> =
        plan.files.iter().map(|file| (file.name.clone(), RowCounts::default())).collect();
    for fault in plan.faults.of_files() {
        files.entry(fault.file.clone()).or_default();
    }
    for Place { file, .. } in plan.faults.by_row().into_keys() {
        files.entry(file).or_default().refused += 1;
    }
    add(&mut files, &plan.certificates);
    add(&mut files, &plan.audits);
    add(&mut files, &plan.findings);
    add(&mut files, &plan.decisions);
    let kinds = plan.kinds();
    let counted = files.into_iter().map(|(name, counts)| {
        let kind = kinds.get(&name).map(|kind| kind.word().to_owned());
        FileCounts { name, kind, counts }
    });
    counted.collect()
}

fn add<R: Texts>(files: &mut BTreeMap<Arc<str>, RowCounts>, rows: &[Planned<R>]) {
    for run in rows.chunk_by(|one, next| one.place.file == next.place.file) {
        let Some(first) = run.first() else { continue };
        let counts = files.entry(first.place.file.clone()).or_default();
        for row in run {
            match row.outcome {
                Outcome::New => counts.new += 1,
                Outcome::Unchanged => counts.unchanged += 1,
                Outcome::Changed { .. } => counts.changed += 1,
            }
        }
    }
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
