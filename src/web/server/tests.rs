#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::num::NonZeroU32;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, ETAG};
use actix_web::test::{TestRequest, call_service, init_service, read_body};

use super::*;
use crate::web::csrf;
use crate::web::error::Error;

#[derive(Debug, serde::Deserialize)]
struct Greeting {
    name: String,
}

fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/mis", web::get().to(async || Err::<HttpResponse, _>(Error::internal("wachtwoord van de database"))))
        .route(
            "/besloten",
            web::get().to(async || Err::<HttpResponse, _>(Error::LogInFirst { path: "/besloten?a=b".into() })),
        )
        .route("/groet", web::post().to(async |form: csrf::Form<Greeting>| HttpResponse::Ok().body(form.0.name)));
}

async fn answer(request: TestRequest) -> (StatusCode, actix_web::http::header::HeaderMap, Vec<u8>) {
    let limits = web::Data::new(RateLimits::new(Limits::default()));
    let app = init_service(build(web::Data::new(Site { demo: true, ..Site::default() }), limits, routes)).await;
    let response = call_service(&app, request.to_request()).await;
    (response.status(), response.headers().clone(), read_body(response).await.to_vec())
}

async fn page(request: TestRequest) -> (StatusCode, String) {
    let (status, _, body) = answer(request).await;
    (status, String::from_utf8(body).unwrap())
}

#[actix_web::test]
async fn what_does_not_exist_has_a_page_with_a_way_out() {
    let (status, headers, body) = answer(TestRequest::get().uri("/bestaat-niet")).await;
    let body = String::from_utf8(body).unwrap();
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(body.contains("Deze pagina is er niet") && body.contains("Zoek een installateur"));
    assert!(body.contains("Demonstratie:</strong> alle bedrijven, instellingen en cijfers zijn verzonnen"));
    assert!(headers.contains_key("content-security-policy") && headers.contains_key("x-content-type-options"));
}

#[actix_web::test]
async fn asking_for_the_head_of_a_page_finds_it() {
    let head = || TestRequest::default().method(Method::HEAD);
    assert_eq!(answer(head().uri("/gezondheid")).await.0, StatusCode::OK);
    assert_eq!(answer(head().uri("/bestaat-niet")).await.0, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_fault_of_ours_shows_a_number_and_not_the_cause() {
    let (status, body) = page(TestRequest::get().uri("/mis")).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(body.contains("Er ging iets mis") && body.contains("Nummer van deze fout"));
    assert!(!body.contains("wachtwoord"));
}

#[actix_web::test]
async fn who_has_to_log_in_is_brought_back_afterwards() {
    let (status, headers, _) = answer(TestRequest::get().uri("/besloten")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(headers.get("location").unwrap(), "/inloggen?naar=%2Fbesloten%3Fa%3Db");
}

#[actix_web::test]
async fn a_form_without_token_does_nothing() {
    let (status, body) = page(TestRequest::post().uri("/groet").set_payload("name=Fatma")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(body.contains("Dit formulier is verlopen"));
}

#[actix_web::test]
async fn a_form_that_is_too_large_is_refused() {
    let (status, _) = page(TestRequest::post().uri("/groet").set_payload(vec![b'a'; LARGEST_FORM + 1])).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[actix_web::test]
async fn assets_come_compressed_once_and_are_kept() {
    let uri = crate::web::assets::stylesheet();
    let (status, headers, body) =
        answer(TestRequest::get().uri(uri).insert_header(("accept-encoding", "gzip, br"))).await;
    assert_eq!((status, headers.get(CONTENT_ENCODING).unwrap().to_str().unwrap()), (StatusCode::OK, "br"));
    assert!(headers.get("cache-control").unwrap().to_str().unwrap().contains("immutable"));
    assert!(body.len() < 9_000, "the style sheet grew to {} bytes on the wire", body.len());
    let again = TestRequest::get().uri(uri).insert_header(("if-none-match", headers.get(ETAG).unwrap().clone()));
    assert_eq!(answer(again).await.0, StatusCode::NOT_MODIFIED);
}

#[actix_web::test]
async fn who_asks_too_often_gets_a_page_that_says_how_long_to_wait() {
    let limits = Limits { requests_per_minute: NonZeroU32::MIN, ..Limits::default() };
    let (site, limits) = (web::Data::new(Site::default()), web::Data::new(RateLimits::new(limits)));
    let app = init_service(build(site, limits, routes)).await;
    let from = "192.0.2.7:4321".parse().unwrap();
    let ask = || TestRequest::get().uri("/gezondheid").peer_addr(from).to_request();
    assert_eq!(call_service(&app, ask()).await.status(), StatusCode::OK);
    let refused = call_service(&app, ask()).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers().contains_key("retry-after"));
    assert!(String::from_utf8(read_body(refused).await.to_vec()).unwrap().contains("Even wachten"));
}

#[actix_web::test]
async fn an_address_written_otherwise_counts_as_the_form_it_leads_to() {
    let limits = Limits { attempts_per_minute: NonZeroU32::MIN, ..Limits::default() };
    let (site, limits) = (web::Data::new(Site::default()), web::Data::new(RateLimits::new(limits)));
    let app = init_service(build(site, limits, routes)).await;
    let from = "192.0.2.8:4321".parse().unwrap();
    let ask = |uri: &str| TestRequest::post().uri(uri).peer_addr(from).to_request();
    assert_ne!(call_service(&app, ask("/inloggen")).await.status(), StatusCode::TOO_MANY_REQUESTS);
    for uri in ["/inloggen", "/%69nloggen", "/en/volgen", "/%76olgen", "/en/%76olgen"] {
        assert_eq!(call_service(&app, ask(uri)).await.status(), StatusCode::TOO_MANY_REQUESTS, "{uri}");
    }
}
