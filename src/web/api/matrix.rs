//! How a sanction matrix reads in an answer. The rules write it (`domain::matrix`); here it is described for the document,
//! and a test holds matrices of every kind to the description.

use serde::Serialize;
use utoipa::ToSchema;

/// Sanctiematrix: welke maatregel een schema voorschrijft bij welke afwijking, de hoeveelste keer, en binnen welke termijn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sanctiematrix)]
pub struct MatrixShape {
    /// Naam van de matrix.
    #[serde(rename = "naam", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    /// De maatregelen, van licht naar zwaar.
    #[serde(rename = "maatregelen")]
    pub measures: Vec<MeasureShape>,
    /// De categorieën van afwijkingen, van licht naar zwaar.
    #[serde(rename = "categorieen")]
    pub categories: Vec<CategoryShape>,
    /// De afwijkingen die het schema noemt, elk met haar categorie.
    #[serde(rename = "afwijkingen")]
    pub catalogue: Vec<FindingShape>,
    /// De regels. Een regel geldt vanaf de keer die zij noemt tot de volgende regel van de categorie.
    #[serde(rename = "regels")]
    pub rules: Vec<RuleShape>,
    /// Wanneer een afwijking een herhaling is.
    #[serde(rename = "recidive")]
    pub recidivism: RecidivismShape,
    /// Wanneer afwijkingen als een zwaardere categorie tellen.
    #[serde(rename = "verzwaringen")]
    pub aggravations: Vec<AggravationShape>,
    /// Of een termijn die op een zaterdag, zondag of feestdag eindigt, doorloopt tot en met de volgende werkdag.
    #[serde(rename = "verlengTotWerkdag")]
    pub prolongs: bool,
}

/// Een maatregel van een sanctiematrix.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixMaatregel)]
pub struct MeasureShape {
    /// Code van de maatregel.
    #[schema(example = "schorsing")]
    pub code: String,
    /// Hoe zwaar de maatregel is; hoger is zwaarder.
    #[serde(rename = "zwaarte")]
    pub severity: i64,
    /// Wat de maatregel met het certificaat doet.
    #[serde(rename = "gevolg")]
    pub effect: EffectShape,
    /// Naam van de maatregel.
    #[serde(rename = "naam")]
    pub name: String,
}

/// Wat een maatregel met het certificaat doet.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Gevolg)]
#[serde(rename_all = "kebab-case")]
pub enum EffectShape {
    /// Niets: het bedrijf mag doorwerken.
    Geen,
    /// Het certificaat is geschorst zolang de maatregel duurt.
    Schorst,
    /// Het certificaat eindigt.
    Beeindigt,
}

/// Een categorie van afwijkingen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixCategorie)]
pub struct CategoryShape {
    /// Code van de categorie.
    #[schema(example = "kritiek")]
    pub code: String,
    /// Hoe zwaar de categorie is; hoger is zwaarder.
    #[serde(rename = "zwaarte")]
    pub severity: i64,
    /// Naam van de categorie.
    #[serde(rename = "naam")]
    pub name: String,
}

/// Een afwijking die het schema noemt.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixAfwijking)]
pub struct FindingShape {
    /// Code van de afwijking.
    #[schema(example = "K1")]
    pub code: String,
    /// Code van haar categorie.
    #[serde(rename = "categorie")]
    pub category: String,
    /// Wat er dan mis is.
    #[serde(rename = "omschrijving")]
    pub description: String,
}

/// Een regel: wat er volgt op een afwijking van deze categorie, vanaf de zoveelste keer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixRegel)]
pub struct RuleShape {
    /// Code van de categorie.
    #[serde(rename = "categorie")]
    pub category: String,
    /// Vanaf de hoeveelste keer.
    #[serde(rename = "keer")]
    #[schema(minimum = 1)]
    pub count: u32,
    /// Code van de voorgeschreven maatregel.
    #[serde(rename = "maatregel")]
    pub measure: String,
    /// Binnen welke termijn de instelling besluit.
    #[serde(rename = "besluitBinnen")]
    pub decide_within: TermShape,
    /// Binnen welke termijn het bedrijf herstelt.
    #[serde(rename = "herstelBinnen", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub recover_within: Option<TermShape>,
    /// Wat er volgt als het bedrijf niet herstelt.
    #[serde(rename = "bijGeenHerstel", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub follow_up: Option<FollowUpShape>,
}

/// Wat er volgt als het bedrijf niet herstelt.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixVervolg)]
pub struct FollowUpShape {
    /// Code van de voorgeschreven maatregel.
    #[serde(rename = "maatregel")]
    pub measure: String,
    /// Binnen welke termijn de instelling besluit.
    #[serde(rename = "besluitBinnen")]
    pub decide_within: TermShape,
}

/// Wanneer een afwijking een herhaling is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixRecidive)]
pub struct RecidivismShape {
    /// Hoe ver wordt teruggekeken.
    #[serde(rename = "venster")]
    pub window: TermShape,
}

/// Wanneer afwijkingen als een zwaardere categorie tellen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixVerzwaring)]
pub struct AggravationShape {
    /// Welke afwijkingen samen tellen.
    #[serde(rename = "soort")]
    pub kind: AggravationKind,
    /// Vanaf hoeveel afwijkingen.
    #[serde(rename = "vanaf")]
    #[schema(minimum = 1)]
    pub from: u32,
    /// Hoe ver wordt teruggekeken. Alleen bij `herhaling`.
    #[serde(rename = "venster", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub window: Option<TermShape>,
    /// Voor welke categorieën dit geldt.
    #[serde(rename = "categorieen")]
    pub categories: Vec<String>,
}

/// Welke afwijkingen samen tellen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatrixVerzwaringSoort)]
#[serde(rename_all = "kebab-case")]
pub enum AggravationKind {
    /// Die van één onderzoek.
    ZelfdeOnderzoek,
    /// Die van het bedrijf binnen het venster.
    Herhaling,
}

/// Een termijn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Termijn)]
pub struct TermShape {
    /// Hoeveel.
    #[serde(rename = "aantal")]
    pub amount: u32,
    /// Waarvan.
    #[serde(rename = "eenheid")]
    pub unit: UnitShape,
}

/// De eenheid van een termijn.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Termijneenheid)]
#[serde(rename_all = "kebab-case")]
pub enum UnitShape {
    /// Kalenderdagen.
    Dagen,
    /// Weken.
    Weken,
    /// Kalendermaanden.
    Maanden,
    /// Kalenderjaren.
    Jaren,
    /// Maandag tot en met vrijdag, zonder feestdagen.
    Werkdagen,
}
