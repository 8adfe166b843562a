//! What a body has to do, and how its decisions look beside its schemes.

use actix_web::{HttpResponse, web};
use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::audits::audit_at;
use super::deliveries;
use crate::domain::access::{SeeBody, decide};
use crate::domain::calendar::in_words;
use crate::domain::supervision::Level;
use crate::domain::supervision::norm::Rate;
use crate::language::Language;
use crate::services::overview::{self, Deadline, Overview, OwnPolicy};
use crate::services::supervise::{BodyFigures, SchemeFigures};
use crate::web::charts::{self, PeriodRate, rate_over_time};
use crate::web::error::Error;
use crate::web::format::{count, decimal, percent, plural};
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::until;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Cell, Chart, Column, Link, Status, Table, Tone};

/// How many open decisions the overview shows.
const DEADLINES_SHOWN: usize = 25;

/// A deadline within so many days is marked.
const SOON: Days = Days::new(14);

/// The overview of a body.
#[derive(Debug, Clone, Serialize)]
pub struct DashboardPage {
    /// The name of the body.
    pub body: String,
    /// Through which day its data are complete, in a sentence.
    pub as_of: String,
    /// What cannot wait: deadlines that passed, a delivery that did not come.
    pub alerts: Vec<Alert>,
    /// The decisions that are still open, soonest first: firm, audit, measure, decide by.
    pub deadlines: Table,
    /// How many more there are, in a sentence that leads to them.
    pub more_deadlines: Option<Link>,
    /// The rate of each scheme.
    pub rates: Vec<SchemeRate>,
    /// Where the body does otherwise than its schemes, each in a sentence.
    pub own_policy: Vec<String>,
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
    let overview = portal
        .work(move |portal| overview::overview(&portal.store, &portal.figures, &permit, portal.today()))
        .await?
        .ok_or(Error::NotFound)?;
    screen.show(&page(&overview, today))
}

fn page(overview: &Overview, today: NaiveDate) -> DashboardPage {
    let more = overview.deadlines.len().saturating_sub(DEADLINES_SHOWN);
    DashboardPage {
        body: overview.body.name.clone(),
        as_of: match overview.as_of {
            Some(day) => format!("Uw gegevens zijn bijgewerkt tot en met {}.", in_words(day)),
            None => "U hebt nog geen gegevens aangeleverd.".to_owned(),
        },
        alerts: alerts(overview, today),
        deadlines: deadlines(overview.deadlines.iter().take(DEADLINES_SHOWN), today),
        more_deadlines: (more > 0).then(|| {
            let more = plural(u64::try_from(more).unwrap_or(u64::MAX), "besluit", "besluiten");
            Link::new(format!("Nog {more} met een latere datum"), "/instelling/onderzoeken?oordeel=open")
        }),
        rates: overview.schemes().map(|(scheme, own)| rate(scheme, own, overview.tolerated())).collect(),
        own_policy: overview.own_policies().iter().map(own_policy).collect(),
        deliveries: deliveries::table(&overview.deliveries),
    }
}

fn alerts(overview: &Overview, today: NaiveDate) -> Vec<Alert> {
    let mut alerts = Vec::new();
    let late = overview.deadlines.iter().filter(|deadline| deadline.decide_by < today).count();
    if late > 0 {
        let title = if late == 1 {
            "1 besluit is te laat".to_owned()
        } else {
            format!("{} besluiten zijn te laat", count(u64::try_from(late).unwrap_or(u64::MAX)))
        };
        let text = "Neem het besluit alsnog, of lever het aan als u het al hebt genomen. Zolang het ontbreekt, telt het onderzoek als ‘geen besluit’.";
        alerts.push(Alert::new(Tone::Negative, title, text));
    }
    if let Some(through) = overview.as_of
        && overview.delivery_level(today) != Level::None
    {
        let text = format!(
            "Wij hebben niets van na {}. Lever de onderzoeken, afwijkingen en besluiten van daarna aan.",
            in_words(through)
        );
        alerts.push(Alert::new(Tone::Warning, "Uw gegevens lopen achter", text));
    }
    alerts
}

