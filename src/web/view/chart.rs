//! Drawings on a page: a drawing with the same figures as a table, and tables whose cells are shaded.

use serde::Serialize;

use super::Table;
use crate::web::markup::SafeMarkup;

/// A drawing with the sentence it proves and the figures it was made from.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// The id of the figure, unique on its page.
    pub id: String,
    /// What the drawing shows, also its caption.
    pub title: String,
    /// The drawing.
    pub svg: SafeMarkup,
    /// The same figures.
    pub table: Table,
}

/// How much of a row falls in a cell, in five shades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shade {
    /// Nothing.
    None,
    /// Up to a tenth.
    Faint,
    /// Up to a third.
    Light,
    /// Up to two thirds.
    Medium,
    /// More than two thirds.
    Strong,
}

/// A table of prescribed against imposed measures; the shade of a cell says how much of its row falls there.
#[derive(Debug, Clone, Serialize)]
pub struct HeatMap {
    /// The id of the table, unique on its page.
    pub id: String,
    /// What the table shows.
    pub caption: String,
    /// What the rows are, as in `Voorgeschreven`.
    pub row_title: String,
    /// What the columns are, as in `Opgelegd`.
    pub column_title: String,
    /// The headings of the columns.
    pub columns: Vec<String>,
    /// How many columns there are, the total not counted.
    pub width: usize,
    /// The rows.
    pub rows: Vec<HeatRow>,
    /// The sentence in place of a table without rows.
    pub empty: String,
}

/// A row of a [`HeatMap`].
#[derive(Debug, Clone, Serialize)]
pub struct HeatRow {
    /// Its heading.
    pub label: String,
    /// Its cells.
    pub cells: Vec<HeatCell>,
    /// The sum of its cells.
    pub total: String,
}

/// A cell of a [`HeatMap`].
#[derive(Debug, Clone, Serialize)]
pub struct HeatCell {
    /// How many fall here.
    pub count: String,
    /// Which part of the row that is, empty for none.
    pub share: String,
    /// The same, as a shade.
    pub shade: Shade,
    /// Whether this is what the matrix prescribes.
    pub prescribed: bool,
}
