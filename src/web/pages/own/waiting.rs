//! An upload that waits: it is checked, its sender looks and chooses, and it is stored or dropped.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::deliveries::{DELIVERIES, NOT_STORED};
use super::preview::{Asked, page};
use super::progress::{ProgressPage, REFRESH};
use crate::domain::access::{Deliver, Permit, decide};
use crate::services::delivery::Step;
use crate::services::delivery::upload::{self, UploadToken};
use crate::web::address::see_other;
use crate::web::csrf::Form;
use crate::web::error::Error;
use crate::web::format::plural;
use crate::web::jobs::{State, Task, Waiting};
use crate::web::layout::Screen;
use crate::web::portal::Portal;
use crate::web::session::LoggedIn;

/// The addresses of this file.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.service(web::resource("/instelling/aanleveringen/{upload:[0-9a-f]{32}}").get(look).post(choose));
}

/// The upload of the body of whoever asks; that of another body is not found under it.
pub(super) fn waiting(who: &LoggedIn, token: &str) -> Result<Waiting, Error> {
    Ok(Waiting { body: who.body()?, token: UploadToken::parse(token).ok_or(Error::NotFound)? })
}

async fn look(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    token: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let upload = waiting(&who, &token)?;
    let permit = decide(&who.actor(), Deliver(upload.body.clone()))?;
    if !portal.jobs.is_storing(&upload) {
        match found(&portal, &screen, &who, &permit, &upload, &asked).await {
            Ok(Some(page)) => return Ok(page),
            // What was stored a moment ago leads to its receipt.
            Err(Error::NotFound) | Ok(None) => {}
            Err(error) => return Err(error),
        }
    }
    let state = portal.jobs.state(&portal, &permit, &upload).await?;
    if matches!(state, State::Checked)
        && let Some(page) = found(&portal, &screen, &who, &permit, &upload, &asked).await?
    {
        return Ok(page);
    }
    match state {
        State::Refused | State::Checked => {
            // The register changed since the preview: what was right then is not now. It is looked at anew.
            portal.jobs.forget(&upload);
            Ok(see_other(&upload_at(&upload.token)))
        }
        other => answer(&portal, &screen, &upload, &other),
    }
}

/// The page of an upload that was checked; nothing as long as it was not.
async fn found(
    portal: &Portal,
    screen: &Screen,
    who: &LoggedIn,
    permit: &Permit<Deliver>,
    upload: &Waiting,
    asked: &Asked,
) -> Result<Option<HttpResponse>, Error> {
    let (filter, leaf) = (asked.filter()?, asked.page());
    let (permit, token) = (permit.clone(), upload.token.clone());
    let checked = portal.work(move |portal| upload::checked(&portal.store, &permit, &token, &filter, leaf)).await?;
    checked.map(|checked| screen.show(&page(&checked, who.form_token(), &upload.token, asked))).transpose()
}

#[derive(Debug, Deserialize)]
struct Choice {
    keuze: String,
}

async fn choose(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    token: web::Path<String>,
    form: Form<Choice>,
) -> Result<HttpResponse, Error> {
    let upload = waiting(&who, &token)?;
    let permit = decide(&who.actor(), Deliver(upload.body.clone()))?;
    let task = match form.0.keuze.as_str() {
        "alles" => Task::StoreAll,
        "goede" => Task::StoreValid,
        "niets" => {
            let dropped = upload.clone();
            portal.work(move |portal| upload::discard(&portal.store, &permit, &dropped.token)).await?;
            portal.jobs.forget(&upload);
            return Ok(see_other(NOT_STORED));
        }
        _ => return Err(Error::BadRequest("Kies of u de aanlevering wilt opslaan of niet.".to_owned())),
    };
    match portal.jobs.store(&portal, &permit, &upload, task).await? {
        State::Working(..) | State::Refused | State::Checked => Ok(see_other(&upload_at(&upload.token))),
        other => answer(&portal, &screen, &upload, &other),
    }
}

/// Where an upload waits.
pub(super) fn upload_at(token: &UploadToken) -> String {
    format!("{DELIVERIES}/{token}")
}

fn answer(portal: &Portal, screen: &Screen, upload: &Waiting, state: &State) -> Result<HttpResponse, Error> {
    match state {
        State::Working(task, step, rows) => {
            let mut response = screen.show(&progress(*task, *step, *rows, &upload.token))?;
            let (name, value) = REFRESH;
            response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            Ok(response)
        }
        State::Stored(id) => Ok(see_other(&format!("{DELIVERIES}/{id}"))),
        State::Failed(error) => {
            portal.jobs.forget(upload);
            Err(Error::from(&**error))
        }
        State::Checked | State::Refused => Ok(see_other(&upload_at(&upload.token))),
    }
}

fn progress(task: Task, step: Step, rows: usize, token: &UploadToken) -> ProgressPage {
    let done = u64::try_from(rows).unwrap_or(u64::MAX);
    let counted = plural(done, "rij", "rijen");
    let sentence = match step {
        Step::Reading if done == 0 => "Wij lezen uw bestanden.".to_owned(),
        Step::Reading => format!("Wij lezen uw bestanden: {counted} gelezen."),
        Step::Checking => format!("Wij vergelijken {counted} met het register."),
        Step::Storing => format!("{counted} opgeslagen. Daarna beoordelen wij de onderzoeken opnieuw."),
    };
    ProgressPage {
        work: if task == Task::Check { "Wij controleren uw bestanden" } else { "Wij slaan uw aanlevering op" }
            .to_owned(),
        sentence,
        done,
        total: None,
        again: upload_at(token),
    }
}
