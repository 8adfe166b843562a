//! What a body should have delivered, as both the body and the regulator see it.

use chrono::NaiveDate;

use crate::domain::calendar::in_words;
use crate::domain::delivery_calendar::{Due, Expected, Rhythm};
use crate::services::delivery::calendar::BodyCalendar;
use crate::web::format::plural;
use crate::web::view::{Cell, Column, Status, Table, Tone};

/// How often, in a sentence.
pub(super) fn rhythm(rhythm: Rhythm) -> String {
    let each = match rhythm.months() {
        1 => "Elke maand".to_owned(),
        3 => "Elk kwartaal".to_owned(),
        6 => "Elk half jaar".to_owned(),
        12 => "Elk jaar".to_owned(),
        months => format!("Elke {months} maanden"),
    };
    format!("{each}, uiterlijk {} na afloop.", plural(rhythm.days().into(), "dag", "dagen"))
}

/// From the first day to the last.
pub(super) fn period(period: &Expected) -> String {
    format!("{} tot en met {}", in_words(period.from), in_words(period.through))
}

/// How a period stands.
pub(super) fn due(due: Due) -> Status {
    match due {
        Due::Delivered { late: None, .. } => Status::new(Tone::Positive, "op tijd"),
        Due::Delivered { late: Some(days), .. } => {
            Status::new(Tone::Warning, format!("{} te laat", plural(days.into(), "dag", "dagen")))
        }
        Due::Running => Status::new(Tone::Neutral, "loopt nog"),
        Due::Expected => Status::new(Tone::Info, "nu aan te leveren"),
        Due::Overdue { .. } => Status::new(Tone::Negative, "ontbreekt"),
    }
}

/// The periods, the latest first.
pub(super) fn table(calendar: &BodyCalendar) -> Table {
    let columns = [Column::text("Periode"), Column::text("Uiterlijk"), Column::text("Stand")];
    let came = |on: NaiveDate| format!("compleet op {}", in_words(on));
    Table::new("Wat aangeleverd moet zijn, de laatste periode eerst", columns)
        .under_heading()
        .or_say("Er is nog niets om aan te leveren.")
        .with(calendar.periods.iter().map(|expected| {
            let standing = Cell::status(due(expected.due));
            [
                Cell::heading(period(expected)),
                Cell::text(in_words(expected.by)),
                match expected.due {
                    Due::Delivered { on, .. } => standing.note(came(on)),
                    Due::Overdue { days } => standing.note(format!("{} te laat", plural(days.into(), "dag", "dagen"))),
                    Due::Running | Due::Expected => standing,
                },
            ]
        }))
}

#[cfg(test)]
pub(super) fn sample() -> BodyCalendar {
    use crate::domain::delivery_calendar::{Received, calendar};
    use crate::domain::identifiers::{BodyCode, KvkNumber};
    use crate::domain::period::Period;
    use crate::services::delivery::calendar::Body;
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default();
    let received = [Received { on: day(10, 20), through: day(9, 30) }, Received { on: day(9, 1), through: day(8, 31) }];
    let body = BodyCode::parse("bravo").ok().zip(KvkNumber::parse("99000001").ok());
    let (code, kvk_number) = body.unwrap_or_else(|| unreachable!("a code and a number"));
    BodyCalendar {
        body: Body { id: 1, code, name: "Bravo Certificatie".to_owned(), kvk_number },
        rhythm: Rhythm::default(),
        complete_through: Some(day(9, 30)),
        periods: calendar(&[], &[Period::open(day(1, 1))], &received, day(11, 24), 4),
    }
}
