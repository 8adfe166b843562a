//! What every answer under `/api/` has, whoever gave it: the version of the API, leave for scripts of other sites to read
//! it, and a problem in JSON where it is an error.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName,
    HeaderValue,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;

use super::problem::{self, Problem, Refusal};
use super::{VERSION, own};
use crate::web::request_id::RequestId;

/// The header with the whole version of the API.
pub const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// What the addresses that are only to read can be asked with.
const METHODS: &str = "GET, HEAD, OPTIONS";

/// Headers that a script of another site may read besides those it always may.
const READABLE: &str = "API-Version, ETag, Link, Retry-After";

/// Whether the path belongs to the API.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Completes the answers of the API, and answers what browsers ask before they ask the API.
pub(in crate::web) async fn complete<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    if !is_api(request.path()) {
        return next.call(request).await.map(ServiceResponse::map_into_left_body);
    }
    let own = own::methods(request.path());
    let methods = own.unwrap_or(METHODS);
    // Requests for a head are those for a whole answer by now.
    let taken = methods.split(", ").any(|method| method == request.method().as_str());
    let mut response = if request.method() == Method::OPTIONS {
        let answer = if own.is_some() {
            HttpResponse::NoContent().insert_header((ALLOW, methods)).finish()
        } else {
            preflight()
        };
        request.into_response(answer).map_into_right_body()
    } else if taken {
        with_problem(next.call(request).await?, methods)
    } else {
        with_problem(request.into_response(HttpResponse::MethodNotAllowed()), methods).map_body(|_, body| match body {
            EitherBody::Left { body } | EitherBody::Right { body } => EitherBody::right(body),
        })
    };
    let headers = response.headers_mut();
    headers.insert(API_VERSION, HeaderValue::from_static(VERSION));
    if own.is_some() {
        // What is told by who asks is for no page of another site, and is kept nowhere.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return Ok(response);
    }
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(READABLE));
    Ok(response)
}

fn preflight() -> HttpResponse {
    HttpResponse::NoContent()
        .insert_header((ALLOW, METHODS))
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, METHODS))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, "*"))
        // A day: what may be asked does not change in between.
        .insert_header((ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish()
}

fn with_problem<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    methods: &'static str,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response.map_into_left_body();
    }
    let id = RequestId::of(response.request());
    let error = response.response().error();
    let problem = match error.and_then(|error| error.as_error::<Refusal>()) {
        Some(Refusal::Written(_, problem)) => problem.clone(),
        _ => Problem::of(status, error, id).to_json(),
    };
    let mut response = response.map_body(|_, _| EitherBody::right(BoxBody::new(problem)));
    describe(response.headers_mut(), status, methods);
    response
}

fn describe(headers: &mut HeaderMap, status: StatusCode, methods: &'static str) {
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(problem::CONTENT_TYPE));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static(methods));
    }
}
