//! Why a question to the API is not answered: `application/problem+json` (RFC 9457), with all faults of the question
//! together.

use actix_web::http::StatusCode;
use actix_web::http::header::WWW_AUTHENTICATE;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::services::StorageError;
use crate::web::error::Error;
use crate::web::request_id::RequestId;

/// The content type of a problem.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Waarom een vraag niet is beantwoord (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Probleem)]
pub struct Problem {
    /// De statuscode van het antwoord.
    #[schema(minimum = 400, maximum = 599, example = 400)]
    pub status: u16,
    /// Wat er is, in een paar woorden; gelijk voor alle antwoorden met deze status.
    #[schema(example = "De vraag klopt niet")]
    pub title: &'static str,
    /// Wat er met deze vraag is en wat u kunt doen.
    #[schema(example = "De vraag heeft 2 fouten; zie ‘fouten’.")]
    pub detail: String,
    /// Alle fouten van de vraag, elk met de plaats. Alleen bij status 400.
    #[serde(rename = "fouten", skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub faults: Vec<Fault>,
    /// Het nummer van de vraag in ons logboek. Alleen als de oorzaak bij ons ligt.
    #[serde(rename = "verzoeknummer", skip_serializing_if = "Option::is_none")]
    #[schema(example = "7QX3-M9KD")]
    pub number: Option<String>,
}

/// Eén fout van een vraag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Fout)]
pub struct Fault {
    /// De naam van de parameter.
    #[serde(rename = "parameter")]
    #[schema(example = "peildatum")]
    pub parameter: String,
    /// De soort fout.
    #[serde(rename = "code")]
    pub code: FaultCode,
    /// Wat er niet klopt en wat wel goed is.
    #[serde(rename = "detail")]
    #[schema(example = "31 november bestaat niet; schrijf een datum als 2026-11-24")]
    pub detail: String,
}

/// Soort fout van een parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Foutcode)]
pub enum FaultCode {
    /// Deze parameter bestaat hier niet.
    #[serde(rename = "onbekende-parameter")]
    Unknown,
    /// De parameter is meer dan één keer gegeven.
    #[serde(rename = "meer-dan-eens")]
    Twice,
    /// De waarde is niet te lezen.
    #[serde(rename = "ongeldige-waarde")]
    Invalid,
    /// De waarde valt buiten de grenzen.
    #[serde(rename = "buiten-grenzen")]
    OutOfBounds,
    /// De cursor is niet van deze vraag, of is veranderd.
    #[serde(rename = "onbekende-cursor")]
    Cursor,
    /// De parameter heeft alleen samen met een andere betekenis.
    #[serde(rename = "onvolledig")]
    Incomplete,
}

impl Fault {
    /// A fault of this parameter.
    pub fn new(parameter: &str, code: FaultCode, detail: impl Into<String>) -> Self {
        // What was sent comes back in the answer, but never more of it than helps.
        Self { parameter: parameter.chars().take(LONGEST_NAME).collect(), code, detail: detail.into() }
    }
}

/// The longest name of a parameter that is repeated to whoever sent it.
const LONGEST_NAME: usize = 60;

/// Why a handler of the API does not answer.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The question has faults: all of them, in the order of the parameters.
    #[error("the question has faults: {0:?}")]
    Faults(Vec<Fault>),
    /// What was asked for is not in the register; the text says so in Dutch.
    #[error("not found: {0}")]
    NotFound(String),
    /// The answer cannot be given in a format that the asker takes.
    #[error("not acceptable")]
    NotAcceptable,
    /// It takes a token, and there is none or it does not work.
    #[error("no token that works")]
    NoToken {
        /// Whether a token was sent.
        sent: bool,
    },
    /// The token does not allow it; the text says in Dutch what it should allow.
    #[error("not allowed: {0}")]
    NotAllowed(String),
    /// It cannot be done beside something else that happens; the text says in Dutch what.
    #[error("conflict: {0}")]
    Conflict(String),
    /// More was sent than is taken; the text says in Dutch how much is.
    #[error("too large: {0}")]
    TooLarge(String),
    /// What was sent is no JSON.
    #[error("not JSON by its header")]
    NotJson,
    /// The whole problem, as it was written down.
    #[error("refused with {0}: {1}")]
    Written(StatusCode, String),
    /// What can go wrong anywhere on the site.
    #[error(transparent)]
    Site(#[from] Error),
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        Self::Site(error.into())
    }
}

