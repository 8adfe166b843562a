//! Looks at a workbook as a package before it is read: what it unpacks to, how much the reader would hold, and what does not
//! belong in a delivery. The reader trusts what a file says of itself; here nothing is believed.

use std::io::{Cursor, Read};

use zip::ZipArchive;

const BROKEN: &str = "is een beschadigd zip- of XLSX-bestand";

/// The most files in a package; a workbook with four sheets has about twenty.
const MOST_FILES: usize = 10_000;

/// The most texts that a workbook shares between its cells: the reader holds them all at once.
const MOST_TEXTS: u64 = 4_000_000;

/// How much is looked at at a time.
const PIECE: usize = 64 * 1024;

/// Where a workbook keeps the texts of its cells.
const TEXTS: &str = "sharedstrings.xml";

/// Checks the package; gives what the sender should know.
///
/// # Errors
/// Dutch: what is wrong with it, and what would be right.
pub(super) fn check(bytes: &[u8], most: u64) -> Result<Option<String>, String> {
    let broken = |fault: &dyn std::fmt::Display| format!("{BROKEN}: {fault}");
    // Counted before it is opened: opening holds something of each.
    if count_of(b"PK\x01\x02", bytes) > MOST_FILES {
        return Err(format!("bevat meer dan {MOST_FILES} bestanden: dit is geen werkmap"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| broken(&fault))?;
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_lowercase()).collect();
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(
            "is een zip-bestand en geen CSV of XLSX: pak het eerst uit en lever de bestanden zelf aan".to_owned()
        );
    }
    if names.iter().any(|name| name.ends_with("vbaproject.bin")) {
        return Err("bevat macro’s: sla de werkmap op als gewone XLSX (zonder macro’s) of als CSV".to_owned());
    }
    let has_links = names.iter().any(|name| name.contains("externallinks/"));
    let mut left = most;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|fault| broken(&fault))?;
        let holds_texts = entry.name().map_err(|fault| broken(&fault))?.to_lowercase().ends_with(TEXTS);
        let mut texts = Texts::default();
        let mut entry = entry.take(left.saturating_add(1));
        let mut piece = vec![0; PIECE];
        loop {
            // Sizes that a package states may be false: what counts is what comes out.
            let read = entry.read(&mut piece).map_err(|fault| broken(&fault))?;
            if read == 0 {
                break;
            }
            left = left.checked_sub(u64::try_from(read).unwrap_or(u64::MAX)).ok_or_else(|| {
                format!("is uitgepakt te groot: een werkmap mag ten hoogste {} MB bevatten", most / (1024 * 1024))
            })?;
            if holds_texts {
                texts.look_at(piece.get(..read).unwrap_or_default())?;
            }
        }
    }
    Ok(has_links.then(|| {
        "bevat koppelingen naar andere bestanden: die zijn niet geopend, gelezen is wat er het laatst stond".to_owned()
    }))
}

fn count_of(pattern: &[u8], bytes: &[u8]) -> usize {
    bytes.windows(pattern.len()).filter(|window| *window == pattern).count()
}

/// The texts that cells share, looked at piece by piece.
#[derive(Default)]
struct Texts {
    /// The end of the piece before, so that nothing is cut in two.
    tail: Vec<u8>,
    count: u64,
}

impl Texts {
    /// The longest thing that is looked for: the name of the attribute with its number.
    const OVERLAP: usize = 64;

    fn look_at(&mut self, piece: &[u8]) -> Result<(), String> {
        // No XML holds these signs; in another encoding than UTF-8 they could hide what is looked for.
        if piece.iter().any(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r')) {
            return Err(format!("{BROKEN}: de teksten zijn geen UTF-8"));
        }
        let seen = self.tail.len();
        let mut text = std::mem::take(&mut self.tail);
        text.extend_from_slice(piece);
        // What lies wholly within the tail was counted before.
        let count = |name: &[u8]| {
            text.windows(name.len())
                .skip((seen + 1).saturating_sub(name.len()))
                .filter(|window| *window == name)
                .count()
        };
        self.count += u64::try_from(count(b"<si") + count(b":si")).unwrap_or(u64::MAX);
        if self.count > MOST_TEXTS || declared(&text).is_some_and(|most| most > MOST_TEXTS) {
            return Err(format!("heeft te veel teksten: een werkmap mag er ten hoogste {MOST_TEXTS} hebben"));
        }
        self.tail = text.split_off(text.len().saturating_sub(Self::OVERLAP));
        Ok(())
    }
}

/// The largest number of texts that is claimed here; the reader makes room for as many at once.
fn declared(text: &[u8]) -> Option<u64> {
    const NAME: &[u8] = b"uniqueCount";
    let claims = text.windows(NAME.len()).enumerate().filter(|(_, window)| *window == NAME);
    claims
        .filter_map(|(at, _)| {
            let value = text.get(at + NAME.len()..)?.iter().skip_while(|byte| !byte.is_ascii_digit()).take(20);
            let digits: String = value.take_while(|byte| byte.is_ascii_digit()).map(|byte| char::from(*byte)).collect();
            // A number that does not fit is larger than any limit.
            (!digits.is_empty()).then(|| digits.parse().unwrap_or(u64::MAX))
        })
        .max()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_claim_is_seen_wherever_a_piece_ends() {
        let text =
            br#"<?xml version="1.0"?><sst count="1" uniqueCount = "99999999999999999999"><si><t>a</t></si></sst>"#;
        for cut in 0..text.len() {
            let mut texts = Texts::default();
            let looked = texts.look_at(&text[..cut]).and_then(|()| texts.look_at(&text[cut..]));
            assert!(looked.unwrap_err().contains("te veel teksten"), "{cut}");
        }
    }

    #[test]
    fn texts_are_counted_once_wherever_a_piece_ends() {
        let text = b"<sst uniqueCount=\"3\"><si><t>a</t></si><x:si/><si><t>sis</t></si></sst>";
        for cut in 0..text.len() {
            let mut texts = Texts::default();
            texts.look_at(&text[..cut]).unwrap();
            texts.look_at(&text[cut..]).unwrap();
            assert_eq!(texts.count, 3, "{cut}");
        }
    }
}
