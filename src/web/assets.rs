//! Style sheets, font and icon: in the binary, under names that carry the hash of their content, so that a browser keeps
//! them for a year and a new release is seen at once.

use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETag, EntityTag, VARY};
use actix_web::{HttpRequest, HttpResponse, web};

use super::conditional::is_known;
use super::error::Error;

/// A file that build.rs took in.
struct Asset {
    path: &'static str,
    content_type: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of the style sheet.
pub fn stylesheet() -> &'static str {
    address("/assets/stelselwacht.")
}

/// The address of the style sheet that only the pages of those who are logged in need besides.
pub fn inside_stylesheet() -> &'static str {
    address("/assets/inside.")
}

/// The address of the script of the search box.
pub fn search_script() -> &'static str {
    address("/assets/search.")
}

/// The address of the script with which a browser makes and uses passkeys.
pub fn passkey_script() -> &'static str {
    address("/assets/passkey.")
}

/// The address of the icon.
pub fn icon() -> &'static str {
    address("/assets/favicon.")
}

/// The address of the letters that nearly every page needs, for a hint to the browser.
pub fn font() -> &'static str {
    address("/assets/source-sans-3-latin-wght-normal.")
}

fn address(start: &str) -> &'static str {
    ASSETS.iter().map(|asset| asset.path).find(|path| path.starts_with(start)).unwrap_or_default()
}

/// The route of all assets.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/assets/{file}", web::get().to(serve));
}

/// Whether an asset is asked for: it is the same for everybody, so nobody has to be known for it.
pub(super) fn is_asset(path: &str) -> bool {
    path.starts_with("/assets/")
}

async fn serve(request: HttpRequest) -> Result<HttpResponse, Error> {
    let asset = ASSETS.iter().find(|asset| asset.path == request.path()).ok_or(Error::NotFound)?;
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // The hash in the name says it all; the whole name is the tag.
    let tag = EntityTag::new_strong(asset.path.trim_start_matches("/assets/").to_owned());
    let mut response = HttpResponse::Ok();
    if is_known(&request, &tag) {
        response = HttpResponse::NotModified();
    }
    response
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header(ETag(tag))
        .insert_header((VARY, "Accept-Encoding"))
        .insert_header((CONTENT_TYPE, asset.content_type));
    let accepted = header(ACCEPT_ENCODING);
    let (encoding, content) = match (asset.brotli, asset.gzip) {
        (Some(brotli), _) if accepts(accepted, "br") => ("br", brotli),
        (_, Some(gzip)) if accepts(accepted, "gzip") => ("gzip", gzip),
        _ => ("identity", asset.plain),
    };
    // Saying "identity" also keeps the general compression away from fonts, which are compressed already.
    response.insert_header((CONTENT_ENCODING, encoding));
    Ok(response.body(content))
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        name.trim() == encoding && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_pages_point_at_is_there() {
        for address in [stylesheet(), inside_stylesheet(), search_script(), passkey_script(), icon(), font()] {
            assert!(address.starts_with("/assets/"));
        }
    }

    #[test]
    fn an_encoding_with_weight_nought_is_refused() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("gzip;q=0.5", "gzip"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("", "gzip"));
    }
}
