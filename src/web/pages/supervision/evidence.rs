//! The evidence of a signal as tables: every value that it was computed from, under a Dutch name. What has no name yet is
//! shown under its own: nothing is left out.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::words;
use crate::domain::assessment::Verdict;
use crate::domain::calendar::in_words;
use crate::domain::identifiers::{BodyCode, CategoryCode, MeasureCode};
use crate::domain::signal::Signal;
use crate::domain::supervision::Level;
use crate::services::supervise::{Figures, SchemeFigures};
use crate::web::address;
use crate::web::format::{count, decimal, enumeration, exact_probability, percent};
use crate::web::view::{Cell, Column, Table};

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum As {
    Text,
    Count,
    /// A number with two decimals.
    Number,
    Percent,
    Interval,
    Chance,
    Date,
    Body,
    Audit,
    Holder,
    Measure,
    /// Counts by measure.
    Measures,
    Category,
    Times,
    Verdicts,
    Level,
    /// Zeros and ones.
    Series,
}

impl As {
    fn is_numeric(self) -> bool {
        matches!(self, Self::Count | Self::Number | Self::Percent | Self::Interval | Self::Chance)
    }
}

/// Every key of the evidence, in the order in which it is shown; a key inside another one has that one before it.
const NAMES: &[(&str, &str, As)] = &[
    ("instelling", "Instelling", As::Body),
    ("nummer", "Volgnummer van het oordeel", As::Count),
    ("onderzoek", "Onderzoek", As::Audit),
    ("soort", "Wat er gebeurde", As::Text),
    ("houder", "Bedrijf (KvK)", As::Holder),
    ("certificaat", "Certificaat", As::Text),
    ("datum", "Datum", As::Date),
    ("versie", "Versie", As::Text),
    ("categorie", "Categorie", As::Category),
    ("keer", "Keer", As::Times),
    ("voorgeschreven", "Voorgeschreven", As::Measure),
    ("besluitUiterlijk", "Besluit uiterlijk", As::Date),
    ("opgelegd", "Opgelegd", As::Measures),
    ("besluitOp", "Besluit op", As::Date),
    ("oordeel", "Oordeel", As::Verdicts),
    ("modus", "Meest opgelegd", As::Measure),
    ("aandeel", "Aandeel daarvan", As::Percent),
    ("ondergrens", "Ondergrens 95%-interval", As::Percent),
    ("afgegevenOp", "Afgegeven op", As::Date),
    ("geldigTot", "Geldig tot en met", As::Date),
    ("geschorstOp", "Geschorst op", As::Date),
    ("eerder.instelling", "Eerdere instelling", As::Body),
    ("eerder.schema", "Eerder schema", As::Text),
    ("eerder.certificaat", "Eerder certificaat", As::Text),
    ("eerder.wat", "Wat daarmee gebeurde", As::Text),
    ("eerder.op", "Op", As::Date),
    ("eerder.schorsingLooptNog", "Schorsing liep nog", As::Text),
    ("eerder.ingetrokkenOp", "Ingetrokken op", As::Date),
    ("eerder.geschorst", "Geschorst", As::Text),
    ("n", "Beoordeelde onderzoeken", As::Count),
    ("d", "Daarvan afwijkend", As::Count),
    ("x", "Gevonden afwijkingen", As::Count),
    ("m", "Onderzoeken", As::Count),
    ("uitkomst.n", "Beoordeelde onderzoeken", As::Count),
    ("uitkomst.d", "Daarvan afwijkend", As::Count),
    ("uitkomst.aandeel", "Aandeel", As::Percent),
    ("uitkomst.interval95", "95%-betrouwbaarheidsinterval (Clopper-Pearson)", As::Interval),
    ("tolerantie", "Norm: het aandeel dat is toegelaten", As::Percent),
    ("uitkomst.pNorm", "Kans op zoveel of meer afwijkingen bij de norm", As::Chance),
    ("uitkomst.pNormHolm", "Dezelfde kans, aangepast voor het aantal instellingen (Holm)", As::Chance),
    ("uitkomst.pAndere", "Kans bij vergelijking met alle andere instellingen (Fisher, tweezijdig)", As::Chance),
    ("uitkomst.pAndereHolm", "Dezelfde kans, aangepast (Holm)", As::Chance),
    ("uitkomst.perOnderzoek", "Afwijkingen per onderzoek", As::Number),
    ("uitkomst.verhouding", "Verhouding tot de andere instellingen samen", As::Number),
    ("uitkomst.chi2", "Chi-kwadraat", As::Number),
    ("uitkomst.vrijheidsgraden", "Vrijheidsgraden", As::Count),
    ("uitkomst.p", "Kans zonder verschil", As::Chance),
    ("uitkomst.pHolm", "Dezelfde kans, aangepast voor het aantal instellingen (Holm)", As::Chance),
    ("pHolm", "Kans na Holm", As::Chance),
    ("uitkomst.cramersV", "Cramérs V", As::Number),
    ("uitkomst.kleinsteVerwacht", "Kleinst verwacht", As::Number),
    ("indicatief", "Indicatief", As::Text),
    ("uitkomst.niveau", "Niveau", As::Level),
    ("niveau", "Niveau", As::Level),
    ("aandeelErnstig", "Aandeel ernstige afwijkingen", As::Percent),
    ("aandeelSchoon", "Aandeel onderzoeken zonder afwijking", As::Percent),
    ("dagenTotAanlevering", "Dagen van onderzoek tot aanlevering (mediaan)", As::Number),
    ("gemotiveerdAanvaard", "Afwijkingen met een aanvaarde motivering (tellen niet als afwijkend)", As::Count),
    ("zonderGrond", "Besluiten zonder afwijking (niet meegeteld)", As::Count),
    ("open", "Onderzoeken waarover nog mag worden besloten (niet meegeteld)", As::Count),
    ("constanten.p0", "Aanvaardbaar aandeel afwijkende besluiten", As::Percent),
    ("constanten.p1", "Aandeel dat moet opvallen", As::Percent),
    ("constanten.grens", "Grens van de score", As::Number),
    ("reeks", "Oordelen op volgorde (1 is afwijkend)", As::Series),
    ("minimum", "Minste aantal onderzoeken om iets te zeggen", As::Count),
    ("grenzen.attentie", "Attentie bij een kans kleiner dan", As::Chance),
    ("grenzen.alarm", "Alarm bij een kans kleiner dan", As::Chance),
    ("alarmVanaf", "Alarm vanaf zoveel keer", As::Count),
    ("vandaag", "Bepaald op", As::Date),
    ("verwachtTot", "Verwacht tot en met", As::Date),
    ("regel.attentieNaDagen", "Attentie als gegevens ouder zijn dan zoveel dagen", As::Count),
    ("regel.alarmNaDagen", "Alarm als gegevens ouder zijn dan zoveel dagen", As::Count),
    ("terugkijkMaanden", "Maanden waarover is teruggekeken", As::Count),
    ("aanwijzing.eindigtOp", "Aanwijzing eindigt op", As::Date),
    ("aanwijzing.certificaten", "Certificaten die toen geldig waren", As::Count),
    ("aanwijzing.bruikbaarTot", "Daarvan de laatste bruikbaar tot en met", As::Date),
    ("aanwijzing.maandenBruikbaar", "Maanden dat certificaten bruikbaar blijven", As::Count),
];

