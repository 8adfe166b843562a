//! How often one address may ask. Logging in is limited far more strictly than reading.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};

use super::error::Error;
use super::server::Site;
use crate::language::Language;

/// The address of the login form; posts to it are limited strictly.
pub const LOG_IN: &str = "/inloggen";

/// The form for the second factor; posts to it are limited as strictly.
pub const GIVE_CODE: &str = "/inloggen/code";

/// The Dutch address of the form to follow changes; posts to it are limited as strictly, since each may send a mail.
pub const FOLLOW: &str = "/volgen";

/// The address of the form for a forgotten password; each post to it may send a mail. Under it stand the links in those mails.
pub const FORGOTTEN: &str = "/wachtwoord-vergeten";

/// What the links of invitations begin with; who posts there chooses a password, which takes work.
pub const INVITATION: &str = "/uitnodiging";

/// Whether a post to this path is limited as strictly as an attempt to log in.
fn is_attempt(path: &str) -> bool {
    let path = Language::without_base(path);
    let under = |start: &str| path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    [LOG_IN, GIVE_CODE, FOLLOW].contains(&path) || [FORGOTTEN, INVITATION].into_iter().any(under)
}

/// How many requests one address may do.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests per minute; as many may come at once.
    pub requests_per_minute: NonZeroU32,
    /// Attempts to log in per minute; as many may come at once.
    pub attempts_per_minute: NonZeroU32,
    /// Requests per minute with one token of the API, from however many addresses; as many may come at once.
    pub token_requests_per_minute: NonZeroU32,
    /// How long the head of a request may take to come.
    pub longest_head: Duration,
    /// How long the body of a request may pause.
    pub longest_pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        const fn number(value: u32) -> NonZeroU32 {
            match NonZeroU32::new(value) {
                Some(value) => value,
                None => NonZeroU32::MIN,
            }
        }
        // Ten pages a second is more than a person reads, also when an office shares one address; ten attempts a
        // minute is more than a person types.
        // A program that has more to tell sends batches.
        Self {
            requests_per_minute: number(600),
            attempts_per_minute: number(10),
            token_requests_per_minute: number(300),
            longest_head: Duration::from_secs(10),
            longest_pause: Duration::from_secs(30),
        }
    }
}

/// The counts per address, shared by all workers.
#[derive(Debug)]
pub struct RateLimits {
    requests: DefaultKeyedRateLimiter<IpAddr>,
    attempts: DefaultKeyedRateLimiter<IpAddr>,
    tokens: DefaultKeyedRateLimiter<i64>,
    accounts: DefaultKeyedRateLimiter<i64>,
    longest_pause: Duration,
    clock: DefaultClock,
}

/// Above this many addresses those that rest are forgotten, so that memory stays bounded.
const REMEMBERED_ADDRESSES: usize = 50_000;

impl RateLimits {
    /// Nobody has asked anything yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            requests: RateLimiter::keyed(Quota::per_minute(limits.requests_per_minute)),
            attempts: RateLimiter::keyed(Quota::per_minute(limits.attempts_per_minute)),
            tokens: RateLimiter::keyed(Quota::per_minute(limits.token_requests_per_minute)),
            accounts: RateLimiter::keyed(Quota::per_minute(limits.requests_per_minute)),
            longest_pause: limits.longest_pause,
            clock: DefaultClock::default(),
        }
    }

    /// Counts a request of this address.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`], with the seconds to wait.
    pub fn count(&self, address: IpAddr, attempt: bool) -> Result<(), Error> {
        let limiter = if attempt { &self.attempts } else { &self.requests };
        if limiter.len() > REMEMBERED_ADDRESSES {
            limiter.retain_recent();
        }
        limiter.check_key(&network(address)).map_err(|not_until| self.too_many(&not_until))
    }

    /// Counts a request of this account, from whatever address.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`], with the seconds to wait.
    pub fn count_account(&self, account: i64) -> Result<(), Error> {
        self.accounts.check_key(&account).map_err(|not_until| self.too_many(&not_until))
    }

    /// Counts a request with the token that has this key.
    ///
    /// # Errors
    /// [`Error::TooManyRequests`], with the seconds to wait.
    pub fn count_token(&self, token: i64) -> Result<(), Error> {
        self.tokens.check_key(&token).map_err(|not_until| self.too_many(&not_until))
    }

    /// How long the body of a request may pause.
    pub(super) fn longest_pause(&self) -> Duration {
        self.longest_pause
    }

    fn too_many(&self, not_until: &NotUntil<<DefaultClock as governor::clock::Clock>::Instant>) -> Error {
        Error::TooManyRequests { seconds: not_until.wait_time_from(self.clock.now()).as_secs() + 1 }
    }
}

/// The answer, with how long to wait when something was done too often.
pub fn later(mut response: HttpResponse, wait: Option<TimeDelta>) -> HttpResponse {
    if let Some(wait) = wait {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.num_seconds().max(0) + 1));
    }
    response
}

/// A household has 2^64 IPv6 addresses: they count as one.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(four) => IpAddr::V4(four),
        IpAddr::V6(six) => IpAddr::V6(Ipv6Addr::from_bits(six.to_bits() & !u128::from(u64::MAX))),
    }
}

pub(super) async fn limit<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    // The path as the routes match it: `/%69nloggen` is the form to log in as well.
    let path = request.match_info().as_str();
    let attempt = request.method() == Method::POST && is_attempt(path);
    let counted = match (request.app_data::<web::Data<RateLimits>>(), address(request.request())) {
        (Some(limits), Some(address)) => limits.count(address, attempt),
        _ => Ok(()),
    };
    match counted {
        Ok(()) => next.call(request).await.map(ServiceResponse::map_into_left_body),
        Err(error) => Ok(request.error_response(error).map_into_right_body()),
    }
}

/// The address of whoever asks; what a proxy says about it counts only when there is one.
pub fn address(request: &HttpRequest) -> Option<IpAddr> {
    let behind_proxy = request.app_data::<web::Data<Site>>().is_some_and(|site| site.behind_proxy);
    let told = || {
        // The last entry was added by our own proxy; those before it can be invented by anyone.
        let header = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        header.rsplit(',').next()?.trim().parse().ok()
    };
    behind_proxy.then(told).flatten().or_else(|| request.peer_addr().map(|peer| peer.ip()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn an_address_that_asks_too_often_has_to_wait_and_others_do_not() {
        let limits = RateLimits::new(Limits {
            requests_per_minute: NonZeroU32::new(2).unwrap(),
            attempts_per_minute: NonZeroU32::MIN,
            ..Limits::default()
        });
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        assert!(limits.count(one, false).is_ok());
        assert!(limits.count(one, false).is_ok());
        assert!(matches!(limits.count(one, false), Err(Error::TooManyRequests { seconds: 1..=60 })));
        assert!(limits.count(other, false).is_ok());
        assert!(limits.count(one, true).is_ok());
        assert!(limits.count(one, true).is_err());
    }

    #[test]
    fn the_addresses_of_one_household_count_as_one() {
        let [a, b, c] = ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"].map(|text| network(text.parse().unwrap()));
        assert_eq!(a, b);
        assert_ne!(a, c);
    }
}