/// Gives the status alone; [`super::envelope`] writes the body, as for every other error.
impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Faults(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::NoToken { .. } => StatusCode::UNAUTHORIZED,
            Self::NotAllowed(_) => StatusCode::FORBIDDEN,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Written(status, _) => *status,
            Self::Site(error) => error.status_code(),
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Site(error) => error.error_response(),
            Self::NoToken { sent } => {
                let fault = if *sent { ", error=\"invalid_token\"" } else { "" };
                let challenge = format!("Bearer realm=\"stelselwacht\"{fault}");
                HttpResponse::build(self.status_code()).insert_header((WWW_AUTHENTICATE, challenge)).finish()
            }
            _ => HttpResponse::new(self.status_code()),
        }
    }
}

impl Problem {
    /// The problem behind a response with this status and, if there was one, this error.
    pub fn of(status: StatusCode, error: Option<&actix_web::Error>, id: RequestId) -> Self {
        let refusal = error.and_then(|error| error.as_error::<Refusal>());
        let site = match refusal {
            Some(Refusal::Site(error)) => Some(error),
            Some(_) => None,
            None => error.and_then(|error| error.as_error::<Error>()),
        };
        let mut problem = Self::plain(status);
        match (refusal, site) {
            (Some(Refusal::Faults(faults)), _) => {
                problem.detail = match faults.len() {
                    1 => "De vraag heeft een fout; zie ‘fouten’.".to_owned(),
                    count => format!("De vraag heeft {count} fouten; zie ‘fouten’."),
                };
                problem.faults.clone_from(faults);
            }
            (
                Some(
                    Refusal::NotFound(detail)
                    | Refusal::NotAllowed(detail)
                    | Refusal::Conflict(detail)
                    | Refusal::TooLarge(detail),
                ),
                _,
            )
            | (_, Some(Error::BadRequest(detail))) => {
                problem.detail.clone_from(detail);
            }
            (_, Some(Error::TooManyRequests { seconds })) => {
                problem.detail = format!("Vanaf uw adres komen te veel vragen tegelijk. Wacht {seconds} seconden.");
            }
            _ => {}
        }
        if status.is_server_error() {
            problem.number = Some(id.to_string());
        }
        problem
    }

    /// What the status alone says.
    fn plain(status: StatusCode) -> Self {
        let (title, detail) = match status.as_u16() {
            401 => (
                "Token nodig",
                "Stuur een token dat werkt mee: Authorization: Bearer stw_… Een beheerder van uw instelling maakt het op \
                 /instelling/tokens.",
            ),
            403 => ("Niet toegestaan", "Dit token mag dit niet."),
            404 => (
                "Niet gevonden",
                "Dit adres bestaat niet. /api/v1/openapi.json beschrijft welke adressen er zijn; een adres eindigt nooit \
                 op een schuine streep.",
            ),
            405 => ("Methode niet toegestaan", "Gebruik een methode uit de header Allow."),
            409 => ("Nu niet mogelijk", "Probeer het over enkele seconden opnieuw."),
            415 => ("Geen JSON", "Stuur application/json."),
            406 => ("Formaat niet beschikbaar", "Dit antwoord is er alleen als application/json."),
            413 => ("De vraag is te groot", "Stuur geen inhoud mee, en een kortere vraag."),
            414 => ("De vraag is te lang", "Stel een kortere vraag."),
            429 => ("Te veel vragen", "Vanaf uw adres komen te veel vragen tegelijk."),
            400..=499 => ("De vraag klopt niet", "Wij begrijpen deze vraag niet."),
            503 => ("Even niet bereikbaar", "Dit ligt aan ons. Probeer het over een minuut opnieuw."),
            _ => ("Er ging iets mis", "Dit ligt aan ons, niet aan uw vraag. Probeer het later opnieuw."),
        };
        Self { status: status.as_u16(), title, detail: detail.to_owned(), faults: Vec::new(), number: None }
    }

    /// The problem as JSON.
    pub fn to_json(&self) -> String {
        // Only maps with keys that are no text can fail, and there are none.
        serde_json::to_string(self).unwrap_or_default()
    }
}
