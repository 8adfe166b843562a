//! The records of a body by kind, in parts.

use std::fmt::Write as _;
use std::sync::LazyLock;

use actix_web::http::header::LINK;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::{IntoParams as _, ToSchema};

use super::bearer::Bearer;
use crate::domain::access::program::{ReadRecords, Scope, Subject};
use crate::exchange::records::{Certificate, Decision, Finding, JudgedAudit};
use crate::services::delivery::records::own::{self, Content};
use crate::web::api::answer::ListLinks;
use crate::web::api::asked::{Asked, names};
use crate::web::api::paging::{Part, PartParams};
use crate::web::api::problem::Refusal;
use crate::web::portal::Portal;

static OF_LIST: LazyLock<Vec<String>> = LazyLock::new(|| names([PartParams::into_params(|| None)]));

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/api/v1/certificerende-instellingen/{code}/certificaten", web::get().to(list_certificates))
        .route("/api/v1/certificerende-instellingen/{code}/onderzoeken", web::get().to(list_audits))
        .route("/api/v1/certificerende-instellingen/{code}/afwijkingen", web::get().to(list_findings))
        .route("/api/v1/certificerende-instellingen/{code}/besluiten", web::get().to(list_decisions));
}

/// The records of a part of the list, with its links.
async fn part(
    portal: &Portal,
    request: &HttpRequest,
    bearer: &Bearer,
    code: &str,
    subject: Subject,
) -> Result<(Vec<Content>, ListLinks), Refusal> {
    let body = bearer.body(code)?;
    let permit = bearer.permit(ReadRecords { body, subject }, &Scope::Read(subject).word())?;
    let mut asked = Asked::read(request, &OF_LIST)?;
    let part = Part::<String>::read(&mut asked, &format!("eigen {}", subject.word()));
    asked.finish()?;
    let (after, limit) = (part.after.clone(), part.limit);
    let work = move |portal: &Portal| {
        own::behind(&portal.store, &permit, after.as_deref(), limit.saturating_add(1), portal.today())
    };
    let (found, next) = part.of_rest(portal.work(work).await?, |(reference, _)| reference.clone());
    let links = ListLinks::of(request, next);
    Ok((found.into_iter().map(|(_, record)| record.content).collect(), links))
}

fn answer<T: Serialize>(body: &T, links: &ListLinks) -> HttpResponse {
    let mut header = format!("<{}>; rel=\"self\"", links.itself.href);
    if let Some(next) = &links.next {
        // A string takes whatever is written to it.
        let _ = write!(header, ", <{}>; rel=\"next\"", next.href);
    }
    HttpResponse::Ok().insert_header((LINK, header)).json(body)
}

macro_rules! list {
    ($subject:ident, $variant:ident, $path:literal, $name:ident, $described:literal, $record:ident, $answer:ident,
     $schema:ident, $list:ident, $id:literal, $summary:literal, |$content:ident| $take:expr) => {
        #[doc = $described]
        #[derive(Debug, Serialize, ToSchema)]
        #[schema(as = $schema)]
        pub struct $answer {
            #[doc = "De records van dit deel, op verwijzing."]
            $name: Vec<$record>,
            #[serde(rename = "_links")]
            links: ListLinks,
        }

        #[doc = $summary]
        #[doc = ""]
        #[doc = "Zoals zij nu in het register staan, in delen, op verwijzing; onderzoeken met hun beoordeling."]
        #[utoipa::path(
            get,
            path = $path,
            operation_id = $id,
            tag = "aanleveren",
            params(
                ("code" = String, Path, description = "Code van de instelling van het token.", example = "alfa"),
                PartParams
            ),
            responses((status = 200, description = $described, body = $answer)),
            security(("token" = []))
        )]
        pub(in crate::web::api) async fn $list(
            portal: web::Data<Portal>,
            request: HttpRequest,
            bearer: Bearer,
            code: web::Path<String>,
        ) -> Result<HttpResponse, Refusal> {
            let (found, links) = part(&portal, &request, &bearer, &code, Subject::$subject).await?;
            let take = |content| match content {
                Content::$variant($content) => Some($take),
                _ => None,
            };
            Ok(answer(&$answer { $name: found.into_iter().filter_map(take).collect(), links: links.clone() }, &links))
        }
    };
}

list!(
    Certificates,
    Certificate,
    "/certificerende-instellingen/{code}/certificaten",
    certificaten,
    "Een deel van de eigen certificaten.",
    Certificate,
    OwnCertificates,
    EigenCertificaten,
    list_certificates,
    "getEigenCertificaten",
    "Geeft de eigen certificaten",
    |record| record
);
list!(
    Audits,
    Audit,
    "/certificerende-instellingen/{code}/onderzoeken",
    onderzoeken,
    "Een deel van de eigen onderzoeken.",
    JudgedAudit,
    OwnAudits,
    EigenOnderzoeken,
    list_audits,
    "getEigenOnderzoeken",
    "Geeft de eigen onderzoeken",
    |record| *record
);
list!(
    Findings,
    Finding,
    "/certificerende-instellingen/{code}/afwijkingen",
    afwijkingen,
    "Een deel van de eigen afwijkingen.",
    Finding,
    OwnFindings,
    EigenAfwijkingen,
    list_findings,
    "getEigenAfwijkingen",
    "Geeft de eigen afwijkingen",
    |record| record
);
list!(
    Decisions,
    Decision,
    "/certificerende-instellingen/{code}/besluiten",
    besluiten,
    "Een deel van de eigen besluiten.",
    Decision,
    OwnDecisions,
    EigenBesluiten,
    list_decisions,
    "getEigenBesluiten",
    "Geeft de eigen besluiten",
    |record| record
);
