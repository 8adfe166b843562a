//! From bytes to text: what is not text is refused, and the encodings that real systems write are recognised.

use std::borrow::Cow;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Why bytes are not the text of a CSV file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotText {
    /// The line with the sign that does not belong in text, if it was one sign.
    pub(super) line: Option<u32>,
    /// Dutch: what it is, and what would be right.
    pub(super) message: &'static str,
}

/// Files that are sometimes sent under the name of another, by their first bytes.
const OTHER_FORMATS: [(&[u8], &str); 9] = [
    (b"%PDF-", "is een PDF-bestand: lever CSV of XLSX aan"),
    (b"\x1f\x8b", "is een ingepakt bestand (gzip): pak het eerst uit"),
    (b"7z\xbc\xaf", "is een ingepakt bestand (7z): pak het eerst uit"),
    (b"Rar!", "is een ingepakt bestand (rar): pak het eerst uit"),
    (b"BZh", "is een ingepakt bestand (bzip2): pak het eerst uit"),
    (b"\xfd7zXZ", "is een ingepakt bestand (xz): pak het eerst uit"),
    (b"\x28\xb5\x2f\xfd", "is een ingepakt bestand (zstd): pak het eerst uit"),
    (
        b"\xd0\xcf\x11\xe0",
        "is een oud Excel-bestand (xls) of een werkmap met een wachtwoord: sla het op als XLSX zonder wachtwoord, of als CSV",
    ),
    (b"SQLite format 3", "is een database: lever CSV of XLSX aan"),
];

/// Whether the bytes start as a zip file, and so as an XLSX workbook.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// The text of the bytes, without byte order mark. UTF-16 is seen from its mark; what is not UTF-8 is Windows-1252.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    if let Some((_, message)) = OTHER_FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(NotText { line: None, message });
    }
    let decoded = match bytes {
        [0xff, 0xfe, rest @ ..] => utf_16(UTF_16LE, rest)?,
        [0xfe, 0xff, rest @ ..] => utf_16(UTF_16BE, rest)?,
        [0xef, 0xbb, 0xbf, rest @ ..] => Cow::Borrowed(std::str::from_utf8(rest).map_err(|fault| NotText {
            line: Some(line_at(rest, fault.valid_up_to())),
            message: "bevat een teken dat geen UTF-8 is, terwijl het bestand zegt UTF-8 te zijn",
        })?),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    match decoded.bytes().position(|byte| byte == 0) {
        Some(at) => Err(NotText {
            line: Some(line_at(decoded.as_bytes(), at)),
            message: "bevat een nulteken (byte 0): dit is geen tekstbestand, of het is beschadigd",
        }),
        None => Ok(decoded),
    }
}

fn utf_16<'a>(encoding: &'static encoding_rs::Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, NotText> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(NotText { line: None, message: "is geen geldig UTF-16, terwijl het bestand zegt UTF-16 te zijn" })
}

pub(super) fn line_at(bytes: &[u8], position: usize) -> u32 {
    let breaks = bytes.iter().take(position).filter(|byte| **byte == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn the_usual_encodings_give_the_same_text() {
        let utf_16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Çelik".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [b"\xc7elik".as_slice(), "Çelik".as_bytes(), "\u{feff}Çelik".as_bytes(), &utf_16] {
            assert_eq!(text(bytes).unwrap(), "Çelik");
        }
    }

    #[test]
    fn what_is_not_text_is_named() {
        assert!(text(b"%PDF-1.7").unwrap_err().message.contains("PDF"));
        assert_eq!(text(b"a;b\n1;\0\n").unwrap_err().line, Some(2));
        assert_eq!(text(b"\xef\xbb\xbfa\n\xff").unwrap_err().line, Some(2));
        assert!(text(b"\xff\xfea\0b").unwrap_err().message.contains("UTF-16"));
    }
}
