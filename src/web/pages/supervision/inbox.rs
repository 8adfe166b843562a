//! The signals that ask for a look.

use std::cmp::Reverse;

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{Supervisor, figures, words};
use crate::domain::calendar::{dutch_day, in_words};
use crate::domain::reason::{Deviation, State};
use crate::domain::signal::SignalKind;
use crate::domain::supervision::Level;
use crate::domain::text::fold;
use crate::language::Language;
use crate::services::StorageError;
use crate::services::reasons::{self, WaitingReason};
use crate::services::supervise::{self, Figures, KnownSignal};
use crate::web::address;
use crate::web::error::Error;
use crate::web::format::plural;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Cell, Column, Pagination, Select, Status, Table, Tone};

/// The signals, grouped by scheme.
#[derive(Debug, Clone, Serialize)]
pub struct InboxPage {
    /// How many there are, in a sentence.
    pub summary: String,
    /// Which kind is shown; the field is called `soort`.
    pub kind: Select,
    /// Which level is shown; the field is called `niveau`.
    pub level: Select,
    /// Which body is shown; the field is called `instelling`.
    pub body: Select,
    /// The signals.
    pub groups: Vec<SignalGroup>,
    /// The sentence when there are none.
    pub empty: String,
    /// The way to the others.
    pub pagination: Option<Pagination>,
    /// The reasons that wait for a judgement, those that wait longest first.
    pub reasons: Table,
}

/// The signals of one scheme.
#[derive(Debug, Clone, Serialize)]
pub struct SignalGroup {
    /// The id on the page.
    pub id: String,
    /// Which scheme.
    pub title: String,
    /// What the figures of the scheme cover, in a sentence.
    pub meaning: String,
    /// The signals, alarms first, then by kind and body.
    pub signals: Vec<SignalCard>,
}

/// A signal in a list.
#[derive(Debug, Clone, Serialize)]
pub struct SignalCard {
    /// What was seen.
    pub sentence: String,
    /// How sure that is, and more that was seen; may be empty.
    pub detail: String,
    /// Its page.
    pub href: String,
    /// How urgent it is.
    pub level: Status,
    /// Kind, body, scheme where it is not above it, and since when, in one line.
    pub about: String,
}

impl Page for InboxPage {
    const TEMPLATE: &'static str = "pages/supervision/inbox";

    fn title(&self, _: Language) -> String {
        "Signalen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Inbox
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    soort: String,
    #[serde(default)]
    niveau: String,
    #[serde(default)]
    instelling: String,
}

impl Asked {
    /// Refuses a choice that does not exist, so that a wrong address does not look like an empty inbox.
    fn check(&self, figures: &Figures) -> Result<(), Error> {
        let refuse = |what: &str, value: &str| Err(Error::BadRequest(format!("{what} ‘{value}’ bestaat niet.")));
        if !self.soort.is_empty() && SignalKind::from_code(&self.soort).is_none() {
            return refuse("De soort", &self.soort);
        }
        if !self.niveau.is_empty() && Level::from_code(&self.niveau).is_none() {
            return refuse("Het niveau", &self.niveau);
        }
        if !self.instelling.is_empty() && !figures.bodies.iter().any(|body| body.code.as_str() == self.instelling) {
            return refuse("De instelling", &self.instelling);
        }
        Ok(())
    }

