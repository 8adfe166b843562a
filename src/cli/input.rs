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
