//! A matrix as JSON again.

use serde::Serialize;

use super::{Aggravation, CatalogueEntry, Category, Matrix, Measure, Rule};
use crate::domain::calendar::Term;

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "naam", skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(rename = "maatregelen")]
    measures: &'a [Measure],
    #[serde(rename = "categorieen")]
    categories: &'a [Category],
    #[serde(rename = "afwijkingen")]
    catalogue: &'a [CatalogueEntry],
    #[serde(rename = "regels")]
    rules: &'a [Rule],
    #[serde(rename = "recidive")]
    recidivism: Recidivism,
    #[serde(rename = "verzwaringen")]
    aggravations: &'a [Aggravation],
    #[serde(rename = "verlengTotWerkdag")]
    prolongs: bool,
}

#[derive(Serialize)]
struct Recidivism {
    #[serde(rename = "venster")]
    window: Term,
}

impl Matrix {
    /// The matrix as JSON; reading it again gives an equal matrix.
    pub fn to_json(&self) -> serde_json::Value {
        let document = Document {
            name: self.name(),
            measures: self.measures(),
            categories: self.categories(),
            catalogue: self.catalogue(),
            rules: self.rules(),
            recidivism: Recidivism { window: self.recidivism_window() },
            aggravations: self.aggravations(),
            prolongs: self.prolongs(),
        };
        // Only maps with keys that are no text can fail, and there are none.
        serde_json::to_value(&document).unwrap_or_default()
    }
}
