//! A signal with its evidence.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::{Supervisor, evidence, figures, words};
use crate::domain::identifiers::BodyCode;
use crate::domain::signal::{Signal, SignalKind};
use crate::language::Language;
use crate::services::StorageError;
use crate::services::supervise::{self, Figures, KnownSignal};
use crate::web::address;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Fact, Link, Status, Table, Tone};

/// A signal: the sentence, then what it was computed from.
#[derive(Debug, Clone, Serialize)]
pub struct SignalPage {
    /// What kind it is.
    pub kind: String,
    /// What was seen.
    pub sentence: String,
    /// How sure that is, and more that was seen; may be empty.
    pub detail: String,
    /// How urgent it is.
    pub level: Status,
    /// Body, scheme, period, data cut-off, raised on.
    pub facts: Vec<Fact>,
    /// What the kind means and what it does not, in sentences.
    pub meaning: Vec<String>,
    /// The counts and parameters it was computed from.
    pub evidence: Vec<Table>,
    /// Where to look further: the audits behind it, the body, the matrix.
    pub further: Vec<Link>,
}

impl Page for SignalPage {
    const TEMPLATE: &'static str = "pages/supervision/signal";

    fn title(&self, _: Language) -> String {
        format!("Signaal: {}", self.kind)
    }

    fn section(&self) -> Section {
        Section::Inbox
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Signalen", "/toezicht")]
    }
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    supervisor: Supervisor,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id: i64 = id.parse().map_err(|_| Error::NotFound)?;
    let (known, successor, figures) = portal
        .work(move |portal| {
            let Supervisor(permit) = &supervisor;
            let known = supervise::one(&portal.store, permit, id)?;
            let successor = match &known {
                Some(known) if known.until.is_some() => successor(portal, &supervisor, &known.signal)?,
                _ => None,
            };
            Ok::<_, StorageError>((known, successor, figures(portal, permit)?))
        })
        .await?;
    let known = known.ok_or(Error::NotFound)?;
    screen.show(&page(&known, successor, &figures))
}

/// The signal of the same kind, about the same body and scheme, that stands now.
fn successor(portal: &Portal, supervisor: &Supervisor, ended: &Signal) -> Result<Option<i64>, StorageError> {
    let same =
        |signal: &Signal| signal.kind == ended.kind && signal.body == ended.body && signal.scheme == ended.scheme;
    let standing = supervise::standing(&portal.store, &supervisor.0)?;
    Ok(standing.iter().find(|known| same(&known.signal)).map(|known| known.id))
}

fn page(known: &KnownSignal, successor: Option<i64>, figures: &Figures) -> SignalPage {
    let signal = &known.signal;
    let (sentence, detail) = words::first_sentence(&signal.sentence);
    SignalPage {
        sentence,
        detail,
        kind: words::kind(signal.kind).to_owned(),
        level: match known.until {
            Some(_) => Status::new(Tone::Neutral, format!("beëindigd, was {}", signal.level.code())),
            None => words::level(signal.level),
        },
        facts: facts(known, figures),
        meaning: words::meaning(signal.kind).map(str::to_owned).to_vec(),
        evidence: evidence::tables(signal, figures),
        further: further(signal, successor, figures),
    }
}

fn facts(known: &KnownSignal, figures: &Figures) -> Vec<Fact> {
    let signal = &known.signal;
    let mut facts = vec![match &signal.body {
        Some(code) => Fact::new("Instelling", body_name(code, figures)).linked(address::supervised_body(code.as_str())),
        None => Fact::new("Instelling", "alle instellingen van het schema").linked("/toezicht/instellingen"),
    }];
    let scheme = figures.scheme(&signal.scheme);
    let name = scheme.map_or_else(|| signal.scheme.to_string(), |scheme| format!("{} ({})", scheme.name, scheme.code));
    let version = scheme.and_then(|scheme| scheme.version.as_ref());
    facts.push(match version {
        Some(label) => {
            Fact::new("Schema", name).linked(address::scheme_version(signal.scheme.as_str(), label.as_str()))
        }
        None => Fact::new("Schema", name),
    });
    facts.push(Fact::new("Periode", signal.period.to_string()));
    let (raised, since) = (moment(known.raised), moment(known.since));
    let changed = since != raised;
    facts.push(Fact::new("Signaal sinds", raised));
    if changed {
        facts.push(Fact::new("Zegt dit sinds", since));
    }
    if let Some(until) = known.until {
        facts.push(Fact::new("Beëindigd of vervangen op", moment(until)));
    }
    facts
}

fn body_name(code: &BodyCode, figures: &Figures) -> String {
    figures.body(code).map_or_else(|| code.to_string(), |body| body.name.clone())
}