/// The lists inside the evidence, with what they show.
const LISTS: &[(&str, &str)] = &[
    ("onderzoeken", "De onderzoeken"),
    ("cellen", "Gevallen van de matrix"),
    ("instellingen", "Aantallen per instelling"),
    ("alarmen", "Wanneer de score de grens bereikte"),
    ("bewegingen", "De certificaten"),
];

/// The evidence of the signal as tables.
pub(super) fn tables(signal: &Signal, figures: &Figures) -> Vec<Table> {
    let teller = Teller { signal, figures, scheme: figures.scheme(&signal.scheme) };
    let Some(evidence) = signal.evidence.as_object() else { return Vec::new() };
    let mut tables = vec![teller.values(evidence)];
    for (key, title) in LISTS {
        if let Some(rows) = evidence.get(*key).and_then(Value::as_array) {
            tables.push(teller.list(title, rows));
            tables.extend(rows.iter().filter_map(|row| teller.table_of_cell(row)));
        }
    }
    tables.extend(evidence.get("bijgewerktTot").and_then(Value::as_object).map(|through| teller.cut_offs(through)));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

struct Teller<'a> {
    signal: &'a Signal,
    figures: &'a Figures,
    scheme: Option<&'a SchemeFigures>,
}

impl Teller<'_> {
    /// The values that stand by themselves.
    fn values(&self, evidence: &Map<String, Value>) -> Table {
        let single =
            |key: &str| !matches!(key, "periode" | "bijgewerktTot") && !LISTS.iter().any(|(list, _)| *list == key);
        let shown: Map<String, Value> =
            evidence.iter().filter(|(key, _)| single(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
        let flat = flattened(&shown);
        let mut table = Table::new("Waarmee is gerekend", [Column::text("Gegeven"), Column::number("Waarde")]);
        for (key, name, kind) in columns(&[&flat]) {
            if let Some(value) = flat.get(&key) {
                table.push([Cell::heading(name), self.cell(value, kind)]);
            }
        }
        table
    }

    fn list(&self, title: &str, rows: &[Value]) -> Table {
        let rows: Vec<Map<String, Value>> = rows.iter().filter_map(Value::as_object).map(flattened).collect();
        let columns = columns(&rows.iter().collect::<Vec<_>>());
        let heads = columns.iter().map(
            |(_, name, kind)| {
                if kind.is_numeric() { Column::number(name) } else { Column::text(name) }
            },
        );
        let mut table = Table::new(title, heads);
        let mut rows = rows;
        // Bodies stand by name, whatever the order of the evidence: no league table.
        rows.sort_by_cached_key(|row| match row.get("instelling") {
            Some(Value::String(code)) => self.body(code).to_lowercase(),
            _ => String::new(),
        });
        for row in &rows {
            table.push(columns.iter().map(|(key, _, kind)| self.cell(row.get(key).unwrap_or(&Value::Null), *kind)));
        }
        table
    }

    /// The table of bodies × imposed measures of a cell.
    fn table_of_cell(&self, cell: &Value) -> Option<Table> {
        let measures = cell.get("maatregelen")?.as_array()?;
        let bodies = cell.get("instellingen")?.as_array()?;
        let word = |key: &str, kind| self.words(cell.get(key).unwrap_or(&Value::Null), kind);
        let title = format!(
            "Opgelegd bij {}, {} (voorgeschreven: {})",
            word("categorie", As::Category),
            word("keer", As::Times),
            word("voorgeschreven", As::Measure)
        );
        let heads = measures.iter().map(|measure| Column::number(self.words(measure, As::Measure)));
        let mut table = Table::new(title, std::iter::once(Column::text("Instelling")).chain(heads));
        for row in bodies {
            let counts = row.get("aantallen").and_then(Value::as_array).into_iter().flatten();
            let body = self.words(row.get("instelling")?, As::Body);
            table.push(std::iter::once(Cell::heading(body)).chain(counts.map(|count| self.cell(count, As::Count))));
        }
        Some(table)
    }

    fn cut_offs(&self, through: &Map<String, Value>) -> Table {
        let columns = [Column::text("Instelling"), Column::text("Bijgewerkt tot en met")];
        let mut rows: Vec<(&str, &Value)> = through.iter().map(|(code, day)| (self.body(code), day)).collect();
        rows.sort_by_key(|(name, _)| name.to_lowercase());
        let cells = |(name, day): (&str, &Value)| {
            let day = if day.is_null() { Cell::text("nog niets aangeleverd") } else { self.cell(day, As::Date) };
            [Cell::heading(name), day]
        };
        Table::new("Hoe ver de gegevens gaan", columns).with(rows.into_iter().map(cells))
    }

    fn cell(&self, value: &Value, kind: As) -> Cell {
        let text = self.words(value, kind);
        let code = value.as_str().unwrap_or_default();
        match (kind, &self.signal.body) {
            (As::Level, _) => {
                Level::from_code(code).map_or_else(|| Cell::text(text), |level| Cell::status(words::level(level)))
            }
            (As::Body, _) if !code.is_empty() => Cell::heading(text).linked(address::supervised_body(code)),
            (As::Audit, Some(body)) if !code.is_empty() => {
                Cell::heading(text).linked(address::supervised_audit(body.as_str(), code))
            }
            (As::Holder, _) if !code.is_empty() => Cell::heading(text).linked(address::path(["installateurs", code])),
            _ => Cell::text(text),
        }
    }

    fn words(&self, value: &Value, kind: As) -> String {
        match value {
            Value::Null => "–".to_owned(),
            Value::Bool(yes) => if *yes { "ja" } else { "nee" }.to_owned(),
            Value::String(text) => self.text(text, kind),
            Value::Number(number) => self::number(number, kind),
            Value::Array(parts) => self.several(parts, kind),
            Value::Object(parts) if kind == As::Measures => {
                let imposed = parts.iter().filter(|(_, count)| count.as_u64() != Some(0));
                let imposed = imposed.map(|(code, count)| format!("{} {count}", self.text(code, As::Measure)));
                imposed.collect::<Vec<_>>().join(", ")
            }
            Value::Object(parts) => {
                let parts = parts.iter().map(|(key, part)| format!("{key} {}", self.words(part, As::Date)));
                parts.collect::<Vec<_>>().join(" ")
            }
        }
    }

    fn text(&self, text: &str, kind: As) -> String {
        match kind {
            As::Body => self.body(text).to_owned(),
            As::Measure | As::Measures => {
                let code = MeasureCode::parse(text).ok();
                let name = self.scheme.zip(code.as_ref()).map(|(scheme, code)| scheme.measure(code).to_owned());
                name.unwrap_or_else(|| text.to_owned())
            }
            As::Category => {
                let code = CategoryCode::parse(text).ok();
                let name = self.scheme.zip(code.as_ref()).map(|(scheme, code)| scheme.category(code).to_owned());
                name.unwrap_or_else(|| text.to_owned())
            }
            As::Date => text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), in_words),
            As::Verdicts => Verdict::from_code(text).map_or_else(|| text.to_owned(), |v| v.code().replace('-', " ")),
            _ => text.replace('-', " "),
        }
    }

    fn several(&self, parts: &[Value], kind: As) -> String {
        match (kind, parts) {
            (As::Interval, [low, high]) => {
                format!("{} tot {}", self.words(low, As::Percent), self.words(high, As::Percent))
            }
            (As::Series, _) => {
                let digits: Vec<String> = parts.iter().map(ToString::to_string).collect();
                digits.chunks(10).map(<[String]>::concat).collect::<Vec<_>>().join(" ")
            }
            (_, []) => "–".to_owned(),
            _ => enumeration(&parts.iter().map(|part| self.words(part, kind)).collect::<Vec<_>>()),
        }
    }

    fn body<'b>(&'b self, code: &'b str) -> &'b str {
        let known = BodyCode::parse(code).ok().and_then(|code| self.figures.body(&code));
        known.map_or(code, |body| &body.name)
    }
}