fn deadlines<'a>(open: impl Iterator<Item = &'a Deadline>, today: NaiveDate) -> Table {
    let columns = ["Bedrijf", "Onderzoek", "De matrix schrijft voor", "Besluit uiterlijk"].map(Column::text);
    Table::new("Besluiten die u nog moet nemen", columns)
        .under_heading()
        .or_say("U hebt alle besluiten genomen die de schema’s vragen.")
        .with(open.map(|deadline| {
            let measure = Cell::text(&deadline.measure);
            let soon = today.checked_add_days(SOON).is_some_and(|day| deadline.decide_by <= day);
            let tone = match deadline.decide_by < today {
                true => Tone::Negative,
                false if soon => Tone::Warning,
                false => Tone::Neutral,
            };
            [
                Cell::heading(&deadline.firm).linked(format!("/installateurs/{}", deadline.kvk_number)),
                Cell::text(deadline.audit.as_str()).linked(audit_at(deadline.audit.as_str())).note(format!(
                    "{}, {}",
                    in_words(deadline.audit_date),
                    deadline.scheme
                )),
                if deadline.follow_up { measure.note("omdat herstel uitbleef") } else { measure },
                Cell::status(Status::new(tone, in_words(deadline.decide_by))).note(until(deadline.decide_by, today)),
            ]
        }))
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
    let deadlines = || {
        let columns = [
            Column::text("Bedrijf"),
            Column::text("Onderzoek"),
            Column::text("De matrix schrijft voor"),
            Column::text("Besluit uiterlijk"),
        ];
        Table::new("Besluiten die u nog moet nemen", columns)
            .under_heading()
            .or_say("U hebt alle besluiten genomen die de schema’s vragen.")
    };
    let open = deadlines().with([
        [
            Cell::heading("Janssen Installatietechniek B.V.").linked("/installateurs/01234567"),
            Cell::text("O-2026-1182").linked("/instelling/onderzoeken/O-2026-1182").note("12 november 2026"),
            Cell::text("Schorsing van het certificaat"),
            Cell::status(Status::new(Tone::Negative, "20 november 2026")).note("4 dagen te laat"),
        ],
        [
            Cell::heading("Van den Heuvel-Janssens-Oosterhuis Verwarmingstechniek").linked("/installateurs/01234568"),
            Cell::text("O-2026-1190").linked("/instelling/onderzoeken/O-2026-1190").note("16 november 2026"),
            Cell::text("Waarschuwing"),
            Cell::status(Status::new(Tone::Warning, "14 december 2026")).note("nog 20 dagen"),
        ],
    ]);
    let full = DashboardPage {
        body: "Bravo Certificatie".to_owned(),
        as_of: "Uw gegevens zijn bijgewerkt tot en met 22 november 2026.".to_owned(),
        alerts: vec![Alert::new(
            Tone::Negative,
            "1 besluit is te laat",
            "Neem het besluit alsnog en lever het aan. Zolang het ontbreekt, telt het onderzoek als ‘geen besluit’.",
        )],
        deadlines: open,
        more_deadlines: Some(Link::new(
            "Nog 3 besluiten met een latere datum",
            "/instelling/onderzoeken?oordeel=open",
        )),
        rates: vec![SchemeRate {
            id: "cs-a".to_owned(),
            scheme: "CS-A Gasverbrandingsinstallaties".to_owned(),
            sentence: "In de 12 maanden tot en met 22 november 2026 week u bij 46 van 338 onderzoeken af van de matrix: 13,6%. Het werkelijke aandeel ligt met 95% zekerheid tussen 10,1 en 17,7%. De norm is 5,0%.".to_owned(),
            chart: rate_chart("cs-a-grafiek"),
        }],
        own_policy: vec![
            "U geeft bij kritiek, 1e keer, doorgaans een waarschuwing (18 van 22); de matrix schrijft schorsing voor.".to_owned(),
        ],
        deliveries: deliveries::sample_table(),
    };
    let empty = DashboardPage {
        as_of: "U hebt nog geen gegevens aangeleverd.".to_owned(),
        alerts: Vec::new(),
        deadlines: deadlines(),
        more_deadlines: None,
        rates: Vec::new(),
        own_policy: Vec::new(),
        deliveries: deliveries::table(&[]),
        ..full.clone()
    };
    vec![("own-dashboard", full), ("own-dashboard-empty", empty)]
}
