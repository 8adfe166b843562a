//! Whoever sends slowly on purpose does not hold the server: the body of a request has to keep coming.

use std::io;
use std::pin::Pin;
use std::time::{Duration, Instant};

use actix_web::HttpMessage as _;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};
use futures_util::{Stream, StreamExt, stream};

use super::rate_limit::RateLimits;

/// The least that has to come in a second once the first pause is over, in bytes: a telephone on a bad network sends ten times as
/// much.
const LEAST_PER_SECOND: u64 = 512;

/// Gives the body of every request its time.
pub(super) async fn bound<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let pause = request.app_data::<web::Data<RateLimits>>().map(|limits| limits.longest_pause());
    match (request.take_payload(), pause) {
        (Payload::None, _) => {}
        (payload, None) => request.set_payload(payload),
        (payload, Some(pause)) => {
            let stream: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> = Box::pin(in_time(payload, pause));
            request.set_payload(Payload::Stream { payload: stream });
        }
    }
    next.call(request).await
}

fn in_time(payload: Payload, pause: Duration) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    let started = Instant::now();
    stream::unfold((payload, 0_u64, false), move |(mut payload, received, ended)| async move {
        if ended {
            return None;
        }
        let next = tokio::time::timeout(pause, payload.next()).await;
        let late = || Some((Err(PayloadError::Io(io::ErrorKind::TimedOut.into())), (Payload::None, received, true)));
        match next {
            Err(_) => late(),
            Ok(None) => None,
            Ok(Some(Err(error))) => Some((Err(error), (payload, received, true))),
            Ok(Some(Ok(piece))) => {
                let received = received + u64::try_from(piece.len()).unwrap_or(u64::MAX);
                let due = started.elapsed().saturating_sub(pause).as_secs() * LEAST_PER_SECOND;
                if received < due {
                    return late();
                }
                Some((Ok(piece), (payload, received, false)))
            }
        }
    })
    .fuse()
}
