//! About which day a question is, and what the register knew when.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::problem::{FaultCode, Refusal};
use crate::services::{Known, StorageError, register};
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
    /// Wat het register aan het einde van deze dag zei, ook als dat later is verbeterd. Zonder: wat het nu zegt.
    #[param(rename = "bekendOp", example = "2026-11-01")]
    pub known: Option<NaiveDate>,
}

/// Over welke dag een antwoord gaat, en wat het register toen wist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Tijdstip)]
pub struct Moment {
    /// De dag waarover het antwoord gaat.
    #[serde(rename = "peildatum")]
    pub day: NaiveDate,
    /// De dag aan het einde waarvan het register dit zei. Afwezig als het register dit nu zegt.
    #[serde(rename = "bekendOp", skip_serializing_if = "Option::is_none")]
    pub known: Option<NaiveDate>,
}

impl Moment {
    /// Whose knowledge is asked for.
    pub fn knowledge(self, portal: &Portal) -> Known {
        self.known.map_or(Known::Now, |day| register::known_on(day, portal.now()))
    }

    /// What `read` finds in the register as it is, or was, known; `unknown` says that it is not there. What the register
    /// only got to know later is told apart.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when it is not there, and when the database fails.
    pub async fn known_by<T: Send + 'static>(
        self,
        portal: &Portal,
        unknown: &'static str,
        read: impl Fn(&Portal, Known) -> Result<Option<T>, StorageError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let found = portal.work(move |portal| {
            let known = self.knowledge(portal);
            let found = read(portal, known)?;
            let is_later = found.is_none() && known != Known::Now && read(portal, Known::Now)?.is_some();
            Ok::<_, StorageError>((found, is_later))
        });
        let (found, is_later) = found.await?;
        found.ok_or_else(|| {
            Refusal::NotFound(match self.known.filter(|_| is_later) {
                Some(day) => {
                    format!("Dit stond op {day} nog niet in het register, en nu wel: kies een latere bekendOp.")
                }
                None => unknown.to_owned(),
            })
        })
    }

    /// Reads `peildatum` and `bekendOp`.
    ///
    /// # Errors
    /// When the database fails; what is wrong with the days becomes faults of the question.
    pub async fn read(asked: &mut Asked, portal: &Portal) -> Result<Self, Refusal> {
        let (day, known) = (asked.day("peildatum"), asked.day("bekendOp"));
        let today = portal.today();
        if day.is_none() && known.is_none() {
            return Ok(Self { day: today, known: None });
        }
        let span = portal.work(move |portal| register::span(&portal.store, today, portal.public_history_years)).await?;
        within(asked, "peildatum", day, span.first..=span.last);
        within(asked, "bekendOp", known, span.first_known..=span.today);
        Ok(Self { day: day.unwrap_or(today), known })
    }
}

fn within(asked: &mut Asked, parameter: &str, day: Option<NaiveDate>, days: RangeInclusive<NaiveDate>) {
    if day.is_some_and(|day| !days.contains(&day)) {
        let detail = format!("kies een dag van {} tot en met {}", days.start(), days.end());
        asked.fault(parameter, FaultCode::OutOfBounds, detail);
    }
}
