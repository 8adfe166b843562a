//! The replays that are kept.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::{REPLAYS, address, days, name};
use crate::domain::access::{Replay, decide};
use crate::language::Language;
use crate::services::replay::{self, Listed};
use crate::services::{Page as Part, Paged};
use crate::web::address::with_query;
use crate::web::error::Error;
use crate::web::format::count;
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::moment;
use crate::web::pages::supervision::Supervisor;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Cell, Column, Pagination, Table};

/// Replays on a page.
const AT_ONCE: u32 = 25;

/// All replays, the newest first.
#[derive(Debug, Clone, Serialize)]
pub struct ReplaysPage {
    /// Whether whoever looks may make one.
    pub may_run: bool,
    /// Number, moment, maker, scheme, draft, days and figures.
    pub replays: Table,
    /// The way to the others.
    pub pagination: Pagination,
}

impl Page for ReplaysPage {
    const TEMPLATE: &'static str = "pages/supervision/replays";

    fn title(&self, _: Language) -> String {
        "Doorrekenen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Replays
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    pagina: Option<u32>,
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    supervisor: Supervisor,
    who: LoggedIn,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let part = Part::new(asked.pagina.unwrap_or(1), AT_ONCE);
    let found = portal.work(move |portal| replay::list(&portal.store, &supervisor.0, part)).await?;
    if !found.exists() {
        return Err(Error::NotFound);
    }
    screen.show(&page(&found, decide(&who.actor(), Replay).is_ok()))
}

pub(super) fn page(found: &Paged<Listed>, may_run: bool) -> ReplaysPage {
    let columns = [
        Column::text("Nummer"),
        Column::text("Concept"),
        Column::text("Schema"),
        Column::text("Onderzoeken"),
        Column::number("Beoordeeld"),
        Column::number("Gewijzigd"),
        Column::text("Gemaakt"),
    ];
    let table = Table::new("Bewaarde doorrekeningen", columns).or_say("Er is nog geen concept doorgerekend.");
    let total = u64::try_from(found.total).unwrap_or_default();
    let href = |page: u64| with_query(REPLAYS, [("pagina", page.to_string().as_str())]);
    ReplaysPage {
        may_run,
        replays: table.with(found.rows.iter().map(|listed| {
            [
                Cell::heading(listed.id.to_string()).linked(address(listed.id)),
                Cell::text(name(listed)),
                Cell::text(listed.scheme.as_str()),
                Cell::text(days(listed.days)),
                Cell::text(count(listed.judged)),
                Cell::text(count(listed.changed)),
                Cell::text(moment(listed.at)).note(&listed.by),
            ]
        })),
        pagination: Pagination::new(
            found.page.number().into(),
            AT_ONCE.into(),
            total,
            ("doorrekening", "doorrekeningen"),
            href,
        ),
    }
}
