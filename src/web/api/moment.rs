//! About which day a question is, and what the register knew when.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::asked::{self, Asked};
use super::problem::FaultCode;
use crate::domain::calendar::end_of_dutch_day;
use crate::services::Known;
use crate::web::portal::Portal;

/// The parameter that names the day.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayParams {
    /// De dag waarover de vraag gaat. Zonder peildatum is dat vandaag.
    #[param(rename = "peildatum", example = "2026-11-24")]
    pub day: Option<NaiveDate>,
}

/// The parameter that names the knowledge.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct KnownParams {
    /// Wat het register op dit moment zei, ook als dat later is verbeterd: een tijdstip (RFC 3339), of een dag en dan aan
    /// het einde ervan. Zonder is dat nu.
    #[param(rename = "bekendOp", example = "2026-11-01")]
    pub known: Option<String>,
}

/// Over welke dag een antwoord gaat, en wat het register toen wist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Tijdstip)]
pub struct Moment {
    /// De dag waarover het antwoord gaat.
    #[serde(rename = "peildatum")]
    pub day: NaiveDate,
    /// Het tijdstip waarop het register dit zei. Afwezig als dat nu is.
    #[serde(rename = "bekendOp", skip_serializing_if = "Option::is_none")]
    pub known: Option<DateTime<Utc>>,
}

impl Moment {
    /// Whose knowledge is asked for.
    pub fn known(self) -> Known {
        self.known.map_or(Known::Now, Known::At)
    }

    /// Reads `peildatum` and `bekendOp`.
    pub fn read(asked: &mut Asked, portal: &Portal) -> Self {
        Self { day: day(asked, portal), known: known(asked, portal) }
    }
}

/// Days before this one have nothing to do with the register.
const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// No certificate runs to this day.
const LAST: NaiveDate = match NaiveDate::from_ymd_opt(2099, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Reads `peildatum`; today when it is not given.
pub fn day(asked: &mut Asked, portal: &Portal) -> NaiveDate {
    let today = portal.today();
    let Some(day) = asked.day("peildatum") else { return today };
    if !(FIRST..=LAST).contains(&day) {
        let detail = format!("het register gaat over de dagen van {FIRST} tot en met {LAST}");
        asked.fault("peildatum", FaultCode::OutOfBounds, detail);
    }
    day
}

fn known(asked: &mut Asked, portal: &Portal) -> Option<DateTime<Utc>> {
    const RIGHT: &str = "schrijf een datum als 2026-11-24, of een tijdstip als 2026-11-24T09:00:00Z";
    let at = asked.parsed("bekendOp", |text| match asked::day(text) {
        Ok(day) => end_of_dutch_day(day).ok_or(RIGHT),
        Err(_) => text.parse::<DateTime<Utc>>().map_err(|_| RIGHT),
    })?;
    if at > portal.now() && at > end_of_dutch_day(portal.today()).unwrap_or_else(|| portal.now()) {
        asked.fault("bekendOp", FaultCode::OutOfBounds, "wat het register later zal zeggen, weet niemand");
    }
    Some(at)
}
