//! `/certificaten`: every certificate with how it stands.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{self, Href, ListLinks};
use super::asked::{Asked, names};
use super::moment::{DayParams, KnownParams, Moment};
use super::paging::{Part, PartParams};
use super::problem::Refusal;
use super::records;
use crate::domain::identifiers::{BodyCode, CertificateNumber, KvkNumber, SchemeCode};
use crate::exchange::public::Certificate;
use crate::services::register::{self, Listing, Wanted};
use crate::web::portal::Portal;

/// Een certificaat met hoe het staat op de peildatum van het antwoord.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificaatInAntwoord)]
pub struct CertificateAnswer {
    #[serde(flatten)]
    certificate: Certificate,
    #[serde(rename = "_links")]
    links: CertificateLinks,
}

/// Een certificaat met hoe het staat op de peildatum.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificaatAntwoord)]
pub struct OneCertificate {
    #[serde(flatten)]
    moment: Moment,
    #[serde(flatten)]
    certificate: CertificateAnswer,
}

/// Verwijzingen bij een certificaat.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificaatVerwijzingen)]
pub struct CertificateLinks {
    /// Dit certificaat.
    #[serde(rename = "self")]
    itself: Href,
    /// De certificaathouder.
    #[serde(rename = "certificaathouder")]
    holder: Href,
    /// De certificerende instelling.
    #[serde(rename = "certificerendeInstelling")]
    body: Href,
    /// Het certificatieschema.
    #[serde(rename = "certificatieschema")]
    scheme: Href,
    /// De pagina voor mensen.
    #[serde(rename = "pagina")]
    page: Href,
}

impl CertificateAnswer {
    /// The certificate as it stands on the day.
    ///
    /// # Errors
    /// When the stored certificate is damaged.
    pub fn new(listing: &Listing, day: NaiveDate) -> Result<Self, Refusal> {
        let (row, body) = (&listing.certificate, listing.body.code.as_str());
        Ok(Self {
            certificate: records::certificate(listing, day)?,
            links: CertificateLinks {
                itself: Href::to(&["certificaten", body, row.number.as_str()]),
                holder: Href::to(&["certificaathouders", row.kvk_number.as_str()]),
                body: Href::to(&["certificerende-instellingen", body]),
                scheme: Href::to(&["certificatieschemas", listing.scheme.scheme.code.as_str()]),
                page: Href::certificate(body, row.number.as_str()),
            },
        })
    }
}

/// Een deel van de certificaten, op instelling en nummer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certificaten)]
pub struct CertificatesAnswer {
    #[serde(flatten)]
    moment: Moment,
    /// De certificaten van dit deel.
    #[serde(rename = "certificaten")]
    certificates: Vec<CertificateAnswer>,
    #[serde(rename = "_links")]
    links: ListLinks,
}

/// Which certificates are asked for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CertificateParams {
    /// Alleen certificaten van deze certificerende instelling: haar code.
    #[param(rename = "instelling", max_length = 100, example = "alfa")]
    pub body: Option<String>,
    /// Alleen certificaten volgens dit certificatieschema: zijn code.
    #[param(rename = "schema", max_length = 100, example = "CS-A")]
    pub scheme: Option<String>,
    /// Alleen certificaten van deze houder: zijn KvK-nummer.
    #[param(rename = "kvkNummer", pattern = "^[0-9]{8}$", example = "90000007")]
    pub kvk: Option<String>,
}

static OF_LIST: LazyLock<Vec<String>> = LazyLock::new(|| {
    names([
        CertificateParams::into_params(|| None),
        DayParams::into_params(|| None),
        KnownParams::into_params(|| None),
        PartParams::into_params(|| None),
    ])
});
static OF_ONE: LazyLock<Vec<String>> =
    LazyLock::new(|| names([DayParams::into_params(|| None), KnownParams::into_params(|| None)]));

/// Said when it is not there.
const UNKNOWN: &str = "Het register kent geen certificaat met dit nummer van deze instelling.";

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/api/v1/certificaten", web::get().to(list))
        .route("/api/v1/certificaten/{instelling}/{nummer}", web::get().to(show));
}

