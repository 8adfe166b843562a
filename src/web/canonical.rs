//! One address per page: what ends in a slash is brought to the address without it, and keeps its query. What is longer
//! than any address of ours is not looked at.

use actix_web::HttpResponse;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::LOCATION;
use actix_web::middleware::Next;

use super::error::Error;

/// The longest address with its query, in bytes. A question of 10,000 signs fits, however they are written.
const LONGEST: usize = 48 * 1024;

/// Leads reading requests to the one address of a page, for good. Machines get no such help: their addresses are exact.
pub(super) async fn redirect<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    if request.path().len() + request.query_string().len() > LONGEST {
        return Ok(request.error_response(Error::AddressTooLong).map_into_right_body());
    }
    let reads = request.method() == Method::GET;
    match without_slash(request.path(), request.query_string()).filter(|_| reads) {
        Some(address) => {
            let answer = HttpResponse::MovedPermanently().insert_header((LOCATION, address)).finish();
            Ok(request.into_response(answer).map_into_right_body())
        }
        None => next.call(request).await.map(ServiceResponse::map_into_left_body),
    }
}

/// The address without the slash at its end, when it has one and still is an address of ours without it.
fn without_slash(path: &str, query: &str) -> Option<String> {
    let short = path.trim_end_matches('/');
    // Two slashes at the beginning, which browsers also read in `/\`, would lead to another site.
    let leads_away = short.starts_with("//") || short.starts_with("/\\");
    if short == path || short.is_empty() || leads_away || path.starts_with("/api/") {
        return None;
    }
    Some(if query.is_empty() { short.to_owned() } else { format!("{short}?{query}") })
}

#[cfg(test)]
mod tests {
    use super::without_slash;

    #[test]
    fn a_slash_at_the_end_is_one_too_many() {
        assert_eq!(without_slash("/en/", "").as_deref(), Some("/en"));
        assert_eq!(without_slash("/schemas//", "a=b%20c").as_deref(), Some("/schemas?a=b%20c"));
        for path in ["/", "/schemas", "/api/v1/", "//", ""] {
            assert_eq!(without_slash(path, "a=b"), None, "{path}");
        }
    }

    #[test]
    fn nobody_is_led_to_another_site() {
        for path in ["//elders.example/", "/\\elders.example/", "///elders.example//"] {
            assert_eq!(without_slash(path, ""), None, "{path}");
        }
    }
}
