//! What the matrix prescribes beside what was imposed.

use super::words::{departure, measure_name};
use crate::domain::assessment::{Assessment, Imposed, Prescription, Recovery, Verdict};
use crate::domain::calendar::in_words;
use crate::domain::matrix::Matrix;
use crate::web::view::{Cell, Column, Table};

pub(super) fn comparison(matrix: &Matrix, assessment: Option<&Assessment>) -> Table {
    let columns = ["Onderdeel", "De matrix schrijft voor", "De instelling besloot"].map(Column::text);
    let mut table = Table::new("Voorgeschreven naast opgelegd", columns)
        .under_heading()
        .or_say("De matrix schrijft bij dit onderzoek niets voor.");
    let Some(found) = assessment else {
        return table.or_say("Er is nog geen oordeel.");
    };
    let imposed = found.imposed.as_ref();
    let nothing = || Cell::text("geen besluit");
    match &found.prescribed {
        Some(prescribed) => compared(matrix, found, prescribed, &mut table),
        None if imposed.is_some() => table.push([
            Cell::heading("Maatregel"),
            Cell::text("niets"),
            imposed.map_or_else(nothing, |i| Cell::text(measure_name(matrix, &i.measure)).note(in_words(i.date))),
        ]),
        None => {}
    }
    table
}

fn compared(matrix: &Matrix, found: &Assessment, prescribed: &Prescription, table: &mut Table) {
    let imposed = found.imposed.as_ref();
    let cell =
        |text: &dyn Fn(&Imposed) -> String| imposed.map_or_else(|| Cell::text("geen besluit"), |i| Cell::text(text(i)));
    table.push([
        Cell::heading("Maatregel"),
        Cell::text(measure_name(matrix, &prescribed.measure)),
        remarked(
            found,
            cell(&|i| measure_name(matrix, &i.measure).to_owned()),
            &[Verdict::TooLight, Verdict::TooHeavy],
        ),
    ]);
    table.push([
        Cell::heading("Besluit"),
        Cell::text(format!("uiterlijk {}", in_words(prescribed.decide_by))),
        remarked(found, cell(&|i| in_words(i.date)), &[Verdict::TooLate]),
    ]);
    if let Some(term) = prescribed.recover_within {
        let set = |i: &Imposed| {
            i.recovery_until.map_or_else(|| "geen termijn".to_owned(), |day| format!("uiterlijk {}", in_words(day)))
        };
        table.push([
            Cell::heading("Herstel"),
            Cell::text(format!("binnen {term} na het besluit")),
            remarked(found, cell(&set), &[Verdict::RecoveryTermMissing, Verdict::RecoveryTermTooLong]),
        ]);
    }
    let rule = matrix.rules().get(prescribed.rule);
    if let (Some(recovery), Some(next)) = (&found.recovery, rule.and_then(|rule| rule.follow_up.as_ref())) {
        table.push([
            Cell::heading("Als herstel uitblijft"),
            Cell::text(measure_name(matrix, &next.measure))
                .note(format!("uiterlijk {}", in_words(recovery.follow_up_by))),
            remarked(found, Cell::text(followed_up(matrix, recovery)), &FOLLOW_UP),
        ]);
    }
}

const FOLLOW_UP: [Verdict; 4] =
    [Verdict::FollowUpTooLight, Verdict::FollowUpTooHeavy, Verdict::FollowUpTooLate, Verdict::NotFollowedUp];

/// The cell with those of the verdicts under it that were given.
fn remarked(found: &Assessment, cell: Cell, verdicts: &[Verdict]) -> Cell {
    let given = found.verdicts.iter().filter(|verdict| verdicts.contains(verdict));
    let said: Vec<String> = given.filter_map(|verdict| departure(*verdict, found)).collect();
    if said.is_empty() { cell } else { cell.note(said.join(", ")) }
}

fn followed_up(matrix: &Matrix, recovery: &Recovery) -> String {
    match (&recovery.follow_up, recovery.established_on) {
        (Some(decision), _) => format!("{} op {}", measure_name(matrix, &decision.measure), in_words(decision.date)),
        (None, Some(day)) if recovery.overdue => format!("geen vervolgbesluit; hersteld op {}", in_words(day)),
        (None, Some(day)) => format!("niet nodig: hersteld op {}", in_words(day)),
        (None, None) if recovery.overdue => "geen vervolgbesluit".to_owned(),
        (None, None) => format!("nog niet nodig: herstel kan tot en met {}", in_words(recovery.until)),
    }
}
