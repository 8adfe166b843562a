//! Storing what programs send, and `/aanleveringen`: many records at once.

use std::sync::LazyLock;

use actix_web::http::StatusCode;
use actix_web::http::header::{ETag, EntityTag};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::IntoParams;

use super::bearer::{Bearer, unknown};
use super::sent;
use crate::domain::identifiers::BodyCode;
use crate::exchange::records::{Batch, RecordFault, RecordProblem, Report};
use crate::services::delivery::DeliveryError;
use crate::services::delivery::records::{self, Answer, Done, Records, Refused, Repeat};
use crate::web::api::asked::{Asked, names};
use crate::web::api::problem::{FaultCode, Refusal};
use crate::web::error::Error;
use crate::web::portal::Portal;

/// The most bytes of a delivery.
const LARGEST: usize = 8 * 1024 * 1024;

/// How a delivery is taken.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ModeParams {
    /// `alles`: sla alles op, of niets als er iets mis is. `geldige`: sla op wat klopt, en meld wat is geweigerd.
    #[param(rename = "modus", pattern = "^(alles|geldige)$", default = "alles", example = "geldige")]
    pub mode: Option<String>,
}

static OF_DELIVERY: LazyLock<Vec<String>> = LazyLock::new(|| names([ModeParams::into_params(|| None)]));

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/api/v1/certificerende-instellingen/{code}/aanleveringen", web::post().to(post));
}

