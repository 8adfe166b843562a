//! The Dutch of signals: what was measured, against what, and how sure that is. Never a judgment.

use super::cells::{Cell, CellRow};
use super::drift::DriftParameters;
use super::movement::EndingDesignation;
use super::norm::{Rate, RateTests, Tolerance};
use super::silence::{Silence, SilenceAcross, Yield};
use crate::domain::calendar::in_words;
use crate::domain::identifiers::{AuditRef, SchemeCode};

/// A number with so many decimals and the decimal comma.
pub(super) fn number(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('.', ",")
}

/// A share as a percentage with one decimal, none when it is whole: "28,3%", "5%".
pub(super) fn percent(share: f64) -> String {
    let text = number(share * 100.0, 1);
    format!("{}%", text.strip_suffix(",0").unwrap_or(&text))
}

/// A p-value as it stands behind "is": "0,0123" or "kleiner dan 0,0001".
pub(super) fn chance(p: f64) -> String {
    if p < 0.0001 { "kleiner dan 0,0001".to_owned() } else { number(p, 4) }
}

/// "1 onderzoek", "12 onderzoeken".
pub(super) fn counted(count: u64, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

/// "kritiek, 1e keer": how people name a cell.
pub(super) fn cell_name(cell: &Cell) -> String {
    format!("{}, {}e keer", cell.category, cell.occurrence)
}

/// How many tests a p-value was adjusted for, as a clause.
fn adjusted_for(tests: usize, one: &str, more: &str) -> String {
    if tests > 1 {
        format!(", gecorrigeerd voor de toets van {}", counted(tests as u64, one, more))
    } else {
        String::new()
    }
}

pub(super) fn norm(
    body: &str,
    scheme: &SchemeCode,
    rate: &Rate,
    tests: &RateTests,
    tolerance: Tolerance,
    tested: usize,
) -> String {
    let (low, high) = rate.interval95.unwrap_or((0.0, 1.0));
    format!(
        "{body} week bij {scheme} in {} van {} af van de matrix: {} (95%-betrouwbaarheidsinterval {} tot {}); \
         de norm laat {} toe. Bij een werkelijk aandeel van {} is de kans op zoveel of meer afwijkingen {}{}.",
        rate.d,
        counted(rate.n.into(), "onderzoek", "onderzoeken"),
        percent(rate.share.unwrap_or(0.0)),
        percent(low),
        percent(high),
        percent(tolerance.share()),
        percent(tolerance.share()),
        chance(tests.p_norm_holm),
        adjusted_for(tested, "instelling", "instellingen"),
    )
}

pub(super) fn own_policy(body: &str, cell: &Cell, row: &CellRow) -> Option<String> {
    let top = row.own_policy.most_frequent.as_ref()?;
    Some(format!(
        "{body} geeft bij {}, doorgaans {} ({} van {}); de matrix schrijft {} voor.",
        cell_name(cell),
        top.measure,
        top.count,
        row.own_policy.n,
        cell.prescribed
    ))
}

pub(super) fn uniformity(scheme: &SchemeCode, cell: &Cell, p: f64, tested: usize) -> String {
    let figures = &cell.uniformity;
    let indicative = if figures.is_indicative() {
        format!(
            " Dit is indicatief: het kleinste verwachte aantal is {}.",
            number(figures.smallest_expected.unwrap_or(0.0), 1)
        )
    } else {
        String::new()
    };
    format!(
        "De instellingen leggen bij {scheme} voor {} (voorgeschreven: {}) niet dezelfde maatregelen op: Cramérs V is {} \
         (0 is gelijk, 1 is geheel verschillend). Zou er geen verschil zijn, dan is de kans op zo'n uitkomst {}{}.{indicative}",
        cell_name(cell),
        cell.prescribed,
        number(figures.cramers_v, 2),
        chance(p),
        adjusted_for(tested, "cel", "cellen"),
    )
}

pub(super) fn silence(
    body: &str,
    scheme: &SchemeCode,
    own: Yield,
    others: Yield,
    figures: &Silence,
    tested: usize,
) -> Option<String> {
    Some(format!(
        "{body} meldde bij {scheme} {} afwijkingen per onderzoek ({} op {}), de andere instellingen samen {} ({} op {}): \
         {} keer zoveel. Zou er geen verschil zijn, dan is de kans op zo'n uitkomst {}{}.",
        number(own.per_audit()?, 2),
        own.findings(),
        own.audits(),
        number(others.per_audit()?, 2),
        others.findings(),
        others.audits(),
        number(figures.ratio?, 2),
        chance(figures.p_holm?),
        adjusted_for(tested, "instelling", "instellingen"),
    ))
}

pub(super) fn spread_silence(body: &str, figures: &SilenceAcross, tested: usize) -> Option<String> {
    Some(format!(
        "{body} meldde over alle schema's samen {}; bij het gemiddelde van elk schema waren het er ongeveer {}. Zou er geen \
         verschil zijn, dan is de kans op zo'n uitkomst {}{}.",
        counted(figures.findings, "afwijking", "afwijkingen"),
        number(figures.expected, 0),
        chance(figures.p_holm?),
        adjusted_for(tested, "instelling", "instellingen"),
    ))
}

pub(super) fn drift(
    body: &str,
    scheme: &SchemeCode,
    times: usize,
    last: (&AuditRef, chrono::NaiveDate),
    parameters: &DriftParameters,
) -> String {
    format!(
        "De lopende score van {body} bij {scheme} bereikte in deze periode {times} keer de grens {}, het laatst op {} \
         (onderzoek {}). De score stijgt bij elke afwijking van de matrix en daalt bij elk ander onderzoek; zij weegt \
         {} afwijkingen (aanvaardbaar) tegen {}.",
        number(parameters.limit, 0),
        in_words(last.1),
        last.0,
        percent(parameters.acceptable),
        percent(parameters.unacceptable),
    )
}

pub(super) fn grave(body: &str, scheme: &SchemeCode, audits: usize, what: &[(String, u32)]) -> String {
    let list: Vec<String> = what.iter().map(|(what, count)| format!("{what} ({count})")).collect();
    format!(
        "{body} week bij {scheme} in {} af van de matrix in een categorie die het schema als ernstig aanmerkt: {}.",
        counted(audits as u64, "onderzoek", "onderzoeken"),
        list.join(", ")
    )
}

pub(super) fn transfers(body: &str, scheme: &SchemeCode, count: usize, running: usize) -> String {
    let certificates = counted(count as u64, "certificaat", "certificaten");
    let running = match running {
        0 => String::new(),
        count => format!(" Bij {count} daarvan liep de schorsing nog op de dag van afgifte."),
    };
    format!(
        "{body} gaf in deze periode voor {scheme} {certificates} af aan een houder van wie een andere instelling een \
         certificaat had geschorst of ingetrokken.{running}"
    )
}

pub(super) fn lapses(body: &str, scheme: &SchemeCode, count: usize) -> String {
    let certificates = counted(count as u64, "geschorst certificaat", "geschorste certificaten");
    let verb = if count == 1 { "liep" } else { "liepen" };
    format!("Van {body} {verb} in deze periode voor {scheme} {certificates} af voordat de schorsing was opgeheven.")
}

pub(super) fn ending(body: &str, scheme: &SchemeCode, ending: &EndingDesignation) -> String {
    format!(
        "De aanwijzing van {body} voor {scheme} eindigt op {}. {} zijn of waren daarna nog bruikbaar, tot uiterlijk {}.",
        in_words(ending.ends_on),
        counted(ending.certificates.into(), "certificaat", "certificaten"),
        in_words(ending.usable_until),
    )
    .replace("1 certificaat zijn of waren", "1 certificaat is of was")
}

pub(super) fn missing_delivery(
    body: &str,
    scheme: &SchemeCode,
    through: Option<chrono::NaiveDate>,
    expected: chrono::NaiveDate,
) -> String {
    let found = match through {
        Some(day) => format!("De gegevens van {body} voor {scheme} zijn bijgewerkt tot en met {}", in_words(day)),
        None => format!("{body} heeft voor {scheme} nog niets aangeleverd"),
    };
    format!("{found}; verwacht was tot en met {}.", in_words(expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dutch() {
        assert_eq!(percent(0.05), "5%");
        assert_eq!(percent(0.283), "28,3%");
        assert_eq!(chance(0.01234), "0,0123");
        assert_eq!(chance(1e-9), "kleiner dan 0,0001");
        assert_eq!(counted(1, "onderzoek", "onderzoeken"), "1 onderzoek");
    }
}
