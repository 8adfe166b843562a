//! Any two matrices of the register beside each other: version beside version, or scheme beside scheme.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::Supervisor;
use crate::domain::comparison::{CategoryPair, Comparison, Paired, Prescribed, Wording, compare};
use crate::domain::identifiers::{CategoryCode, SchemeCode, VersionLabel};
use crate::domain::matrix::{Effect, Matrix};
use crate::language::Language;
use crate::services::matrices::{self, SchemeMatrices};
use crate::web::error::Error;
use crate::web::format::plural;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Cell, Column, Link, Select, Status, Table, Tone};

/// Two matrices beside each other.
#[derive(Debug, Clone, Serialize)]
pub struct MatricesPage {
    /// Which stands left; the field is called `links`.
    pub left: Select,
    /// Which stands right; the field is called `rechts`.
    pub right: Select,
    /// What they say; none before both were chosen.
    pub shown: Option<Shown>,
}

/// What two matrices say beside each other.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// How they relate, in a sentence.
    pub sentence: String,
    /// What leads to which effect, on both sides.
    pub effects: Table,
    /// The categories, the heaviest first.
    pub categories: Vec<ShownPair>,
    /// What else differs, a sentence each.
    pub other: Vec<String>,
}

/// A category on both sides.
#[derive(Debug, Clone, Serialize)]
pub struct ShownPair {
    /// Its name, or both names.
    pub name: String,
    /// Why two names stand together, if they do.
    pub note: Option<String>,
    /// Its occurrences.
    pub cells: Table,
}

impl Page for MatricesPage {
    const TEMPLATE: &'static str = "pages/supervision/matrices";

    fn title(&self, _: Language) -> String {
        "Matrices naast elkaar".to_owned()
    }

    fn section(&self) -> Section {
        Section::Replays
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Doorrekenen", "/toezicht/doorrekenen")]
    }
}

/// Which two, as `CS-A/1.0`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    links: String,
    #[serde(default)]
    rechts: String,
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    supervisor: Supervisor,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let known = portal.work(move |portal| matrices::all(&portal.store, &supervisor.0)).await?;
    screen.show(&page(&known, &asked)?)
}

/// A version with its scheme and matrix.
type Version<'a> = (&'a SchemeCode, &'a VersionLabel, &'a Matrix);

fn versions(known: &[SchemeMatrices]) -> impl Iterator<Item = Version<'_>> {
    known.iter().flat_map(|scheme| scheme.versions.iter().map(|(label, matrix)| (&scheme.scheme, label, matrix)))
}

fn value((scheme, label, _): Version<'_>) -> String {
    format!("{scheme}/{label}")
}

/// The version that is asked for; none when none is.
///
/// # Errors
/// [`Error::BadRequest`] when there is no such version.
fn find<'a>(known: &'a [SchemeMatrices], asked: &str) -> Result<Option<Version<'a>>, Error> {
    let asked = asked.trim();
    if asked.is_empty() {
        return Ok(None);
    }
    let found = versions(known).find(|version| value(*version) == asked);
    let missing = || Error::BadRequest("Deze matrix staat niet in het register. Kies er een uit de lijst.".to_owned());
    found.map(Some).ok_or_else(missing)
}

fn page(known: &[SchemeMatrices], asked: &Asked) -> Result<MatricesPage, Error> {
    let (left, right) = (find(known, &asked.links)?, find(known, &asked.rechts)?);
    let select = |name: &str, label: &str, chosen: Option<Version<'_>>| {
        let none = std::iter::once((String::new(), "Kies een versie".to_owned()));
        let choices = versions(known).map(|version| {
            let (scheme, label, _) = version;
            (value(version), format!("{scheme}, versie {label}"))
        });
        Select::new(name, label, &chosen.map(value).unwrap_or_default(), none.chain(choices))
    };
    Ok(MatricesPage {
        left: select("links", "Links", left),
        right: select("rechts", "Rechts", right),
        shown: left.zip(right).map(|(left, right)| shown(left, right)),
    })
}

fn shown(left: Version<'_>, right: Version<'_>) -> Shown {
    let is_one_scheme = left.0 == right.0;
    let wording = if is_one_scheme { Wording::Succession } else { Wording::SideBySide };
    let comparison = compare(left.2, right.2, wording);
    let count = u64::try_from(comparison.sentences().count()).unwrap_or(u64::MAX);
    let differences = plural(count, "verschil", "verschillen");
    let lawful = if is_one_scheme {
        "Wat in de linker versie stond, is «was»; wat in de rechter staat, is «wordt»."
    } else {
        "Schema’s mogen van elkaar verschillen; de vraag is of elk verschil evenredig is."
    };
    let sentence = if comparison.is_empty() {
        "De twee matrices schrijven hetzelfde voor.".to_owned()
    } else {
        format!("{differences} tussen {} en {}. {lawful}", value(left), value(right))
    };
    let heads = [format!("Links: {}", value(left)), format!("Rechts: {}", value(right))];
    Shown {
        sentence,
        effects: effects(&comparison, &heads),
        categories: comparison.categories.iter().map(|pair| shown_pair(pair, &heads)).collect(),
        other: comparison.other.clone(),
    }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::None => "geen gevolg",
        Effect::Suspends => "schorst",
        Effect::Ends => "beëindigt",
    }
}

