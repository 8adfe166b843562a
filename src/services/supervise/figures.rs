//! The figures of every scheme and body, ready for a page, and kept in memory until the register or the day changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwapOption;
use chrono::NaiveDate;

use super::facts;
use crate::domain::access::{Permit, Supervise};
use crate::domain::assessment::Verdict;
use crate::domain::identifiers::{BodyCode, CategoryCode, MeasureCode, SchemeCode, VersionLabel};
use crate::domain::signal::Window;
use crate::domain::supervision::course::{QuarterRate, by_quarter, quarters_up_to};
use crate::domain::supervision::facts::{AuditFacts, BodyFacts, Facts};
use crate::domain::supervision::others::{Others, others};
use crate::domain::supervision::practice::{Practice, departures, practice};
use crate::domain::supervision::report::{BodyDrift, BodyRate, Cell, Parameters, SchemeReport, report};
use crate::domain::supervision::reporting::Reporting;
use crate::domain::supervision::silence::SilenceAcross;
use crate::services::scheme_book::{BookScheme, SchemeBook};
use crate::storage::{Conn, Known, StorageError, Store, reasons, register_state};

/// Quarters that the rate is shown for: as long as the cells look back.
const QUARTERS: usize = 8;

/// The figures of all schemes on a day.
#[derive(Debug)]
pub struct Figures {
    /// The constants they were computed with.
    pub parameters: Parameters,
    /// The schemes, by code.
    pub schemes: Vec<SchemeFigures>,
    /// The bodies, by name.
    pub bodies: Vec<BodyFacts>,
    /// Findings per audit over all schemes together.
    pub silence_across: Vec<(BodyCode, SilenceAcross)>,
}

/// The figures of one scheme.
#[derive(Debug)]
pub struct SchemeFigures {
    /// Its code.
    pub code: SchemeCode,
    /// Its name.
    pub name: String,
    /// The version that is in force, or the last one that was.
    pub version: Option<VersionLabel>,
    /// The twelve months of the rates.
    pub period: Window,
    /// The twenty-four months of the cells.
    pub cell_period: Window,
    /// The bodies that work under it, by name.
    pub bodies: Vec<BodyFigures>,
    /// The cells of the matrix, with every body.
    pub cells: Vec<Cell>,
    /// What measures are called.
    pub measures: HashMap<MeasureCode, String>,
    /// What categories are called.
    pub categories: HashMap<CategoryCode, String>,
}

/// The figures of one body under a scheme.
#[derive(Debug)]
pub struct BodyFigures {
    /// The body.
    pub body: BodyFacts,
    /// Its rate against the norm.
    pub rate: BodyRate,
    /// In which way its decisions depart from the matrix, in the twelve months.
    pub departures: BTreeMap<Verdict, u32>,
    /// Its rate by quarter.
    pub quarters: Vec<QuarterRate>,
    /// What it imposed where something was prescribed, in the twenty-four months.
    pub practice: Practice,
    /// What it reports.
    pub reporting: Option<Reporting>,
    /// Its running score.
    pub drift: Option<BodyDrift>,
    /// The other bodies as one whole, as this body may see them; none where there are too few.
    pub others: Option<Others>,
}

impl Figures {
    /// The body with this code.
    pub fn body(&self, code: &BodyCode) -> Option<&BodyFacts> {
        self.bodies.iter().find(|body| body.code == *code)
    }

    /// The scheme with this code.
    pub fn scheme(&self, code: &SchemeCode) -> Option<&SchemeFigures> {
        self.schemes.iter().find(|scheme| scheme.code == *code)
    }
}

impl SchemeFigures {
    /// The figures of a body; none when it does not work under the scheme.
    pub fn body(&self, code: &BodyCode) -> Option<&BodyFigures> {
        self.bodies.iter().find(|row| row.body.code == *code)
    }

    /// What a measure is called.
    pub fn measure<'a>(&'a self, code: &'a MeasureCode) -> &'a str {
        self.measures.get(code).map_or(code.as_str(), String::as_str)
    }

    /// What a category is called.
    pub fn category<'a>(&'a self, code: &'a CategoryCode) -> &'a str {
        self.categories.get(code).map_or(code.as_str(), String::as_str)
    }
}

/// The last figures that were computed; all requests share them.
#[derive(Debug, Default)]
pub struct LatestFigures {
    kept: ArcSwapOption<Kept>,
    computing: Mutex<()>,
}

#[derive(Debug)]
struct Kept {
    /// The change counter of the register and the newest step of a reason.
    counter: (i64, i64),
    today: NaiveDate,
    figures: Arc<Figures>,
}

