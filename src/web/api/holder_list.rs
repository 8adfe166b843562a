//! `/certificaathouders`: the firms, found as on the search page.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{self, ListLinks};
use super::asked::{Asked, names};
use super::holders::HolderLinks;
use super::moment::{DayParams, Moment};
use super::paging::{Part, PartParams};
use super::problem::Refusal;
use super::search::{HolderParams, Place, found, question};
use crate::services::search::{Hit, Reason};
use crate::web::error::Error;
use crate::web::portal::Portal;

/// Een certificaathouder in een lijst.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificaathouderKort)]
pub struct HolderInList {
    /// Nummer in het handelsregister.
    #[serde(rename = "kvkNummer")]
    #[schema(example = "90000007")]
    kvk_number: String,
    /// Naam op het laatst afgegeven certificaat.
    #[serde(rename = "naam")]
    name: String,
    /// Plaats op het laatst afgegeven certificaat.
    #[serde(rename = "plaats")]
    place: String,
    /// Of de houder op de peildatum met ten minste één certificaat mag werken.
    #[serde(rename = "magWerken")]
    may_work: bool,
    /// Waarom de houder bij de zoektekst past. Afwezig zonder zoektekst.
    #[serde(rename = "gevondenOp", skip_serializing_if = "Option::is_none")]
    reason: Option<Found>,
    /// Afstand tot de postcode in kilometers, hemelsbreed. Afwezig zonder postcode.
    #[serde(rename = "afstandKm", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, example = 4.2)]
    distance_km: Option<f64>,
    /// De certificaten, oudste eerst.
    #[serde(rename = "certificaten")]
    certificates: Vec<CertificateInList>,
    #[serde(rename = "_links")]
    links: HolderLinks,
}

/// Waarom een houder bij de zoektekst past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = GevondenOp)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// Op het KvK-nummer.
    #[serde(rename = "kvk-nummer")]
    KvkNumber,
    /// Op het nummer van een certificaat.
    #[serde(rename = "certificaatnummer")]
    Certificate,
    /// Op de postcode.
    #[serde(rename = "postcode")]
    Postcode,
    /// Op de plaats.
    #[serde(rename = "plaats")]
    Place,
    /// Op de naam.
    #[serde(rename = "naam")]
    Name,
    /// Op een naam die erop lijkt.
    #[serde(rename = "gelijkende-naam")]
    Alike,
    /// Op een vroegere naam.
    #[serde(rename = "vroegere-naam")]
    FormerName,
    /// Op een deel van de zoektekst.
    #[serde(rename = "deel-van-zoektekst")]
    Partly,
}

/// Een certificaat bij een houder in een lijst.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificaatKort)]
pub struct CertificateInList {
    /// Nummer van het certificaat; uniek binnen de instelling.
    #[serde(rename = "nummer")]
    #[schema(example = "AL-B-000001")]
    number: String,
    /// Code van de certificerende instelling.
    #[serde(rename = "instelling")]
    #[schema(example = "alfa")]
    body: String,
    /// Code van het certificatieschema.
    #[serde(rename = "schema")]
    #[schema(example = "CS-A")]
    scheme: String,
    /// Hoe het certificaat staat op de peildatum.
    #[serde(rename = "status")]
    #[schema(example = "geldig")]
    standing: &'static str,
}

/// Een deel van de certificaathouders die passen bij de vraag, beste eerst.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certificaathouders)]
pub struct HoldersAnswer {
    #[serde(flatten)]
    moment: Moment,
    /// Hoeveel houders passen bij de vraag.
    #[serde(rename = "totaal")]
    total: u64,
    /// Of er meer zijn dan `totaal` zegt. De lijst houdt dan op bij `totaal`: stel een preciezere vraag.
    #[serde(rename = "meerDanTotaal")]
    at_least: bool,
    /// De houders van dit deel.
    #[serde(rename = "certificaathouders")]
    holders: Vec<HolderInList>,
    #[serde(rename = "_links")]
    links: ListLinks,
}

static OF_LIST: LazyLock<Vec<String>> = LazyLock::new(|| {
    names([HolderParams::into_params(|| None), DayParams::into_params(|| None), PartParams::into_params(|| None)])
});

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/api/v1/certificaathouders", web::get().to(list));
}

/// Zoekt certificaathouders
///
/// Zonder zoektekst en postcode: alle houders die passen bij de overige parameters, op naam. Met zoektekst: de best passende
/// eerst, ook bij spelfouten. Met alleen een postcode: de dichtstbijzijnde eerst. Het antwoord komt uit het geheugen en volgt
/// het register binnen twee seconden.
#[utoipa::path(
    get,
    path = "/certificaathouders",
    operation_id = "getCertificaathouders",
    tag = "certificaathouders",
    params(HolderParams, DayParams, PartParams),
    responses((status = 200, description = "Een deel van de houders.", body = HoldersAnswer))
)]
pub(super) async fn list(portal: web::Data<Portal>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_LIST)?;
    let question = question(&mut asked);
    let day = Moment::read(&mut asked, &portal).await?.day;
    let part = Part::<Place>::read(&mut asked, "certificaathouders");
    asked.finish()?;
    let asks_of_another_day = question.filters.standing.is_some() && day != portal.today();
    let (limit, after) = (part.limit, part.after.clone());
    let search = move |portal: &Portal| found(&portal.register, &question, day, portal.today(), limit, after.as_ref());
    // How all certificates stood on another day than today has to be worked out first; that may not hold up others.
    let found = if asks_of_another_day {
        portal.work(move |portal| Ok::<_, Error>(search(portal))).await?
    } else {
        search(&portal)
    };
    let links = ListLinks::of(&request, found.next.as_ref().map(|place| part.behind(place)));
    let holders = found.hits.iter().map(|hit| in_list(hit, found.day)).collect::<Result<_, Refusal>>()?;
    let body = HoldersAnswer {
        moment: Moment { day: found.day, known: None },
        total: found.total,
        at_least: found.at_least,
        holders,
        links: links.clone(),
    };
    answer::list(&request, &body, &links)
}

fn in_list(hit: &Hit, day: NaiveDate) -> Result<HolderInList, Refusal> {
    let certificates = hit.firm.listings()?;
    let in_list = certificates.iter().map(|listing| CertificateInList {
        number: listing.certificate.number.to_string(),
        body: listing.body.code.to_string(),
        scheme: listing.scheme.scheme.code.to_string(),
        standing: listing.status_on(day).standing.word(),
    });
    Ok(HolderInList {
        kvk_number: hit.firm.kvk().to_string(),
        name: hit.firm.name().to_owned(),
        place: hit.firm.place().to_owned(),
        may_work: certificates.iter().any(|listing| listing.status_on(day).standing.allows_work()),
        reason: reason(&hit.reason),
        distance_km: hit.distance_km.map(|km| (km * 10.0).round() / 10.0),
        certificates: in_list.collect(),
        links: HolderLinks::of(hit.firm.kvk()),
    })
}

fn reason(reason: &Reason) -> Option<Found> {
    match reason {
        Reason::Listed => None,
        Reason::KvkNumber => Some(Found::KvkNumber),
        Reason::Certificate(_) => Some(Found::Certificate),
        Reason::Postcode => Some(Found::Postcode),
        Reason::Place => Some(Found::Place),
        Reason::Name => Some(Found::Name),
        Reason::Alike(_) => Some(Found::Alike),
        Reason::FormerName(_) => Some(Found::FormerName),
        Reason::Without(_) => Some(Found::Partly),
    }
}
