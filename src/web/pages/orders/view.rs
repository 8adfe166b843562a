//! An order as it is shown.

use serde::Serialize;

use super::OF_BODY;
use crate::language::Language;
use crate::web::csrf::CsrfToken;
use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Alert, Button, Fact, Field, Link, Status, Table, ThreadStep};

/// An order with what whoever looks can do.
#[derive(Debug, Clone, Serialize)]
pub struct OrderPage {
    /// What it is about.
    pub title: String,
    /// How it stands.
    pub status: Status,
    /// What that means, in a sentence.
    pub sentence: String,
    /// Why what was sent was refused.
    pub alert: Option<Alert>,
    /// What must be done.
    pub what: String,
    /// What it rests on.
    pub grounds: String,
    /// Who, when and until when.
    pub facts: Vec<Fact>,
    /// What a second person can do with a draft.
    pub decide: Option<Decide>,
    /// Who is where; none when there is but one addressee.
    pub overview: Option<Table>,
    /// Each addressee by itself.
    pub addressed: Vec<Part>,
    /// The way back to the list.
    #[serde(skip)]
    pub up: Link,
}

/// The part of the site that these orders belong to: for a body they are reached from its overview.
pub(super) fn section(base: &str) -> Section {
    if base == OF_BODY { Section::OwnOverview } else { Section::Orders }
}

/// What lies above the list of these orders.
pub(super) fn above(base: &str) -> Option<Link> {
    (base == OF_BODY).then(|| Link::new("Overzicht", "/instelling"))
}

/// How it stands with an addressee.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// The id on the page.
    pub id: String,
    /// Who.
    pub name: String,
    /// How it stands.
    pub status: Status,
    /// The steps, the first one first.
    pub steps: Vec<ThreadStep>,
    /// What stands above what can be done now, and whether that is unfolded.
    pub fold: &'static str,
    /// See `fold`.
    pub open: bool,
    /// What can be done now.
    pub decide: Option<Decide>,
}

/// A form with words and choices.
#[derive(Debug, Clone, Serialize)]
pub struct Decide {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// Where it goes.
    pub action: String,
    /// The addressee it is about; 0 for a draft.
    pub addressee: i64,
    /// How many steps were seen.
    pub seen: usize,
    /// What is asked to write.
    pub label: &'static str,
    /// What was written.
    pub words: String,
    /// Whether there must be words.
    pub words_needed: bool,
    /// What is wrong with them.
    pub error: Option<String>,
    /// The day, where one can be chosen.
    pub day: Option<Field>,
    /// What to choose.
    pub buttons: Vec<Button>,
}

impl Page for OrderPage {
    const TEMPLATE: &'static str = "pages/orders/one";

    fn title(&self, _: Language) -> String {
        format!("Last: {}", self.title)
    }

    fn section(&self) -> Section {
        section(self.up.href.as_str())
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        above(&self.up.href).into_iter().chain([self.up.clone()]).collect()
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, OrderPage)> {
    use super::ORDERS;
    use crate::web::csrf::CsrfSecret;
    use crate::web::view::{Cell, Column, Kind as Input, Tone};
    let form = |addressee, day: bool| Decide {
        csrf: CsrfSecret::generate().token(),
        action: "/toezicht/lasten/1/oordeel".to_owned(),
        addressee,
        seen: 1,
        label: "Toelichting van TloKB",
        words: String::new(),
        words_needed: true,
        error: day.then(|| "vul hier in waarom".to_owned()),
        day: day.then(|| Field::new(Input::Date, format!("dag-{addressee}"), "Nieuwe laatste dag").optional()),
        buttons: vec![Button { value: "voldaan", label: "Voldaan", primary: true }],
    };
    let part = |id: i64, name: &str, status: Status| Part {
        id: format!("geadresseerde-{id}"),
        name: name.to_owned(),
        status,
        steps: vec![ThreadStep {
            what: "Gemeld dat de last is uitgevoerd".to_owned(),
            who: "roos@bravo.example, 20 november 2026, 10.02 uur".to_owned(),
            words: "Ons beleid is vervangen door de matrix.".to_owned(),
        }],
        fold: "Oordelen",
        open: id == 2,
        decide: Some(form(id, id == 2)),
    };
    let given = OrderPage {
        title: "Pas de sanctiematrix toe".to_owned(),
        status: Status::new(Tone::Negative, "te laat"),
        sentence: "Van de 2 geadresseerden is er 1 klaar, hebben 0 de uitvoering gemeld en is er 1 te laat.".to_owned(),
        alert: Some(Alert::new(Tone::Negative, "Er is niets vastgelegd", "De toelichting: vul hier in waarom.")),
        what: "Trek uw eigen sanctiebeleid in.\nPas voortaan de matrix van het schema toe.".to_owned(),
        grounds: "Bkl artikel 3.75, derde lid, onder d.".to_owned(),
        facts: vec![Fact::new("Termijn", "8 weken: tot en met 19 januari 2027")],
        decide: None,
        overview: Some(Table::new("Wie is waar", ["Geadresseerde", "Stand"].map(Column::text)).with([[
            Cell::heading("Bravo Certificatie").linked("#geadresseerde-1"),
            Cell::status(Status::new(Tone::Positive, "voldaan")),
        ]])),
        addressed: vec![
            part(1, "Bravo Certificatie", Status::new(Tone::Positive, "voldaan")),
            part(2, "CS-A Gasverbrandingsinstallaties", Status::new(Tone::Negative, "te laat")),
        ],
        up: Link::new("Lasten", ORDERS),
    };
    let drafted = OrderPage {
        status: Status::new(Tone::Warning, "ontwerp"),
        alert: None,
        decide: Some(form(0, false)),
        overview: None,
        addressed: Vec::new(),
        ..given.clone()
    };
    vec![("order", given), ("order-draft", drafted)]
}
