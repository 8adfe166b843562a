//! The page of a certificate that may not be used.

use super::CertificatePage;
use crate::language::Language;
use crate::web::answer::Answer;
use crate::web::moment::Moment;
use crate::web::pages::proof::share::Comparison;
use crate::web::view::{Cell, Column, Event, Fact, Link, Status, Table, Tone};

pub(in crate::web::pages) fn samples(language: Language) -> Vec<(&'static str, CertificatePage)> {
    let moment = Moment::now("2026-11-24".parse().unwrap_or_default(), language);
    let columns = [Column::text("Werk"), Column::text("Mag dit op deze dag?")];
    let works = ["Installeren", "Onderhouden"]
        .map(|work| [Cell::heading(work), Cell::status(Status::new(Tone::Negative, "nee"))]);
    let page = CertificatePage {
        number: "BV-2023-00417".to_owned(),
        moment: moment.chooser("/certificaten/BV-2023-00417"),
        answer: Answer {
            tone: Tone::Negative,
            day: "Vandaag, 24 november 2026".to_owned(),
            word: "Geschorst".to_owned(),
            sentence: "Met certificaat BV-2023-00417 mag het bedrijf nu niet werken: het certificaat is geschorst sinds 3 november 2026."
                .to_owned(),
            notes: Vec::new(),
            advice: vec!["Laat het bedrijf met dit certificaat niet aan uw gastoestel werken.".to_owned()],
        },
        holder: Link::new("Janssen Installatietechniek B.V.", "/installateurs/01234567"),
        facts: vec![
            Fact::new("Bedrijf", "Janssen Installatietechniek B.V.").linked("/installateurs/01234567"),
            Fact::new("Afgegeven door", "Bravo Certificatie").linked("/instellingen/bravo"),
            Fact::new("Afgegeven op", "2 februari 2024"),
        ],
        works: Some(Table::new("Werk waarvoor dit certificaat is", columns).under_heading().with(works)),
        proof: Some(Comparison::sample()),
        history: vec![Event::new("3 november 2026", Tone::Negative, "Geschorst door Bravo Certificatie.")],
        guide: None,
    };
    vec![("certificate", page)]
}
