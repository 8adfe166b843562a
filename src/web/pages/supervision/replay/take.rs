//! The outcome of a replay as a file.

use std::io::Read as _;

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};

use crate::services::replay::{self, Form, ReplayError};
use crate::web::error::Error;
use crate::web::pages::supervision::Supervisor;
use crate::web::portal::Portal;

pub(super) async fn workbook(
    portal: web::Data<Portal>,
    who: Supervisor,
    id: web::Path<i64>,
) -> Result<HttpResponse, Error> {
    take(&portal, who, *id, Form::Workbook).await
}

pub(super) async fn csv(portal: web::Data<Portal>, who: Supervisor, id: web::Path<i64>) -> Result<HttpResponse, Error> {
    take(&portal, who, *id, Form::Csv).await
}

pub(super) async fn json(
    portal: web::Data<Portal>,
    who: Supervisor,
    id: web::Path<i64>,
) -> Result<HttpResponse, Error> {
    take(&portal, who, *id, Form::Json).await
}

async fn take(portal: &Portal, who: Supervisor, id: i64, form: Form) -> Result<HttpResponse, Error> {
    let made = portal
        .work(move |portal| {
            let Some(kept) = replay::one(&portal.store, &who.0, id)? else { return Ok(None) };
            let mut made = replay::file(&who.0, &kept, form)?;
            // It holds a hundred audits at most, and is never large.
            let mut bytes = Vec::new();
            made.file.read_to_end(&mut bytes).map_err(|error| ReplayError::Sheet(error.into()))?;
            Ok::<_, ReplayError>(Some(bytes))
        })
        .await?;
    let kind = match form {
        Form::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Form::Csv => "text/csv; charset=utf-8; header=present",
        Form::Json => "application/json",
    };
    let name = format!("attachment; filename=\"doorrekening-{id}.{}\"", form.ending());
    let answer = |bytes| {
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, kind))
            .insert_header((CONTENT_DISPOSITION, name))
            .body::<Vec<u8>>(bytes)
    };
    made.map(answer).ok_or(Error::NotFound)
}
