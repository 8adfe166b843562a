//! How far a run is, on a page that asks for itself again.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::{REPLAYS, address, trail};
use crate::language::Language;
use crate::services::replay::Progress;
use crate::web::address::see_other;
use crate::web::error::Error;
use crate::web::format::{count, plural};
use crate::web::layout::{Screen, Section};
use crate::web::pages::own::progress::REFRESH;
use crate::web::pages::supervision::Supervisor;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::replays::{State, Task};
use crate::web::view::Link;

/// How far a run is. The answer carries [`REFRESH`].
#[derive(Debug, Clone, Serialize)]
pub struct ReplayProgressPage {
    /// What is being done.
    pub work: String,
    /// How far it is, in a sentence.
    pub sentence: String,
    /// How many firms are done.
    pub done: u64,
    /// How many there are; none when that is not known yet.
    pub total: Option<u64>,
    /// The address of this page.
    pub again: String,
}

impl Page for ReplayProgressPage {
    const TEMPLATE: &'static str = "pages/own/progress";

    fn title(&self, _: Language) -> String {
        self.work.clone()
    }

    fn section(&self) -> Section {
        Section::Replays
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        trail()
    }
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    _: Supervisor,
    task: web::Path<Task>,
) -> Result<HttpResponse, Error> {
    match portal.replays.state(*task).await? {
        State::Kept(id) => Ok(see_other(&address(id))),
        State::Refused(reason) => Err(Error::BadRequest(capitalised(&reason))),
        State::Failed => Err(Error::internal("running the draft failed")),
        State::Working(progress) => {
            let mut response = screen.show(&page(progress, *task))?;
            let (name, value) = REFRESH;
            response.headers_mut().insert(
                actix_web::http::header::HeaderName::from_static(name),
                actix_web::http::header::HeaderValue::from_static(value),
            );
            Ok(response)
        }
    }
}

fn capitalised(reason: &str) -> String {
    let mut letters = reason.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub(super) fn page(progress: Progress, task: Task) -> ReplayProgressPage {
    let Progress { done, of } = progress;
    ReplayProgressPage {
        work: "Wij rekenen het concept door".to_owned(),
        sentence: match of {
            0 => "Het rekenen begint zo.".to_owned(),
            of => format!("{} van {} zijn klaar.", count(done), plural(of, "bedrijf", "bedrijven")),
        },
        done,
        total: (of > 0).then_some(of),
        again: format!("{REPLAYS}/bezig/{task}"),
    }
}
