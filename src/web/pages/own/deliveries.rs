//! What a body delivered, and the receipt of a delivery.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::domain::access::{SeeBody, decide};
use crate::domain::calendar::in_words;
use crate::domain::delivery_report::RowCounts;
use crate::language::Language;
use crate::services::Page as Leaf;
use crate::services::delivery::Delivered;
use crate::services::delivery::upload::{self, StoredDelivery};
use crate::web::error::Error;
use crate::web::format::{count, plural};
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Cell, Column, Fact, Link, Pagination, Table, Tone};

/// Where the deliveries of a body stand.
pub const DELIVERIES: &str = "/instelling/aanleveringen";

/// How many deliveries stand on a page.
const ON_A_PAGE: u32 = 25;

/// The deliveries of a body, latest first.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveriesPage {
    /// What just happened.
    pub alert: Option<Alert>,
    /// The deliveries.
    pub deliveries: Table,
    /// The way to the others.
    pub pagination: Option<Pagination>,
}

impl Page for DeliveriesPage {
    const TEMPLATE: &'static str = "pages/own/deliveries";

    fn title(&self, _: Language) -> String {
        "Aanleveringen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }
}

/// The receipt of a delivery.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptPage {
    /// The number of the delivery.
    pub number: String,
    /// What happened: stored, partly stored, or nothing new.
    pub outcome: Alert,
    /// When, by whom, through which day, by which way, checksum.
    pub facts: Vec<Fact>,
    /// How many rows were new, changed, unchanged and refused.
    pub counts: Table,
    /// What the delivery did to verdicts, in sentences.
    pub effects: Vec<String>,
}

impl Page for ReceiptPage {
    const TEMPLATE: &'static str = "pages/own/receipt";

