//! Drafts of a sanction matrix run over the past: what is kept, a new one, how far it is, and what came out.

pub mod beside;
pub mod form;
pub mod list;
pub mod progress;
pub mod result;

mod received;
#[cfg(test)]
pub(in crate::web::pages) mod samples;
mod tables;
mod take;

use actix_web::web;

use crate::domain::access::{Permit, Replay, decide};
use crate::domain::calendar::in_words;
use crate::domain::replay::Days;
use crate::services::replay::Listed;
use crate::web::error::Error;
use crate::web::session::LoggedIn;
use crate::web::view::Link;

/// Where replays are.
pub(super) const REPLAYS: &str = "/toezicht/doorrekenen";

/// The addresses of this folder.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/toezicht/doorrekenen", web::get().to(list::show))
        .service(web::resource("/toezicht/doorrekenen/nieuw").get(form::show).post(form::receive))
        .route("/toezicht/doorrekenen/bezig/{taak:[0-9]{1,18}}", web::get().to(progress::show))
        .route("/toezicht/doorrekenen/{doorrekening:[0-9]{1,18}}", web::get().to(result::show))
        .route("/toezicht/doorrekenen/{doorrekening:[0-9]{1,18}}/uitkomst.xlsx", web::get().to(take::workbook))
        .route("/toezicht/doorrekenen/{doorrekening:[0-9]{1,18}}/uitkomst.csv", web::get().to(take::csv))
        .route("/toezicht/doorrekenen/{doorrekening:[0-9]{1,18}}/uitkomst.json", web::get().to(take::json));
}

/// The permit to run drafts; for everybody else the page does not exist.
fn runner(who: &LoggedIn) -> Result<Permit<Replay>, Error> {
    Ok(decide(&who.actor(), Replay)?)
}

/// The pages above these.
fn trail() -> Vec<Link> {
    vec![Link::new("Doorrekenen", REPLAYS)]
}

fn address(id: i64) -> String {
    format!("{REPLAYS}/{id}")
}

/// The days in words.
fn days(days: Days) -> String {
    match (days.from, days.through) {
        (None, None) => "alle onderzoeken".to_owned(),
        (Some(from), None) => format!("vanaf {}", in_words(from)),
        (None, Some(through)) => format!("tot en met {}", in_words(through)),
        (Some(from), Some(through)) => format!("{} tot en met {}", in_words(from), in_words(through)),
    }
}

/// The name of the draft, or what to call one without.
fn name(listed: &Listed) -> String {
    listed.draft.clone().unwrap_or_else(|| "concept zonder naam".to_owned())
}