/// A place in the list: the body and the number.
type Place = (BodyCode, CertificateNumber);

/// Geeft de certificaten
///
/// Alle certificaten die het register kent, of op de dag van `bekendOp` kende, ook die niet meer of nog niet gelden, op
/// instelling en nummer.
#[utoipa::path(
    get,
    path = "/certificaten",
    operation_id = "getCertificaten",
    tag = "certificaten",
    params(CertificateParams, DayParams, KnownParams, PartParams),
    responses((status = 200, description = "Een deel van de certificaten.", body = CertificatesAnswer))
)]
pub(super) async fn list(portal: web::Data<Portal>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_LIST)?;
    let body = asked.parsed("instelling", BodyCode::parse);
    let scheme = asked.parsed("schema", SchemeCode::parse);
    let kvk = asked.parsed("kvkNummer", KvkNumber::parse);
    let moment = Moment::read(&mut asked, &portal).await?;
    let part = Part::<Place>::read(&mut asked, "certificaten");
    asked.finish()?;
    let place = |listing: &Listing| (listing.body.code.clone(), listing.certificate.number.clone());
    let wanted = Wanted { body, scheme, known: moment.knowledge(&portal) };
    let (found, next) = if let Some(kvk) = kvk {
        let mut all = portal.work(move |portal| register::holder(&portal.store, &kvk, wanted.known)).await?;
        all.retain(|listing| {
            wanted.body.as_ref().is_none_or(|body| listing.body.code == *body)
                && wanted.scheme.as_ref().is_none_or(|scheme| listing.scheme.scheme.code == *scheme)
        });
        all.sort_by_key(place);
        part.of_all(all, place)
    } else {
        let (limit, after) = (part.limit, part.after.clone());
        let read = move |portal: &Portal| {
            register::certificates_behind(&portal.store, &wanted, after.as_ref(), limit.saturating_add(1))
        };
        part.of_rest(portal.work(read).await?, place)
    };
    let links = ListLinks::of(&request, next);
    let shown = records::shown(found, &portal);
    let certificates =
        shown.iter().map(|listing| CertificateAnswer::new(listing, moment.day)).collect::<Result<_, _>>()?;
    answer::list(&request, &CertificatesAnswer { moment, certificates, links: links.clone() }, &links)
}

/// Geeft één certificaat
///
/// Een nummer is uniek binnen een instelling; daarom staat de instelling in het adres.
#[utoipa::path(
    get,
    path = "/certificaten/{instelling}/{nummer}",
    operation_id = "getCertificaat",
    tag = "certificaten",
    params(
        ("instelling" = String, Path, description = "Code van de certificerende instelling.", example = "alfa"),
        ("nummer" = String, Path, description = "Nummer van het certificaat.", example = "AL-B-000001"),
        DayParams, KnownParams
    ),
    responses((status = 200, description = "Het certificaat.", body = OneCertificate))
)]
pub(super) async fn show(
    portal: web::Data<Portal>,
    request: HttpRequest,
    parts: web::Path<(String, String)>,
) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_ONE)?;
    let moment = Moment::read(&mut asked, &portal).await?;
    asked.finish()?;
    let (body, number) = parts.into_inner();
    let (Ok(body), Ok(number)) = (BodyCode::parse(&body), CertificateNumber::parse(&number)) else {
        return Err(Refusal::NotFound(UNKNOWN.to_owned()));
    };
    let read = move |portal: &Portal, known| {
        let numbered = register::certificate(&portal.store, &number, known)?;
        Ok(numbered.into_iter().find(|listing| listing.body.code == body))
    };
    let found = moment.known_by(&portal, UNKNOWN, read).await?;
    let found = records::shown(vec![found], &portal);
    let listing = found.first().ok_or_else(|| Refusal::NotFound(UNKNOWN.to_owned()))?;
    answer::one(&request, &OneCertificate { moment, certificate: CertificateAnswer::new(listing, moment.day)? })
}
