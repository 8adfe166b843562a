//! The pages of schemes as they read.

use super::{CategorySection, SchemeVersionPage, SchemesPage};
use crate::language::Language;
use crate::web::moment::Moment;
use crate::web::view::{Cell, Column, Fact, Status, Table, Tone};

pub(in crate::web::pages) fn list_samples(language: Language) -> Vec<(&'static str, SchemesPage)> {
    let columns = [
        Column::text("Schema"),
        Column::text("Versie die nu geldt"),
        Column::text("Schemabeheerder"),
        Column::number("Instellingen"),
    ];
    let schemes = Table::new("Certificatieschema’s", columns)
        .under_heading()
        .or_say("Er zijn nog geen schema’s aangewezen.")
        .with([
            [
                Cell::heading("CS-A Gasverbrandingsinstallaties").linked("/schemas/CS-A/2.0"),
                Cell::text("2.0").note("sinds 1 januari 2026"),
                Cell::text("Stichting Schemabeheer A"),
                Cell::text("5"),
            ],
            [
                Cell::heading("CS-B Rookgasafvoer").linked("/schemas/CS-B/1.0"),
                Cell::text("1.0").note("sinds 1 april 2023"),
                Cell::text("Vereniging voor Schoorsteentechniek en Verbrandingsluchttoevoer Nederland"),
                Cell::text("3"),
            ],
        ]);
    let moment = Moment::now("2026-11-24".parse().unwrap_or_default(), language).chooser("/schemas");
    vec![("schemes", SchemesPage { moment, schemes })]
}

pub(in crate::web::pages) fn version_samples(language: Language) -> Vec<(&'static str, SchemeVersionPage)> {
    let measures = Table::new(
        "Maatregelen, van licht naar zwaar",
        [Column::text("Maatregel"), Column::text("Gevolg voor het certificaat")],
    )
    .under_heading()
    .with([
        [Cell::heading("Waarschuwing"), Cell::text("Geen: het bedrijf mag doorwerken.")],
        [Cell::heading("Extra vervolgonderzoek"), Cell::text("Geen: het bedrijf mag doorwerken.")],
        [
            Cell::heading("Schorsing van het certificaat"),
            Cell::text("Het bedrijf mag niet werken zolang de schorsing duurt."),
        ],
        [
            Cell::heading("Intrekking van het certificaat"),
            Cell::text("Het certificaat stopt; het bedrijf mag niet meer werken."),
        ],
    ]);
    let rules = Table::new(
        "Regels bij een kritieke afwijking",
        [
            Column::text("Hoeveelste keer"),
            Column::text("Maatregel"),
            Column::text("Besluit binnen"),
            Column::text("Herstel binnen"),
            Column::text("Als het niet hersteld is"),
        ],
    )
    .with([
        [
            Cell::heading("1e en 2e keer"),
            Cell::text("Schorsing van het certificaat"),
            Cell::text("10 werkdagen"),
            Cell::text("3 maanden"),
            Cell::text("Intrekking van het certificaat, binnen 10 werkdagen"),
        ],
        [
            Cell::heading("3e keer en vaker"),
            Cell::text("Intrekking van het certificaat"),
            Cell::text("10 werkdagen"),
            Cell::text("–"),
            Cell::text("–"),
        ],
    ]);
    let catalogue = Table::new("Kritieke afwijkingen", [Column::text("Code"), Column::text("Afwijking")]).with([
        [Cell::heading("K1"), Cell::text("CO-onveilige installatie vrijgegeven voor gebruik")],
        [Cell::heading("K3"), Cell::text("Meting van koolmonoxide vóór vrijgave niet uitgevoerd")],
    ]);
    let versions = Table::new(
        "Versies van dit schema",
        [Column::text("Versie"), Column::text("Geldt vanaf"), Column::text("Tot")],
    )
    .under_heading()
    .with([
        [Cell::heading("2.0"), Cell::text("1 januari 2026"), Cell::text("geen einddatum")],
        [Cell::heading("1.0").linked("/schemas/CS-A/1.0"), Cell::text("30 maart 2023"), Cell::text("1 januari 2026")],
    ]);
    let moment = Moment::now("2026-11-24".parse().unwrap_or_default(), language);
    vec![(
        "scheme",
        SchemeVersionPage {
            moment: moment.chooser("/schemas/CS-A/2.0"),
            consequence: None,
            subareas: None,
            name: "Gasverbrandingsinstallaties".to_owned(),
            code: "CS-A".to_owned(),
            version: "2.0".to_owned(),
            status: Status::new(Tone::Positive, "geldt nu"),
            in_force: "Versie 2.0 geldt sinds 1 januari 2026.".to_owned(),
            facts: vec![
                Fact::new("Schemabeheerder", "Stichting Schemabeheer A"),
                Fact::new("Stelsel", "CO-stelsel"),
                Fact::new("Sanctiematrix", "Kritiek / niet-kritiek"),
            ],
            versions,
            measures,
            categories: vec![CategorySection {
                id: "categorie-kritiek".to_owned(),
                name: "Kritieke afwijking".to_owned(),
                rules,
                catalogue,
            }],
            aggravations: vec![
                "Staan in één onderzoek 3 of meer niet-kritieke afwijkingen, dan tellen zij samen als één kritieke afwijking.".to_owned(),
                "Komt een niet-kritieke afwijking binnen 12 maanden 4 keer of vaker voor, dan telt zij als kritieke afwijking.".to_owned(),
            ],
            repetition: "Een afwijking is een herhaling als het bedrijf in de 24 maanden ervoor een afwijking van dezelfde categorie had, ook als een andere instelling die vaststelde.".to_owned(),
            terms: "Eindigt een termijn op een zaterdag, zondag of feestdag, dan loopt zij door tot en met de volgende werkdag.".to_owned(),
            guide: Some("/sanctiewijzer?schema=CS-A".to_owned()),
        },
    )]
}
