//! Reading the terms and counts of a matrix.

use crate::domain::calendar::{Term, TermUnit};
use crate::domain::json::{Fields, Log, Place};

/// The longest terms that still make sense: about a thousand years, and few enough working days to walk past each.
const MOST: [(&str, TermUnit, i64); 5] = [
    ("dagen", TermUnit::Days, 365_250),
    ("weken", TermUnit::Weeks, 52_180),
    ("maanden", TermUnit::Months, 12_000),
    ("jaren", TermUnit::Years, 1_000),
    ("werkdagen", TermUnit::WorkingDays, 10_000),
];

/// A whole number from 1 on.
pub(super) fn positive(fields: &Fields<'_>, name: &str, log: &mut Log) -> Option<u32> {
    fields.integer(name, 1, 1_000_000, log).and_then(|number| u32::try_from(number).ok())
}

/// A term in one of the units, within its bounds.
pub(super) fn term(parent: &Fields<'_>, name: &str, log: &mut Log) -> Option<Term> {
    let fields = parent.object(name, log)?;
    fields.warn_of_others(&["aantal", "eenheid"], log);
    let unit = fields.text("eenheid", log).and_then(|text| {
        let found = MOST.iter().find(|(word, ..)| *word == text);
        if found.is_none() {
            let message = format!("«{text}» is onbekend; kies uit dagen, weken, maanden, jaren, werkdagen");
            log.fault(fields.at("eenheid"), message);
        }
        found
    });
    let most = unit.map_or(365_250, |(.., most)| *most);
    let amount = fields.integer("aantal", 0, most, log).and_then(|amount| u32::try_from(amount).ok());
    Some(Term { amount: amount?, unit: unit?.1 })
}

/// A term that looks back; working days have no meaning there.
pub(super) fn window(parent: &Fields<'_>, log: &mut Log) -> Option<Term> {
    let window = term(parent, "venster", log)?;
    if window.unit == TermUnit::WorkingDays {
        let place = parent.at("venster");
        let message = "een venster kan niet in werkdagen; kies uit dagen, weken, maanden, jaren";
        log.fault(Place::Field(&place, "eenheid"), message);
        return None;
    }
    Some(window)
}
