//! The posted form of a draft: a few fields and a file, read piece by piece, so that nobody makes the program hold more than the
//! limit.

use actix_multipart::{Field, Multipart};
use actix_web::{HttpRequest, web};
use futures_util::TryStreamExt;

use crate::web::csrf;
use crate::web::error::Error;

/// The most that a short field may hold, in bytes.
const SHORT: usize = 1024;

/// The most parts of the form.
const MOST_PARTS: usize = 20;

/// What is read and thrown away beyond the limit, as a multiple of it: a browser shows the answer only when it could send
/// everything.
const THROWN_AWAY: usize = 4;

/// What was posted, as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Received {
    /// The code of the scheme.
    pub(super) scheme: String,
    /// The first day.
    pub(super) from: String,
    /// The last day.
    pub(super) through: String,
    /// The draft as it was pasted.
    pub(super) pasted: String,
    /// The draft as a file; none when none was chosen.
    pub(super) file: Option<Vec<u8>>,
    /// Whether more was sent than is taken.
    pub(super) is_too_large: bool,
}

/// Reads the form. Its token must come first: before it was checked nothing else is read.
///
/// # Errors
/// [`Error::StaleForm`] without the right token, [`Error::TooLarge`] when it goes far beyond the limit, [`Error::Incomplete`]
/// when it cannot be read.
pub(super) async fn receive(request: &HttpRequest, sent: web::Payload, limit: usize) -> Result<Received, Error> {
    let mut parts = Multipart::new(request.headers(), sent);
    let mut received = Received::default();
    let (mut is_trusted, mut read) = (false, 0);
    for _ in 0..MOST_PARTS {
        let Some(mut part) = parts.try_next().await.map_err(|_| Error::Incomplete)? else {
            return if is_trusted { Ok(received) } else { Err(Error::StaleForm) };
        };
        let name = part.name().unwrap_or_default().to_owned();
        let is_long = ["bestand", "tekst"].contains(&name.as_str());
        if name == csrf::FIELD {
            csrf::check(request, &text(bytes(&mut part, SHORT, &mut read).await?.ok_or(Error::Incomplete)?)?)?;
            is_trusted = true;
            continue;
        }
        if !is_trusted {
            return Err(Error::StaleForm);
        }
        let found = bytes(&mut part, if is_long { limit } else { SHORT }, &mut read).await?;
        if read > limit.saturating_mul(THROWN_AWAY) {
            return Err(Error::TooLarge);
        }
        let Some(found) = found else {
            if !is_long {
                return Err(Error::Incomplete);
            }
            received.is_too_large = true;
            continue;
        };
        match name.as_str() {
            "schema" => received.scheme = text(found)?,
            "van" => received.from = text(found)?,
            "tot" => received.through = text(found)?,
            "tekst" => received.pasted = text(found)?,
            // A field in which no file was chosen is sent as a file without content.
            "bestand" if !found.is_empty() => received.file = Some(found),
            _ => {}
        }
    }
    Err(Error::Incomplete)
}

/// The content of a part; nothing when it holds more than this, and then what comes after is read and thrown away.
async fn bytes(part: &mut Field, most: usize, read: &mut usize) -> Result<Option<Vec<u8>>, Error> {
    let mut bytes = Some(Vec::new());
    while let Some(piece) = part.try_next().await.map_err(|_| Error::Incomplete)? {
        *read = read.saturating_add(piece.len());
        bytes = bytes.filter(|held| held.len() + piece.len() <= most);
        match &mut bytes {
            Some(held) => held.extend_from_slice(&piece),
            None if *read > most.saturating_mul(THROWN_AWAY) => return Err(Error::TooLarge),
            None => {}
        }
    }
    Ok(bytes)
}

fn text(bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|_| Error::Incomplete)
}
