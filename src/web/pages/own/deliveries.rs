//! What a body delivered.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::domain::access::{SeeBody, decide};
use crate::domain::calendar::in_words;
#[cfg(test)]
use crate::domain::delivery_report::RowCounts;
use crate::domain::withdrawal::DeliveryState;
use crate::language::Language;
use crate::services::Page as Leaf;
use crate::services::delivery::Delivered;
use crate::services::delivery::upload;
use crate::web::error::Error;
use crate::web::format::{count, plural};
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Cell, Column, Pagination, Status, Table, Tone};

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

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route(DELIVERIES, web::get().to(list));
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

/// How a delivery stands, in a word.
pub(super) fn state(state: DeliveryState) -> Status {
    match state {
        DeliveryState::Stored => Status::new(Tone::Positive, "opgeslagen"),
        DeliveryState::Partly => Status::new(Tone::Warning, "deels opgeslagen"),
        DeliveryState::Withdrawn => Status::new(Tone::Neutral, "ingetrokken"),
    }
}

/// How long a delivery took, in words.
pub(super) fn duration(milliseconds: i64) -> String {
    match milliseconds.unsigned_abs() {
        0..1_000 => "minder dan een seconde".to_owned(),
        more => plural(more.div_ceil(1_000), "seconde", "seconden"),
    }
}

/// Who sent a delivery: somebody, a program with its token, or the operator.
pub(super) fn sender(delivery: &Delivered) -> String {
    match (&delivery.sender, &delivery.token_name) {
        (Some(maker), Some(token)) => format!("een programma met token «{token}» van {maker}"),
        (None, Some(token)) => format!("een programma met token «{token}»"),
        (Some(somebody), None) => somebody.clone(),
        (None, None) => "de beheerder, vanaf de opdrachtregel".to_owned(),
    }
}

fn empty_table() -> Table {
    let columns = [
        Column::text("Ontvangen"),
        Column::text("Door"),
        Column::text("Compleet tot en met"),
        Column::number("Nieuw"),
        Column::number("Gewijzigd"),
        Column::number("Geweigerd"),
        Column::text("Stand"),
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
        let received = Cell::heading(moment(delivery.received_at)).linked(format!("{DELIVERIES}/{}", delivery.id));
        let checksum: String = delivery.checksum.chars().take(12).collect();
        [
            match delivery.duration_ms {
                Some(taken) => received.note(format!("duurde {}", duration(taken))),
                None => received,
            },
            Cell::text(sender(delivery)).note(format!("controlegetal {checksum}…")),
            Cell::text(in_words(delivery.complete_through)),
            number(counts.new),
            number(counts.changed),
            number(counts.refused),
            Cell::status(state(delivery.state())),
        ]
    }))
}

#[cfg(test)]
pub(super) fn sample(id: i64, refused: i64) -> Delivered {
    let received_at = chrono::DateTime::from_timestamp(1_795_421_640, 0).unwrap_or_default();
    Delivered {
        id,
        channel: "web".to_owned(),
        received_at,
        complete_through: chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default(),
        checksum: "8f14e45fceea167a5a36dedd4bea2543d91b1f0b6e2a0b6e7c5d4f3e2a1b0c9d".to_owned(),
        counts: RowCounts { new: 1_208, changed: 17, unchanged: 7_997, refused },
        duration_ms: Some(1_840),
        withdrawn_at: (refused > 5).then_some(received_at),
        sender: Some("r.bakker@bravo.example".to_owned()),
        token_name: None,
    }
}

#[cfg(test)]
pub(super) fn sample_table() -> Table {
    table(&[sample(42, 0), sample(41, 3), sample(40, 6)])
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
