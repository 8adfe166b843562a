//! Pages about the site itself: the method, accessibility, privacy.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::supervision::report::Parameters;
use crate::language::Language;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::render::Page;

/// How verdicts and signals come about, with the constants they are computed with.
#[derive(Debug, Clone, Serialize)]
pub struct MethodPage {
    /// The share of deviating decisions that is tolerated, as in `5,0%`.
    pub tolerance: String,
    /// Below this many assessed audits a rate is not judged.
    pub smallest_count: String,
    /// The adjusted probability below which a signal is raised, as in `0,025`.
    pub attention_below: String,
    /// The adjusted probability below which it is an alarm, as in `0,001`.
    pub alarm_below: String,
    /// The share of deviations of a process in order, for the score of drift.
    pub drift_in_order: String,
    /// The share of deviations that the score of drift looks for.
    pub drift_looked_for: String,
    /// The score at which drift raises a signal.
    pub drift_limit: String,
}

impl Page for MethodPage {
    const TEMPLATE: &'static str = "pages/about/method";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("method-title").into_owned()
    }

    fn description(&self, language: Language) -> String {
        language.text("method-lead").into_owned()
    }

    fn section(&self) -> Section {
        Section::Method
    }
}

/// The accessibility statement.
#[derive(Debug, Clone, Serialize)]
pub struct AccessibilityPage {
    /// When the statement was last held against the site, in words.
    pub day: String,
}

impl Page for AccessibilityPage {
    const TEMPLATE: &'static str = "pages/about/accessibility";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("accessibility-title").into_owned()
    }

    fn description(&self, language: Language) -> String {
        language.text("accessibility-lead").into_owned()
    }
}

/// Which data about persons are shown and kept.
#[derive(Debug, Clone, Serialize)]
pub struct PrivacyPage {}

impl Page for PrivacyPage {
    const TEMPLATE: &'static str = "pages/about/privacy";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("privacy-title").into_owned()
    }

    fn description(&self, language: Language) -> String {
        language.text("privacy-lead").into_owned()
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/methode", web::get().to(async |screen: Screen| show_method(&screen)))
        .route(
            "/toegankelijkheid",
            web::get().to(async |screen: Screen| screen.show(&accessibility(screen.language()))),
        )
        .route("/privacy", web::get().to(async |screen: Screen| screen.show(&PrivacyPage {})));
}

/// When the accessibility statement was last held against the site: year, month, day. Whoever changes what it says
/// changes this.
const STATED_ON: (i32, u32, u32) = (2026, 11, 24);

pub(super) fn accessibility(language: Language) -> AccessibilityPage {
    let (year, month, day) = STATED_ON;
    let day = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    AccessibilityPage { day: language.day(day) }
}

/// The page shows the very constants that the figures are computed with.
fn show_method(screen: &Screen) -> Result<HttpResponse, Error> {
    let Parameters { rate, drift, .. } = Parameters::default();
    let language = screen.language();
    let percent = |share: f64| format!("{}%", language.decimal(share * 100.0, 1));
    screen.show(&MethodPage {
        tolerance: percent(rate.tolerance.share()),
        smallest_count: rate.fewest.to_string(),
        attention_below: language.decimal(rate.thresholds.attention, 3),
        alarm_below: language.decimal(rate.thresholds.alarm, 3),
        drift_in_order: percent(drift.acceptable),
        drift_looked_for: percent(drift.unacceptable),
        drift_limit: language.decimal(drift.limit, 0),
    })
}

#[cfg(test)]
pub(super) fn method_samples(_: Language) -> Vec<(&'static str, MethodPage)> {
    let text = str::to_owned;
    vec![(
        "method",
        MethodPage {
            tolerance: text("5,0%"),
            smallest_count: text("10"),
            attention_below: text("0,025"),
            alarm_below: text("0,001"),
            drift_in_order: text("5,0%"),
            drift_looked_for: text("15,0%"),
            drift_limit: text("4"),
        },
    )]
}
