//! Moves the invented deliveries of one body in time, so that a demonstration always ends last month.
//!
//! Terms are what the product judges, so they must survive the move: an audit moves by whole months, its decision keeps
//! its distance in days to the audit, and terms in months keep their distance in months to the decision.

use std::collections::HashMap;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use super::table::{BrokenDemo, Files, Table, cell, date, move_cell};

/// How far, and up to which day at the latest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    months: i32,
    last_day: NaiveDate,
}

impl Shift {
    /// The move that brings data which end on `ends_on` to the end of the month before `today`.
    pub(super) fn to_last_month(ends_on: NaiveDate, today: NaiveDate) -> Self {
        let last_day = today.with_day(1).and_then(|first| first.pred_opt()).unwrap_or(today);
        let months = (last_day.year() - ends_on.year()) * 12 + month(last_day) - month(ends_on);
        Self { months, last_day }
    }

    /// The last day that the moved data may know.
    pub(super) fn last_day(self) -> NaiveDate {
        self.last_day
    }

    /// The day so many whole months later or earlier; a day that the month does not have becomes its last.
    pub(super) fn by_months(self, day: NaiveDate) -> NaiveDate {
        let months = Months::new(self.months.unsigned_abs());
        let moved = if self.months < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) };
        moved.unwrap_or(day)
    }

    fn decision(self, audit: NaiveDate, decision: NaiveDate) -> NaiveDate {
        (self.by_months(audit) + (decision - audit)).min(self.last_day)
    }
}

fn month(day: NaiveDate) -> i32 {
    i32::try_from(day.month()).unwrap_or_default()
}

/// Moves all dates of a body's files.
///
/// # Errors
/// [`BrokenDemo`] when a file lacks a column or holds something that is no date.
pub(super) fn shift(files: &Files, by: Shift) -> Result<Files, BrokenDemo> {
    let mut certificates = Table::read(&files.certificates)?;
    certificates.move_dates(&["afgegeven_op", "geldig_tot"], |day| by.by_months(day))?;
    let mut audits = Table::read(&files.audits)?;
    let mut decisions = Table::read(&files.decisions)?;
    let audit_dates = dates_by_audit(&audits, "datum")?;
    let corrections = move_decisions(&mut decisions, &audit_dates, by)?;
    move_audits(&mut audits, &corrections, by)?;
    let mut findings = Table::read(&files.findings)?;
    findings.move_dates(&["vervallen_op"], |day| by.by_months(day))?;
    Ok(Files {
        certificates: certificates.write()?,
        audits: audits.write()?,
        findings: findings.write()?,
        decisions: decisions.write()?,
    })
}

fn dates_by_audit(table: &Table, name: &str) -> Result<HashMap<String, NaiveDate>, BrokenDemo> {
    let (id, column) = (table.column("onderzoek_id")?, table.column(name)?);
    let mut dates = HashMap::with_capacity(table.rows.len());
    for row in &table.rows {
        if let Some(day) = date(cell(row, column))? {
            dates.insert(cell(row, id).to_owned(), day);
        }
    }
    Ok(dates)
}

/// Moves the decisions and returns per audit how many days its first decision lies beside the move by months.
fn move_decisions(
    decisions: &mut Table,
    audit_dates: &HashMap<String, NaiveDate>,
    by: Shift,
) -> Result<HashMap<String, TimeDelta>, BrokenDemo> {
    let (id, follow_up) = (decisions.column("onderzoek_id")?, decisions.column("vervolg")?);
    let decided = decisions.column("datum")?;
    let recovery = decisions.column("hersteltermijn_tot")?;
    let happened = [
        decided,
        decisions.column("ingangsdatum")?,
        decisions.column("opgeheven_op")?,
        decisions.column("herroepen_op")?,
    ];
    let mut corrections: HashMap<String, TimeDelta> = HashMap::new();
    for row in &mut decisions.rows {
        let audit = cell(row, id).to_owned();
        let day = date(cell(row, decided))?.ok_or_else(|| BrokenDemo(format!("besluit bij {audit} zonder datum")))?;
        let audit_day = *audit_dates.get(&audit).ok_or_else(|| BrokenDemo(format!("onderzoek {audit} ontbreekt")))?;
        // A follow-up hangs on the recovery term of the decision before it, which moved with that decision.
        let correction = match corrections.get(&audit) {
            Some(known) if cell(row, follow_up) == "ja" => *known,
            _ => by.decision(audit_day, day) - by.by_months(day),
        };
        let moved = |day: NaiveDate| by.by_months(day) + correction;
        move_cell(row, recovery, moved)?;
        for column in happened {
            move_cell(row, column, |day| moved(day).min(by.last_day))?;
        }
        corrections.entry(audit).or_insert(correction);
    }
    Ok(corrections)
}

fn move_audits(audits: &mut Table, corrections: &HashMap<String, TimeDelta>, by: Shift) -> Result<(), BrokenDemo> {
    let (id, day, recovered) =
        (audits.column("onderzoek_id")?, audits.column("datum")?, audits.column("herstel_vastgesteld_op")?);
    for row in &mut audits.rows {
        let correction = corrections.get(cell(row, id)).copied().unwrap_or_default();
        move_cell(row, day, |day| by.by_months(day))?;
        move_cell(row, recovered, |day| (by.by_months(day) + correction).min(by.last_day))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn data_end_on_the_last_day_of_last_month() {
        let shift = Shift::to_last_month(date("2026-06-30"), date("2027-03-15"));
        assert_eq!(shift.last_day(), date("2027-02-28"));
        assert_eq!(shift.by_months(date("2026-06-30")), date("2027-02-28"));
        let back = Shift::to_last_month(date("2026-06-30"), date("2026-05-02"));
        assert_eq!(back.by_months(date("2026-06-30")), date("2026-04-30"));
    }

    #[test]
    fn a_decision_keeps_its_distance_in_days_and_its_term_in_months() {
        let files = Files {
            certificates: b"afgegeven_op;geldig_tot\r\n2024-01-31;2029-01-31\r\n".to_vec(),
            audits: b"onderzoek_id,datum,herstel_vastgesteld_op\nA1,2026-01-20,2026-04-30\n".to_vec(),
            findings: b"afwijking_id;vervallen_op\nA1-1;\n".to_vec(),
            decisions: b"onderzoek_id;datum;ingangsdatum;hersteltermijn_tot;vervolg;opgeheven_op;herroepen_op\n\
                A1;2026-02-10;2026-02-10;2026-05-10;nee;;\nA1;2026-05-15;2026-05-15;;ja;;\n"
                .to_vec(),
        };
        let moved = shift(&files, Shift::to_last_month(date("2026-06-30"), date("2026-12-01"))).unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        assert_eq!(text(moved.certificates), "afgegeven_op;geldig_tot\r\n2024-06-30;2029-06-30\r\n");
        // 20 January to 10 February is 21 days, and so is 20 June to 11 July; three months later is 11 October.
        assert_eq!(
            text(moved.decisions).lines().skip(1).collect::<Vec<_>>(),
            ["A1;2026-07-11;2026-07-11;2026-10-11;nee;;", "A1;2026-10-16;2026-10-16;;ja;;"]
        );
        assert_eq!(text(moved.audits).lines().nth(1).unwrap(), "A1,2026-06-20,2026-10-01");
    }

    #[test]
    fn nothing_moves_past_the_last_day() {
        let shift = Shift::to_last_month(date("2026-06-30"), date("2027-03-15"));
        assert_eq!(shift.decision(date("2026-06-01"), date("2026-06-30")), date("2027-02-28"));
    }
}