fn further(signal: &Signal, successor: Option<i64>, figures: &Figures) -> Vec<Link> {
    let mut links = Vec::new();
    if let Some(id) = successor {
        links.push(Link::new("Het signaal zoals het nu luidt", format!("/toezicht/signalen/{id}")));
    }
    if let Some(body) = &signal.body {
        links.extend(audits(signal, body));
        let name = body_name(body, figures);
        links.push(Link::new(format!("Alles over {name}"), address::supervised_body(body.as_str())));
    } else {
        links.push(Link::new("De instellingen van dit schema", "/toezicht/instellingen"));
    }
    let scheme = figures.scheme(&signal.scheme);
    if let Some((scheme, label)) = scheme.and_then(|scheme| Some((scheme, scheme.version.as_ref()?))) {
        let href = address::scheme_version(scheme.code.as_str(), label.as_str());
        links.push(Link::new(format!("De matrix van {}, versie {label}", scheme.code), href));
    }
    links
}

/// The way to the audits behind the signal.
fn audits(signal: &Signal, body: &BodyCode) -> Vec<Link> {
    let (from, through) = (signal.period.from.to_string(), signal.period.through.to_string());
    let list = |label: &str, verdict: &str, category: &str| {
        let path = address::path(["toezicht", "instellingen", body.as_str(), "onderzoeken"]);
        let pairs = [
            ("schema", signal.scheme.as_str()),
            ("oordeel", verdict),
            ("categorie", category),
            ("van", &from),
            ("tot", &through),
        ];
        Link::new(label, address::with_query(&path, pairs))
    };
    match signal.kind {
        SignalKind::Grave | SignalKind::Norm | SignalKind::Drift => {
            vec![list("De afwijkende onderzoeken in deze periode", "afwijkend", "")]
        }
        SignalKind::OwnPolicy => {
            let cells = signal.evidence["cellen"].as_array().into_iter().flatten();
            let categories: BTreeSet<&str> = cells.filter_map(|cell| cell["categorie"].as_str()).collect();
            let of = |category| list(&format!("De onderzoeken met {category} in deze periode"), "", category);
            categories.into_iter().map(of).collect()
        }
        SignalKind::Silence => vec![list("Alle onderzoeken in deze periode", "", "")],
        SignalKind::Uniformity | SignalKind::Movement | SignalKind::MissingDelivery => Vec::new(),
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, SignalPage)> {
    use crate::web::view::{Cell, Column};
    let counts = Table::new("Tellingen", [Column::text("Gegeven"), Column::number("Waarde")]).with(
        [
            ["Beoordeelde onderzoeken", "338"],
            ["Daarvan afwijkend", "46"],
            ["Aandeel", "13,6%"],
            ["95%-interval (Clopper-Pearson)", "10,1 tot 17,7%"],
        ]
        .map(|[what, value]| [Cell::heading(what), Cell::text(value)]),
    );
    let parameters = Table::new("Berekening", [Column::text("Gegeven"), Column::number("Waarde")]).with(
        [
            ["Norm (tolerantie)", "5,0%"],
            ["Kans op dit aantal of meer bij de norm", "minder dan 0,001"],
            ["Dezelfde kans na aanpassing volgens Holm (5 instellingen)", "minder dan 0,001"],
            ["Tegen de andere instellingen van het schema (Fisher)", "minder dan 0,001"],
        ]
        .map(|[what, value]| [Cell::heading(what), Cell::text(value)]),
    );
    vec![(
        "supervision-signal",
        SignalPage {
            kind: "Afwijken van de norm".to_owned(),
            sentence: "Bravo Certificatie wijkt bij 46 van 338 onderzoeken af van de matrix (13,6%); de norm is 5,0%."
                .to_owned(),
            detail: "Bij een werkelijk aandeel van 5 % is de kans op zoveel of meer afwijkingen kleiner dan 0,0001."
                .to_owned(),
            level: Status::new(Tone::Negative, "alarm"),
            facts: vec![
                Fact::new("Instelling", "Bravo Certificatie").linked("/toezicht/instellingen/bravo"),
                Fact::new("Schema", "CS-A").linked("/schemas/CS-A/2.0"),
                Fact::new("Periode", "1 november 2025 tot en met 31 oktober 2026"),
                Fact::new("Bepaald op", "23 november 2026, 09.14 uur"),
            ],
            meaning: vec![
                "Bij een instelling die zich aan de norm houdt, komt dit aantal vrijwel nooit voor.".to_owned(),
                "Het signaal zegt niet waarom de instelling afwijkt. Bekijk daarvoor de onderzoeken.".to_owned(),
            ],
            evidence: vec![counts, parameters],
            further: vec![
                Link::new("De 46 afwijkende onderzoeken", "/toezicht/instellingen/bravo/onderzoeken?oordeel=afwijkend"),
                Link::new("Alles over Bravo Certificatie", "/toezicht/instellingen/bravo"),
                Link::new("De matrix van CS-A, versie 2.0", "/schemas/CS-A/2.0"),
            ],
        },
    )]
}
