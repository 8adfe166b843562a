//! Files that are posted: read piece by piece, so that nobody makes the program hold more than the limit.

use actix_multipart::{Field, Multipart};
use actix_web::{HttpRequest, web};
use futures_util::TryStreamExt;

use crate::services::delivery::read::SourceFile;
use crate::web::csrf;
use crate::web::error::Error;

/// The name of the field with the day through which the files are complete.
const THROUGH: &str = "compleet_tot";

/// The most that a field without file may hold, in bytes.
const SHORT: usize = 1024;

/// The most files in one delivery.
const MOST_FILES: usize = 40;

/// The most parts of a form, fields and files together.
const MOST_PARTS: usize = 100;

/// What is read and thrown away of an upload that is too large, as a multiple of the limit. A browser shows the answer
/// only when it could send everything; what goes far beyond the limit is not worth that.
const THROWN_AWAY: usize = 4;

/// What was posted.
#[derive(Debug, Default)]
pub(super) struct Received {
    /// The files that were chosen.
    pub(super) files: Vec<SourceFile>,
    /// The day through which they are complete, as it was typed.
    pub(super) through: String,
}

/// Reads a posted form with files. The token of the form must come first: before it was checked no file is read.
///
/// # Errors
/// [`Error::StaleForm`] without the right token, [`Error::TooLarge`] when the files together exceed the limit,
/// [`Error::BadRequest`] when the form cannot be read.
pub(super) async fn receive_files(request: &HttpRequest, sent: web::Payload, limit: usize) -> Result<Received, Error> {
    let mut parts = Multipart::new(request.headers(), sent);
    let mut received = Received::default();
    let (mut is_trusted, mut room) = (false, Room { held: 0, limit, thrown_away: 0 });
    let mut count = 0;
    while let Some(mut part) = parts.try_next().await.map_err(|_| incomplete())? {
        count += 1;
        if count > MOST_PARTS {
            return Err(Error::BadRequest(format!("Een formulier heeft hoogstens {MOST_PARTS} velden en bestanden.")));
        }
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.content_disposition().and_then(|d| d.get_filename()).map(file_name);
        match file {
            None if name == csrf::FIELD => {
                csrf::check(request, &short(&mut part).await?)?;
                is_trusted = true;
            }
            _ if !is_trusted => return Err(Error::StaleForm),
            None if name == THROUGH => received.through = short(&mut part).await?,
            None => {
                short(&mut part).await?;
            }
            Some(name) => {
                let bytes = room.take(&mut part).await?;
                if room.is_exceeded() {
                    received.files.clear();
                } else if !name.is_empty() || !bytes.is_empty() {
                    // A field in which no file was chosen is sent as a file without name or content.
                    if received.files.len() >= MOST_FILES {
                        return Err(Error::BadRequest(format!("Stuur hoogstens {MOST_FILES} bestanden tegelijk.")));
                    }
                    received.files.push(named(&received.files, &name, bytes));
                }
            }
        }
    }
    if !is_trusted {
        return Err(Error::StaleForm);
    }
    if room.is_exceeded() { Err(Error::TooLarge) } else { Ok(received) }
}

fn incomplete() -> Error {
    Error::BadRequest("Wat u stuurde, kwam niet volledig aan. Er is niets opgeslagen. Lever opnieuw aan.".to_owned())
}

/// A field that is no file.
async fn short(part: &mut Field) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.try_next().await.map_err(|_| incomplete())? {
        if bytes.len() + piece.len() > SHORT {
            return Err(incomplete());
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| incomplete())
}

/// How much is held and how much more may be.
struct Room {
    held: usize,
    limit: usize,
    thrown_away: usize,
}

impl Room {
    fn is_exceeded(&self) -> bool {
        self.thrown_away > 0
    }

    /// The content of a file; nothing once the limit was passed.
    async fn take(&mut self, part: &mut Field) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        while let Some(piece) = part.try_next().await.map_err(|_| incomplete())? {
            if self.is_exceeded() || self.held + piece.len() > self.limit {
                bytes = Vec::new();
                self.thrown_away = self.thrown_away.saturating_add(piece.len());
                if self.thrown_away > self.limit.saturating_mul(THROWN_AWAY) {
                    return Err(Error::TooLarge);
                }
            } else {
                self.held += piece.len();
                bytes.extend_from_slice(&piece);
            }
        }
        Ok(bytes)
    }
}

/// The name without folders, which some browsers send along, and without signs that cannot be seen.
fn file_name(sent: &str) -> String {
    let name = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|sign| !sign.is_control()).take(200).collect::<String>().trim().to_owned()
}

/// The file under its name; one that has the name of another gets a number, so that faults say which of the two.
fn named(others: &[SourceFile], name: &str, bytes: Vec<u8>) -> SourceFile {
    let name = if name.is_empty() { "bestand zonder naam" } else { name };
    let is_taken = |name: &str| others.iter().any(|other| &*other.name == name);
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name));
    SourceFile { name: free.unwrap_or_default().into(), bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_folders_and_invisible_signs() {
        assert_eq!(file_name("C:\\Users\\An\\besluiten.csv"), "besluiten.csv");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
        assert_eq!(file_name("be\u{0}sluiten\n.csv"), "besluiten.csv");
    }

    #[test]
    fn two_files_of_one_name_are_told_apart() {
        let first = named(&[], "a.csv", Vec::new());
        let second = named(std::slice::from_ref(&first), "a.csv", Vec::new());
        assert_eq!((&*first.name, &*second.name), ("a.csv", "a.csv (2)"));
    }
}
