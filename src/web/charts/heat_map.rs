//! What was prescribed against what was imposed, as a table with shaded cells.

use crate::web::format::{count, percent};
use crate::web::view::{HeatCell, HeatMap, HeatRow, Shade};

/// A row of the map: how often each measure was imposed where one was prescribed.
#[derive(Debug, Clone)]
pub struct Prescribed {
    /// When it was prescribed, as in `Kritiek, 1e keer: schorsing`.
    pub label: String,
    /// The place of the prescribed measure among the columns.
    pub measure: usize,
    /// How often each column was imposed.
    pub imposed: Vec<u64>,
}

/// The map with the columns from light to heavy; a column for "no decision" may stand first.
pub fn heat_map(id: &str, caption: &str, columns: &[String], rows: &[Prescribed]) -> HeatMap {
    HeatMap {
        id: id.to_owned(),
        caption: caption.to_owned(),
        row_title: "Voorgeschreven".to_owned(),
        column_title: "Opgelegd".to_owned(),
        columns: columns.to_vec(),
        width: columns.len(),
        rows: rows.iter().map(row).collect(),
        empty: "Er zijn in deze periode geen onderzoeken met een voorgeschreven maatregel.".to_owned(),
    }
}

fn row(row: &Prescribed) -> HeatRow {
    let total: u64 = row.imposed.iter().sum();
    let cells = row.imposed.iter().enumerate().map(|(place, &imposed)| HeatCell {
        count: count(imposed),
        share: if imposed == 0 { String::new() } else { percent(share(imposed, total)) },
        shade: shade(imposed, total),
        prescribed: place == row.measure,
    });
    HeatRow { label: row.label.clone(), cells: cells.collect(), total: count(total) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of audits are far below 2^52")]
fn share(part: u64, total: u64) -> f64 {
    if total == 0 { 0.0 } else { part as f64 / total as f64 }
}

fn shade(part: u64, total: u64) -> Shade {
    if part == 0 {
        Shade::None
    } else if part * 10 <= total {
        Shade::Faint
    } else if part * 3 <= total {
        Shade::Light
    } else if part * 3 <= total * 2 {
        Shade::Medium
    } else {
        Shade::Strong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_says_how_often_which_part_and_whether_it_was_prescribed() {
        let columns = ["waarschuwing".to_owned(), "schorsing".to_owned()];
        let rows = [Prescribed { label: "kritiek, 1e keer".to_owned(), measure: 1, imposed: vec![18, 4] }];
        let map = heat_map("kaart", "Kaart", &columns, &rows);
        let cells = &map.rows[0].cells;
        assert_eq!((cells[0].count.as_str(), cells[0].share.as_str()), ("18", "81,8%"));
        assert_eq!((cells[0].shade, cells[1].shade), (Shade::Strong, Shade::Light));
        assert!(!cells[0].prescribed && cells[1].prescribed);
        assert_eq!(map.rows[0].total, "22");
    }
}
