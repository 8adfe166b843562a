//! A draft to run: the scheme, the days, and the matrix as a file or as text.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::received::{Received, receive as receive_form};
use super::{REPLAYS, runner, trail};
use crate::domain::access::{Supervise, decide};
use crate::domain::identifiers::SchemeCode;
use crate::domain::matrix::Matrix;
use crate::domain::replay::Days;
use crate::domain::written_day;
use crate::language::Language;
use crate::services::matrices::{self, SchemeMatrices};
use crate::web::address::{see_other, with_query};
use crate::web::csrf::CsrfToken;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::replays::Draft;
use crate::web::session::LoggedIn;
use crate::web::view::{Field, Kind, Link, Select};

/// The largest draft that is shown back in the form, in bytes.
const LARGEST_SHOWN: usize = 256 * 1024;

/// The form, with what was wrong with what was sent before.
#[derive(Debug, Clone, Serialize)]
pub struct ReplayFormPage {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// Everything that was wrong; empty the first time.
    pub faults: Vec<String>,
    /// The scheme; the field is called `schema`.
    pub scheme: Select,
    /// The first day; the field is called `van`.
    pub from: Field,
    /// The last day; the field is called `tot`.
    pub through: Field,
    /// The draft as a file; the field is called `bestand`.
    pub file: Field,
    /// The draft as text, in a field called `tekst`.
    pub text: String,
    /// Matrices to begin with.
    pub begin_with: Vec<Link>,
}

impl Page for ReplayFormPage {
    const TEMPLATE: &'static str = "pages/supervision/replay_form";

    fn title(&self, _: Language) -> String {
        "Een concept doorrekenen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Replays
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        trail()
    }
}

/// What the draft begins with.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    schema: String,
    #[serde(default)]
    versie: String,
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    runner(&who)?;
    let permit = decide(&who.actor(), Supervise)?;
    let choices = portal.work(move |portal| matrices::all(&portal.store, &permit)).await?;
    let begun = choices.iter().find(|choice| choice.scheme.as_str() == asked.schema).and_then(|choice| {
        let version = choice.versions.iter().find(|(label, _)| label.as_str() == asked.versie)?;
        Some(Received {
            scheme: choice.scheme.to_string(),
            pasted: format!("{:#}", version.1.to_json()),
            ..Received::default()
        })
    });
    screen.show(&page(who.form_token(), &choices, &begun.unwrap_or_default(), Faults::default()))
}

/// What is wrong, with the fields it is about.
#[derive(Debug, Default)]
pub(super) struct Faults {
    scheme: Option<String>,
    from: Option<String>,
    through: Option<String>,
    file: Option<String>,
    /// What is wrong with the matrix, one thing a line.
    matrix: Vec<String>,
}

impl Faults {
    fn all(&self) -> Vec<String> {
        let fields = [&self.scheme, &self.from, &self.through, &self.file].into_iter().flatten();
        fields.chain(&self.matrix).cloned().collect()
    }
}

pub(super) async fn receive(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    sent: web::Payload,
) -> Result<HttpResponse, Error> {
    let permit = runner(&who)?;
    let received = receive_form(&request, sent, portal.upload_limit).await?;
    let to_look = decide(&who.actor(), Supervise)?;
    let choices = portal.work(move |portal| matrices::all(&portal.store, &to_look)).await?;
    match read(&received, &choices) {
        Ok(draft) => {
            let task = portal.replays.start(&portal, permit, draft);
            Ok(see_other(&format!("{REPLAYS}/bezig/{task}")))
        }
        Err(faults) => {
            let status =
                if received.is_too_large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::UNPROCESSABLE_ENTITY };
            screen.show_as(status, &page(who.form_token(), &choices, &shown_again(received), faults))
        }
    }
}

/// What was sent, with a file as text, so that it can be mended on the page.
fn shown_again(mut received: Received) -> Received {
    if received.pasted.trim().is_empty()
        && let Some(text) = received.file.take().and_then(|file| String::from_utf8(file).ok())
        && text.len() <= LARGEST_SHOWN
    {
        received.pasted = text;
    }
    received
}

