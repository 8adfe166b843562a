//! A file of the whole register, streamed from the disk.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use actix_web::body::SizedStream;
use actix_web::http::header::{
    ACCEPT_ENCODING, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETag, EntityTag, HeaderName, LINK, VARY,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream;

use crate::services::dumps::{Dump, Format, Name, Stored};
use crate::web::conditional::is_known;
use crate::web::error::Error;
use crate::web::portal::Portal;

/// Bytes that are held of a file at once.
const PIECE: usize = 128 * 1024;

/// The ending of the address of a checksum.
const CHECKSUM: &str = ".sha256";

const REPR_DIGEST: HeaderName = HeaderName::from_static("repr-digest");

pub(super) async fn show(
    request: HttpRequest,
    portal: web::Data<Portal>,
    file: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let wanted = file.strip_suffix(CHECKSUM);
    let name = Name::parse(wanted.unwrap_or(&file)).ok_or(Error::NotFound)?;
    let dump = portal.work(move |portal| portal.dumps.file(&portal.store, name, portal.today())).await?;
    if wanted.is_some() {
        // As `sha256sum --check` reads it.
        let line = format!("{}  {name}\n", dump.plain.sha256_hex());
        return Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(line));
    }
    let compressed = takes_gzip(&request);
    let stored = if compressed { &dump.compressed } else { &dump.plain };
    let tag = EntityTag::new_strong(stored.sha256_hex());
    let has_it = is_known(&request, &tag);
    let mut response = if has_it { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    describe(&mut response, &dump, stored, compressed);
    response.insert_header(ETag(tag));
    if has_it {
        return Ok(response.finish());
    }
    let (opened, length) = (stored.open().map_err(Error::internal)?, stored.length);
    Ok(response.body(SizedStream::new(length, pieces(opened, dump))))
}

fn describe(response: &mut HttpResponseBuilder, dump: &Dump, stored: &Stored, compressed: bool) {
    let kind = match dump.name.format {
        Format::Csv => "text/csv; charset=utf-8; header=present",
        Format::Ndjson => "application/x-ndjson",
    };
    let (subject, ending) = (dump.name.subject.word(), dump.name.format.ending());
    response
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{subject}-{}.{ending}\"", dump.moment.day),
        ))
        // Said in either case, so that it is not compressed again on the way out.
        .insert_header((CONTENT_ENCODING, if compressed { "gzip" } else { "identity" }))
        .insert_header((VARY, ACCEPT_ENCODING.as_str()))
        .insert_header((REPR_DIGEST, format!("sha-256=:{}:", STANDARD.encode(stored.sha256))))
        .insert_header((LINK, format!("</api/v1/wijzigingen?sinds={}>; rel=\"next\"", dump.moment.place)));
}

/// Whether whoever asks can read gzip: it is named, and not with the weight zero.
fn takes_gzip(request: &HttpRequest) -> bool {
    let accepted = request.headers().get_all(ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let none = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse().is_ok_and(|q: f32| q <= 0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !none
    })
}

/// The file in pieces; it stays on the disk until the last one was read.
fn pieces(file: File, dump: Arc<Dump>) -> impl stream::Stream<Item = Result<web::Bytes, std::io::Error>> {
    stream::try_unfold((file, dump), |(mut file, dump)| async move {
        let read = web::block(move || {
            let mut piece = Vec::new();
            let read = Read::by_ref(&mut file).take(PIECE as u64).read_to_end(&mut piece);
            read.map(|_| (file, piece))
        });
        let (file, piece) = read.await.map_err(std::io::Error::other)??;
        Ok((!piece.is_empty()).then(|| (web::Bytes::from(piece), (file, dump))))
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn only_who_says_so_gets_gzip() {
        let takes =
            |value: &str| takes_gzip(&TestRequest::default().insert_header((ACCEPT_ENCODING, value)).to_http_request());
        assert!(takes("gzip") && takes("br, GZIP;q=0.5") && takes("deflate,gzip"));
        assert!(!takes("") && !takes("identity") && !takes("gzip;q=0") && !takes("br, gzip;q=0.0"));
    }
}
