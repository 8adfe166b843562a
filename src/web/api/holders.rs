//! `/certificaathouders/{kvkNummer}`: a firm, its certificates, and what it may do.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{self, Href};
use super::asked::{Asked, names};
use super::certificates::CertificateAnswer;
use super::moment::{DayParams, KnownParams, Moment};
use super::problem::Refusal;
use super::records;
use crate::domain::identifiers::KvkNumber;
use crate::services::register::{self, Listing, permission};
use crate::web::portal::Portal;

/// Verwijzingen bij een certificaathouder.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificaathouderVerwijzingen)]
pub struct HolderLinks {
    /// Deze houder.
    #[serde(rename = "self")]
    itself: Href,
    /// De pagina voor mensen.
    #[serde(rename = "pagina")]
    page: Href,
}

impl HolderLinks {
    /// The links of the firm with this number.
    pub(super) fn of(kvk: &KvkNumber) -> Self {
        Self {
            itself: Href::to(&["certificaathouders", kvk.as_str()]),
            page: Href::page("installateurs", kvk.as_str()),
        }
    }
}

/// Een certificaathouder met zijn certificaten.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certificaathouder)]
pub struct HolderAnswer {
    #[serde(flatten)]
    moment: Moment,
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
    /// Of de houder op de peildatum al het werk van zijn certificaten mag doen, een deel ervan, of niets.
    #[serde(rename = "oordeel")]
    verdict: Verdict,
    /// De certificaten, oudste eerst.
    #[serde(rename = "certificaten")]
    certificates: Vec<CertificateAnswer>,
    #[serde(rename = "_links")]
    links: HolderLinks,
}

/// Wat een certificaathouder mag op de peildatum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Oordeel)]
pub enum Verdict {
    /// Al het werk van zijn certificaten.
    #[serde(rename = "gecertificeerd")]
    All,
    /// Een deel ervan.
    #[serde(rename = "deels-gecertificeerd")]
    Some,
    /// Niets.
    #[serde(rename = "niet-gecertificeerd")]
    None,
}

static OF_ONE: LazyLock<Vec<String>> =
    LazyLock::new(|| names([DayParams::into_params(|| None), KnownParams::into_params(|| None)]));

/// Said when it is not there.
const UNKNOWN: &str = "Het register kent geen certificaathouder met dit KvK-nummer.";

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/api/v1/certificaathouders/{kvkNummer}", web::get().to(show));
}

/// Geeft één certificaathouder
///
/// Met al zijn certificaten, hoe die staan op de peildatum, en de maatregelen die een certificaat schorsten of beëindigden.
/// Een bedrijf dat het register niet kent, heeft geen certificaat: het mag het werk niet doen.
#[utoipa::path(
    get,
    path = "/certificaathouders/{kvkNummer}",
    operation_id = "getCertificaathouder",
    tag = "certificaathouders",
    params(
        ("kvkNummer" = String, Path, description = "Nummer in het handelsregister: acht cijfers.", example = "90000007"),
        DayParams, KnownParams
    ),
    responses((status = 200, description = "De houder.", body = HolderAnswer))
)]
pub(super) async fn show(
    portal: web::Data<Portal>,
    request: HttpRequest,
    kvk: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_ONE)?;
    let moment = Moment::read(&mut asked, &portal).await?;
    asked.finish()?;
    let kvk = KvkNumber::parse(&kvk)
        .map_err(|_| Refusal::NotFound("Dit is geen KvK-nummer: dat heeft acht cijfers.".to_owned()))?;
    let read = move |portal: &Portal, known| {
        Ok(Some(register::holder(&portal.store, &kvk, known)?).filter(|listings| !listings.is_empty()))
    };
    let listings = records::shown(moment.known_by(&portal, UNKNOWN, read).await?, &portal);
    let last = listings.last().ok_or_else(|| Refusal::NotFound(UNKNOWN.to_owned()))?;
    answer::one(&request, &holder(&listings, last, moment)?)
}

fn holder(listings: &[Listing], last: &Listing, moment: Moment) -> Result<HolderAnswer, Refusal> {
    let permission = permission(listings, moment.day)?;
    let verdict = match (permission.may.is_empty(), permission.may_not.is_empty()) {
        (true, _) => Verdict::None,
        (false, true) => Verdict::All,
        (false, false) => Verdict::Some,
    };
    let row = &last.certificate;
    Ok(HolderAnswer {
        moment,
        kvk_number: row.kvk_number.to_string(),
        name: row.name.clone(),
        place: row.place.clone(),
        verdict,
        certificates: listings
            .iter()
            .map(|listing| CertificateAnswer::new(listing, moment.day))
            .collect::<Result<_, _>>()?,
        links: HolderLinks::of(&row.kvk_number),
    })
}
