//! The share of deviating decisions per period, against the norm.

use super::Rate;
use super::scale::Scale;
use super::svg::{Anchor, Svg};
use crate::web::format::{count, percent};
use crate::web::view::{Cell, Chart, Column, Table};

/// The rate of one period.
#[derive(Debug, Clone)]
pub struct PeriodRate {
    /// The period as its axis says it, as in `kw 1 2026`.
    pub period: String,
    /// The rate in the period.
    pub rate: Rate,
}

const WIDTH: f64 = 680.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 56.0;
/// Beside the drawing there is room for the name of the norm, clear of the last interval.
const RIGHT: f64 = 596.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 256.0;

/// Draws the rate of each period, oldest first, with its bounds, against the share that is tolerated.
pub fn rate_over_time(id: &str, title: &str, tolerated: f64, periods: &[PeriodRate]) -> Chart {
    let highest = periods.iter().map(|p| p.rate.highest()).fold(tolerated * 1.5, f64::max);
    let scale = Scale::new(highest, BOTTOM, TOP);
    let mut svg = Svg::new(WIDTH, HEIGHT);
    for tick in scale.ticks() {
        let y = scale.at(tick);
        svg.line("chart__grid", (LEFT, y), (RIGHT, y));
        svg.text("chart__label", (LEFT - 8.0, y + 5.0), Anchor::End, &format!("{:.0}%", tick * 100.0));
    }
    draw_periods(&mut svg, scale, periods);
    let norm = scale.at(tolerated);
    svg.line("chart__norm", (LEFT, norm), (RIGHT, norm));
    svg.text("chart__norm-label", (RIGHT + 6.0, norm + 5.0), Anchor::Start, &format!("norm {}", percent(tolerated)));
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        svg: svg.finish(id, title, &description(tolerated, periods)),
        table: table(title, periods),
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are few periods, and a drawing needs no more precision")]
fn draw_periods(svg: &mut Svg, scale: Scale, periods: &[PeriodRate]) {
    let band = (RIGHT - LEFT) / periods.len().max(1) as f64;
    let middle = |place: usize| LEFT + band * (place as f64 + 0.5);
    // A period without assessed audits breaks the line: nothing is known there.
    for run in periods.iter().enumerate().collect::<Vec<_>>().split(|(_, p)| p.rate.share.is_none()) {
        let points: Vec<_> =
            run.iter().filter_map(|(place, p)| Some((middle(*place), scale.at(p.rate.share?)))).collect();
        svg.path("chart__line", &points);
    }
    for (place, PeriodRate { period, rate }) in periods.iter().enumerate() {
        let x = middle(place);
        // With many periods only every so manieth gets its name, so that the names do not touch; the last one always.
        if (periods.len() - 1 - place).is_multiple_of(periods.len().div_ceil(6)) {
            svg.text("chart__label", (x, BOTTOM + 26.0), Anchor::Middle, period);
        }
        let (Some(share), Some((low, high))) = (rate.share, rate.bounds) else { continue };
        let (low, high) = (scale.at(low), scale.at(high));
        svg.line("chart__interval", (x, low), (x, high));
        svg.line("chart__interval", (x - 5.0, low), (x + 5.0, low));
        svg.line("chart__interval", (x - 5.0, high), (x + 5.0, high));
        let says = format!("{period}: {} ({} van {})", percent(share), count(rate.deviating), count(rate.assessed));
        svg.dot("chart__dot", (x, scale.at(share)), &says);
    }
}

fn description(tolerated: f64, periods: &[PeriodRate]) -> String {
    let above = periods.iter().filter(|p| p.rate.share.is_some_and(|share| share > tolerated)).count();
    let last = periods.last().map_or_else(String::new, |p| {
        format!(" In de laatste periode, {}, is het aandeel {}.", p.period, p.rate.share_in_words())
    });
    format!(
        "Aandeel afwijkende besluiten per periode met het 95%-interval. De norm is {}. In {above} van {} perioden ligt het aandeel boven de norm.{last}",
        percent(tolerated),
        periods.len()
    )
}

fn table(title: &str, periods: &[PeriodRate]) -> Table {
    let columns = [
        Column::text("Periode"),
        Column::number("Afwijkend"),
        Column::number("Beoordeeld"),
        Column::number("Aandeel"),
        Column::number("95%-interval"),
    ];
    Table::new(title, columns).or_say("Er zijn nog geen beoordeelde onderzoeken.").with(periods.iter().map(|p| {
        [
            Cell::heading(&p.period),
            Cell::text(count(p.rate.deviating)),
            Cell::text(count(p.rate.assessed)),
            Cell::text(p.rate.share_in_words()),
            Cell::text(p.rate.bounds_in_words()),
        ]
    }))
}
