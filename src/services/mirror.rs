//! A body sees itself: the figures that the regulator sees of it, beside those of the other bodies as one unnamed whole.

use std::sync::Arc;

use chrono::NaiveDate;

use super::supervise::{BodyFigures, Figures, LatestFigures, SchemeFigures};
use crate::domain::access::{Permit, SeeBody};
use crate::domain::identifiers::{BodyCode, MeasureCode};
use crate::storage::{StorageError, Store};

/// The figures of one body; those of others stay inside.
#[derive(Debug)]
pub struct Mirror {
    body: BodyCode,
    figures: Arc<Figures>,
}

impl Mirror {
    /// The name of the body.
    pub fn name(&self) -> &str {
        self.figures.body(&self.body).map_or(self.body.as_str(), |body| &body.name)
    }

    /// The last day of its data; none before its first delivery.
    pub fn complete_through(&self) -> Option<NaiveDate> {
        self.figures.body(&self.body)?.complete_through
    }

    /// The share of deviations that the norm tolerates.
    pub fn tolerated(&self) -> f64 {
        self.figures.parameters.rate.tolerance.share()
    }

    /// The schemes it works under.
    pub fn schemes(&self) -> impl Iterator<Item = (&SchemeFigures, &BodyFigures)> {
        self.figures.schemes.iter().filter_map(|scheme| Some((scheme, scheme.body(&self.body)?)))
    }
}

/// What each of the measures was imposed, in whole percents, the most frequent first; what was not decided has no measure.
pub fn shares(imposed: impl IntoIterator<Item = (Option<MeasureCode>, u32)>) -> Vec<(Option<MeasureCode>, u32)> {
    let mut counts: Vec<(Option<MeasureCode>, u32)> = imposed.into_iter().filter(|(_, count)| *count > 0).collect();
    counts.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let all: u64 = counts.iter().map(|(_, count)| u64::from(*count)).sum();
    let whole = |count: u32| (u64::from(count) * 200 + all).checked_div(2 * all).unwrap_or_default();
    counts.into_iter().map(|(code, count)| (code, u32::try_from(whole(count)).unwrap_or(100))).collect()
}

/// How a body stands today.
///
/// # Errors
/// A fault of the database.
pub fn mirror(
    store: &Store,
    figures: &LatestFigures,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
) -> Result<Mirror, StorageError> {
    Ok(Mirror { body: permit.body().clone(), figures: figures.latest(store, today)? })
}
