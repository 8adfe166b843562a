//! Cells of tables that people open in a spreadsheet.

use std::borrow::Cow;

/// What a spreadsheet takes for the beginning of a formula, or skips before one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A cell that no spreadsheet takes for a formula: one that starts with `=`, `+`, `-`, `@`, a tab or a carriage return gets
/// an apostrophe before it. Every file that this program makes for a spreadsheet goes through here.
pub fn safe(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(FORMULA) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell before [`safe`] made it harmless, for a file that comes back.
pub fn as_it_was(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::{as_it_was, safe};

    #[test]
    fn no_cell_is_a_formula_and_each_reads_back() {
        for formula in ["=1+1", "+31", "-x", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(safe(formula), format!("'{formula}"));
            assert_eq!(as_it_was(&safe(formula)), formula);
        }
        for plain in ["", "Jansen", "a=b", "'t Hoff", " =x"] {
            assert_eq!(safe(plain), plain);
            assert_eq!(as_it_was(plain), plain);
        }
    }
}
