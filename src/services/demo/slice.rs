//! What a body would have delivered by a certain day: the demonstration replays three years of deliveries, so that the
//! register has a past.

use chrono::NaiveDate;

use super::table::{BrokenDemo, Files, Table, cell, date};

/// The rows that existed on the day, without what happened to them later.
///
/// # Errors
/// [`BrokenDemo`] when a file lacks a column or holds something that is no date.
pub(super) fn known_on(files: &Files, day: NaiveDate) -> Result<Files, BrokenDemo> {
    let certificates = until(&files.certificates, "afgegeven_op", &[], day)?;
    let audits = until(&files.audits, "datum", &["herstel_vastgesteld_op"], day)?;
    let audit = audits.column("onderzoek_id")?;
    let existing: std::collections::HashSet<&str> = audits.rows.iter().map(|row| cell(row, audit)).collect();
    let mut findings = Table::read(&files.findings)?;
    let of_audit = findings.column("onderzoek_id")?;
    findings.rows.retain(|row| existing.contains(cell(row, of_audit)));
    forget(&mut findings, &["vervallen_op"], day)?;
    let decisions = until(&files.decisions, "datum", &["opgeheven_op", "herroepen_op"], day)?;
    Ok(Files {
        certificates: certificates.write()?,
        audits: audits.write()?,
        findings: findings.write()?,
        decisions: decisions.write()?,
    })
}

/// The table with the rows dated up to the day; later dates in the columns `later` are not known yet.
fn until(bytes: &[u8], dated: &str, later: &[&str], day: NaiveDate) -> Result<Table, BrokenDemo> {
    let mut table = Table::read(bytes)?;
    let column = table.column(dated)?;
    let mut kept = Vec::with_capacity(table.rows.len());
    for row in std::mem::take(&mut table.rows) {
        if date(cell(&row, column))?.is_some_and(|dated| dated <= day) {
            kept.push(row);
        }
    }
    table.rows = kept;
    forget(&mut table, later, day)?;
    Ok(table)
}

/// Empties the cells of these columns that tell of a later day.
fn forget(table: &mut Table, columns: &[&str], day: NaiveDate) -> Result<(), BrokenDemo> {
    for name in columns {
        let column = table.column(name)?;
        for row in &mut table.rows {
            if date(cell(row, column))?.is_some_and(|later| later > day)
                && let Some(text) = row.get_mut(column)
            {
                text.clear();
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn what_happened_later_is_not_known_yet() {
        let files = Files {
            certificates: b"nummer;afgegeven_op\n1;2025-01-01\n2;2026-01-01\n".to_vec(),
            audits: b"onderzoek_id;datum;herstel_vastgesteld_op\nA;2025-02-01;2025-09-01\nB;2025-08-01;\n".to_vec(),
            findings: b"onderzoek_id;vervallen_op\nA;\nB;\n".to_vec(),
            decisions: b"onderzoek_id;datum;opgeheven_op;herroepen_op\nA;2025-02-10;2025-06-30;2025-07-01\n".to_vec(),
        };
        let known = known_on(&files, "2025-06-30".parse().unwrap()).unwrap();
        let rows =
            |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(rows(known.certificates), ["1;2025-01-01"]);
        assert_eq!(rows(known.audits), ["A;2025-02-01;"]);
        assert_eq!(rows(known.findings), ["A;"]);
        assert_eq!(rows(known.decisions), ["A;2025-02-10;2025-06-30;"]);
    }
}
