//! Every request has a number: it stands in the log beside the cause, and on the page of an error.

use std::fmt;
use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest};
use tracing::Instrument;

use super::address::loggable;

/// The number of a request, as in `7QX3-M9KD`: easy to read out over the telephone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(u64);

impl RequestId {
    /// The number of this request.
    pub fn of(request: &HttpRequest) -> Self {
        request.extensions().get().copied().unwrap_or(Self(0))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No 0, O, 1, I: they are mixed up when read aloud or copied by hand.
        const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        for place in 0..8 {
            if place == 4 {
                f.write_str("-")?;
            }
            let index = usize::try_from((self.0 >> (place * 5)) & 31).unwrap_or_default();
            write!(f, "{}", char::from(LETTERS[index]))?;
        }
        Ok(())
    }
}

/// Numbers the request, and logs what was answered and how long it took; never what was searched for.
pub(super) async fn number<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let id = RequestId(rand::random());
    request.extensions_mut().insert(id);
    let span =
        tracing::info_span!("request", %id, method = %request.method(), path = loggable(request.match_info().as_str()));
    async move {
        let start = Instant::now();
        let response = next.call(request).await?;
        let status = response.status().as_u16();
        tracing::info!(status, milliseconds = start.elapsed().as_millis(), "answered");
        Ok(response)
    }
    .instrument(span)
    .await
}

#[cfg(test)]
mod tests {
    use super::RequestId;

    #[test]
    fn the_number_can_be_read_aloud() {
        assert_eq!(RequestId(0).to_string(), "2222-2222");
        assert_eq!(RequestId(u64::MAX).to_string(), "ZZZZ-ZZZZ");
    }
}