/// What is to be run; every fault together.
fn read(received: &Received, choices: &[SchemeMatrices]) -> Result<Draft, Faults> {
    let mut faults = Faults::default();
    let scheme = choices.iter().map(|choice| &choice.scheme).find(|code| code.as_str() == received.scheme.trim());
    if scheme.is_none() {
        faults.scheme = Some("Kies een schema uit de lijst.".to_owned());
    }
    let from = day(&received.from, &mut faults.from);
    let through = day(&received.through, &mut faults.through);
    let days = Days::between(from, through)
        .map_err(|_| faults.through = Some("De laatste dag ligt voor de eerste dag. Draai ze om.".to_owned()));
    let matrix = matrix(received, &mut faults);
    match (scheme, days, matrix) {
        (Some(scheme), Ok(days), Some(matrix)) if faults.all().is_empty() => {
            Ok(Draft { scheme: SchemeCode::clone(scheme), matrix, days })
        }
        _ => Err(faults),
    }
}

fn day(text: &str, fault: &mut Option<String>) -> Option<NaiveDate> {
    let text = text.trim();
    let read = (!text.is_empty()).then(|| written_day::read(text))?;
    read.map_err(|_| *fault = Some(format!("«{text}» is geen bestaande dag. Schrijf de dag als 31-12-2026."))).ok()
}

fn matrix(received: &Received, faults: &mut Faults) -> Option<Matrix> {
    if received.is_too_large {
        faults.file =
            Some("Het concept is te groot. Een matrix past ruim in 1 MB: koos u het goede bestand?".to_owned());
        return None;
    }
    let pasted = received.pasted.trim();
    let text = match (&received.file, pasted.is_empty()) {
        (None, true) => Err("Kies een bestand met het concept, of plak het als tekst."),
        (Some(_), false) => Err("U koos een bestand en plakte ook tekst. Kies een van beide."),
        (None, false) => Ok(pasted),
        (Some(file), true) => str::from_utf8(file)
            .map_err(|_| "Dit bestand is geen tekst in UTF-8. Bewaar de matrix als JSON en kies dat bestand."),
    };
    match text {
        Err(fault) => {
            faults.file = Some(fault.to_owned());
            None
        }
        Ok(text) => match Matrix::parse(text.trim_start_matches('\u{feff}')) {
            Ok(parsed) => Some(parsed.matrix),
            Err(found) => {
                faults.matrix = found.0.iter().map(ToString::to_string).collect();
                None
            }
        },
    }
}

pub(super) fn page(csrf: CsrfToken, choices: &[SchemeMatrices], received: &Received, faults: Faults) -> ReplayFormPage {
    let schemes =
        choices.iter().map(|choice| (choice.scheme.to_string(), format!("{} {}", choice.scheme, choice.name)));
    let schemes = std::iter::once((String::new(), "Kies een schema".to_owned())).chain(schemes);
    let begin_with = choices.iter().flat_map(|choice| {
        choice.versions.iter().map(|(label, _)| {
            let href = with_query(
                "/toezicht/doorrekenen/nieuw",
                [("schema", choice.scheme.as_str()), ("versie", label.as_str())],
            );
            Link::new(format!("{}, versie {label}", choice.scheme), href)
        })
    });
    let all = faults.all();
    ReplayFormPage {
        csrf,
        faults: all,
        scheme: Select::new("schema", "Schema", received.scheme.trim(), schemes).error(faults.scheme),
        from: Field::new(Kind::Date, "van", "Eerste dag").optional().value(received.from.trim()).error(faults.from),
        through: Field::new(Kind::Date, "tot", "Laatste dag")
            .optional()
            .help("Onderzoeken op deze dagen en ertussen tellen mee. Laat u ze leeg, dan tellen alle onderzoeken.")
            .value(received.through.trim())
            .error(faults.through),
        file: Field::new(Kind::File, "bestand", "Concept als bestand (JSON)")
            .optional()
            .accept(".json")
            .error(faults.file),
        text: received.pasted.clone(),
        begin_with: begin_with.collect(),
    }
}

#[cfg(test)]
pub(super) fn faults_of(received: &Received, choices: &[SchemeMatrices]) -> Faults {
    read(received, choices).err().unwrap_or_default()
}