/// Levert records aan
///
/// Ten hoogste 5.000 records samen, in één aanlevering. Een record met een verwijzing die er al is, wordt vervangen. Verwijzingen
/// naar records in dezelfde aanlevering mogen. Alles wordt opgeslagen, of niets als er iets mis is; met `modus=geldige` wordt
/// opgeslagen wat klopt.
#[utoipa::path(
    post,
    path = "/certificerende-instellingen/{code}/aanleveringen",
    operation_id = "postAanlevering",
    tag = "aanleveren",
    params(("code" = String, Path, description = "Code van de instelling van het token.", example = "alfa"), ModeParams),
    request_body(content = Batch, description = "De records."),
    responses(
        (status = 200, description = "Opgeslagen.", body = Report),
        (status = 422, description = "Niet opgeslagen; `fouten` noemt alle fouten met hun plaats.",
         content_type = "application/problem+json", body = RecordProblem),
    ),
    security(("token" = []))
)]
pub(in crate::web::api) async fn post(
    portal: web::Data<Portal>,
    request: HttpRequest,
    bearer: Bearer,
    code: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse, Refusal> {
    let body = bearer.body(&code)?;
    let mut asked = Asked::read(&request, &OF_DELIVERY)?;
    let accept_valid = match asked.text("modus") {
        None | Some("alles") => false,
        Some("geldige") => true,
        Some(_) => {
            asked.fault("modus", FaultCode::Invalid, "kies alles of geldige");
            false
        }
    };
    asked.finish()?;
    let key = sent::key(&request)?;
    let content = sent::body(&request, payload, LARGEST).await?;
    let parts = vec![b"POST".to_vec(), vec![u8::from(accept_valid)], content];
    let read = move |content: &[u8], portal: &Portal| records::batch(content, accept_valid, portal.now());
    store(&portal, &bearer, body, key, parts, read).await
}

/// Stores what `read` makes of the last part of a request; all parts together make it this request.
pub(super) async fn store(
    portal: &Portal,
    bearer: &Bearer,
    body: BodyCode,
    key: Option<String>,
    parts: Vec<Vec<u8>>,
    read: impl FnOnce(&[u8], &Portal) -> Result<Records, Refused> + Send + 'static,
) -> Result<HttpResponse, Refusal> {
    let (actor, token) = (bearer.0.actor(), bearer.0.id);
    let done = portal
        .work(move |portal| Ok::<_, Error>(stored(portal, token, &actor, &body, key.as_deref(), &parts, read)))
        .await?;
    answered(done.map_err(refusal)?)
}

fn stored(
    portal: &Portal,
    token: i64,
    actor: &crate::domain::access::Actor,
    body: &BodyCode,
    key: Option<&str>,
    parts: &[Vec<u8>],
    read: impl FnOnce(&[u8], &Portal) -> Result<Records, Refused>,
) -> Result<Answer, Refused> {
    let records = read(parts.last().map_or(&[][..], Vec::as_slice), portal)?;
    let permit = records.permit(actor, body)?;
    let request: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let repeat = key.map(|key| Repeat { token, key, request: &request });
    let answer = records::deliver(&portal.store, &permit, records, repeat.as_ref(), portal.now(), answer)?;
    if answer.status < 300 {
        portal.follow();
    }
    Ok(answer)
}

/// What a program is told.
fn answer(done: &Done) -> Answer {
    match done {
        Done::Put { new, record } => {
            Answer { status: if *new { 201 } else { 200 }, tag: Some(record.tag.clone()), body: json(&record.content) }
        }
        Done::Stored(report) => Answer { status: 200, tag: None, body: json(report) },
        Done::Faults(faults, more) => problem(422, faults.clone(), *more),
        Done::Changed => problem(412, Vec::new(), 0),
    }
}

fn json<T: Serialize>(content: &T) -> String {
    // Only maps with keys that are no text can fail, and there are none.
    serde_json::to_string(content).unwrap_or_default()
}

/// More faults than this are not told of one request.
const MOST_FAULTS: usize = 1_000;

fn problem(status: u16, mut fouten: Vec<RecordFault>, more: usize) -> Answer {
    let count = fouten.len() + more;
    let meer = more + fouten.len().saturating_sub(MOST_FAULTS);
    fouten.truncate(MOST_FAULTS);
    let (title, detail) = match (status, count) {
        (412, _) => (
            "Het record is veranderd",
            "Het record is niet zoals u het kende. Vraag het opnieuw op, bekijk wat er is veranderd en stuur dan de nieuwe ETag \
             mee."
                .to_owned(),
        ),
        (_, 1) => ("Niet opgeslagen", "Er is een fout; zie ‘fouten’. Er is niets opgeslagen.".to_owned()),
        (_, count) => ("Niet opgeslagen", format!("Er zijn {count} fouten; zie ‘fouten’. Er is niets opgeslagen.")),
    };
    let body = json(&RecordProblem { status, title: title.to_owned(), detail, fouten, meer });
    Answer { status, tag: None, body }
}

/// The answer as it goes out; one that was kept and one that is new are the same.
fn answered(answer: Answer) -> Result<HttpResponse, Refusal> {
    let status = StatusCode::from_u16(answer.status).map_err(Error::internal)?;
    if status.is_client_error() {
        return Err(Refusal::Written(status, answer.body));
    }
    let mut response = HttpResponse::build(status);
    if let Some(tag) = answer.tag {
        response.insert_header(ETag(EntityTag::new_strong(tag)));
    }
    Ok(response.content_type("application/json").body(answer.body))
}

fn refusal(refused: Refused) -> Refusal {
    match refused {
        Refused::NotJson(reason) => Refusal::Site(Error::BadRequest(format!("Dit is geen JSON: {reason}."))),
        Refused::Scopes(_) => Refusal::NotAllowed(refused.to_string()),
        Refused::OtherRequest => {
            let detail = refused.to_string();
            let title = "Sleutel al gebruikt".to_owned();
            let problem = RecordProblem { status: 422, title, detail, fouten: Vec::new(), meer: 0 };
            Refusal::Written(StatusCode::UNPROCESSABLE_ENTITY, json(&problem))
        }
        Refused::InProgress => Refusal::Conflict(refused.to_string()),
        Refused::Delivery(DeliveryError::Denied(_) | DeliveryError::UnknownBody { .. }) => unknown(),
        Refused::Delivery(error) => Refusal::Site(error.into()),
    }
}
