//! Uniformity: whether the bodies of a scheme impose the same measures in the same cell of the matrix.

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::exact::real;

/// Below this expected count the chi-square distribution is only a rough guide (Cochran's rule).
pub const SMALLEST_EXPECTED: f64 = 5.0;

/// The figures of one table of bodies × imposed measures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Uniformity {
    /// Pearson's statistic, without continuity correction.
    pub chi2: f64,
    /// (rows − 1) × (columns − 1), over rows and columns with at least one count.
    #[serde(rename = "vrijheidsgraden")]
    pub degrees: u64,
    /// Probability of a statistic as large when all bodies had the same habits.
    pub p: f64,
    /// Cramér's V with Bergsma's correction: 0 no relation, 1 each body its own measure.
    #[serde(rename = "cramersV")]
    pub cramers_v: f64,
    /// The smallest expected count; absent when the table is empty.
    #[serde(rename = "kleinsteVerwacht")]
    pub smallest_expected: Option<f64>,
}

impl Uniformity {
    /// Whether there is anything to compare: two bodies and two measures at least.
    pub fn is_testable(&self) -> bool {
        self.degrees > 0
    }

    /// Whether counts are so small that the p-value is only an indication.
    pub fn is_indicative(&self) -> bool {
        self.smallest_expected.is_none_or(|expected| expected < SMALLEST_EXPECTED)
    }
}

/// Tests a table: a row per body, a column per measure. Rows and columns without counts say nothing and are left out;
/// what cannot be compared has statistic 0 and p-value 1.
pub fn uniformity(table: &[Vec<u32>]) -> Uniformity {
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let sum = |counts: &mut dyn Iterator<Item = u32>| counts.map(u64::from).sum::<u64>();
    let row_sums: Vec<u64> = table.iter().map(|row| sum(&mut row.iter().copied())).collect();
    let cell = |row: usize, column: usize| table.get(row).and_then(|r| r.get(column)).copied().unwrap_or(0);
    let column_sums: Vec<u64> =
        (0..width).map(|column| sum(&mut (0..table.len()).map(|row| cell(row, column)))).collect();
    let all = real(row_sums.iter().sum());

    let (mut chi2, mut smallest) = (0.0, None::<f64>);
    for (row, row_sum) in row_sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
        for (column, column_sum) in column_sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
            let expected = real(*row_sum) * real(*column_sum) / all;
            chi2 += (f64::from(cell(row, column)) - expected).powi(2) / expected;
            smallest = Some(smallest.map_or(expected, |so_far| so_far.min(expected)));
        }
    }
    let used = |sums: &[u64]| sums.iter().filter(|sum| **sum > 0).count() as u64;
    figures(chi2, used(&row_sums), used(&column_sums), all, smallest)
}

fn figures(chi2: f64, rows: u64, columns: u64, all: f64, smallest_expected: Option<f64>) -> Uniformity {
    let degrees = rows.saturating_sub(1) * columns.saturating_sub(1);
    if degrees == 0 {
        return Uniformity { chi2: 0.0, degrees, p: 1.0, cramers_v: 0.0, smallest_expected };
    }
    let p = ChiSquared::new(real(degrees)).map_or(1.0, |distribution| distribution.sf(chi2)).clamp(0.0, 1.0);
    Uniformity { chi2, degrees, p, cramers_v: cramers_v(chi2, real(rows), real(columns), all), smallest_expected }
}

/// W. Bergsma, A bias-correction for Cramér's V and Tschuprow's T, Journal of the Korean Statistical Society 42 (2013).
fn cramers_v(chi2: f64, rows: f64, columns: f64, all: f64) -> f64 {
    let squared = (chi2 / all - (rows - 1.0) * (columns - 1.0) / (all - 1.0)).max(0.0);
    let corrected = |count: f64| count - (count - 1.0).powi(2) / (all - 1.0);
    let smaller = corrected(rows).min(corrected(columns)) - 1.0;
    if smaller > 0.0 { (squared / smaller).sqrt().min(1.0) } else { 0.0 }
}
