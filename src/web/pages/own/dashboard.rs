//! What a body has to do, and how its decisions look beside its schemes.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use super::{deliveries, terms};
use crate::domain::access::orders::SeeOrders;
use crate::domain::access::{Organisation, SeeBody, decide};
use crate::domain::calendar::in_words;
use crate::domain::delivery_calendar::Due;
use crate::domain::supervision::Level;
use crate::domain::supervision::norm::Rate;
use crate::language::Language;
use crate::services::delivery;
use crate::services::delivery::calendar::BodyCalendar;
use crate::services::orders;
use crate::services::overview::{self, Overview, OwnPolicy};
use crate::services::supervise::{BodyFigures, SchemeFigures};
use crate::web::charts::{self, PeriodRate, rate_over_time};
use crate::web::error::Error;
use crate::web::format::{count, decimal, percent, plural};
use crate::web::layout::{Screen, Section};
use crate::web::pages::calendar;
use crate::web::pages::orders::lists;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Chart, Link, Table, Tone};

/// The overview of a body.
#[derive(Debug, Clone, Serialize)]
pub struct DashboardPage {
    /// The name of the body.
    pub body: String,
    /// Through which day its data are complete, in a sentence.
    pub as_of: String,
    /// What cannot wait: deadlines that passed, a delivery that did not come.
    pub alerts: Vec<Alert>,
    /// What the regulator ordered and is not carried out yet; none when nothing waits.
    pub orders: Option<Table>,
    /// The terms that end first.
    pub terms: Table,
    /// The way to all of them.
    pub all_terms: Link,
    /// The rate of each scheme.
    pub rates: Vec<SchemeRate>,
    /// Where the body does otherwise than its schemes, each in a sentence.
    pub own_policy: Vec<String>,
    /// How often the body must deliver, in a sentence.
    pub rhythm: String,
    /// What it must deliver, and what did not come.
    pub calendar: Table,
    /// The latest deliveries.
    pub deliveries: Table,
}

/// The rate of a body under one scheme.
#[derive(Debug, Clone, Serialize)]
pub struct SchemeRate {
    /// The id on the page.
    pub id: String,
    /// The name of the scheme.
    pub scheme: String,
    /// The rate with its interval and the norm, in a sentence.
    pub sentence: String,
    /// The rate over time.
    pub chart: Chart,
}

impl Page for DashboardPage {
    const TEMPLATE: &'static str = "pages/own/dashboard";

    fn title(&self, _: Language) -> String {
        format!("Overzicht van {}", self.body)
    }