fn times(occurrence: u32, and_later: bool) -> String {
    let later = if and_later { " en vaker" } else { "" };
    format!("{occurrence}e keer{later}")
}

/// What leads to which effect: the measures of both stand beside each other by what they do to the certificate.
fn effects(comparison: &Comparison, [left, right]: &[String; 2]) -> Table {
    let columns = [Column::text("Gevolg voor het certificaat"), Column::text(left), Column::text(right)];
    let of = |wanted: Effect, is_left: bool| {
        let mut found = Vec::new();
        for pair in comparison.categories.iter().rev() {
            let Some((code, _)) = (if is_left { &pair.left } else { &pair.right }) else { continue };
            for cell in &pair.cells {
                let side = if is_left { &cell.left } else { &cell.right };
                if let Some(prescribed) = side.as_ref().filter(|prescribed| prescribed.effect == wanted) {
                    let when = times(cell.occurrence, cell.and_later);
                    let within = prescribed.decide_within;
                    found.push(format!("{code}, {when}: {} (besluit binnen {within})", prescribed.measure));
                }
            }
        }
        if found.is_empty() { "komt niet voor".to_owned() } else { found.join("; ") }
    };
    Table::new("Maatregelen op gevolg naast elkaar", columns).under_heading().with(
        [Effect::None, Effect::Suspends, Effect::Ends]
            .map(|wanted| [Cell::heading(effect(wanted)), Cell::text(of(wanted, true)), Cell::text(of(wanted, false))]),
    )
}

fn shown_pair(pair: &CategoryPair, [left, right]: &[String; 2]) -> ShownPair {
    let named = |side: &Option<(CategoryCode, String)>| side.as_ref().map(|(_, name)| name.clone());
    let name = match (named(&pair.left), named(&pair.right)) {
        (Some(left), Some(right)) if left != right => format!("{left} / {right}"),
        (Some(name), _) | (None, Some(name)) => name,
        (None, None) => String::new(),
    };
    let note = match pair.paired {
        Paired::Code => None,
        Paired::Severity => Some("De codes verschillen; deze categorieën zijn in hun matrix even zwaar.".to_owned()),
        Paired::Alone if pair.left.is_some() => Some("Deze categorie staat alleen links.".to_owned()),
        Paired::Alone => Some("Deze categorie staat alleen rechts.".to_owned()),
    };
    let columns = [Column::text("Keer"), Column::text(left), Column::text(right), Column::text("Verschil")];
    let table = Table::new(name.clone(), columns).under_heading();
    let cells = table.with(pair.cells.iter().map(|cell| {
        let difference = if cell.differences.is_empty() {
            Cell::status(Status::new(Tone::Neutral, "gelijk"))
        } else {
            Cell::text(cell.differences.join("; "))
        };
        [
            Cell::heading(times(cell.occurrence, cell.and_later)),
            side(cell.left.as_ref()),
            side(cell.right.as_ref()),
            difference,
        ]
    }));
    ShownPair { name, note, cells }
}

fn side(prescribed: Option<&Prescribed>) -> Cell {
    let Some(prescribed) = prescribed else { return Cell::text("–") };
    let mut terms = vec![effect(prescribed.effect).to_owned(), format!("besluit binnen {}", prescribed.decide_within)];
    terms.extend(prescribed.recover_within.map(|term| format!("herstel binnen {term}")));
    terms.extend(
        prescribed
            .follow_up
            .as_ref()
            .map(|(measure, does, term)| format!("zonder herstel: {measure} ({}) binnen {term}", effect(*does))),
    );
    Cell::text(&prescribed.name).note(terms.join("; "))
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, MatricesPage)> {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    let matrix = |text: &str| Matrix::parse(text).unwrap().matrix;
    let scheme = |code: &str, text: &str| SchemeMatrices {
        scheme: SchemeCode::parse(code).unwrap(),
        name: "Gasverbrandingsinstallaties".to_owned(),
        versions: vec![(VersionLabel::parse("1.0").unwrap(), matrix(text))],
    };
    let known = [
        scheme("CS-A", include_str!("../../../../matrices/kritiek-niet-kritiek.json")),
        scheme("CS-C", include_str!("../../../../matrices/vier-categorieen.json")),
    ];
    let asked = |links: &str, rechts: &str| Asked { links: links.to_owned(), rechts: rechts.to_owned() };
    vec![
        ("supervision-matrices", page(&known, &asked("", "")).unwrap()),
        ("supervision-matrices-beside", page(&known, &asked("CS-A/1.0", "CS-C/1.0")).unwrap()),
        ("supervision-matrices-same", page(&known, &asked("CS-A/1.0", "CS-A/1.0")).unwrap()),
    ]
}
