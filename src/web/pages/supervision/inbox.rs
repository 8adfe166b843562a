//! The signals that ask for a look.

use serde::Serialize;

use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Pagination, Select, Status};

/// The signals, grouped by kind.
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
}

/// The signals of one kind.
#[derive(Debug, Clone, Serialize)]
pub struct SignalGroup {
    /// The id on the page.
    pub id: String,
    /// What kind they are.
    pub title: String,
    /// What the kind means, in a sentence.
    pub meaning: String,
    /// The signals, alarms first, then by body.
    pub signals: Vec<SignalCard>,
}

/// A signal in a list.
#[derive(Debug, Clone, Serialize)]
pub struct SignalCard {
    /// What it says.
    pub sentence: String,
    /// Its page.
    pub href: String,
    /// How urgent it is.
    pub level: Status,
    /// Body, scheme and period, in one line.
    pub about: String,
}

impl Page for InboxPage {
    const TEMPLATE: &'static str = "pages/supervision/inbox";

    fn title(&self) -> String {
        "Signalen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Inbox
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, InboxPage)> {
    use crate::web::view::Tone;
    let card = |level: Status, sentence: &str, about: &str| SignalCard {
        sentence: sentence.to_owned(),
        href: "/toezicht/signalen/17".to_owned(),
        level,
        about: about.to_owned(),
    };
    let alarm = || Status::new(Tone::Negative, "alarm");
    let attention = || Status::new(Tone::Warning, "attentie");
    let period = "november 2025 tot en met oktober 2026";
    let full = InboxPage {
        summary: "4 signalen: 3 keer alarm, 1 keer attentie. Gegevens tot en met 31 oktober 2026.".to_owned(),
        kind: Select::new("soort", "Soort", "", [("", "Alle soorten"), ("norm", "Afwijken van de norm"), ("eigen-beleid", "Eigen beleid")]),
        level: Select::new("niveau", "Niveau", "", [("", "Alle niveaus"), ("alarm", "Alarm"), ("attentie", "Attentie")]),
        body: Select::new("instelling", "Instelling", "", [("", "Alle instellingen"), ("bravo", "Bravo Certificatie")]),
        groups: vec![
            SignalGroup {
                id: "norm".to_owned(),
                title: "Afwijken van de norm".to_owned(),
                meaning: "De instelling wijkt vaker af van de matrix dan de norm toelaat, ook als toeval wordt meegerekend.".to_owned(),
                signals: vec![
                    card(alarm(), "Bravo Certificatie wijkt bij 46 van 338 onderzoeken af van de matrix (13,6%); de norm is 5,0%.", &format!("Bravo Certificatie · CS-A · {period}")),
                    card(alarm(), "Charlie Keurmerken besluit bij 61 van 240 onderzoeken te laat (25,4%); de norm is 5,0%.", &format!("Charlie Keurmerken · CS-B · {period}")),
                ],
            },
            SignalGroup {
                id: "eigen-beleid".to_owned(),
                title: "Eigen beleid".to_owned(),
                meaning: "De instelling legt in een bepaald geval meestal een andere maatregel op dan de matrix voorschrijft.".to_owned(),
                signals: vec![card(alarm(), "Bravo Certificatie geeft bij kritiek, 1e keer, doorgaans een waarschuwing (18 van 22); de matrix schrijft schorsing voor.", "Bravo Certificatie · CS-A · november 2024 tot en met oktober 2026")],
            },
            SignalGroup {
                id: "stilte".to_owned(),
                title: "Stilte".to_owned(),
                meaning: "De instelling vindt veel minder afwijkingen per onderzoek dan de andere instellingen.".to_owned(),
                signals: vec![card(attention(), "Delta Inspecties vindt 0,11 afwijkingen per onderzoek; de andere instellingen vinden er 0,43.", &format!("Delta Inspecties · CS-A · {period}"))],
            },
        ],
        empty: "Er zijn geen signalen.".to_owned(),
        pagination: None,
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