    fn section(&self) -> Section {
        Section::OwnOverview
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/instelling", web::get().to(show));
}

async fn show(portal: web::Data<Portal>, screen: Screen, who: LoggedIn) -> Result<HttpResponse, Error> {
    let body = who.body()?;
    let permit = decide(&who.actor(), SeeBody(body.clone()))?;
    let today = portal.today();
    let sees = decide(&who.actor(), SeeOrders(Organisation::Body(body)))?;
    let (overview, due, ordered) = portal
        .work(move |portal| {
            let today = portal.today();
            let due = delivery::calendar::of_body(&portal.store, &permit, today)?;
            let ordered = orders::own(&portal.store, &sees, None)?;
            Ok::<_, Error>((overview::overview(&portal.store, &portal.figures, &permit, today)?, due, ordered))
        })
        .await?;
    let waiting = lists::waiting(&ordered, today);
    screen.show(&page(&overview.ok_or(Error::NotFound)?, &due, waiting, today))
}

fn page(overview: &Overview, due: &BodyCalendar, orders: Option<Table>, today: NaiveDate) -> DashboardPage {
    DashboardPage {
        body: overview.body.name.clone(),
        as_of: terms::as_of(overview.as_of),
        alerts: alerts(overview, due),
        orders,
        terms: terms::table(&overview.terms.rows, overview.as_of, today),
        all_terms: terms::all(overview.terms.total.unsigned_abs()),
        rates: overview.schemes().map(|(scheme, own)| rate(scheme, own, overview.tolerated())).collect(),
        own_policy: overview.own_policies().iter().map(own_policy).collect(),
        rhythm: calendar::rhythm(due.rhythm),
        calendar: calendar::table(due),
        deliveries: deliveries::table(&overview.deliveries),
    }
}

fn alerts(overview: &Overview, due: &BodyCalendar) -> Vec<Alert> {
    let mut alerts: Vec<Alert> = terms::overdue(overview.overdue.unsigned_abs()).into_iter().collect();
    let missing: Vec<_> = due.overdue().collect();
    if let Some(first) = missing.first() {
        let periods = plural(u64::try_from(missing.len()).unwrap_or(u64::MAX), "periode", "perioden");
        let text = format!(
            "Van {periods} ontbreekt iets. De eerste loopt van {} en moest er uiterlijk op {} zijn. Lever de onderzoeken, afwijkingen en besluiten van daarna aan.",
            calendar::period(first),
            in_words(first.by)
        );
        alerts.push(Alert::new(Tone::Warning, "Uw gegevens lopen achter", text));
    } else if let Some(expected) = due.periods.iter().find(|period| period.due == Due::Expected) {
        let text =
            format!("Lever de gegevens van {} uiterlijk op {} aan.", calendar::period(expected), in_words(expected.by));
        alerts.push(Alert::new(Tone::Info, "Er is een periode aan te leveren", text));
    }
    alerts
}

pub(super) fn rate(scheme: &SchemeFigures, own: &BodyFigures, tolerated: f64) -> SchemeRate {
    let id = format!("schema-{}", scheme.code);
    let periods: Vec<PeriodRate> = own
        .quarters
        .iter()
        .map(|quarter| PeriodRate { period: quarter.quarter.to_string(), rate: drawn(&quarter.rate) })
        .collect();
    let title = format!("Afwijkende besluiten per kwartaal, {}", scheme.code);
    SchemeRate {
        scheme: format!("{} {}", scheme.code, scheme.name),
        sentence: rate_sentence(scheme, &own.rate.rate, tolerated),
        chart: rate_over_time(&format!("{id}-grafiek"), &title, tolerated, &periods),
        id,
    }
}

fn drawn(rate: &Rate) -> charts::Rate {
    charts::Rate { deviating: rate.d.into(), assessed: rate.n.into(), share: rate.share, bounds: rate.interval95 }
}

fn rate_sentence(scheme: &SchemeFigures, rate: &Rate, tolerated: f64) -> String {
    let period = format!("In de 12 maanden tot en met {}", in_words(scheme.period.through));
    let (Some(share), Some((low, high))) = (rate.share, rate.interval95) else {
        return format!("{period} zijn er geen onderzoeken waarbij de matrix een besluit vroeg.");
    };
    let few = if rate.level == Level::NotAssessable {
        " Dat zijn te weinig onderzoeken om het aandeel naast de norm te leggen."
    } else {
        ""
    };
    format!(
        "{period} week u bij {} van {} af van de matrix: {}. Het werkelijke aandeel ligt met 95% zekerheid tussen {} en {}. De norm is hoogstens {}.{few}",
        count(rate.d.into()),
        plural(rate.n.into(), "onderzoek", "onderzoeken"),
        percent(share),
        format_args!("{}%", decimal(low * 100.0, 1)),
        percent(high),
        percent(tolerated),
    )
}

fn own_policy(own: &OwnPolicy) -> String {
    let OwnPolicy { scheme, category, occurrence, prescribed, imposed, count, of } = own;
    format!(
        "Onder {scheme} geeft u bij ‘{category}’, {occurrence}e keer, doorgaans ‘{imposed}’ ({count} van {of}); de matrix schrijft ‘{prescribed}’ voor."
    )
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, DashboardPage)> {
    use crate::web::pages::samples::rate_chart;
    use crate::web::view::{Cell, Column};
    let today = "2026-11-24".parse().unwrap_or_default();
    let full = DashboardPage {
        body: "Bravo Certificatie".to_owned(),
        as_of: "Uw gegevens zijn bijgewerkt tot en met 22 november 2026.".to_owned(),
        alerts: terms::overdue(1).into_iter().collect(),
        orders: Some(Table::new("Lasten die u nog moet uitvoeren", [Column::text("Last")]).with([[
            Cell::heading("Pas de matrix toe").linked("/instelling/lasten/1"),
        ]])),
        terms: terms::table(&terms::sample_terms(), Some(today), today),
        all_terms: terms::all(312),
        rates: vec![SchemeRate {
            id: "cs-a".to_owned(),
            scheme: "CS-A Gasverbrandingsinstallaties".to_owned(),
            sentence: "In de 12 maanden tot en met 22 november 2026 week u bij 46 van 338 onderzoeken af van de matrix: 13,6%. Het werkelijke aandeel ligt met 95% zekerheid tussen 10,1 en 17,7%. De norm is 5,0%.".to_owned(),
            chart: rate_chart("cs-a-grafiek"),
        }],
        own_policy: vec![
            "U geeft bij kritiek, 1e keer, doorgaans een waarschuwing (18 van 22); de matrix schrijft schorsing voor.".to_owned(),
        ],
        rhythm: calendar::rhythm(calendar::sample().rhythm),
        calendar: calendar::table(&calendar::sample()),
        deliveries: deliveries::sample_table(),
    };
    let empty = DashboardPage {
        as_of: "U hebt nog geen gegevens aangeleverd.".to_owned(),
        alerts: Vec::new(),
        orders: None,
        terms: terms::table(&[], None, today),
        all_terms: terms::all(0),
        rates: Vec::new(),
        own_policy: Vec::new(),
        deliveries: deliveries::table(&[]),
        ..full.clone()
    };
    vec![("own-dashboard", full), ("own-dashboard-empty", empty)]
}
