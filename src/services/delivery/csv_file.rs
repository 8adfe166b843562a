//! CSV as real systems write it.

use std::io::Cursor;

use csv::{ReaderBuilder, StringRecord};

use super::decode;
use super::read::{Extent, Next, Sheet};

/// Reads a CSV file.
pub(super) fn read(bytes: &[u8], sheet: &mut Sheet<'_, '_>) {
    let text = match decode::text(bytes) {
        Ok(text) => text,
        Err(fault) => return sheet.fault(fault.line, fault.message),
    };
    if text.trim().is_empty() {
        return sheet.fault(None, "is leeg: de eerste regel moet de kolomnamen bevatten");
    }
    let separator = separator(&text);
    if let Some(line) = line_with_too_many(separator, text.as_bytes()) {
        let message = format!("heeft meer dan {MOST_SEPARATORS} scheidingstekens op één regel: dit is geen tabel");
        return sheet.fault(Some(line), message);
    }
    let mut lines = Lines::of(&text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .buffer_capacity(64 * 1024)
        .from_reader(Cursor::new(text.as_bytes()));
    let mut record = StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {
                let start = record.position().map_or(0, csv::Position::byte);
                sheet.extent = Extent { read: usize::try_from(start).unwrap_or(usize::MAX), whole: text.len() };
                if sheet.take(lines.line_of(start), &record) == Next::Stop {
                    return;
                }
            }
            Ok(false) => return,
            Err(fault) => return sheet.fault(None, format!("is niet als CSV te lezen: {fault}")),
        }
    }
}

/// More separators than this stand on no line of a table, not even within a cell. The reader of CSV keeps a number per cell, so
/// a file of separators alone would take many times its size.
const MOST_SEPARATORS: usize = 500_000;

fn line_with_too_many(separator: u8, text: &[u8]) -> Option<u32> {
    let too_many = |line: &[u8]| line.split(|byte| *byte == separator).count() > MOST_SEPARATORS;
    let mut lines = text.split(|byte| matches!(byte, b'\n' | b'\r')).enumerate();
    lines.find(|(_, line)| line.len() > MOST_SEPARATORS && too_many(line)).map(|(place, _)| {
        let before =
            text.split(|byte| matches!(byte, b'\n' | b'\r')).take(place).map(|line| line.len() + 1).sum::<usize>();
        super::decode::line_at(text, before)
    })
}

/// The separator that the header uses most: `;`, `,` or a tab.
fn separator(text: &str) -> u8 {
    let mut counts = [(b';', 0_usize), (b',', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some((_, count)) = counts.iter_mut().find(|(separator, _)| *separator == byte) {
                    *count += 1;
                }
            }
        }
    }
    // Of equal counts the last would win; `;` is the usual one here, so it goes last.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b';', |(separator, _)| *separator)
}

/// Counts lines along with the reader, so that a row is known by the line on which it starts.
struct Lines<'a> {
    bytes: &'a [u8],
    line_break: u8,
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        // Files of old Macs end lines with a carriage return only.
        let line_break = if text.as_bytes().contains(&b'\n') { b'\n' } else { b'\r' };
        Self { bytes: text.as_bytes(), line_break, at: 0, line: 1 }
    }

    /// The line of the row that the reader began to look for at this byte; positions only grow.
    fn line_of(&mut self, start: u64) -> u32 {
        let start = usize::try_from(start).unwrap_or(usize::MAX).min(self.bytes.len());
        // The reader looks past line ends and empty lines before it finds the row.
        let blank = self.bytes.iter().skip(start).take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let passed = self.bytes.get(self.at..start + blank).unwrap_or_default();
        let breaks = passed.split(|byte| *byte == self.line_break).count() - 1;
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.at = start + blank;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_seen_from_the_header() {
        assert_eq!(separator("a;b;c\n1,2,3,4,5"), b';');
        assert_eq!(separator("a,\"b;;;;\",c\n"), b',');
        assert_eq!(separator("a\tb"), b'\t');
        assert_eq!(separator("a"), b';');
    }
}
