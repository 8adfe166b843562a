//! `/certificatieschemas`: the schemes, their versions, and the sanction matrix of each.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{self, Href, ListLinks};
use super::asked::{Asked, names};
use super::matrix::MatrixShape;
use super::moment::{KnownParams, Moment};
use super::paging::{Part, PartParams};
use super::problem::Refusal;
use super::records;
use crate::domain::identifiers::{SchemeCode, VersionLabel};
use crate::exchange::public::{Scheme, Version};
use crate::services::register;
use crate::services::scheme_book::{BookScheme, BookVersion};
use crate::web::portal::Portal;

/// Een certificatieschema met zijn versies.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certificatieschema)]
pub struct SchemeAnswer {
    #[serde(flatten)]
    scheme: Scheme,
    #[serde(rename = "_links")]
    links: SchemeLinks,
}

/// Verwijzingen bij een certificatieschema.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificatieschemaVerwijzingen)]
pub struct SchemeLinks {
    /// Dit schema.
    #[serde(rename = "self")]
    itself: Href,
    /// De versies met hun sanctiematrix.
    #[serde(rename = "schemaversies")]
    versions: Href,
}

/// Een deel van de certificatieschema’s, op code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Certificatieschemas)]
pub struct SchemesAnswer {
    /// De schema’s van dit deel.
    #[serde(rename = "certificatieschemas")]
    schemes: Vec<SchemeAnswer>,
    #[serde(rename = "_links")]
    links: ListLinks,
}

/// Een schemaversie, zonder haar matrix.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SchemaversieKort)]
pub struct VersionInList {
    #[serde(flatten)]
    version: Version,
    #[serde(rename = "_links")]
    links: VersionLinks,
}

/// Een schemaversie met haar sanctiematrix.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Schemaversie)]
pub struct VersionAnswer {
    /// Code van het certificatieschema.
    #[serde(rename = "schema")]
    #[schema(example = "CS-A")]
    scheme: String,
    #[serde(flatten)]
    version: Version,
    /// De sanctiematrix: welke maatregel het schema voorschrijft bij welke afwijking, de hoeveelste keer, en binnen welke
    /// termijn.
    #[serde(rename = "sanctiematrix")]
    #[schema(value_type = MatrixShape)]
    matrix: serde_json::Value,
    #[serde(rename = "_links")]
    links: VersionLinks,
}

/// Verwijzingen bij een schemaversie.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SchemaversieVerwijzingen)]
pub struct VersionLinks {
    /// Deze versie.
    #[serde(rename = "self")]
    itself: Href,
    /// Het schema.
    #[serde(rename = "certificatieschema")]
    scheme: Href,
}

/// Een deel van de versies van een certificatieschema, oudste eerst.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Schemaversies)]
pub struct VersionsAnswer {
    /// De versies van dit deel.
    #[serde(rename = "schemaversies")]
    versions: Vec<VersionInList>,
    #[serde(rename = "_links")]
    links: ListLinks,
}

static OF_LIST: LazyLock<Vec<String>> =
    LazyLock::new(|| names([KnownParams::into_params(|| None), PartParams::into_params(|| None)]));
static OF_ONE: LazyLock<Vec<String>> = LazyLock::new(|| names([KnownParams::into_params(|| None)]));

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/api/v1/certificatieschemas", web::get().to(list))
        .route("/api/v1/certificatieschemas/{code}", web::get().to(show))
        .route("/api/v1/certificatieschemas/{code}/schemaversies", web::get().to(versions))
        .route("/api/v1/certificatieschemas/{code}/schemaversies/{versie}", web::get().to(version));
}

/// Geeft de certificatieschema’s
///
/// De schema’s die zijn of waren aangewezen, op code, met hun versies.
#[utoipa::path(
    get,
    path = "/certificatieschemas",
    operation_id = "getCertificatieschemas",
    tag = "certificatieschemas",
    params(KnownParams, PartParams),
    responses((status = 200, description = "Een deel van de certificatieschema’s.", body = SchemesAnswer))
)]
pub(super) async fn list(portal: web::Data<Portal>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_LIST)?;
    let moment = Moment::read(&mut asked, &portal).await?;
    let part = Part::<String>::read(&mut asked, "certificatieschemas");
    asked.finish()?;
    let book = portal.work(move |portal| register::scheme_book(&portal.store, moment.knowledge(portal))).await?;
    let (schemes, next) = part.of_all(book, |entry| entry.scheme.code.to_string());
    let links = ListLinks::of(&request, next);
    let schemes = schemes.iter().map(scheme_answer).collect();
    answer::list(&request, &SchemesAnswer { schemes, links: links.clone() }, &links)
}

