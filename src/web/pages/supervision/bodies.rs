//! The bodies of each scheme beside each other, sorted by name.

use serde::Serialize;

use crate::web::layout::Section;
use crate::web::render::Page;
use crate::web::view::Chart;

/// All bodies, per scheme.
#[derive(Debug, Clone, Serialize)]
pub struct SupervisedBodiesPage {
    /// Through which day the figures go, in a sentence.
    pub as_of: String,
    /// The schemes with their bodies.
    pub schemes: Vec<SchemeBodies>,
}

/// The bodies of a scheme.
#[derive(Debug, Clone, Serialize)]
pub struct SchemeBodies {
    /// The id on the page.
    pub id: String,
    /// The name of the scheme.
    pub name: String,
    /// What the figures say together, in a sentence.
    pub sentence: String,
    /// The rates, also as the table with the links to the bodies.
    pub chart: Chart,
}

impl Page for SupervisedBodiesPage {
    const TEMPLATE: &'static str = "pages/supervision/bodies";

    fn title(&self) -> String {
        "Instellingen per schema".to_owned()
    }

    fn section(&self) -> Section {
        Section::SupervisedBodies
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, SupervisedBodiesPage)> {
    use crate::web::pages::samples::interval_chart;
    vec![(
        "supervision-bodies",
        SupervisedBodiesPage {
            as_of: "Cijfers over de 12 maanden tot en met 31 oktober 2026.".to_owned(),
            schemes: vec![SchemeBodies {
                id: "cs-a".to_owned(),
                name: "CS-A Gasverbrandingsinstallaties".to_owned(),
                sentence: "Bij 1 van de 5 instellingen ligt het hele interval boven de norm van 5,0%. 1 instelling is niet te beoordelen: zij heeft minder dan 10 oordelen.".to_owned(),
                chart: interval_chart("cs-a-grafiek"),
            }],
        },
    )]
}
