//! Invented searches, to look at.

#![expect(clippy::expect_used, reason = "a test may fail loudly")]

use std::sync::Arc;

use super::HomePage;
use super::asked::Asked;
use super::found::{Found, Nothing};
use super::hit::Shown;
use super::words::Words;
use crate::domain::identifiers::{BodyCode, SchemeCode};
use crate::language::Language;
use crate::services::search::{Answer, Choices};
use crate::web::render;
use crate::web::view::{Status, Tone};

fn choices() -> Arc<Choices> {
    let scheme = |code: &str, name: &str| SchemeCode::parse(code).map(|code| (code, name.to_owned()));
    let body = |code: &str, name: &str| BodyCode::parse(code).map(|code| (code, name.to_owned()));
    Arc::new(Choices {
        schemes: [scheme("CS-A", "Schema Installaties"), scheme("CS-B", "Schema Haarden")]
            .into_iter()
            .flatten()
            .collect(),
        bodies: [body("alfa", "Alfa Keuringen"), body("bravo", "Bravo Certificatie")].into_iter().flatten().collect(),
        subareas: [("1", "Cv-ketels en geisers"), ("2", ""), ("3", "Haarden")]
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .into(),
    })
}

fn shown<'a>(
    name: &'a str,
    place: &'a str,
    status: Status,
    work: &'a str,
    [distance, reason]: [&'a str; 2],
) -> Shown<'a> {
    Shown {
        href: "/installateurs/01234567".to_owned(),
        name,
        today: Arc::new(Words { status, work: work.to_owned() }),
        place,
        kvk: "01234567",
        distance: distance.into(),
        reason: reason.into(),
    }
}

fn firms() -> [Shown<'static>; 4] {
    [
        shown(
            "Janssen Installatietechniek B.V.",
            "Utrecht",
            Status::new(Tone::Positive, "gecertificeerd"),
            "Mag vandaag gastoestellen installeren, repareren, onderhouden en in bedrijf stellen (Schema Installaties, deelgebieden 1 en 2).",
            ["2,4 km", "gevonden op naam"],
        ),
        shown(
            "Jansen & Zn. Loodgieters",
            "Utrecht",
            Status::new(Tone::Negative, "geschorst"),
            "Mag vandaag niet aan gastoestellen werken: het certificaat is geschorst sinds 3 november 2026.",
            ["", "lijkt op ‘jansen’"],
        ),
        shown(
            "Technisch Installatie- en Onderhoudsbureau Van den Heuvel-Janssens-Oosterhuis Verwarmingstechniek",
            "Marum",
            Status::new(Tone::Warning, "deels gecertificeerd"),
            "Mag vandaag gastoestellen onderhouden (Schema Haarden, deelgebied 1), maar niet installeren (Schema Installaties, deelgebied 2): het certificaat liep af op 12 mei 2026.",
            ["163,0 km", "gevonden op certificaatnummer SI-2024-00188"],
        ),
        shown(
            "شركة يانسن Warmte",
            "Maastricht",
            Status::new(Tone::Neutral, "verlopen"),
            "Mag vandaag niet aan gastoestellen werken: het certificaat liep af op 12 mei 2026.",
            ["", ""],
        ),
    ]
}

pub(in crate::web::pages) fn samples(language: Language) -> Vec<(&'static str, HomePage)> {
    let page = |query: &str, answer: &dyn Fn(&Asked) -> Option<Found>| {
        let asked = Asked::read(query);
        let understood = asked.understood(&choices());
        HomePage::new(language, &asked, &understood, &choices(), answer(&asked)).expect(query)
    };
    let found = |asked: &Asked, total: u64, at_least: bool, page: u64, firms: &[Shown<'_>]| {
        let answer = Answer { total, at_least, hits: Vec::new(), steps: 0 };
        Found::new(language, asked, &answer, page, firms).ok()
    };
    let nothing = |asked: &Asked, filtered: bool, firms: &[Shown<'_>]| {
        let nothing = Nothing::new(language, filtered.then_some(asked), firms).ok()?;
        Some(found(asked, 0, false, 1, &[])?.with_nothing(nothing))
    };
    let filtered = "zoek=janssen&werk=repareren&schema=CS-A&deelgebied=2&instelling=alfa&status=mag-werken\
                    &postcode=3511+AB&straal=30&pagina=2";
    vec![
        ("home", page("", &|_| None)),
        ("home-found", page("zoek=janssen", &|asked| found(asked, 37, false, 1, &firms()))),
        ("home-filtered", page(filtered, &|asked| found(asked, 4000, true, 2, &firms()))),
        ("home-faults", page("zoek=janssen&werk=slopen&postcode=12&pagina=x", &|_| None)),
        (
            "home-full",
            page("zoek=installatie&postcode=3511", &|asked| {
                let many: Vec<Shown<'_>> = firms().into_iter().cycle().take(super::PAGE).collect();
                found(asked, 4000, true, 1, &many)
            }),
        ),
        ("home-near", page("zoek=janssen+marum&status=mag-werken", &|asked| nothing(asked, true, &firms()[..2]))),
        ("home-nothing", page("zoek=<b>Klusbedrijf+Zonder+Papieren</b>", &|asked| nothing(asked, false, &[]))),
    ]
}

#[test]
fn a_firm_is_cast_as_its_template_would_render_it() {
    let status = || Status::new(Tone::Warning, "<i>deels</i>");
    let hostile =
        ["<script>alert(1)</script>", "\"><img src=x>", "'t Hart & Zn. `a=b`", "\u{E000}\u{E001}", "{{name}}", ""];
    let named = hostile.map(|text| shown(text, text, status(), text, [text, text]));
    for language in Language::ALL {
        for firm in firms().iter().chain(&named) {
            let mut cast = String::new();
            firm.cast(language, &mut cast).expect("a firm can be cast");
            assert_eq!(cast, render::part(language, "pages/home/hit", firm).expect("a firm can be rendered"));
            assert!(!cast.contains("<script") && !cast.contains("<img"), "{cast}");
        }
    }
}
