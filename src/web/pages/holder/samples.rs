//! The page of a firm as it reads in the three cases that matter.

use super::{CertificateCard, HolderPage, answer, unknown};
use crate::domain::appliance::Appliance;
use crate::domain::delivered::Activity;
use crate::domain::identifiers::KvkNumber;
use crate::language::Language;
use crate::web::answer::Answer;
use crate::web::moment::Moment;
use crate::web::pages::unknown::UnknownPage;
use crate::web::schema_org;
use crate::web::view::{Cell, Column, Event, Link, Status, Table, Tone};

const LONG_NAME: &str =
    "Technisch Installatie- en Onderhoudsbureau Van den Heuvel-Janssens-Oosterhuis Verwarmingstechniek";

pub(in crate::web::pages) fn samples(language: Language) -> Vec<(&'static str, HolderPage)> {
    vec![("firm", yes(language)), ("firm-suspended", no(language))]
}

pub(in crate::web::pages) fn unknown_samples(language: Language) -> Vec<(&'static str, UnknownPage)> {
    KvkNumber::parse("12345678").map(|kvk| vec![("unknown", unknown::firm_page(&kvk, language))]).unwrap_or_default()
}

fn card(status: Status, sentence: &str, may: &Status, since: &str) -> CertificateCard {
    let columns = [Column::text("Werk"), Column::text("Mag dit op deze dag?"), Column::text("Sinds")];
    let rows = ["Installeren", "Repareren", "Onderhouden", "In bedrijf stellen"]
        .map(|work| [Cell::heading(work), Cell::status(may.clone()), Cell::text(since)]);
    CertificateCard {
        number: Link::new("BV-2023-00417", "/certificaten/BV-2023-00417"),
        status,
        subarea: "Cv-ketels, geisers en gasboilers".to_owned(),
        body: Link::new("Bravo Certificatie", "/instellingen/bravo"),
        scheme: Link::new("Schema Installaties, versie 2.0", "/schemas/CS-A/2.0"),
        sentence: sentence.to_owned(),
        works: Table::new("Werk waarvoor certificaat BV-2023-00417 geldt", columns).under_heading().with(rows),
    }
}

fn yes(language: Language) -> HolderPage {
    let moment = Moment::now("2026-11-24".parse().unwrap_or_default(), language);
    let all = Activity::ALL.to_vec();
    let appliances = [(Appliance::Boiler, all.clone()), (Appliance::Geyser, all), (Appliance::Stove, Vec::new())];
    HolderPage {
        name: "Janssen Installatietechniek B.V.".to_owned(),
        kvk: "01234567".to_owned(),
        place: "Utrecht".to_owned(),
        moment: moment.chooser("/installateurs/01234567"),
        answer: Answer {
            tone: Tone::Positive,
            day: "Vandaag, 24 november 2026".to_owned(),
            word: "Ja, voor cv-ketels en geisers".to_owned(),
            sentence: "Janssen Installatietechniek B.V. mag vandaag cv-ketels en geisers installeren en repareren."
                .to_owned(),
            notes: vec!["Voor sfeerhaarden en gaskachels is dit bedrijf niet gecertificeerd.".to_owned()],
            advice: vec!["Vergelijk de naam en het KvK-nummer.".to_owned()],
        },
        appliances: Some(answer::table(&appliances, language)),
        certificates: vec![card(
            Status::new(Tone::Positive, "geldig"),
            "Certificaat BV-2023-00417 is geldig sinds 2 februari 2024, tot en met 1 februari 2027.",
            &Status::new(Tone::Positive, "ja"),
            "2 februari 2024",
        )],
        for_machines: schema_org::Firm::default(),
        history: vec![
            Event::new("14 juni 2025", Tone::Positive, "De schorsing is opgeheven."),
            Event::new(
                "3 juni 2025",
                Tone::Negative,
                "Certificaat BV-2023-00417 is geschorst door Bravo Certificatie.",
            ),
        ],
    }
}

fn no(language: Language) -> HolderPage {
    let because = "het certificaat is geschorst sinds 3 november 2026";
    HolderPage {
        name: LONG_NAME.to_owned(),
        answer: Answer {
            tone: Tone::Negative,
            day: "Vandaag, 24 november 2026".to_owned(),
            word: "Nee, geschorst".to_owned(),
            sentence: format!("{LONG_NAME} mag vandaag niet aan gastoestellen werken: {because}."),
            notes: Vec::new(),
            advice: vec!["Geef dit bedrijf nu geen opdracht voor werk aan uw gastoestel.".to_owned()],
        },
        appliances: None,
        certificates: vec![card(
            Status::new(Tone::Negative, "geschorst"),
            "Met certificaat BV-2023-00417 mag het bedrijf nu niet werken.",
            &Status::new(Tone::Negative, "nee"),
            "3 november 2026",
        )],
        ..yes(language)
    }
}
