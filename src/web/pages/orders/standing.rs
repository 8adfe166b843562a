//! The words for how an order stands.

use chrono::NaiveDate;

use crate::domain::calendar::in_words;
use crate::domain::order::{Addressee, Course, Giving, State};
use crate::services::orders::{Names, Order};
use crate::web::pages::judged::{moment, until};
use crate::web::view::{Cell, Column, Status, Table, Tone};

/// What an addressee is called, with its code.
pub(super) fn name(to: &Addressee, names: &Names) -> String {
    match (to, names.get(to)) {
        (Addressee::Scheme(code), Some(name)) => format!("{code} {name}"),
        (Addressee::Body(_), Some(name)) => name.clone(),
        (_, None) => to.name(),
    }
}

/// How an order stands with an addressee.
pub(super) fn label(state: State, today: NaiveDate) -> Status {
    match state {
        State::Running(_) if state.is_overdue(today) => Status::new(Tone::Negative, "te laat"),
        State::Running(_) => Status::new(Tone::Info, "loopt"),
        State::Reported(_) => Status::new(Tone::Warning, "gemeld, TloKB oordeelt"),
        State::Met => Status::new(Tone::Positive, "voldaan"),
        State::NotMet(_) => Status::new(Tone::Negative, "niet voldaan"),
        State::Released => Status::new(Tone::Neutral, "vervallen"),
    }
}

/// How an order stands as a whole, and what that means.
pub(super) fn standing(order: &Order, today: NaiveDate) -> (Status, String) {
    let states: Vec<State> = order.addressed.iter().filter_map(|one| one.course.as_ref().map(Course::state)).collect();
    let count = |wanted: fn(&State, NaiveDate) -> bool| states.iter().filter(|state| wanted(state, today)).count();
    match &order.giving {
        Giving::Drafted(_) => (
            Status::new(Tone::Warning, "ontwerp"),
            "Deze last is opgesteld en heeft nog geen gevolgen. Een tweede toezichthouder geeft haar of stuurt haar terug."
                .to_owned(),
        ),
        Giving::Dropped => {
            (Status::new(Tone::Neutral, "niet doorgegaan"), "Deze last is niet gegeven.".to_owned())
        }
        Giving::Given(_) => {
            let (late, open) = (
                count(|state, today| state.is_overdue(today) || matches!(state, State::NotMet(_))),
                count(|state, _| state.due_on().is_some()),
            );
            let done = states.len() - open;
            let label = match (late, open) {
                (0, 0) => Status::new(Tone::Positive, "afgerond"),
                (0, _) => Status::new(Tone::Info, "loopt"),
                _ => Status::new(Tone::Negative, "te laat"),
            };
            let reported = count(|state, _| matches!(state, State::Reported(_)));
            let sentence = if states.len() == 1 {
                match (late, reported, open) {
                    (1, _, _) => "De termijn is voorbij. De last kan nog worden uitgevoerd.",
                    (_, 1, _) => "Er is gemeld dat de last is uitgevoerd. TloKB oordeelt daarover.",
                    (_, _, 1) => "De last loopt nog.",
                    _ => "De last is afgerond.",
                }
                .to_owned()
            } else {
                format!(
                    "Van de {} geadresseerden {} klaar, {} gemeld en {} te laat.",
                    states.len(),
                    if done == 1 { "is er 1".to_owned() } else { format!("zijn er {done}") },
                    if reported == 1 { "heeft 1 de uitvoering".to_owned() } else { format!("hebben {reported} de uitvoering") },
                    match late {
                        0 => "is niemand".to_owned(),
                        1 => "is er 1".to_owned(),
                        more => format!("zijn er {more}"),
                    },
                )
            };
            (label, sentence)
        }
    }
}

/// Who is where.
pub(super) fn overview(order: &Order, names: &Names, today: NaiveDate) -> Table {
    let columns = ["Geadresseerde", "Stand", "Uiterlijk", "Laatste stap"].map(Column::text);
    let rows = order.addressed.iter().filter_map(|one| {
        let course = one.course.as_ref()?;
        let due = course.state().due_on();
        let last = course.steps().last().map_or_else(|| "gegeven".to_owned(), |step| moment(step.at));
        let due = match due {
            Some(day) => Cell::text(in_words(day)).note(until(day, today)),
            None => Cell::text("–"),
        };
        Some([
            Cell::heading(name(&one.to, names)).linked(format!("#geadresseerde-{}", one.id)),
            Cell::status(label(course.state(), today)),
            due,
            Cell::text(last),
        ])
    });
    Table::new("Wie is waar", columns).under_heading().with(rows)
}
