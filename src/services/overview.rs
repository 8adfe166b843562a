//! What a body sees of itself first: what it still has to decide, and how its decisions look beside its schemes.

use std::sync::Arc;

use chrono::NaiveDate;

use super::audits::AuditError;
use super::reassess::Context;
use super::supervise::{BodyFigures, Figures, LatestFigures, SchemeFigures};
use super::terms::{self, Term};
use crate::domain::access::{Permit, SeeBody};
use crate::domain::identifiers::{BodyCode, SchemeCode};
use crate::storage::bodies::{self, Body};
use crate::storage::deliveries::{self, Delivered};
use crate::storage::{Page, Paged, Store};

/// How many deliveries the overview shows.
const LATEST_DELIVERIES: u32 = 5;

/// How many terms the overview shows.
const FIRST_TERMS: u32 = 10;

/// A body as it sees itself.
#[derive(Debug)]
pub struct Overview {
    /// The body.
    pub body: Body,
    /// The day as of which its verdicts are; none before its first delivery.
    pub as_of: Option<NaiveDate>,
    /// The terms that end first, and how many there are.
    pub terms: Paged<Term>,
    /// How many terms are over.
    pub overdue: i64,
    /// Its latest deliveries, the newest first.
    pub deliveries: Vec<Delivered>,
    figures: Arc<Figures>,
}

impl Overview {
    /// The schemes the body works under, each with the figures of this body. Those of other bodies stay inside.
    pub fn schemes(&self) -> impl Iterator<Item = (&SchemeFigures, &BodyFigures)> {
        self.figures.schemes.iter().filter_map(|scheme| Some((scheme, scheme.body(&self.body.code)?)))
    }

    /// The share of deviations that the norm tolerates.
    pub fn tolerated(&self) -> f64 {
        self.figures.parameters.rate.tolerance.share()
    }

    /// Where the body mostly imposes another measure than its scheme prescribes.
    pub fn own_policies(&self) -> Vec<OwnPolicy> {
        self.schemes().flat_map(|(scheme, _)| own_policies(scheme, &self.body.code)).collect()
    }
}

/// A cell of a matrix in which a body mostly imposes another measure than the prescribed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPolicy {
    /// The scheme.
    pub scheme: SchemeCode,
    /// The name of the category.
    pub category: String,
    /// For the how manyth time.
    pub occurrence: u32,
    /// The name of the prescribed measure.
    pub prescribed: String,
    /// The name of the measure that is imposed most.
    pub imposed: String,
    /// How often that one was imposed.
    pub count: u32,
    /// How often any was.
    pub of: u32,
}

fn own_policies(scheme: &SchemeFigures, body: &BodyCode) -> Vec<OwnPolicy> {
    let own = scheme.cells.iter().filter_map(|cell| {
        let row = cell.bodies.iter().find(|row| row.body == *body)?;
        let most = row.own_policy.most_frequent.as_ref().filter(|_| row.own_policy.own_policy)?;
        Some(OwnPolicy {
            scheme: scheme.code.clone(),
            category: scheme.category(&cell.category).to_owned(),
            occurrence: cell.occurrence,
            prescribed: scheme.measure(&cell.prescribed).to_owned(),
            imposed: scheme.measure(&most.measure).to_owned(),
            count: most.count,
            of: row.own_policy.n,
        })
    });
    own.collect()
}

/// How a body stands today; none when there is no such body.
///
/// # Errors
/// [`AuditError`] when what is stored does not fit the matrix, or the database fails.
pub fn overview(
    store: &Store,
    figures: &LatestFigures,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
) -> Result<Option<Overview>, AuditError> {
    let figures = figures.latest(store, today)?;
    store.read(|conn| {
        let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
        let context = Context::load(conn, today)?;
        let (terms, overdue) = terms::first(conn, context.book(), body.id, today, Page::new(1, FIRST_TERMS))?;
        let latest = deliveries::list(conn, body.id, Page::new(1, LATEST_DELIVERIES))?;
        Ok(Some(Overview { as_of: context.cut_off(body.id), terms, overdue, deliveries: latest.rows, figures, body }))
    })
}