/// Geeft één certificatieschema
///
/// Met de versies die het had en heeft.
#[utoipa::path(
    get,
    path = "/certificatieschemas/{code}",
    operation_id = "getCertificatieschema",
    tag = "certificatieschemas",
    params(("code" = String, Path, description = "Code van het schema.", example = "CS-A"), KnownParams),
    responses((status = 200, description = "Het certificatieschema.", body = SchemeAnswer))
)]
pub(super) async fn show(
    portal: web::Data<Portal>,
    request: HttpRequest,
    code: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_ONE)?;
    let moment = Moment::read(&mut asked, &portal).await?;
    asked.finish()?;
    let entry = scheme(&portal, &code, moment).await?;
    answer::one(&request, &scheme_answer(&entry))
}

/// Geeft de versies van een certificatieschema
///
/// Oudste eerst. De sanctiematrix staat bij de versie zelf.
#[utoipa::path(
    get,
    path = "/certificatieschemas/{code}/schemaversies",
    operation_id = "getSchemaversies",
    tag = "certificatieschemas",
    params(("code" = String, Path, description = "Code van het schema.", example = "CS-A"), KnownParams, PartParams),
    responses((status = 200, description = "Een deel van de versies.", body = VersionsAnswer))
)]
pub(super) async fn versions(
    portal: web::Data<Portal>,
    request: HttpRequest,
    code: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_LIST)?;
    let list = format!("schemaversies/{code}");
    let moment = Moment::read(&mut asked, &portal).await?;
    let part = Part::<NaiveDate>::read(&mut asked, &list);
    asked.finish()?;
    let entry = scheme(&portal, &code, moment).await?;
    // Two versions of a scheme never begin on one day.
    let (versions, next) = part.of_all(&entry.versions, |version| version.in_force.from);
    let links = ListLinks::of(&request, next);
    let versions = versions
        .into_iter()
        .map(|version| VersionInList { version: records::version(version), links: version_links(&entry, version) })
        .collect();
    answer::list(&request, &VersionsAnswer { versions, links: links.clone() }, &links)
}

/// Geeft één schemaversie met haar sanctiematrix
///
/// De matrix is wat het schema zelf voorschrijft; de toets vergelijkt besluiten daarmee.
#[utoipa::path(
    get,
    path = "/certificatieschemas/{code}/schemaversies/{versie}",
    operation_id = "getSchemaversie",
    tag = "certificatieschemas",
    params(
        ("code" = String, Path, description = "Code van het schema.", example = "CS-A"),
        ("versie" = String, Path, description = "Naam van de versie.", example = "2.0"),
        KnownParams
    ),
    responses((status = 200, description = "De schemaversie.", body = VersionAnswer))
)]
pub(super) async fn version(
    portal: web::Data<Portal>,
    request: HttpRequest,
    parts: web::Path<(String, String)>,
) -> Result<HttpResponse, Refusal> {
    const UNKNOWN: &str = "Dit certificatieschema heeft geen versie met deze naam.";
    let mut asked = Asked::read(&request, &OF_ONE)?;
    let moment = Moment::read(&mut asked, &portal).await?;
    asked.finish()?;
    let (code, label) = parts.into_inner();
    let entry = scheme(&portal, &code, moment).await?;
    let label = VersionLabel::parse(&label).map_err(|_| Refusal::NotFound(UNKNOWN.to_owned()))?;
    let (of, named) = (entry.scheme.code.clone(), label.clone());
    // That it came later than `bekendOp` is told apart.
    let read = move |portal: &Portal, known| {
        let book = register::scheme_book(&portal.store, known)?;
        Ok(book.by_code(&of).and_then(|entry| entry.version(&named)).cloned())
    };
    let version = &moment.known_by(&portal, UNKNOWN, read).await?;
    let body = VersionAnswer {
        scheme: entry.scheme.code.to_string(),
        version: records::version(version),
        matrix: version.matrix.to_json(),
        links: version_links(&entry, version),
    };
    answer::one(&request, &body)
}

async fn scheme(portal: &Portal, code: &str, moment: Moment) -> Result<BookScheme, Refusal> {
    const UNKNOWN: &str = "Het register kent geen certificatieschema met deze code.";
    let code = SchemeCode::parse(code).map_err(|_| Refusal::NotFound(UNKNOWN.to_owned()))?;
    let read = move |portal: &Portal, known| Ok(register::scheme_book(&portal.store, known)?.by_code(&code).cloned());
    moment.known_by(portal, UNKNOWN, read).await
}

fn scheme_answer(entry: &BookScheme) -> SchemeAnswer {
    let code = entry.scheme.code.as_str();
    SchemeAnswer {
        scheme: records::scheme(entry),
        links: SchemeLinks {
            itself: Href::to(&["certificatieschemas", code]),
            versions: Href::to(&["certificatieschemas", code, "schemaversies"]),
        },
    }
}

fn version_links(entry: &BookScheme, version: &BookVersion) -> VersionLinks {
    let code = entry.scheme.code.as_str();
    VersionLinks {
        itself: Href::to(&["certificatieschemas", code, "schemaversies", version.label.as_str()]),
        scheme: Href::to(&["certificatieschemas", code]),
    }
}
