//! `wijzigingen`: what changed in the register, so that others can keep a copy.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{self, ListLinks};
use super::asked::{Asked, names};
use super::problem::{Fault, FaultCode, Refusal};
use crate::exchange::changes::Changes;
use crate::services::changes::feed::{FeedError, MOST, Since, USUAL, page};
use crate::web::portal::Portal;

/// Een deel van de wijzigingen, oudste eerst.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WijzigingenAntwoord)]
pub struct ChangesAnswer {
    #[serde(flatten)]
    changes: Changes,
    #[serde(rename = "_links")]
    links: ListLinks,
}

/// Which changes are asked for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangeParams {
    /// Vanaf waar: de waarde van `volgende` uit een eerder antwoord, een tijdstip (RFC 3339) of een dag. Zonder komen alle
    /// wijzigingen.
    #[param(rename = "sinds", max_length = 40, example = "2026-11-01T00:00:00Z")]
    pub since: Option<String>,
    /// Hoeveel wijzigingen het antwoord ten hoogste bevat.
    #[param(rename = "limiet", minimum = 1, maximum = 1000, default = 100)]
    pub limit: Option<u32>,
}

static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| names([ChangeParams::into_params(|| None)]));

const _: () = assert!(MOST == 1_000 && USUAL == 100, "the description names these numbers");

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/api/v1/wijzigingen", web::get().to(list));
}

/// Geeft de wijzigingen
///
/// Wat er in het openbare register veranderde, in de volgorde waarin het is vastgelegd. Elke wijziging bevat het hele record
/// zoals het nu is: wie ze in volgorde verwerkt, heeft een kopie van het register. Vraag opnieuw met `sinds` gelijk aan
/// `volgende`, zolang `meer` waar is meteen en daarna zo vaak als u wilt. Elke wijziging komt dan één keer.
#[utoipa::path(
    get,
    path = "/wijzigingen",
    operation_id = "getWijzigingen",
    tag = "wijzigingen",
    params(ChangeParams),
    responses((status = 200, description = "Een deel van de wijzigingen.", body = ChangesAnswer))
)]
pub(super) async fn list(portal: web::Data<Portal>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &NAMES)?;
    let since = asked.parsed("sinds", Since::parse).unwrap_or(Since::Beginning);
    let limit = asked.number("limiet", 1..=1_000).and_then(|limit| usize::try_from(limit).ok()).unwrap_or(USUAL);
    asked.finish()?;
    let read = portal.work(move |portal| match page(&portal.store, since, limit, portal.today()) {
        Err(FeedError::Storage(error)) => Err(error),
        other => Ok(other),
    });
    let changes = read
        .await?
        .map_err(|error| Refusal::Faults(vec![Fault::new("sinds", FaultCode::OutOfBounds, error.to_string())]))?;
    let links = ListLinks::by(&request, "sinds", changes.more.then(|| changes.next.clone()));
    answer::list(&request, &ChangesAnswer { changes, links: links.clone() }, &links)
}