impl LatestFigures {
    /// The figures as of today, of the register as it is now. They are computed only when the register or the day changed,
    /// by one request at a time; others wait for it instead of doing the same.
    ///
    /// # Errors
    /// A [`StorageError`] when the database fails.
    pub fn current(
        &self,
        store: &Store,
        _: &Permit<Supervise>,
        today: NaiveDate,
    ) -> Result<Arc<Figures>, StorageError> {
        self.latest(store, today)
    }

    /// The same for services that show a body its own part of the figures.
    pub(in crate::services) fn latest(&self, store: &Store, today: NaiveDate) -> Result<Arc<Figures>, StorageError> {
        let counter = store.read(followed)?;
        if let Some(figures) = self.kept_for(counter, today) {
            return Ok(figures);
        }
        // A panic while computing leaves nothing half done, so the next request may go on.
        let _turn = self.computing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(figures) = self.kept_for(counter, today) {
            return Ok(figures);
        }
        let (counter, figures) =
            store.read(|conn| Ok::<_, StorageError>((followed(conn)?, Arc::new(figures(conn, today)?))))?;
        self.kept.store(Some(Arc::new(Kept { counter, today, figures: Arc::clone(&figures) })));
        Ok(figures)
    }

    fn kept_for(&self, counter: (i64, i64), today: NaiveDate) -> Option<Arc<Figures>> {
        let kept = self.kept.load();
        let kept = kept.as_ref().filter(|kept| kept.counter == counter && kept.today == today)?;
        Some(Arc::clone(&kept.figures))
    }
}

/// What the figures follow: the register, and the reasons, which are not part of it.
fn followed(conn: &mut Conn) -> Result<(i64, i64), StorageError> {
    Ok((register_state::current(conn)?, reasons::newest(conn)?))
}

/// Computes all figures as of the day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn figures(conn: &mut Conn, today: NaiveDate) -> Result<Figures, StorageError> {
    let book = SchemeBook::load(conn, Known::Now)?;
    let facts = facts(conn, today)?;
    let parameters = Parameters::default();
    let report = report(&facts, &parameters);
    let mut bodies = facts.bodies.clone();
    bodies.sort_by_cached_key(|body| (body.name.to_lowercase(), body.code.clone()));
    let schemes = report.schemes.into_iter().filter_map(|scheme| {
        let known = book.by_code(&scheme.scheme)?;
        Some(scheme_figures(&facts, known, scheme, &parameters))
    });
    Ok(Figures { schemes: schemes.collect(), bodies, silence_across: report.silence_across, parameters })
}

fn scheme_figures(
    facts: &Facts,
    book: &BookScheme,
    report: SchemeReport<'_>,
    parameters: &Parameters,
) -> SchemeFigures {
    let all: Vec<&AuditFacts> = facts.audits.iter().filter(|audit| audit.scheme == report.scheme).collect();
    let quarters = quarters_up_to(report.period.through, QUARTERS);
    let bodies = report.bodies.iter().zip(report.rates.iter()).map(|(body, rate)| {
        let own: Vec<&AuditFacts> = all.iter().copied().filter(|audit| audit.body == body.code).collect();
        let within = |window: Window| -> Vec<&AuditFacts> {
            own.iter().copied().filter(|audit| window.contains(audit.date)).collect()
        };
        let scheme = facts.schemes.iter().find(|scheme| scheme.code == report.scheme);
        BodyFigures {
            rate: rate.clone(),
            departures: departures(&within(report.period)),
            quarters: by_quarter(&own, report.period.through, QUARTERS, &parameters.rate),
            practice: scheme.map_or_else(Practice::default, |s| practice(s, &within(report.cell_period))),
            reporting: report.reporting.iter().find(|row| row.body == body.code).cloned(),
            drift: report.drift.iter().find(|row| row.body == body.code).cloned(),
            others: scheme.and_then(|s| others(&body.code, s, &report.bodies, &all, &quarters)),
            body: (*body).clone(),
        }
    });
    // A later version decides what a measure or category is called.
    let (mut measures, mut categories) = (HashMap::new(), HashMap::new());
    for version in &book.versions {
        measures.extend(version.matrix.measures().iter().map(|m| (m.code.clone(), m.name.clone())));
        categories.extend(version.matrix.categories().iter().map(|c| (c.code.clone(), c.name.clone())));
    }
    let version = book.version_on(facts.today).or(book.versions.last());
    SchemeFigures {
        bodies: bodies.collect(),
        name: book.scheme.name.clone(),
        version: version.map(|version| version.label.clone()),
        period: report.period,
        cell_period: report.cell_period,
        cells: report.cells,
        code: report.scheme,
        measures,
        categories,
    }
}
