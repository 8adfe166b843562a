//! Delivering: the form with the files. What is sent waits until its sender has seen what it would do.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use super::deliveries::DELIVERIES;
use super::files::{Received, receive_files};
use crate::domain::access::{Deliver, decide};
use crate::language::Language;
use crate::services::delivery::templates::Template;
use crate::services::delivery::{DeliveryError, upload};
use crate::web::address::see_other;
use crate::web::csrf::CsrfToken;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Field, Kind, Link, Tone};

/// The form with the four files and the day through which they are complete.
#[derive(Debug, Clone, Serialize)]
pub struct UploadPage {
    /// The token of the form.
    pub csrf: CsrfToken,
    /// What was wrong with what was sent before.
    pub alert: Option<Alert>,
    /// The files; the fields are called `werkmap`, `certificaten`, `onderzoeken`, `afwijkingen` and `besluiten`.
    pub files: Vec<Field>,
    /// The templates to fill in.
    pub templates: Vec<Link>,
    /// The day; the field is called `compleet_tot`.
    pub through: Field,
    /// How much is taken at once, as in `50 MB`.
    pub largest: String,
}

impl UploadPage {
    /// The form, with what was wrong before and how much is taken at once.
    pub fn new(csrf: CsrfToken, largest: impl Into<String>, alert: Option<Alert>) -> Self {
        let file = |name: &str, label: &str| Field::new(Kind::File, name, label).optional().accept(".csv,.xlsx");
        let template = |template: Template| {
            let label = match template {
                Template::Workbook => "Werkmap met vier bladen, voorbeelden en keuzelijsten (XLSX)".to_owned(),
                Template::Csv(kind) => format!("Alleen {} (CSV)", kind.word()),
            };
            Link::new(label, format!("{DELIVERIES}/sjablonen/{}", template.name()))
        };
        Self {
            csrf,
            alert,
            templates: Template::ALL.map(template).to_vec(),
            files: vec![
                Field::new(Kind::File, "werkmap", "Eén werkmap met vier bladen").optional().accept(".xlsx"),
                file("certificaten", "Certificaten"),
                file("onderzoeken", "Onderzoeken"),
                file("afwijkingen", "Afwijkingen"),
                file("besluiten", "Besluiten"),
            ],
            through: Field::new(Kind::Date, "compleet_tot", "Compleet tot en met").optional().help(
                "Tot en met welke dag staat alles erin? Laat u dit leeg, dan telt de laatste datum in de bestanden.",
            ),
            largest: largest.into(),
        }
    }
}

impl Page for UploadPage {
    const TEMPLATE: &'static str = "pages/own/upload";

    fn title(&self, _: Language) -> String {
        "Gegevens aanleveren".to_owned()
    }

    fn section(&self) -> Section {
        Section::Deliveries
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Aanleveringen", "/instelling/aanleveringen")]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource("/instelling/aanleveringen/nieuw").get(form).post(receive));
}

fn largest(portal: &Portal) -> String {
    match portal.upload_limit / (1024 * 1024) {
        0 => format!("{} kB", portal.upload_limit / 1024),
        megabytes => format!("{megabytes} MB"),
    }
}

async fn form(portal: web::Data<Portal>, screen: Screen, who: LoggedIn) -> Result<HttpResponse, Error> {
    let body = who.body()?;
    decide(&who.actor(), Deliver(body.clone()))?;
    screen.show(&UploadPage::new(who.form_token(), largest(&portal), None))
}

async fn receive(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    sent: web::Payload,
) -> Result<HttpResponse, Error> {
    let body = who.body()?;
    let permit = decide(&who.actor(), Deliver(body.clone()))?;
    let again = |status: StatusCode, through: &str, alert: Option<Alert>, wrong_day: Option<String>| {
        let mut page = UploadPage::new(who.form_token(), largest(&portal), alert);
        page.through = page.through.value(through).error(wrong_day);
        screen.show_as(status, &page)
    };
    let Received { files, through } = match receive_files(&request, sent, portal.upload_limit).await {
        Err(Error::TooLarge) => {
            let text = format!(
                "Er is niets opgeslagen. Alles bij elkaar mag hoogstens {} zijn. Verdeel de gegevens over meer bestanden en lever die na elkaar aan: eerst de certificaten, dan de onderzoeken met hun afwijkingen en besluiten.",
                largest(&portal)
            );
            let alert = Alert::new(Tone::Negative, "Wat u stuurde, is te groot", text);
            return again(StatusCode::PAYLOAD_TOO_LARGE, "", Some(alert), None);
        }
        received => received?,
    };
    let day = match day(&through) {
        Ok(day) => day,
        Err(fault) => return again(StatusCode::UNPROCESSABLE_ENTITY, &through, None, Some(fault)),
    };
    let received = portal
        .work(move |portal| match upload::receive(&portal.store, &permit, &files, day, portal.now()) {
            Err(fault @ (DeliveryError::NoFiles | DeliveryError::CompleteInFuture { .. })) => Ok(Err(fault)),
            other => other.map(Ok),
        })
        .await?;
    match received {
        Ok(token) => Ok(see_other(&format!("{DELIVERIES}/{token}"))),
        Err(fault @ DeliveryError::CompleteInFuture { .. }) => {
            again(StatusCode::UNPROCESSABLE_ENTITY, &through, None, Some(fault.to_string()))
        }
        Err(_) => {
            let alert = Alert::new(Tone::Negative, "U hebt geen bestand gekozen", "Kies ten minste één bestand.");
            again(StatusCode::UNPROCESSABLE_ENTITY, &through, Some(alert), None)
        }
    }
}

/// The day as browsers send it or as people write it; nothing when it was left empty.
fn day(text: &str) -> Result<Option<NaiveDate>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let read = text.parse().or_else(|_| NaiveDate::parse_from_str(text, "%d-%m-%Y"));
    read.map(Some).map_err(|_| "Dit is geen bestaande dag. Schrijf de dag als 31-12-2026.".to_owned())
}

#[cfg(test)]
pub(in crate::web::pages) fn form_samples() -> Vec<(&'static str, UploadPage)> {
    use crate::web::csrf::CsrfSecret;
    let token = || CsrfSecret::generate().token();
    let alert = Alert::new(Tone::Negative, "U hebt geen bestand gekozen", "Kies ten minste één bestand.");
    vec![
        ("own-upload", UploadPage::new(token(), "50 MB", None)),
        ("own-upload-refused", UploadPage::new(token(), "50 MB", Some(alert))),
    ]
}