    fn wants(&self, known: &KnownSignal) -> bool {
        let signal = &known.signal;
        let is = |wanted: &str, found: &str| wanted.is_empty() || wanted == found;
        // A signal about a scheme as a whole concerns each of its bodies, but is not about any of them.
        is(&self.soort, signal.kind.code())
            && is(&self.niveau, signal.level.code())
            && is(&self.instelling, signal.body.as_ref().map_or("", |body| body.as_str()))
    }
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    supervisor: Supervisor,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let me = who.actor().name().to_owned();
    let (signals, figures, waiting) = portal
        .work(move |portal| {
            let Supervisor(permit) = &supervisor;
            let signals = supervise::standing(&portal.store, permit)?;
            Ok::<_, StorageError>((signals, figures(portal, permit)?, reasons::waiting(&portal.store, permit)?))
        })
        .await?;
    asked.check(&figures)?;
    let any = !signals.is_empty();
    let shown: Vec<KnownSignal> = signals.into_iter().filter(|signal| asked.wants(signal)).collect();
    let empty = if any {
        "Met deze keuze zijn er geen signalen. Kies een andere soort, een ander niveau of een andere instelling."
    } else {
        "Er zijn geen signalen."
    };
    screen.show(&InboxPage {
        summary: summary(&shown, &figures),
        kind: Select::new("soort", "Soort", &asked.soort, kinds()),
        level: Select::new(
            "niveau",
            "Niveau",
            &asked.niveau,
            [("", "Alle niveaus"), ("alarm", "Alarm"), ("attentie", "Attentie")],
        ),
        body: Select::new("instelling", "Instelling", &asked.instelling, bodies(&figures)),
        groups: groups(&shown, &figures),
        empty: empty.to_owned(),
        pagination: None,
        reasons: reason_table(&waiting, &me),
    })
}

/// The reasons that wait; of a proposal it says whether whoever looks may confirm it.
fn reason_table(waiting: &[WaitingReason], me: &str) -> Table {
    let columns = ["Wacht sinds", "Onderzoek", "Instelling", "Afwijking", "Stand"].map(Column::text);
    let mut table =
        Table::new("Redenen die op een oordeel wachten", columns).under_heading().or_say("Er wachten geen redenen.");
    for row in waiting {
        let verdicts = row.reason.deviation.iter().flat_map(Deviation::verdicts);
        let verdicts: Vec<String> = verdicts.map(|verdict| judged::word(*verdict)).collect();
        let audit = address::supervised_audit(row.body.code.as_str(), row.audit.as_str());
        let stand = match row.reason.thread.state() {
            State::Proposed(proposal) if proposal.by().email() == me => {
                Cell::status(Status::new(Tone::Neutral, "uw voorstel")).note("een collega moet het bevestigen")
            }
            State::Proposed(proposal) => Cell::status(Status::new(Tone::Info, "voorstel"))
                .note(format!("van {}; u kunt het bevestigen", proposal.by().email())),
            _ => Cell::status(Status::new(Tone::Warning, "nieuw")),
        };
        table.push([
            Cell::heading(in_words(dutch_day(row.since))),
            Cell::text(row.audit.as_str()).linked(format!("{audit}#reden")).note(&row.firm),
            Cell::text(&row.body.name).note(row.scheme.as_str()),
            Cell::text(verdicts.join(", ")),
            stand,
        ]);
    }
    table
}

fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::once(("", "Alle soorten")).chain(SignalKind::ALL.map(|kind| (kind.code(), words::kind(kind))))
}

fn bodies(figures: &Figures) -> impl Iterator<Item = (&str, &str)> {
    std::iter::once(("", "Alle instellingen"))
        .chain(figures.bodies.iter().map(|body| (body.code.as_str(), body.name.as_str())))
}

fn summary(signals: &[KnownSignal], figures: &Figures) -> String {
    let count = |level| signals.iter().filter(|known| known.signal.level == level).count();
    let (alarms, attentions) = (count(Level::Alarm), count(Level::Attention));
    let counted = match signals.len() {
        0 => "Geen signalen.".to_owned(),
        total => {
            format!("{}: {alarms} keer alarm, {attentions} keer attentie.", plural(total as u64, "signaal", "signalen"))
        }
    };
    match figures.bodies.iter().filter_map(|body| body.complete_through).max() {
        Some(through) => format!("{counted} Gegevens tot en met {}.", in_words(through)),
        None => format!("{counted} Er is nog niets aangeleverd."),
    }
}

fn groups(signals: &[KnownSignal], figures: &Figures) -> Vec<SignalGroup> {
    let groups = figures.schemes.iter().map(|scheme| {
        let mut own: Vec<&KnownSignal> = signals.iter().filter(|known| known.signal.scheme == scheme.code).collect();
        let name = |known: &KnownSignal| known.signal.body.as_ref().and_then(|body| figures.body(body));
        own.sort_by_cached_key(|known| {
            (Reverse(known.signal.level), words::place(known.signal.kind), name(known).map(|body| fold(&body.name)))
        });
        SignalGroup {
            id: format!("schema-{}", fold(scheme.code.as_str()).replace(' ', "-")),
            title: format!("{} ({})", scheme.name, scheme.code),
            meaning: format!("Cijfers over {}.", scheme.period),
            signals: own.into_iter().map(|known| card(known, figures, false)).collect(),
        }
    });
    groups.filter(|group| !group.signals.is_empty()).collect()
}

