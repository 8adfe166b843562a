//! The headers that tell a browser what a page may do: nothing but show itself, send its own forms, and run the scripts of
//! this site, which may ask this site alone.

use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::middleware::Next;

use super::address::holds_token;
use super::csrf::CsrfSecret;
use super::server::Site;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; font-src 'self'; \
                      img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const FIXED: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// Two years, as the Dutch government guideline asks.
const HSTS: &str = "max-age=63072000; includeSubDomains";

pub(super) async fn headers<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let https = Site::over_https(request.request());
    let mut response = next.call(request).await?;
    // Also who is only half logged in.
    let private = response.request().extensions().contains::<CsrfSecret>();
    secure(response.headers_mut(), https, private);
    let matched = response.request().match_info();
    if matched.get("token").is_some() || holds_token(matched.as_str()) {
        // Whoever has the address has what it can do: no other page learns it, and it is kept nowhere.
        response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.headers_mut().insert(ROBOTS, HeaderValue::from_static("noindex"));
    }
    Ok(response)
}

fn secure(headers: &mut HeaderMap, https: bool, private: bool) {
    if headers.contains_key(SET_COOKIE) {
        // What comes with a secret of one visitor is for no other.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if private {
        headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    }
    // A picture that other websites show brings a policy of its own, which allows even less.
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        // A public page may be kept but is asked for again: a suspension must be seen at once.
        let value = if private { "no-store" } else { "no-cache" };
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secured(https: bool, private: bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        secure(&mut headers, https, private);
        headers
    }

    #[test]
    fn pages_behind_the_login_are_not_kept() {
        assert_eq!(secured(false, true).get(CACHE_CONTROL).map(HeaderValue::as_bytes), Some(&b"no-store"[..]));
        assert_eq!(secured(false, false).get(CACHE_CONTROL).map(HeaderValue::as_bytes), Some(&b"no-cache"[..]));
    }

    #[test]
    fn the_policy_allows_no_inline_script_or_style() {
        assert!(!POLICY.contains("unsafe") && POLICY.contains("default-src 'none'"));
        for part in POLICY.split("; ") {
            let (_, sources) = part.split_once(' ').unwrap_or_default();
            assert!(matches!(sources, "'none'" | "'self'"), "{part}: nothing comes from elsewhere");
        }
        assert!(!secured(false, false).contains_key(STRICT_TRANSPORT_SECURITY));
        assert!(secured(true, false).contains_key(STRICT_TRANSPORT_SECURITY));
    }
}
