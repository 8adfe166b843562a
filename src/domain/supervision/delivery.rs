//! Deliveries that did not come: how far behind the data of a body may be before that itself is a signal.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::Level;

/// How recent the data of a body must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DeliveryRule {
    /// Data may be this many days old; older asks for attention.
    #[serde(rename = "attentieNaDagen")]
    pub attention_after: u32,
    /// Older than this is an alarm.
    #[serde(rename = "alarmNaDagen")]
    pub alarm_after: u32,
}

/// A month and two weeks to deliver it; twice that is an alarm.
impl Default for DeliveryRule {
    fn default() -> Self {
        Self { attention_after: 45, alarm_after: 90 }
    }
}

impl DeliveryRule {
    /// The date through which data must be complete on this day.
    pub fn expected_through(&self, today: NaiveDate) -> NaiveDate {
        today.checked_sub_days(Days::new(self.attention_after.into())).unwrap_or(today)
    }

    /// How late data are that are complete through this date; a body that never delivered is an alarm.
    pub fn level(&self, complete_through: Option<NaiveDate>, today: NaiveDate) -> Level {
        let age = complete_through.map(|through| (today - through).num_days());
        match age {
            Some(age) if age <= self.attention_after.into() => Level::None,
            Some(age) if age <= self.alarm_after.into() => Level::Attention,
            _ => Level::Alarm,
        }
    }
}