/// The signal in a list; with the scheme when the list is not about one.
pub(super) fn card(known: &KnownSignal, figures: &Figures, with_scheme: bool) -> SignalCard {
    let signal = &known.signal;
    let body = signal.body.as_ref().map(|code| figures.body(code).map_or(code.as_str(), |body| &body.name));
    let mut about = vec![words::kind(signal.kind).to_owned(), body.unwrap_or("alle instellingen").to_owned()];
    if with_scheme {
        about.push(signal.scheme.to_string());
    }
    about.push(format!("sinds {}", in_words(dutch_day(known.raised))));
    let (sentence, detail) = words::first_sentence(&signal.sentence);
    SignalCard {
        sentence,
        detail,
        href: format!("/toezicht/signalen/{}", known.id),
        level: words::level(signal.level),
        about: about.join(" · "),
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, InboxPage)> {
    let card = |level: Status, sentence: &str, about: &str| SignalCard {
        sentence: sentence.to_owned(),
        detail: "Zou er geen verschil zijn, dan is de kans op zo’n uitkomst kleiner dan 0,0001.".to_owned(),
        href: "/toezicht/signalen/17".to_owned(),
        level,
        about: about.to_owned(),
    };
    let alarm = || Status::new(Tone::Negative, "alarm");
    let attention = || Status::new(Tone::Warning, "attentie");
    let full = InboxPage {
        summary: "4 signalen: 3 keer alarm, 1 keer attentie. Gegevens tot en met 31 oktober 2026.".to_owned(),
        kind: Select::new(
            "soort",
            "Soort",
            "",
            [("", "Alle soorten"), ("norm", "Afwijken van de norm"), ("eigen-beleid", "Eigen beleid")],
        ),
        level: Select::new(
            "niveau",
            "Niveau",
            "",
            [("", "Alle niveaus"), ("alarm", "Alarm"), ("attentie", "Attentie")],
        ),
        body: Select::new("instelling", "Instelling", "", [("", "Alle instellingen"), ("bravo", "Bravo Certificatie")]),
        groups: vec![
            SignalGroup {
                id: "schema-cs-a".to_owned(),
                title: "Schema Installaties (CS-A)".to_owned(),
                meaning: "Cijfers over 1 november 2025 tot en met 31 oktober 2026.".to_owned(),
                signals: vec![
                    card(
                        alarm(),
                        "Bravo Certificatie week bij CS-A in 46 van 338 onderzoeken af van de matrix: 13,6 %; de norm laat 5 % toe.",
                        "Afwijken van de norm · Bravo Certificatie · sinds 2 november 2026",
                    ),
                    card(
                        alarm(),
                        "Bravo Certificatie geeft bij kritiek, 1e keer, doorgaans waarschuwing (18 van 22); de matrix schrijft schorsing voor.",
                        "Eigen beleid · Bravo Certificatie · sinds 2 november 2026",
                    ),
                    card(
                        attention(),
                        "Delta Inspecties meldde bij CS-A 0,11 afwijkingen per onderzoek, de andere instellingen samen 0,43.",
                        "Stilte · Delta Inspecties · sinds 9 november 2026",
                    ),
                ],
            },
            SignalGroup {
                id: "schema-cs-b".to_owned(),
                title: "Schema Klein Installatiebedrijf (CS-B)".to_owned(),
                meaning: "Cijfers over 1 november 2025 tot en met 31 oktober 2026.".to_owned(),
                signals: vec![card(
                    alarm(),
                    "Charlie Keurmerken week bij CS-B in 61 van 240 onderzoeken af van de matrix: 25,4 %; de norm laat 5 % toe.",
                    "Afwijken van de norm · Charlie Keurmerken · sinds 2 november 2026",
                )],
            },
        ],
        empty: "Er zijn geen signalen.".to_owned(),
        pagination: None,
        reasons: reason_table(&[], ""),
    };
    let none = InboxPage {
        summary: "Geen signalen. Gegevens tot en met 31 oktober 2026.".to_owned(),
        groups: Vec::new(),
        empty:
            "Met deze keuze zijn er geen signalen. Kies een andere soort, een ander niveau of een andere instelling."
                .to_owned(),
        ..full.clone()
    };
    vec![("supervision-inbox", full), ("supervision-inbox-empty", none)]
}
