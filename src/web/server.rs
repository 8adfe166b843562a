//! The application as it is served: the same for `main` and for tests.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};

use super::api::envelope;
use super::rate_limit::{Limits, RateLimits};
use super::render::{self, Unrenderable};
use super::{assets, canonical, error, rate_limit, request_id, security, session, slow};

/// What the whole site has to know about where it runs.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The address that visitors see, without a slash at the end, as in `https://register.example`.
    pub public_url: String,
    /// Whether the data are invented; every page then says so.
    pub demo: bool,
    /// Whether visitors come over https, directly or through a proxy.
    pub https: bool,
    /// Whether a proxy of ours stands before the site and adds `X-Forwarded-For`.
    pub behind_proxy: bool,
}

impl Site {
    /// Whether whoever sent this request came over https.
    pub(super) fn over_https(request: &HttpRequest) -> bool {
        request.app_data::<web::Data<Self>>().is_some_and(|site| site.https)
    }
}

/// How long a connection may take to close.
const CLOSING: Duration = Duration::from_secs(5);

/// The largest form without files that is taken, in bytes.
const LARGEST_FORM: usize = 64 * 1024;

/// The application with these routes inside everything that every answer needs.
///
/// Outside in: requests for a head, number and log, headers, compression, pages for errors, what every answer of the API
/// has, rate limits, one address per page, time for the body, who asks.
///
/// # Errors
/// [`Unrenderable`] when a template is wrong.
pub fn build(
    site: web::Data<Site>,
    limits: web::Data<RateLimits>,
    routes: impl FnOnce(&mut web::ServiceConfig),
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    App::new()
        .app_data(site)
        .app_data(limits)
        .app_data(web::PayloadConfig::new(LARGEST_FORM))
        .configure(routes)
        .configure(assets::routes)
        .route("/gezondheid", web::get().to(health))
        .wrap(from_fn(session::recognise))
        .wrap(from_fn(slow::bound))
        .wrap(from_fn(canonical::redirect))
        .wrap(from_fn(rate_limit::limit))
        .wrap(from_fn(envelope::complete))
        .wrap(from_fn(error::pages))
        .wrap(Compress::default())
        .wrap(from_fn(security::headers))
        .wrap(from_fn(request_id::number))
        .wrap(from_fn(answer_to_head))
}

/// Whoever asks only for the head of a page gets that of the page; the server leaves the body out.
async fn answer_to_head<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

/// Serves the application on the listener until it is told to stop.
///
/// # Errors
/// When a template is wrong or the listener cannot be used.
pub fn serve<R>(site: Site, limits: Limits, listener: TcpListener, routes: R) -> Result<Server, StartError>
where
    R: FnOnce(&mut web::ServiceConfig) + Clone + Send + 'static,
{
    render::prepare()?;
    let longest_head = limits.longest_head;
    let (site, limits) = (web::Data::new(site), web::Data::new(RateLimits::new(limits)));
    let server = HttpServer::new(move || build(site.clone(), limits.clone(), routes.clone()))
        .client_request_timeout(longest_head)
        .client_disconnect_timeout(CLOSING)
        .listen(listener)?;
    Ok(server.run())
}

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A template is wrong.
    #[error(transparent)]
    Template(#[from] Unrenderable),
    /// The listener cannot be used.
    #[error("the address cannot be listened on: {0}")]
    Listen(#[from] std::io::Error),
}

async fn health() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("in orde\n")
}

#[cfg(test)]
mod tests;
