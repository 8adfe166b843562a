//! `/certificerende-instellingen` and `/aanwijzingen`: the bodies, and for which schemes they are or were designated.

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
use crate::domain::designation::usable_after_designation;
use crate::domain::identifiers::{BodyCode, SchemeCode};
use crate::exchange::public::Body;
use crate::services::register::{self, DesignatedBody};
use crate::web::portal::Portal;

/// Een certificerende instelling met haar aanwijzingen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificerendeInstelling)]
pub struct BodyAnswer {
    #[serde(flatten)]
    body: Body,
    #[serde(rename = "_links")]
    links: BodyLinks,
}

/// Verwijzingen bij een certificerende instelling.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificerendeInstellingVerwijzingen)]
pub struct BodyLinks {
    /// Deze instelling.
    #[serde(rename = "self")]
    itself: Href,
    /// De pagina voor mensen.
    #[serde(rename = "pagina")]
    page: Href,
}

/// Een deel van de certificerende instellingen, op code.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CertificerendeInstellingen)]
pub struct BodiesAnswer {
    /// De instellingen van dit deel.
    #[serde(rename = "certificerendeInstellingen")]
    bodies: Vec<BodyAnswer>,
    #[serde(rename = "_links")]
    links: ListLinks,
}

/// Een aanwijzing: dat een instelling mag certificeren volgens een schema.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Aanwijzing)]
pub struct DesignationAnswer {
    /// Code van de certificerende instelling.
    #[serde(rename = "instelling")]
    #[schema(example = "alfa")]
    body: String,
    /// Code van het certificatieschema.
    #[serde(rename = "schema")]
    #[schema(example = "CS-A")]
    scheme: String,
    /// Eerste dag van de aanwijzing.
    #[serde(rename = "geldigVan")]
    valid_from: NaiveDate,
    /// Eerste dag zonder aanwijzing, als die bekend is.
    #[serde(rename = "geldigTot")]
    valid_until: Option<NaiveDate>,
    /// Laatste dag waarop certificaten van deze instelling na het einde van de aanwijzing nog bruikbaar zijn, als zij zelf zo
    /// lang lopen (Bbl art. 6.45 lid 4).
    #[serde(rename = "certificatenBruikbaarTotEnMet", skip_serializing_if = "Option::is_none")]
    usable_until: Option<NaiveDate>,
    /// Of de aanwijzing geldt op de peildatum.
    #[serde(rename = "geldt")]
    holds: bool,
    #[serde(rename = "_links")]
    links: DesignationLinks,
}

/// Verwijzingen bij een aanwijzing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AanwijzingVerwijzingen)]
pub struct DesignationLinks {
    /// De instelling.
    #[serde(rename = "certificerendeInstelling")]
    body: Href,
    /// Het schema.
    #[serde(rename = "certificatieschema")]
    scheme: Href,
}

/// Een deel van de aanwijzingen, op instelling, schema en eerste dag.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Aanwijzingen)]
pub struct DesignationsAnswer {
    #[serde(flatten)]
    moment: Moment,
    /// De aanwijzingen van dit deel.
    #[serde(rename = "aanwijzingen")]
    designations: Vec<DesignationAnswer>,
    #[serde(rename = "_links")]
    links: ListLinks,
}

/// Which designations are asked for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DesignationParams {
    /// Alleen aanwijzingen van deze instelling: haar code.
    #[param(rename = "instelling", max_length = 100, example = "alfa")]
    pub body: Option<String>,
    /// Alleen aanwijzingen voor dit certificatieschema: zijn code.
    #[param(rename = "schema", max_length = 100, example = "CS-A")]
    pub scheme: Option<String>,
}

static OF_BODIES: LazyLock<Vec<String>> =
    LazyLock::new(|| names([KnownParams::into_params(|| None), PartParams::into_params(|| None)]));
static OF_BODY: LazyLock<Vec<String>> = LazyLock::new(|| names([KnownParams::into_params(|| None)]));
static OF_DESIGNATIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    names([
        DesignationParams::into_params(|| None),
        DayParams::into_params(|| None),
        KnownParams::into_params(|| None),
        PartParams::into_params(|| None),
    ])
});

/// Said when it is not there.
const UNKNOWN: &str = "Het register kent geen certificerende instelling met deze code.";

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/api/v1/certificerende-instellingen", web::get().to(list))
        .route("/api/v1/certificerende-instellingen/{code}", web::get().to(show))
        .route("/api/v1/aanwijzingen", web::get().to(designations));
}

