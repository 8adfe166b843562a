//! The description of the API (`OpenAPI` 3.1), made from the handlers and the types of their answers.

use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Server};
use utoipa::{Modify, OpenApi};

use super::answer;
use super::asked::Asked;
use super::own::described;
use super::problem::{self, Problem, Refusal};
use super::search::{StandingWord, WorkWord};
use super::{BASE, VERSION, bodies, certificates, changes, holder_list, holders, own, schemes};
use crate::web::server::Site;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Stelselwacht",
        description = "Het openbare register van certificaathouders, hun certificaten, de certificatieschema’s en de \
                       certificerende instellingen. Vrij te gebruiken, zonder sleutel. Certificerende instellingen leveren \
                       ermee aan, met een token.",
        version = VERSION,
        contact(
            name = "Beheer van de Stelselwacht-API",
            url = "https://github.com/stelselwacht/stelselwacht/issues",
            email = "api@stelselwacht.example"
        ),
        license(name = "EUPL-1.2", url = "https://eupl.eu/1.2/nl/")
    ),
    paths(
        bodies::designations,
        bodies::list,
        bodies::show,
        schemes::list,
        schemes::show,
        schemes::versions,
        schemes::version,
        certificates::list,
        certificates::show,
        holder_list::list,
        holders::show,
        changes::list,
        own::lists::list_certificates,
        own::lists::list_audits,
        own::lists::list_findings,
        own::lists::list_decisions,
        own::records::get_certificate,
        own::records::put_certificate,
        own::records::get_audit,
        own::records::put_audit,
        own::records::get_finding,
        own::records::put_finding,
        own::records::get_decision,
        own::records::put_decision,
        own::deliver::post,
        describe,
    ),
    components(schemas(Problem, StandingWord, WorkWord)),
    tags(
        (name = "aanleveren", description = "Voor programma’s van een certificerende instelling, met een token."),
        (name = "aanwijzingen", description = "Voor welke certificatieschema’s een instelling mag certificeren."),
        (name = "certificaathouders", description = "Bedrijven met een certificaat: zoeken, en wat zij mogen."),
        (name = "certificaten", description = "Certificaten, met hoe zij staan op een dag."),
        (name = "certificatieschemas", description = "De schema’s, hun versies en hun sanctiematrix."),
        (name = "certificerende-instellingen", description = "Wie certificeert en sancties oplegt."),
        (name = "openapi", description = "Deze beschrijving."),
        (name = "wijzigingen", description = "Wat er veranderde, om een kopie van het register bij te houden."),
    ),
    modifiers(&Common)
)]
struct Document;

/// The document of the API as it is served at this address, without a slash at the end.
pub fn document(public_url: &str) -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    document.servers = Some(vec![Server::new(format!("{public_url}{BASE}"))]);
    document
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/api/v1/openapi.json", web::get().to(describe));
}

/// Geeft deze beschrijving
///
/// Volgens OAS 3.1, zonder sleutel en vanaf elke site te lezen.
#[utoipa::path(
    get,
    path = "/openapi.json",
    operation_id = "getOpenapi",
    tag = "openapi",
    responses((status = 200, description = "De beschrijving van de API.", body = Object))
)]
async fn describe(site: web::Data<Site>, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    Asked::read(&request, &[])?.finish()?;
    let mut document = document(&site.public_url);
    if site.demo {
        document.info.title.push_str(" (demonstratie: alle gegevens zijn verzonnen)");
    }
    answer::one(&request, &document)
}

