//! Every page rendered with its samples: what is written here is what people will see. The pages are left beside the
//! other results of the build, under `samples/`, so that one can look at them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::path::Path;

use super::{
    about, accounts, bodies, certificate, factors, follow, guide, holder, home, login, open_data, orders, own,
    own_schemes, proof, schemes, supervision,
};
use crate::domain::access::{BodyDuty, RegulatorDuty};
use crate::language::Language;
use crate::web::charts::{BodyRate, PeriodRate, Prescribed, Rate, heat_map, intervals, rate_over_time};
use crate::web::csrf::CsrfSecret;
use crate::web::error;
use crate::web::layout::{Screen, Viewer};
use crate::web::render::{Page, html, uncast};
use crate::web::view::{Chart, HeatMap, Status, Tone};

fn rate(deviating: u64, assessed: u64, share: f64, bounds: (f64, f64)) -> Rate {
    Rate { deviating, assessed, share: Some(share), bounds: Some(bounds) }
}

fn unknown() -> Rate {
    Rate { deviating: 0, assessed: 0, share: None, bounds: None }
}

pub(super) fn rate_chart(id: &str) -> Chart {
    let period = |name: &str, rate: Rate| PeriodRate { period: name.to_owned(), rate };
    let periods = [
        period("kw 1 2025", rate(3, 71, 0.042, (0.009, 0.119))),
        period("kw 2 2025", rate(4, 80, 0.050, (0.014, 0.123))),
        period("kw 3 2025", unknown()),
        period("kw 4 2025", rate(7, 84, 0.083, (0.034, 0.164))),
        period("kw 1 2026", rate(9, 79, 0.114, (0.053, 0.205))),
        period("kw 2 2026", rate(12, 88, 0.136, (0.072, 0.226))),
        period("kw 3 2026", rate(18, 87, 0.207, (0.127, 0.307))),
    ];
    rate_over_time(id, "Afwijkende besluiten per kwartaal", 0.05, &periods)
}

pub(super) fn interval_chart(id: &str) -> Chart {
    let body = |name: &str, rate: Rate, level: Status| BodyRate {
        name: name.to_owned(),
        href: "/toezicht/instellingen/alfa".to_owned(),
        rate,
        level,
    };
    let bodies = [
        body("Alfa Keuringen", rate(9, 301, 0.030, (0.014, 0.056)), Status::new(Tone::Positive, "binnen de norm")),
        body("Bravo Certificatie", rate(46, 338, 0.136, (0.101, 0.177)), Status::new(Tone::Negative, "alarm")),
        body("Delta Inspecties", rate(2, 7, 0.286, (0.037, 0.710)), Status::new(Tone::Neutral, "niet te beoordelen")),
        body(
            "Echo Certificering en Inspectie Nederland-Noord",
            rate(24, 280, 0.086, (0.056, 0.125)),
            Status::new(Tone::Warning, "attentie"),
        ),
        body("Foxtrot", unknown(), Status::new(Tone::Neutral, "geen oordelen")),
    ];
    intervals(id, "Aandeel afwijkende besluiten per instelling", 0.05, &bodies)
}

pub(super) fn sample_heat_map(id: &str) -> HeatMap {
    let columns = ["geen besluit", "waarschuwing", "extra onderzoek", "schorsing", "intrekking"].map(str::to_owned);
    let row = |label: &str, measure, imposed: [u64; 5]| Prescribed {
        label: label.to_owned(),
        measure,
        imposed: imposed.to_vec(),
    };
    let rows = [
        row("niet-kritiek, 1e keer: waarschuwing", 1, [2, 181, 4, 0, 0]),
        row("niet-kritiek, 3e keer: extra onderzoek", 2, [1, 6, 12, 0, 0]),
        row("kritiek, 1e keer: schorsing", 3, [0, 18, 0, 4, 0]),
        row("kritiek, 3e keer: intrekking", 4, [0, 0, 0, 1, 2]),
    ];
    heat_map(id, "Voorgeschreven tegen opgelegde maatregelen, november 2024 tot en met oktober 2026", &columns, &rows)
}

