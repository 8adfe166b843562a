//! Files that are made for whoever delivers: templates, and the rows of an upload that are refused.

use std::io::Read;

use actix_web::body::SizedStream;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use actix_web::{HttpResponse, HttpResponseBuilder, web};
use futures_util::stream;

use super::waiting::waiting;
use crate::domain::access::{Deliver, decide};
use crate::services::delivery::read::Limits;
use crate::services::delivery::refused::{self, Form, MadeFile};
use crate::services::delivery::templates::{self, Template};
use crate::web::error::Error;
use crate::web::portal::Portal;
use crate::web::session::LoggedIn;

/// Bytes that are held of a file at once.
const PIECE: u64 = 128 * 1024;

const CSV: &str = "text/csv; charset=utf-8; header=present";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The addresses of this file.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/instelling/aanleveringen/sjablonen/{bestand}", web::get().to(template))
        .route("/instelling/aanleveringen/{upload:[0-9a-f]{32}}/geweigerd/{bestand}", web::get().to(refused_rows))
        .route("/instelling/aanleveringen/{nummer:[0-9]{1,18}}/geweigerd/{bestand}", web::get().to(kept_rows));
}

async fn template(portal: web::Data<Portal>, who: LoggedIn, name: web::Path<String>) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), Deliver(who.body()?))?;
    let wanted = Template::of_name(&name).ok_or(Error::NotFound)?;
    let made = portal.work(move |portal| templates::template(&portal.store, &permit, wanted, portal.today())).await?;
    let kind = if wanted == Template::Workbook { XLSX } else { CSV };
    Ok(attached(&wanted.name(), kind, made))
}

async fn refused_rows(
    portal: web::Data<Portal>,
    who: LoggedIn,
    asked: web::Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (token, name) = asked.into_inner();
    let upload = waiting(&who, &token)?;
    let permit = decide(&who.actor(), Deliver(upload.body.clone()))?;
    let form = Form::of_name(&name).ok_or(Error::NotFound)?;
    let made = portal
        .work(move |portal| refused::refused(&portal.store, &permit, &upload.token, &Limits::default(), form))
        .await?;
    Ok(match form {
        Form::Csv(_) => attached(&format!("geweigerd-{}", form.name()), CSV, made),
        Form::Workbook => attached(&form.name(), XLSX, made),
    })
}

/// The refused rows that are kept with a delivery.
async fn kept_rows(
    portal: web::Data<Portal>,
    who: LoggedIn,
    asked: web::Path<(i64, String)>,
) -> Result<HttpResponse, Error> {
    let (number, name) = asked.into_inner();
    let permit = decide(&who.actor(), Deliver(who.body()?))?;
    let form = Form::of_name(&name).ok_or(Error::NotFound)?;
    let content = portal.work(move |portal| refused::kept(&portal.store, &permit, number, form, portal.now())).await?;
    Ok(match form {
        Form::Csv(_) => heading(&format!("geweigerd-{number}-{}", form.name()), CSV).body(content),
        Form::Workbook => heading(&format!("geweigerd-{number}.xlsx"), XLSX).body(content),
    })
}

/// The file as something to keep.
fn attached(name: &str, kind: &str, made: MadeFile) -> HttpResponse {
    heading(name, kind).body(SizedStream::new(made.length, pieces(made)))
}

fn heading(name: &str, kind: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .content_type(kind.to_owned())
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"));
    response
}

fn pieces(made: MadeFile) -> impl stream::Stream<Item = Result<web::Bytes, std::io::Error>> {
    stream::try_unfold(made.file, |mut file| async move {
        let read = web::block(move || {
            let mut piece = Vec::new();
            Read::by_ref(&mut file).take(PIECE).read_to_end(&mut piece).map(|_| (file, piece))
        });
        let (file, piece) = read.await.map_err(std::io::Error::other)??;
        Ok((!piece.is_empty()).then(|| (web::Bytes::from(piece), file)))
    })
}
