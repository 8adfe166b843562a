//! One record of a body at its own reference: see it, or put it there.

use actix_web::http::header::{ETag, EntityTag};
use actix_web::{HttpRequest, HttpResponse, web};

use super::bearer::{Bearer, unknown};
use super::{deliver, sent};
use crate::domain::access::program::{ReadRecords, Scope, Subject, WriteRecords};
use crate::exchange::records::{Audit, Certificate, Decision, Finding, JudgedAudit, RecordProblem};
use crate::services::delivery::records::{self, own};
use crate::web::api::asked::Asked;
use crate::web::api::problem::Refusal;
use crate::web::error::Error;
use crate::web::portal::Portal;

/// The most bytes of one record: two long texts with every letter escaped fit.
const LARGEST: usize = 256 * 1024;

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/api/v1/certificerende-instellingen/{code}/certificaten/{certificaatnummer}")
                .get(get_certificate)
                .put(put_certificate),
        )
        .service(
            web::resource("/api/v1/certificerende-instellingen/{code}/onderzoeken/{onderzoekId}")
                .get(get_audit)
                .put(put_audit),
        )
        .service(
            web::resource("/api/v1/certificerende-instellingen/{code}/afwijkingen/{afwijkingId}")
                .get(get_finding)
                .put(put_finding),
        )
        .service(
            web::resource("/api/v1/certificerende-instellingen/{code}/besluiten/{besluitId}")
                .get(get_decision)
                .put(put_decision),
        );
}

/// The body and the reference in an address.
type Address = web::Path<(String, String)>;

async fn see(
    portal: &Portal,
    request: &HttpRequest,
    bearer: &Bearer,
    address: Address,
    subject: Subject,
) -> Result<HttpResponse, Refusal> {
    let (code, reference) = address.into_inner();
    let body = bearer.body(&code)?;
    let permit = bearer.permit(ReadRecords { body, subject }, &Scope::Read(subject).word())?;
    Asked::read(request, &[])?.finish()?;
    let found = portal.work(move |portal| own::one(&portal.store, &permit, &reference, portal.today())).await?;
    let found = found.ok_or_else(unknown)?;
    Ok(HttpResponse::Ok().insert_header(ETag(EntityTag::new_strong(found.tag))).json(found.content))
}

async fn put(
    portal: &Portal,
    request: &HttpRequest,
    bearer: &Bearer,
    address: Address,
    payload: web::Payload,
    subject: Subject,
) -> Result<HttpResponse, Refusal> {
    let (code, reference) = address.into_inner();
    let body = bearer.body(&code)?;
    // Whoever may not write is told so before what they wrote is looked at.
    let right = WriteRecords { body: body.clone(), subjects: vec![subject], moves_day: false };
    bearer.permit(right, &Scope::Write(subject).word())?;
    Asked::read(request, &[])?.finish()?;
    let conditions = sent::conditions(request)?;
    let key = sent::key(request)?;
    let content = sent::body(request, payload, LARGEST).await?;
    let parts = vec![
        b"PUT".to_vec(),
        subject.word().into(),
        reference.clone().into_bytes(),
        format!("{conditions:?}").into_bytes(),
        content,
    ];
    let read =
        move |content: &[u8], portal: &Portal| records::put(content, subject, &reference, conditions, portal.now());
    deliver::store(portal, bearer, body, key, parts, read).await
}

macro_rules! record {
    ($subject:ident, $path:literal, $parameter:literal, $example:literal, $described:literal, $body:ident, $shown:ident,
     $get:ident, $get_id:literal, $get_summary:literal, $put:ident, $put_id:literal, $put_summary:literal) => {
        #[doc = $get_summary]
        #[doc = ""]
        #[doc = "De `ETag` is het kenmerk van het record, voor `If-Match`."]
        #[utoipa::path(
            get,
            path = $path,
            operation_id = $get_id,
            tag = "aanleveren",
            params(
                ("code" = String, Path, description = "Code van de instelling van het token.", example = "alfa"),
                ($parameter = String, Path, description = $described, example = $example)
            ),
            responses((status = 200, description = "Het record.", body = $shown)),
            security(("token" = []))
        )]
        pub(in crate::web::api) async fn $get(
            portal: web::Data<Portal>,
            request: HttpRequest,
            bearer: Bearer,
            address: Address,
        ) -> Result<HttpResponse, Refusal> {
            see(&portal, &request, &bearer, address, Subject::$subject).await
        }

        #[doc = $put_summary]
        #[doc = ""]
        #[doc = "Wat er stond, wordt vervangen. De dag tot en met welke alles is aangeleverd, verandert niet."]
        #[utoipa::path(
            put,
            path = $path,
            operation_id = $put_id,
            tag = "aanleveren",
            params(
                ("code" = String, Path, description = "Code van de instelling van het token.", example = "alfa"),
                ($parameter = String, Path, description = $described, example = $example)
            ),
            request_body(content = $body, description = "Het hele record, met dezelfde verwijzing als in het adres."),
            responses(
                (status = 200, description = "Vervangen, of het stond er al zo.", body = $body),
                (status = 201, description = "Toegevoegd.", body = $body),
                (status = 412, description = "Het record is niet zoals `If-Match` of `If-None-Match` zegt.",
                 content_type = "application/problem+json", body = RecordProblem),
                (status = 422, description = "Niet opgeslagen; `fouten` noemt alle fouten met hun plaats.",
                 content_type = "application/problem+json", body = RecordProblem),
            ),
            security(("token" = []))
        )]
        pub(in crate::web::api) async fn $put(
            portal: web::Data<Portal>,
            request: HttpRequest,
            bearer: Bearer,
            address: Address,
            payload: web::Payload,
        ) -> Result<HttpResponse, Refusal> {
            put(&portal, &request, &bearer, address, payload, Subject::$subject).await
        }
    };
}

record!(
    Certificates,
    "/certificerende-instellingen/{code}/certificaten/{certificaatnummer}",
    "certificaatnummer",
    "AL-B-000001",
    "Nummer van het certificaat.",
    Certificate,
    Certificate,
    get_certificate,
    "getEigenCertificaat",
    "Geeft een eigen certificaat",
    put_certificate,
    "putCertificaat",
    "Levert een certificaat aan"
);
record!(
    Audits,
    "/certificerende-instellingen/{code}/onderzoeken/{onderzoekId}",
    "onderzoekId",
    "A000001",
    "Eigen verwijzing van het onderzoek.",
    Audit,
    JudgedAudit,
    get_audit,
    "getEigenOnderzoek",
    "Geeft een eigen onderzoek met zijn beoordeling",
    put_audit,
    "putOnderzoek",
    "Levert een onderzoek aan"
);
record!(
    Findings,
    "/certificerende-instellingen/{code}/afwijkingen/{afwijkingId}",
    "afwijkingId",
    "A000001-1",
    "Eigen verwijzing van de afwijking.",
    Finding,
    Finding,
    get_finding,
    "getEigenAfwijking",
    "Geeft een eigen afwijking",
    put_finding,
    "putAfwijking",
    "Levert een afwijking aan"
);
record!(
    Decisions,
    "/certificerende-instellingen/{code}/besluiten/{besluitId}",
    "besluitId",
    "A000001-B1",
    "Eigen verwijzing van het besluit.",
    Decision,
    Decision,
    get_decision,
    "getEigenBesluit",
    "Geeft een eigen besluit",
    put_decision,
    "putBesluit",
    "Levert een besluit aan"
);

impl From<own::OwnError> for Refusal {
    fn from(error: own::OwnError) -> Self {
        Self::Site(Error::from(error))
    }
}
