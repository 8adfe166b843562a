//! Certification bodies as the public sees them.

use serde::Serialize;

use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::{Fact, Link, Table};

/// All certification bodies, sorted by name.
#[derive(Debug, Clone, Serialize)]
pub struct BodiesPage {
    /// The bodies with the schemes they are designated for.
    pub bodies: Table,
}

impl Page for BodiesPage {
    const TEMPLATE: &'static str = "pages/bodies/list";

    fn title(&self) -> String {
        "Certificerende instellingen".to_owned()
    }

    fn section(&self) -> Section {
        Section::Bodies
    }
}

/// A certification body.
#[derive(Debug, Clone, Serialize)]
pub struct BodyPage {
    /// Its name.
    pub name: String,
    /// What it may do, in a sentence.
    pub sentence: String,
    /// Code, number in the trade register, count of certified firms.
    pub facts: Vec<Fact>,
    /// Its designations: scheme, from, until.
    pub designations: Table,
}

impl Page for BodyPage {
    const TEMPLATE: &'static str = "pages/bodies/body";

    fn title(&self) -> String {
        self.name.clone()
    }

    fn section(&self) -> Section {
        Section::Bodies
    }

    fn trail(&self) -> Vec<Link> {
        vec![Link::new("Instellingen", "/instellingen")]
    }
}

#[cfg(test)]
pub(super) fn list_samples() -> Vec<(&'static str, BodiesPage)> {
    use crate::web::view::{Cell, Column};
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
    vec![("bodies", BodiesPage { bodies })]
}

#[cfg(test)]
pub(super) fn body_samples() -> Vec<(&'static str, BodyPage)> {
    use crate::web::view::{Cell, Column, Status, Tone};
    let columns = [Column::text("Schema"), Column::text("Vanaf"), Column::text("Tot en met"), Column::text("Nu")];
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
            Cell::status(Status::new(Tone::Neutral, "beëindigd"))
                .note("Certificaten blijven bruikbaar tot en met 28 februari 2027, of korter als ze eerder aflopen."),
        ],
    ]);
    vec![(
        "body",
        BodyPage {
            name: "Bravo Certificatie".to_owned(),
            sentence: "Bravo Certificatie mag vandaag bedrijven certificeren volgens schema CS-A.".to_owned(),
            facts: vec![
                Fact::new("Code in dit register", "bravo"),
                Fact::new("KvK-nummer", "87654321"),
                Fact::new("Gecertificeerde bedrijven", "1.204"),
            ],
            designations,
        },
    )]
}
