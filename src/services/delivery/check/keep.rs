//! Writing down what a check found.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CheckedRow, FileCounts, Remark, RowFault, RowOutcome, Storable, Summary, unreadable};
use crate::domain::delivery_report::{Place, RowCounts};
use crate::services::delivery::apply::Receipt;
use crate::services::delivery::columns::Kind;
use crate::services::delivery::compare::Texts;
use crate::services::delivery::plan::{Outcome, Plan, Planned};
use crate::storage::upload_plans::{self, NewPart};
use crate::storage::{Conn, StorageError};

/// How many rows are kept together.
const ROWS_IN_PART: usize = 200;

/// Keeps what a check found, in place of what an earlier one did.
pub(in crate::services::delivery) fn keep(
    conn: &mut Conn,
    upload_id: i64,
    receipt: &Receipt,
) -> Result<(), StorageError> {
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
