//! A signed statement, to keep or to send on.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::meant;
use super::qr::file_name;
use crate::domain::as_of::Span;
use crate::services::Known;
use crate::services::proof::statement::{Asked as Question, statement};
use crate::services::register;
use crate::web::error::Error;
use crate::web::portal::Portal;
use crate::web::server::Site;
use crate::web::standing::certificate_path;

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/certificaten/{number}/verklaring.jwt", web::get().to(download));
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    instelling: String,
    #[serde(default)]
    peildatum: String,
    #[serde(default, rename = "bekend-op")]
    bekend_op: String,
}

async fn download(
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    number: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let (now, today) = (portal.now(), portal.today());
    let span = portal.work(move |portal| register::span(&portal.store, today, portal.public_history_years)).await?;
    let (as_of, known_at) = moment(&span, &asked, now)?;
    let found = meant(&portal, &number, asked.into_inner().instelling, Known::At(known_at)).await?;
    let listing = found.ok_or(Error::NotFound)?;
    let page = format!("{}{}", site.public_url, certificate_path(&listing, ""));
    let question = Question { issuer: &site.public_url, page, as_of, known_at, now };
    let stated = statement(&listing, question)?;
    let token = portal.work(move |portal| portal.signer.sign(&portal.store, &stated)).await?;
    let name = file_name("verklaring", &listing, "jwt");
    Ok(HttpResponse::Ok()
        .content_type("application/jwt")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(token))
}

/// The day that the statement is about, and the moment whose knowledge it rests on. A statement does not look ahead: what
/// was not known yet on a day would read as if it had come true.
fn moment(span: &Span, asked: &Asked, now: DateTime<Utc>) -> Result<(NaiveDate, DateTime<Utc>), Error> {
    let (day, known) = span.wanted(&asked.peildatum, &asked.bekend_op);
    let faults: Vec<String> = [("peildatum", day.err()), ("bekend-op", known.err())]
        .into_iter()
        .filter_map(|(name, fault)| fault.map(|fault| format!("{name}: {fault}.")))
        .collect();
    match (day, known) {
        (Ok(day), Ok(known)) if day <= known => Ok((
            day,
            match register::known_on(known, now) {
                Known::Now => now,
                Known::At(moment) => moment,
            },
        )),
        (Ok(_), Ok(_)) => Err(Error::BadRequest(
            "Een verklaring gaat niet over wat nog komen moet: kies een peildatum die niet later is dan de dag in bekend-op, \
             of dan vandaag."
                .to_owned(),
        )),
        _ => Err(Error::BadRequest(faults.join(" "))),
    }
}