fn number(exact: &serde_json::Number, kind: As) -> String {
    let value = exact.as_f64().unwrap_or(f64::NAN);
    match kind {
        As::Percent => percent(value),
        As::Chance => exact_probability(value),
        As::Times => format!("{exact}e keer"),
        As::Number => {
            let text = decimal(value, 2);
            text.strip_suffix(",00").map(str::to_owned).unwrap_or(text)
        }
        _ => exact.as_u64().map_or_else(|| decimal(value, 4), count),
    }
}

/// The values of an object and of the objects in it, the latter under both keys. The tables inside a cell of the matrix are
/// shown as tables.
fn flattened(object: &Map<String, Value>) -> Map<String, Value> {
    let mut flat = Map::new();
    for (key, value) in object {
        match value {
            Value::Object(inner) if key != "opgelegd" => {
                flat.extend(inner.iter().map(|(inner, value)| (format!("{key}.{inner}"), value.clone())));
            }
            _ if matches!(key.as_str(), "maatregelen" | "instellingen") => {}
            _ => drop(flat.insert(key.clone(), value.clone())),
        }
    }
    flat
}

/// The keys that occur, in their order, with their name and how they are written.
fn columns(rows: &[&Map<String, Value>]) -> Vec<(String, String, As)> {
    let present: BTreeSet<&String> = rows.iter().flat_map(|row| row.keys()).collect();
    let named = NAMES.iter().filter(|(key, ..)| present.iter().any(|known| known == key));
    let named = named.map(|(key, name, kind)| ((*key).to_owned(), (*name).to_owned(), *kind));
    let others = present.iter().filter(|key| !NAMES.iter().any(|(known, ..)| known == *key));
    named.chain(others.map(|key| ((*key).clone(), (*key).clone(), As::Text))).collect()
}