/// A header of answers: its name, what it says, and an example.
pub(super) type HeaderText = (&'static str, &'static str, &'static str);

pub(super) const VERSION_HEADER: HeaderText = ("API-Version", "De volledige versie van de API.", VERSION);
const ORIGIN: HeaderText = ("access-control-allow-origin", "Elke site mag dit antwoord lezen.", "*");
const TAG: HeaderText = (
    "ETag",
    "Kenmerk van dit antwoord. Stuur het mee als `If-None-Match`; is er niets veranderd, dan is het antwoord 304.",
    "W/\"MTNhZWY0ZGY3ZTk3MjQxYWY5\"",
);
const LINK: HeaderText = (
    "Link",
    "Dit deel van de lijst en het volgende (RFC 8288), zoals in `_links`.",
    "</api/v1/certificaathouders>; rel=\"self\", </api/v1/certificaathouders?cursor=mZ3x>; rel=\"next\"",
);
pub(super) const RETRY: HeaderText = ("Retry-After", "Na hoeveel seconden u weer kunt vragen.", "12");

/// A refusal: its status, its name in the document, and what it means.
const REFUSALS: [(&str, &str, &str); 7] = [
    ("400", "OngeldigeInvoer", "De vraag klopt niet; `fouten` noemt alle fouten met hun plaats."),
    ("404", "NietGevonden", "Dit staat niet in het register."),
    ("406", "FormaatNietBeschikbaar", "Het antwoord is er alleen als `application/json`."),
    ("414", "VraagTeLang", "Het adres met de vraag is langer dan 48 kB."),
    ("429", "TeVeelVragen", "Vanaf dit adres komen te veel vragen tegelijk."),
    ("500", "InterneFout", "Er ging bij ons iets mis."),
    ("503", "NietBereikbaar", "Het register is even niet bereikbaar."),
];

/// What every operation has in common, so that no handler repeats it: headers, and the answers when something is wrong.
struct Common;

impl Modify for Common {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut openapi.paths.paths {
            for operation in [&mut item.get, &mut item.put, &mut item.post].into_iter().flatten() {
                if operation.security.is_some() {
                    described::of_programs(operation);
                } else {
                    complete(operation, path.contains('{'));
                }
            }
        }
        let components = openapi.components.get_or_insert_default();
        described::components(components);
        for (status, name, description) in REFUSALS {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Probleem"))).build();
            let mut refusal =
                ResponseBuilder::new().description(description).content(problem::CONTENT_TYPE, content).build();
            refer(&mut refusal, &[VERSION_HEADER, ORIGIN]);
            if status == "429" {
                refer(&mut refusal, &[RETRY]);
            }
            components.responses.insert(name.to_owned(), RefOr::T(refusal));
        }
        for (name, description, example) in [VERSION_HEADER, ORIGIN, TAG, LINK, RETRY] {
            let schema = ObjectBuilder::new().schema_type(Type::String).build();
            let header = HeaderBuilder::new().schema(Some(schema)).description(Some(description));
            components.headers.insert(name.to_owned(), RefOr::T(header.example(Some(example.into())).build()));
        }
    }
}

/// Adds the headers and the refusals to an operation.
fn complete(operation: &mut Operation, names_one: bool) {
    let is_list = operation.parameters.iter().flatten().any(|parameter| match parameter {
        RefOr::T(parameter) => parameter.name == "limiet",
        RefOr::Ref(_) => false,
    });
    let answers = &mut operation.responses.responses;
    answers
        .insert("304".to_owned(), RefOr::T(Response::new("Er is niets veranderd sinds het antwoord met deze ETag.")));
    for answer in answers.values_mut() {
        if let RefOr::T(answer) = answer {
            refer(answer, &[VERSION_HEADER, ORIGIN, TAG]);
            if is_list {
                refer(answer, &[LINK]);
            }
        }
    }
    for (status, name, _) in REFUSALS.iter().filter(|(status, ..)| *status != "404" || names_one) {
        let refusal = Ref::new(format!("#/components/responses/{name}"));
        answers.insert((*status).to_owned(), RefOr::Ref(refusal));
    }
}

/// Lets the response name these headers.
pub(super) fn refer(response: &mut Response, headers: &[HeaderText]) {
    for (name, ..) in headers {
        let header = Ref::new(format!("#/components/headers/{name}"));
        response.headers.insert((*name).to_owned(), RefOr::Ref(header));
    }
}
