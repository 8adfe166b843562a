//! Files that commands read whole.

use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::Failure;

/// The text of a file, or of the standard input for `-`.
///
/// # Errors
/// [`Failure::Environment`] when it cannot be read, [`Failure::Refused`] when it is no text in UTF-8.
pub(super) fn read_text(file: &Path) -> Result<String, Failure> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let bytes = bytes.map_err(|error| unreadable(file, &error))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::Refused(format!(
            "{} is geen tekst in UTF-8 (byte {at} past daar niet in); bewaar het bestand als UTF-8.",
            file.display()
        ))
    })
}

/// The bytes of a file, or of the standard input for `-`: at most one more than `most`, so that too much is noticed and
/// the rest is left unread.
///
/// # Errors
/// [`Failure::Environment`] when it cannot be read.
pub(super) fn read_at_most(file: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(limit).read_to_end(&mut bytes))
    };
    read.map(|_| bytes).map_err(|error| unreadable(file, &error))
}

/// Why a file cannot be read, in words.
fn unreadable(file: &Path, error: &io::Error) -> Failure {
    let reason = match error.kind() {
        ErrorKind::NotFound => "het bestaat niet".to_owned(),
        ErrorKind::PermissionDenied => "daar heeft u geen rechten voor".to_owned(),
        ErrorKind::IsADirectory => "het is een map".to_owned(),
        _ => error.to_string(),
    };
    Failure::Environment(format!("Het bestand {} is niet te lezen: {reason}.", file.display()))
}