/// Pages that are only there in Dutch.
fn render<P: Page>(viewer: &Viewer, samples: Vec<(&'static str, P)>) {
    render_in(Language::Dutch, viewer, samples);
}

/// Pages of the public, in both languages.
fn render_both<P: Page>(viewer: &Viewer, samples: impl Fn(Language) -> Vec<(&'static str, P)>) {
    for language in Language::ALL {
        assert!(P::LANGUAGES.contains(&language), "{} is not offered in {}", P::TEMPLATE, language.own_name());
        render_in(language, viewer, samples(language));
    }
}

fn render_in<P: Page>(language: Language, viewer: &Viewer, samples: Vec<(&'static str, P)>) {
    // The build folder of this package is three levels below that of the profile.
    let folder = Path::new(env!("OUT_DIR")).ancestors().nth(3).unwrap().join("samples");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, page) in samples {
        let csrf = (*viewer != Viewer::Public).then(|| CsrfSecret::generate().token());
        let screen = Screen::new(viewer.clone(), csrf, true, language);
        let text = html(&screen, &page).expect(name);
        assert_eq!(text, uncast(&screen, &page).expect(name), "{name} is cast as its template would render it");
        assert!(text.starts_with("<!DOCTYPE html>") && text.trim_end().ends_with("</html>"), "{name} is cut");
        assert_eq!(text.matches("<h1").count(), 1, "{name} has one heading above all others");
        assert!(!text.contains("style=\"") && !text.replace("<script src=\"/assets/", "").contains("<script"));
        let ending = if language == Language::Dutch { "" } else { "-en" };
        std::fs::write(folder.join(format!("{name}{ending}.html")), text).unwrap();
    }
}

#[test]
fn every_page_of_the_public_renders() {
    let viewer = Viewer::Public;
    render_both(&viewer, home::samples::samples);
    render_both(&viewer, holder::samples);
    render_both(&viewer, holder::unknown_samples);
    render_both(&viewer, certificate::samples);
    render_both(&viewer, schemes::list_samples);
    render_both(&viewer, schemes::version_samples);
    render_both(&viewer, guide::samples);
    render_both(&viewer, bodies::list_samples);
    render_both(&viewer, bodies::body_samples);
    render_both(&viewer, about::method_samples);
    render_both(&viewer, |language| vec![("accessibility", about::accessibility(language))]);
    render_both(&viewer, |_| vec![("privacy", about::PrivacyPage {})]);
    render_both(&viewer, follow::samples);
    render_both(&viewer, |_| follow::asked_samples());
    render_both(&viewer, follow::link_samples);
    render_both(&viewer, open_data::samples);
    render_both(&viewer, proof::share::samples);
    render_both(&viewer, proof::check::samples);
    render(&viewer, login::samples());
    render(&viewer, factors::samples::give());
    render(&viewer, factors::samples::passkey());
    render(&viewer, accounts::choose_samples());
    render(&viewer, accounts::forgotten_samples());
    render_both(&viewer, error::samples);
}

#[test]
fn every_page_of_a_body_renders() {
    let viewer = Viewer::Body {
        name: "Roos Bakker".to_owned(),
        body: "Bravo Certificatie".to_owned(),
        duty: BodyDuty::Administrator,
    };
    render(&viewer, own::dashboard::samples());
    render(&viewer, own::deliveries::list_samples());
    render(&viewer, own::receipt::samples());
    render(&viewer, own::upload::form_samples());
    render(&viewer, own::preview::samples());
    render(&viewer, own::audits::samples());
    render(&viewer, own::progress::samples());
    render(&viewer, own::terms::samples());
    render(&viewer, own::calendar::samples());
    render(&viewer, own::reminders::samples());
    render(&viewer, own::guide::samples());
    render(&viewer, own::mirror::samples());
    render(&viewer, own::holder::samples());
    render(&viewer, own::tokens::samples());
    render(&viewer, orders::lists::samples());
    render(&viewer, supervision::audit::own_samples());
    render(&viewer, accounts::account_samples());
    render(&viewer, accounts::password_samples());
}

#[test]
fn every_page_of_the_regulator_renders() {
    let viewer = Viewer::Regulator { name: "Sanne de Jong".to_owned(), duty: RegulatorDuty::Supervisor };
    render(&viewer, supervision::inbox::samples());
    render(&viewer, supervision::signal::samples());
    render(&viewer, supervision::bodies::samples());
    render(&viewer, supervision::body::samples());
    render(&viewer, supervision::deliveries::samples());
    render(&viewer, supervision::audit::samples());
    render(&viewer, supervision::audit::list_samples());
    render(&viewer, supervision::trail::samples());
    render(&viewer, orders::draft::samples());
    render(&viewer, orders::view::samples());
    render(&viewer, supervision::matrices::samples());
    render(&viewer, supervision::replay::samples::list());
    render(&viewer, supervision::replay::samples::form());
    render(&viewer, supervision::replay::samples::progress());
    render(&viewer, supervision::replay::samples::result());
    render(&viewer, factors::samples::factors());
    render(&viewer, factors::samples::codes());
    render(&viewer, factors::samples::app());
    let viewer = Viewer::Regulator { name: "Bas Beheer".to_owned(), duty: RegulatorDuty::Administrator };
    render(&viewer, supervision::post::samples());
    render(&viewer, accounts::organisations_samples());
    render(&viewer, accounts::organisation_samples());
    render(&viewer, accounts::member_samples());
}

#[test]
fn every_page_of_an_owner_of_schemes_renders() {
    let viewer = Viewer::SchemeOwner { name: "Sara Schema".to_owned(), owner: "Stichting Installaties".to_owned() };
    render(&viewer, own_schemes::samples());
}

#[test]
fn what_people_typed_or_delivered_is_never_markup() {
    let (_, page) = home::samples::samples(Language::Dutch).pop().unwrap();
    let text = html(&Screen::new(Viewer::Public, None, false, Language::Dutch), &page).unwrap();
    assert!(!text.contains("<b>Klusbedrijf"));
    assert!(text.contains("&lt;b&gt;Klusbedrijf"));
    assert!(!text.contains("Demonstratie"));
}
