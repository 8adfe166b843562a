//! Series become drawings: inline SVG with a title, a description and the same figures in a table.
//!
//! The drawings carry classes only; colours, dark mode and print are the business of the style sheet.

mod heat_map;
mod intervals;
mod rate;
mod scale;
mod svg;

pub use heat_map::{Prescribed, heat_map};
pub use intervals::{BodyRate, intervals};
pub use rate::{PeriodRate, rate_over_time};

use crate::web::format::{decimal, percent};

/// How many of the assessed audits deviate, with the bounds between which the true share lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Assessed audits that deviate.
    pub deviating: u64,
    /// Assessed audits.
    pub assessed: u64,
    /// The share, between 0 and 1; none without assessed audits.
    pub share: Option<f64>,
    /// The bounds of the share, between 0 and 1; none without assessed audits.
    pub bounds: Option<(f64, f64)>,
}

impl Rate {
    fn share_in_words(&self) -> String {
        self.share.map_or_else(|| "geen oordelen".to_owned(), percent)
    }

    fn bounds_in_words(&self) -> String {
        self.bounds.map_or_else(
            || "–".to_owned(),
            |(low, high)| format!("{} tot {}%", decimal(low * 100.0, 1), decimal(high * 100.0, 1)),
        )
    }

    fn highest(&self) -> f64 {
        self.bounds.map_or(0.0, |(_, high)| high)
    }
}
