//! What the operations of programs have in common in the description of the API: the token, headers, and refusals. Unlike the
//! public answers, these are for no page of another site.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{Components, ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required};

use super::sent::IDEMPOTENCY_KEY;
use crate::web::api::openapi::{HeaderText, RETRY, VERSION_HEADER, refer};
use crate::web::api::problem;

/// The tag of one record; its name in the document differs from that of the public answers.
const RECORD_TAG: HeaderText =
    ("ETag", "Kenmerk van het record. Stuur het mee als `If-Match` om geen wijziging te overschrijven.", "");

const CHALLENGE: HeaderText =
    ("WWW-Authenticate", "Hoe u een token meestuurt (RFC 6750).", "Bearer realm=\"stelselwacht\"");

/// A refusal: its status, its name in the document, what it means, and whether only what is sent gets it.
const REFUSALS: [(&str, &str, &str, bool); 12] = [
    ("400", "EigenOngeldigeInvoer", "De vraag of een header klopt niet, of de inhoud is geen JSON.", false),
    ("401", "EigenTokenNodig", "Er is geen token, of het werkt niet (meer).", false),
    ("403", "EigenNietToegestaan", "Het token mag dit niet.", false),
    ("404", "EigenNietGevonden", "Dit is er niet, of het is van een andere instelling.", false),
    ("406", "EigenFormaatNietBeschikbaar", "Het antwoord is er alleen als `application/json`.", false),
    ("409", "EigenInBehandeling", "Het verzoek met deze `Idempotency-Key` is nog in behandeling.", true),
    ("413", "EigenTeGroot", "Er is meer gestuurd dan mag: 256 kB voor één record, 8 MB voor een aanlevering.", true),
    ("414", "EigenVraagTeLang", "Het adres met de vraag is langer dan 48 kB.", false),
    ("415", "EigenGeenJson", "De inhoud is geen `application/json`.", true),
    ("429", "EigenTeVeelVragen", "Met dit token, of vanaf dit adres, komen te veel vragen tegelijk.", false),
    ("500", "EigenInterneFout", "Er ging bij ons iets mis.", false),
    ("503", "EigenNietBereikbaar", "Het register is even niet bereikbaar.", false),
];

/// Adds what the operations refer to.
pub(in crate::web::api) fn components(components: &mut Components) {
    let mut token = Http::new(HttpAuthScheme::Bearer);
    token.description = Some(
        "Een token van uw instelling, `stw_…`. Een beheerder van de instelling maakt het op /instelling/tokens en kiest wat het \
         mag."
            .to_owned(),
    );
    components.add_security_scheme("token", SecurityScheme::Http(token));
    for (status, name, description, _) in REFUSALS {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Probleem"))).build();
        let mut refusal =
            ResponseBuilder::new().description(description).content(problem::CONTENT_TYPE, content).build();
        refer(&mut refusal, &[VERSION_HEADER]);
        match status {
            "401" => refer(&mut refusal, &[CHALLENGE]),
            "429" => refer(&mut refusal, &[RETRY]),
            _ => {}
        }
        components.responses.insert(name.to_owned(), RefOr::T(refusal));
    }
    let (name, description, example) = CHALLENGE;
    let header = HeaderBuilder::new().schema(Some(text())).description(Some(description));
    components.headers.insert(name.to_owned(), RefOr::T(header.example(Some(example.into())).build()));
}

fn text() -> utoipa::openapi::schema::Object {
    ObjectBuilder::new().schema_type(Type::String).build()
}

/// Completes an operation.
pub(in crate::web::api) fn of_programs(operation: &mut Operation) {
    let sends = operation.request_body.is_some();
    // What names a record has its reference in the address besides the body.
    let in_path =
        |parameter: &&RefOr<Parameter>| matches!(parameter, RefOr::T(one) if one.parameter_in == ParameterIn::Path);
    let of_record = operation.parameters.iter().flatten().filter(in_path).count() > 1;
    for (status, answer) in &mut operation.responses.responses {
        if let RefOr::T(answer) = answer {
            refer(answer, &[VERSION_HEADER]);
            if of_record && status.starts_with('2') {
                let (name, description, _) = RECORD_TAG;
                let header = HeaderBuilder::new().schema(Some(text())).description(Some(description)).build();
                answer.headers.insert(name.to_owned(), RefOr::T(header));
            }
        }
    }
    for (status, name, _, only_sent) in REFUSALS {
        if sends || !only_sent {
            let refusal = Ref::new(format!("#/components/responses/{name}"));
            operation.responses.responses.insert(status.to_owned(), RefOr::Ref(refusal));
        }
    }
    if sends {
        let parameters = operation.parameters.get_or_insert_default();
        parameters.push(RefOr::T(header(
            IDEMPOTENCY_KEY,
            "Een sleutel die u zelf kiest, zoals een UUID. Stuurt u hetzelfde verzoek binnen 24 uur opnieuw met dezelfde sleutel, \
             dan krijgt u hetzelfde antwoord en gebeurt er niets dubbel.",
            "^[!-~]{1,255}$",
        )));
        if of_record {
            let tags = "^(\\*|(W/)?\"[!#-~]*\"(, ?(W/)?\"[!#-~]*\")*)$";
            parameters.push(RefOr::T(header(
                "If-Match",
                "Vervang het record alleen als het nog dit kenmerk heeft (de ETag waarmee u het kende); `*` als het er moet zijn.",
                tags,
            )));
            parameters.push(RefOr::T(header(
                "If-None-Match",
                "`*`: voeg het record alleen toe als het er nog niet is.",
                tags,
            )));
        }
    }
}

fn header(name: &str, description: &str, pattern: &str) -> Parameter {
    let schema = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}
