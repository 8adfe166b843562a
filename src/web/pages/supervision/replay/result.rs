//! What came out of a replay: the figures, what they mean, and what they came from.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::beside::{Beside, beside};
use super::{days, name, tables, trail};
use crate::domain::comparison::Comparison;
use crate::domain::identifiers::VersionLabel;
use crate::domain::replay::UnknownCodes;
use crate::language::Language;
use crate::services::StorageError;
use crate::services::replay::{self, Kept, Listed};
use crate::web::error::Error;
use crate::web::format::{enumeration, plural};
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::pages::supervision::Supervisor;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Alert, Fact, Link, Select, Table, Tone};

/// What came out of a replay.
#[derive(Debug, Clone, Serialize)]
pub struct ReplayPage {
    /// The name of the draft.
    pub name: String,
    /// The figures that come first.
    pub figures: Vec<Fact>,
    /// What they mean.
    pub sentence: String,
    /// What to beware of.
    pub alerts: Vec<Alert>,
    /// Over what it ran, who made it and when.
    pub about: Vec<Fact>,
    /// Where prescriptions change.
    pub cells: Table,
    /// How often each measure is prescribed.
    pub measures: Table,
    /// The counts per body.
    pub bodies: Table,
    /// Whether practice or matrix is out of step, per body.
    pub practice: Vec<String>,
    /// The counts per size of firm.
    pub sizes: Table,
    /// What the draft changes in each version that was in force.
    pub differences: Vec<Difference>,
    /// The audits with the largest change.
    pub audits: Vec<Told>,
    /// The outcome as files.
    pub files: Vec<Link>,
    /// Which other replay to lay beside it; the field is called `naast`. None when there is no other.
    pub other: Option<Select>,
    /// The other one beside it.
    pub beside: Option<Beside>,
}

/// What a draft changes in a version.
#[derive(Debug, Clone, Serialize)]
pub struct Difference {
    /// Which version.
    pub version: String,
    /// What changes, a sentence each; empty when nothing does.
    pub sentences: Vec<String>,
}

/// An audit with both explanations.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// Which audit, and how it changes.
    pub summary: String,
    /// The way to the audit.
    pub link: Link,
    /// Why the matrix in force says what it says.
    pub before: Vec<String>,
    /// Why the draft does.
    pub after: Vec<String>,
}

impl Page for ReplayPage {
    const TEMPLATE: &'static str = "pages/supervision/replay";

    fn title(&self, _: Language) -> String {
        format!("Doorgerekend: {}", self.name)
    }

    fn section(&self) -> Section {
        Section::Replays
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        trail()
    }
}

/// Which other replay is laid beside it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    naast: String,
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    supervisor: Supervisor,
    id: web::Path<i64>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let other = match asked.naast.trim() {
        "" => None,
        text => Some(text.parse::<i64>().map_err(|_| no_other())?),
    };
    let found = portal
        .work(move |portal| {
            let (store, permit) = (&portal.store, &supervisor.0);
            let Some(kept) = replay::one(store, permit, *id)? else { return Ok(None) };
            let others = replay::of_scheme(store, permit, &kept.listed.scheme)?;
            let other = other.map(|other| replay::one(store, permit, other)).transpose()?;
            Ok::<_, StorageError>(Some((kept, others, other)))
        })
        .await?;
    let (kept, others, other) = found.ok_or(Error::NotFound)?;
    let other = match other {
        Some(other) => Some(other.filter(|other| other.listed.scheme == kept.listed.scheme).ok_or_else(no_other)?),
        None => None,
    };
    screen.show(&page(&kept, &others, other.as_ref()))
}

fn no_other() -> Error {
    Error::BadRequest(
        "Deze doorrekening is er niet, of hoort bij een ander schema. Kies een andere uit de lijst.".to_owned(),
    )
}

pub(super) fn page(kept: &Kept, others: &[Listed], other: Option<&Kept>) -> ReplayPage {
    let outcome = &kept.outcome;
    let practice = outcome.bodies.iter().map(|body| body.sentence.clone());
    ReplayPage {
        name: name(&kept.listed),
        figures: tables::figures(&outcome.all),
        sentence: outcome.sentence.clone(),
        alerts: alerts(kept),
        about: about(&kept.listed),
        cells: tables::cells(outcome),
        measures: tables::measures(&outcome.all),
        bodies: tables::bodies(outcome),
        practice: practice.collect(),
        sizes: tables::sizes(outcome),
        differences: kept.differences.iter().map(difference).collect(),
        audits: tables::audits(outcome),
        files: tables::files(kept.listed.id),
        other: choose(kept, others, other),
        beside: other.map(|other| beside(kept, other)),
    }
}

fn about(listed: &Listed) -> Vec<Fact> {
    vec![
        Fact::new("Schema", listed.scheme.as_str()),
        Fact::new("Onderzoeken", days(listed.days)),
        Fact::new("Gemaakt", moment(listed.at)),
        Fact::new("Door", &listed.by),
    ]
}

fn alerts(kept: &Kept) -> Vec<Alert> {
    let UnknownCodes { findings, measures } = &kept.outcome.unknown;
    let mut alerts = Vec::new();
    let codes = |unknown: &[crate::domain::replay::Unknown]| {
        let each = unknown.iter().map(|one| format!("{} ({} keer)", one.code, one.count));
        enumeration(&each.collect::<Vec<_>>())
    };
    if !findings.is_empty() {
        let text = format!("{}. Zij tellen onder het concept niet mee.", codes(findings));
        alerts.push(Alert::new(Tone::Warning, "Het concept kent afwijkingen niet die wel zijn gevonden", text));
    }
    if !measures.is_empty() {
        let text = format!("{}. In de uitleg onder het concept ontbreken deze besluiten.", codes(measures));
        alerts.push(Alert::new(Tone::Warning, "Het concept kent maatregelen niet die wel zijn opgelegd", text));
    }
    if !kept.warnings.is_empty() {
        let text = kept.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        let count = plural(u64::try_from(kept.warnings.len()).unwrap_or(u64::MAX), "punt", "punten");
        alerts.push(Alert::new(Tone::Info, format!("In het concept vallen {count} op"), text));
    }
    alerts
}

fn difference((version, comparison): &(VersionLabel, Comparison)) -> Difference {
    Difference { version: version.to_string(), sentences: comparison.sentences().map(str::to_owned).collect() }
}

fn choose(kept: &Kept, others: &[Listed], other: Option<&Kept>) -> Option<Select> {
    let chosen = other.map(|other| other.listed.id.to_string()).unwrap_or_default();
    let others = others.iter().filter(|listed| listed.id != kept.listed.id);
    let choices: Vec<_> = others
        .map(|listed| (listed.id.to_string(), format!("{}: {} ({})", listed.id, name(listed), moment(listed.at))))
        .collect();
    (!choices.is_empty()).then(|| {
        let none = std::iter::once((String::new(), "Geen".to_owned()));
        Select::new("naast", "Leg ernaast", &chosen, none.chain(choices))
    })
}
