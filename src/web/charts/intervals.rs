//! The rates of the bodies of a scheme beside each other, sorted by name: no league table.

use super::Rate;
use super::scale::Scale;
use super::svg::{Anchor, Svg, shortened};
use crate::web::format::{count, percent};
use crate::web::view::{Cell, Chart, Column, Status, Table};

/// The rate of one body.
#[derive(Debug, Clone)]
pub struct BodyRate {
    /// The name of the body.
    pub name: String,
    /// Where its page is.
    pub href: String,
    /// The rate of the body.
    pub rate: Rate,
    /// What the rate means against the norm.
    pub level: Status,
}

const WIDTH: f64 = 680.0;
const LEFT: f64 = 200.0;
const RIGHT: f64 = 664.0;
const ROW: f64 = 40.0;
const TOP: f64 = 28.0;

/// Draws the rate of each body with its bounds against the share that is tolerated. The bodies come sorted by name.
#[expect(clippy::cast_precision_loss, reason = "there are few bodies, and a drawing needs no more precision")]
pub fn intervals(id: &str, title: &str, tolerated: f64, bodies: &[BodyRate]) -> Chart {
    let highest = bodies.iter().map(|body| body.rate.highest()).fold(tolerated * 1.5, f64::max);
    let scale = Scale::new(highest, LEFT, RIGHT);
    let bottom = TOP + ROW * bodies.len() as f64;
    let mut svg = Svg::new(WIDTH, bottom + 32.0);
    for tick in scale.ticks() {
        let x = scale.at(tick);
        svg.line("chart__grid", (x, TOP), (x, bottom));
        svg.text("chart__label", (x, bottom + 22.0), Anchor::Middle, &format!("{:.0}%", tick * 100.0));
    }
    let norm = scale.at(tolerated);
    svg.line("chart__norm", (norm, TOP), (norm, bottom));
    svg.text("chart__norm-label", (norm, TOP - 8.0), Anchor::Middle, &format!("norm {}", percent(tolerated)));
    for (place, body) in bodies.iter().enumerate() {
        draw_body(&mut svg, scale, norm, TOP + ROW * (place as f64 + 0.5), body);
    }
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        svg: svg.finish(id, title, &description(tolerated, bodies)),
        table: table(title, bodies),
    }
}

fn draw_body(svg: &mut Svg, scale: Scale, norm: f64, y: f64, body: &BodyRate) {
    svg.text("chart__label", (LEFT - 12.0, y + 5.0), Anchor::End, &shortened(&body.name, 26));
    let (Some(share), Some((low, high))) = (body.rate.share, body.rate.bounds) else {
        svg.text("chart__label", (norm + 10.0, y + 5.0), Anchor::Start, "geen oordelen");
        return;
    };
    let (low, high) = (scale.at(low), scale.at(high));
    svg.line("chart__interval", (low, y), (high, y));
    svg.line("chart__interval", (low, y - 5.0), (low, y + 5.0));
    svg.line("chart__interval", (high, y - 5.0), (high, y + 5.0));
    let BodyRate { name, rate, .. } = body;
    let says = format!("{name}: {} ({} van {})", percent(share), count(rate.deviating), count(rate.assessed));
    svg.dot("chart__dot", (scale.at(share), y), &says);
}

fn description(tolerated: f64, bodies: &[BodyRate]) -> String {
    let above = bodies.iter().filter(|body| body.rate.bounds.is_some_and(|(low, _)| low > tolerated)).count();
    format!(
        "Aandeel afwijkende besluiten per instelling met het 95%-interval, op naam gesorteerd. De norm is {}. Bij {above} van {} instellingen ligt het hele interval boven de norm.",
        percent(tolerated),
        bodies.len()
    )
}

fn table(title: &str, bodies: &[BodyRate]) -> Table {
    let columns = [
        Column::text("Instelling"),
        Column::number("Afwijkend"),
        Column::number("Beoordeeld"),
        Column::number("Aandeel"),
        Column::number("95%-interval"),
        Column::text("Tegen de norm"),
    ];
    Table::new(title, columns).or_say("Geen enkele instelling werkt met dit schema.").with(bodies.iter().map(|body| {
        [
            Cell::heading(&body.name).linked(&body.href),
            Cell::text(count(body.rate.deviating)),
            Cell::text(count(body.rate.assessed)),
            Cell::text(body.rate.share_in_words()),
            Cell::text(body.rate.bounds_in_words()),
            Cell::status(body.level.clone()),
        ]
    }))
}