    fn title(&self, _: Language) -> String {
        format!("Aanlevering {}", self.number)
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Aanleveringen", "/instelling/aanleveringen")]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route(DELIVERIES, web::get().to(list))
        .route("/instelling/aanleveringen/{nummer:[0-9]{1,18}}", web::get().to(receipt));
}

#[derive(Debug, Deserialize)]
struct Asked {
    pagina: Option<u32>,
    /// Set when the visitor comes from an upload that was not stored.
    niet_opgeslagen: Option<String>,
}

/// Where a visitor goes who does not store an upload.
pub(super) const NOT_STORED: &str = "/instelling/aanleveringen?niet_opgeslagen=ja";

async fn list(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let body = who.body()?;
    let permit = decide(&who.actor(), SeeBody(body.clone()))?;
    let page = Leaf::new(asked.pagina.unwrap_or(1), ON_A_PAGE);
    let listed = portal.work(move |portal| upload::list(&portal.store, &permit, page)).await?;
    let total = u64::try_from(listed.total).unwrap_or_default();
    let pagination =
        Pagination::new(page.number().into(), page.size().into(), total, ("aanlevering", "aanleveringen"), |n| {
            format!("{DELIVERIES}?pagina={n}")
        });
    let alert = asked.niet_opgeslagen.is_some().then(|| {
        Alert::new(
            Tone::Info,
            "Er is niets opgeslagen",
            "Wij hebben de bestanden verwijderd. U kunt opnieuw aanleveren.",
        )
    });
    screen.show(&DeliveriesPage {
        alert,
        deliveries: table(&listed.rows),
        pagination: (total > 0).then_some(pagination),
    })
}

async fn receipt(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    number: web::Path<i64>,
) -> Result<HttpResponse, Error> {
    let body = who.body()?;
    let permit = decide(&who.actor(), SeeBody(body.clone()))?;
    let number = number.into_inner();
    let stored = portal.work(move |portal| upload::receipt_of(&portal.store, &permit, number)).await?;
    screen.show(&ReceiptPage {
        number: stored.delivery.id.to_string(),
        outcome: outcome(stored.delivery.counts),
        facts: facts(&stored),
        counts: counts(stored.delivery.counts),
        effects: effects(&stored),
    })
}

fn outcome(counts: RowCounts) -> Alert {
    let rows = |number: i64| plural(number.unsigned_abs(), "rij", "rijen");
    let stored = format!("Nieuw: {}. Gewijzigd: {}.", rows(counts.new), rows(counts.changed));
    if counts.refused > 0 {
        let text = format!(
            "{stored} Geweigerd en dus niet opgeslagen: {}. Verbeter die en lever ze opnieuw aan.",
            rows(counts.refused)
        );
        Alert::new(Tone::Warning, "Alleen de goede regels zijn opgeslagen", text)
    } else if counts.change_anything() {
        Alert::new(Tone::Positive, "Opgeslagen", format!("{stored} U hoeft niets meer te doen."))
    } else {
        Alert::new(
            Tone::Info,
            "Er is niets veranderd",
            "Alle rijen stonden al precies zo in het register. U hoeft niets meer te doen.",
        )
    }
}

fn facts(stored: &StoredDelivery) -> Vec<Fact> {
    let delivery = &stored.delivery;
    let sender = stored.sender.as_deref().unwrap_or("de beheerder, vanaf de opdrachtregel");
    vec![
        Fact::new("Ontvangen", moment(delivery.received_at)),
        Fact::new("Compleet tot en met", in_words(delivery.complete_through)),
        Fact::new("Aangeleverd door", sender),
        Fact::new("Controlegetal", &delivery.checksum),
    ]
}

fn counts(counts: RowCounts) -> Table {
    let columns = [
        Column::number("Nieuw"),
        Column::number("Gewijzigd"),
        Column::number("Ongewijzigd"),
        Column::number("Geweigerd"),
    ];
    let numbers = [counts.new, counts.changed, counts.unchanged, counts.refused];
    Table::new("Aantallen rijen in deze aanlevering", columns)
        .under_heading()
        .with([numbers.map(|number| Cell::text(count(number.unsigned_abs())))])
}

fn effects(stored: &StoredDelivery) -> Vec<String> {
    let verdicts = match stored.new_verdicts {
        0 => "Geen enkel oordeel is veranderd.".to_owned(),
        1 => "1 onderzoek kreeg een nieuw of ander oordeel.".to_owned(),
        more => format!("{} onderzoeken kregen een nieuw of ander oordeel.", count(more.unsigned_abs())),
    };
    vec![verdicts]
}

fn empty_table() -> Table {
    let columns = [
        Column::text("Ontvangen"),
        Column::text("Compleet tot en met"),
        Column::number("Nieuw"),
        Column::number("Gewijzigd"),
        Column::number("Geweigerd"),
    ];
    Table::new("Aanleveringen, de nieuwste eerst", columns)
        .under_heading()
        .or_say("U hebt nog niets aangeleverd. Begin met de certificaten, onderzoeken, afwijkingen en besluiten.")
}

/// These deliveries as a table.
pub(super) fn table(deliveries: &[Delivered]) -> Table {
    empty_table().with(deliveries.iter().map(|delivery| {
        let counts = delivery.counts;
        let number = |rows: i64| Cell::text(count(rows.unsigned_abs()));
        [
            Cell::heading(moment(delivery.received_at)).linked(format!("{DELIVERIES}/{}", delivery.id)),
            Cell::text(in_words(delivery.complete_through)),
            number(counts.new),
            number(counts.changed),
            number(counts.refused),
        ]
    }))
}

#[cfg(test)]
pub(super) fn sample_table() -> Table {
    empty_table().with([
        [
            Cell::heading("23 november 2026, 09.14 uur").linked("/instelling/aanleveringen/42"),
            Cell::text("22 november 2026"),
            Cell::text("31"),
            Cell::text("4"),
            Cell::text("0"),
        ],
        [
            Cell::heading("2 november 2026, 16.40 uur").linked("/instelling/aanleveringen/41"),
            Cell::text("31 oktober 2026"),
            Cell::text("1.208"),
            Cell::text("17"),
            Cell::text("3"),
        ],
    ])
}

#[cfg(test)]
pub(in crate::web::pages) fn list_samples() -> Vec<(&'static str, DeliveriesPage)> {
    let pagination = Pagination::new(2, 25, 81, ("aanlevering", "aanleveringen"), |n| {
        format!("/instelling/aanleveringen?pagina={n}")
    });
    vec![
        ("own-deliveries", DeliveriesPage { alert: None, deliveries: sample_table(), pagination: Some(pagination) }),
        ("own-deliveries-empty", DeliveriesPage { alert: None, deliveries: table(&[]), pagination: None }),
    ]
}

#[cfg(test)]
pub(in crate::web::pages) fn receipt_samples() -> Vec<(&'static str, ReceiptPage)> {
    vec![(
        "own-receipt",
        ReceiptPage {
            number: "42".to_owned(),
            outcome: Alert::new(
                Tone::Positive,
                "Opgeslagen",
                "31 rijen zijn nieuw en 4 rijen zijn gewijzigd. U hoeft niets meer te doen.",
            ),
            facts: vec![
                Fact::new("Ontvangen", "23 november 2026, 09.14 uur"),
                Fact::new("Compleet tot en met", "22 november 2026"),
                Fact::new("Aangeleverd door", "r.bakker@bravo.example"),
                Fact::new("Controlegetal", "8f14e45fceea167a5a36dedd4bea2543d91b1f0b6e2a0b6e7c5d4f3e2a1b0c9d"),
            ],
            counts: counts(RowCounts { new: 31, changed: 4, unchanged: 7_997, refused: 0 }),
            effects: vec!["28 onderzoeken kregen een nieuw of ander oordeel.".to_owned()],
        },
    )]
}
