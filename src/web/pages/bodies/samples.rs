//! The pages of bodies as they read.

use super::{BodiesPage, BodyPage};
use crate::language::Language;
use crate::web::moment::Moment;
use crate::web::view::{Cell, Column, Fact, Status, Table, Tone};

pub(in crate::web::pages) fn list_samples(language: Language) -> Vec<(&'static str, BodiesPage)> {
    let moment = Moment::now("2026-11-24".parse().unwrap_or_default(), language);
    let columns = [Column::text("Instelling"), Column::text("Aangewezen voor"), Column::number("Bedrijven")];
    let bodies = Table::new("Certificerende instellingen op naam", columns)
        .under_heading()
        .or_say("Er zijn nog geen instellingen aangewezen.")
        .with([
            [Cell::heading("Alfa Keuringen").linked("/instellingen/alfa"), Cell::text("CS-A, CS-B"), Cell::text("812")],
            [
                Cell::heading("Bravo Certificatie").linked("/instellingen/bravo"),
                Cell::text("CS-A"),
                Cell::text("1.204"),
            ],
        ]);
    vec![("bodies", BodiesPage { moment: moment.chooser("/instellingen"), bodies })]
}

pub(in crate::web::pages) fn body_samples(language: Language) -> Vec<(&'static str, BodyPage)> {
    let moment = Moment::now("2026-11-24".parse().unwrap_or_default(), language);
    let columns = [Column::text("Schema"), Column::text("Vanaf"), Column::text("Tot"), Column::text("Op deze dag")];
    let designations = Table::new("Aanwijzingen van Bravo Certificatie", columns).under_heading().with([
        [
            Cell::heading("CS-A").linked("/schemas/CS-A/2.0"),
            Cell::text("30 maart 2023"),
            Cell::text("geen einddatum"),
            Cell::status(Status::new(Tone::Positive, "aangewezen")),
        ],
        [
            Cell::heading("CS-C").linked("/schemas/CS-C/1.0"),
            Cell::text("30 maart 2023"),
            Cell::text("31 augustus 2026"),
            Cell::status(Status::new(Tone::Negative, "ingetrokken")).note(
                "Niet aangewezen sinds 31 augustus 2026. Certificaten blijven bruikbaar tot en met 28 februari 2027.",
            ),
        ],
    ]);
    let page = BodyPage {
        follow: language.path("/volgen?instelling=bravo"),
        feed: language.path("/instellingen/bravo/wijzigingen.atom"),
        name: "Bravo Certificatie".to_owned(),
        moment: moment.chooser("/instellingen/bravo"),
        sentence: "Bravo Certificatie mag vandaag bedrijven certificeren volgens schema CS-A.".to_owned(),
        facts: vec![
            Fact::new("Code in dit register", "bravo"),
            Fact::new("KvK-nummer", "87654321"),
            Fact::new("Gecertificeerde bedrijven", "1.204"),
        ],
        designations,
    };
    vec![("body", page)]
}