/// Geeft de certificerende instellingen
///
/// Op code, met hun aanwijzingen.
#[utoipa::path(
    get,
    path = "/certificerende-instellingen",
    operation_id = "getCertificerendeInstellingen",
    tag = "certificerende-instellingen",
    params(KnownParams, PartParams),
    responses((status = 200, description = "Een deel van de instellingen.", body = BodiesAnswer))
)]
pub(super) async fn list(portal: web::Data<Portal>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_BODIES)?;
    let moment = Moment::read(&mut asked, &portal).await?;
    let part = Part::<String>::read(&mut asked, "certificerende-instellingen");
    asked.finish()?;
    let bodies = portal.work(move |portal| register::bodies(&portal.store, moment.knowledge(portal))).await?;
    let (bodies, next) = part.of_all(bodies, |entry| entry.body.code.to_string());
    let links = ListLinks::of(&request, next);
    let bodies = bodies.iter().map(body_answer).collect();
    answer::list(&request, &BodiesAnswer { bodies, links: links.clone() }, &links)
}

/// Geeft één certificerende instelling
///
/// Met de aanwijzingen die zij had en heeft.
#[utoipa::path(
    get,
    path = "/certificerende-instellingen/{code}",
    operation_id = "getCertificerendeInstelling",
    tag = "certificerende-instellingen",
    params(("code" = String, Path, description = "Code van de instelling.", example = "alfa"), KnownParams),
    responses((status = 200, description = "De instelling.", body = BodyAnswer))
)]
pub(super) async fn show(
    portal: web::Data<Portal>,
    request: HttpRequest,
    code: web::Path<String>,
) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_BODY)?;
    let moment = Moment::read(&mut asked, &portal).await?;
    asked.finish()?;
    let code = BodyCode::parse(&code).map_err(|_| Refusal::NotFound(UNKNOWN.to_owned()))?;
    let read = move |portal: &Portal, known| {
        Ok(register::bodies(&portal.store, known)?.into_iter().find(|entry| entry.body.code == code))
    };
    let entry = moment.known_by(&portal, UNKNOWN, read).await?;
    answer::one(&request, &body_answer(&entry))
}

/// Geeft de aanwijzingen
///
/// Ook die nog niet of niet meer gelden: `geldt` zegt of zij gelden op de peildatum.
#[utoipa::path(
    get,
    path = "/aanwijzingen",
    operation_id = "getAanwijzingen",
    tag = "aanwijzingen",
    params(DesignationParams, DayParams, KnownParams, PartParams),
    responses((status = 200, description = "Een deel van de aanwijzingen.", body = DesignationsAnswer))
)]
pub(super) async fn designations(portal: web::Data<Portal>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let mut asked = Asked::read(&request, &OF_DESIGNATIONS)?;
    let body = asked.parsed("instelling", BodyCode::parse);
    let scheme = asked.parsed("schema", SchemeCode::parse);
    let moment = Moment::read(&mut asked, &portal).await?;
    let part = Part::<(String, String, NaiveDate)>::read(&mut asked, "aanwijzingen");
    asked.finish()?;
    let bodies = portal.work(move |portal| register::bodies(&portal.store, moment.knowledge(portal))).await?;
    let all = bodies.into_iter().flat_map(|entry| entry.designations);
    let wanted = all.map(|(designation, _)| designation).filter(|designation| {
        body.as_ref().is_none_or(|code| designation.body == *code)
            && scheme.as_ref().is_none_or(|code| designation.scheme == *code)
    });
    let (designations, next) = part.of_all(wanted, |designation| {
        (designation.body.to_string(), designation.scheme.to_string(), designation.valid.from)
    });
    let links = ListLinks::of(&request, next);
    let designations = designations.into_iter().map(|designation| DesignationAnswer {
        body: designation.body.to_string(),
        scheme: designation.scheme.to_string(),
        valid_from: designation.valid.from,
        valid_until: designation.valid.until,
        usable_until: designation.valid.until.map(usable_after_designation),
        holds: designation.valid.contains(moment.day),
        links: DesignationLinks {
            body: Href::to(&["certificerende-instellingen", designation.body.as_str()]),
            scheme: Href::to(&["certificatieschemas", designation.scheme.as_str()]),
        },
    });
    let body = DesignationsAnswer { moment, designations: designations.collect(), links: links.clone() };
    answer::list(&request, &body, &links)
}

fn body_answer(entry: &DesignatedBody) -> BodyAnswer {
    let code = entry.body.code.as_str();
    BodyAnswer {
        body: records::body(entry),
        links: BodyLinks {
            itself: Href::to(&["certificerende-instellingen", code]),
            page: Href::page("instellingen", code),
        },
    }
}
