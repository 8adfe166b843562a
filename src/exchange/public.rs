//! The public register as JSON: what the API, the feed of changes and the dumps say about a certificate, a body and a
//! scheme. The same words everywhere, so that a copy that follows the changes equals the dump.
//!
//! No street, house number or postcode: the register cannot tell a sole trader's home from an office. No grounds of
//! decisions, and no decision that was revoked: it never had effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A certificate with how it stands (certificaat).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Certificaat)]
pub struct Certificate {
    /// Nummer van het certificaat; uniek binnen de instelling.
    #[serde(rename = "nummer")]
    pub number: String,
    /// Code van de certificerende instelling.
    #[serde(rename = "instelling")]
    pub body: String,
    /// KvK-nummer van de certificaathouder.
    #[serde(rename = "kvkNummer")]
    pub kvk_number: String,
    /// Naam van de certificaathouder.
    #[serde(rename = "naam")]
    pub name: String,
    /// Plaats van de certificaathouder.
    #[serde(rename = "plaats")]
    pub place: String,
    /// Code van het certificatieschema.
    #[serde(rename = "schema")]
    pub scheme: String,
    /// De deelgebieden van het schema waarvoor het certificaat is.
    #[serde(rename = "deelgebieden")]
    pub subareas: Vec<String>,
    /// De werkzaamheden die het certificaat toestaat.
    #[serde(rename = "werkzaamheden")]
    pub activities: Vec<String>,
    /// Eerste dag van het certificaat.
    #[serde(rename = "afgegevenOp")]
    pub issued_on: NaiveDate,
    /// Laatste dag van het certificaat.
    #[serde(rename = "geldigTotEnMet")]
    pub valid_until: NaiveDate,
    /// Hoe het certificaat staat op de peildatum van het antwoord.
    #[serde(rename = "status")]
    pub status: Status,
    /// De maatregelen die het certificaat schorsen of beëindigen, in volgorde van besluit.
    #[serde(rename = "maatregelen")]
    pub measures: Vec<Measure>,
}

/// How a certificate stands on the day of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Certificaatstatus)]
pub struct Status {
    /// `geldig`, `geschorst`, `ingetrokken`, `verlopen`, `nog-niet-geldig` of `instelling-niet-aangewezen`.
    #[serde(rename = "status")]
    pub standing: String,
    /// `looptijd`, `besluit`, `na-aanwijzing` (zes maanden, Bbl art. 6.45 lid 4), `geen-aanwijzing`, of als het aan het schema
    /// ligt `na-aanwijzing-schema` of `schema-niet-aangewezen`.
    #[serde(rename = "reden")]
    pub reason: String,
    /// Eerste dag van deze status.
    #[serde(rename = "sinds")]
    pub since: Option<NaiveDate>,
    /// Laatste dag van deze status, voor zover nu bekend.
    #[serde(rename = "totEnMet")]
    pub until: Option<NaiveDate>,
}

/// A measure that suspends or ends a certificate (maatregel).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Certificaatmaatregel)]
pub struct Measure {
    /// Code van de maatregel in de sanctiematrix van het schema.
    #[serde(rename = "maatregel")]
    pub code: String,
    /// Naam van de maatregel.
    #[serde(rename = "naam")]
    pub name: String,
    /// `schorst` of `beeindigt`.
    #[serde(rename = "gevolg")]
    pub effect: String,
    /// Dag van het besluit.
    #[serde(rename = "besluitOp")]
    pub decided_on: NaiveDate,
    /// Eerste dag waarop de maatregel geldt.
    #[serde(rename = "ingangOp")]
    pub effective_on: NaiveDate,
    /// Eerste dag waarop de maatregel niet meer geldt.
    #[serde(rename = "opgehevenOp")]
    pub lifted_on: Option<NaiveDate>,
}

/// A certification body with its designations (certificerende instelling).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Instelling)]
pub struct Body {
    /// Code van de instelling.
    #[serde(rename = "code")]
    pub code: String,
    /// Naam van de instelling.
    #[serde(rename = "naam")]
    pub name: String,
    /// KvK-nummer van de instelling.
    #[serde(rename = "kvkNummer")]
    pub kvk_number: String,
    /// De schema’s waarvoor de instelling is of was aangewezen.
    #[serde(rename = "aanwijzingen")]
    pub designations: Vec<Designation>,
}

/// For which scheme a body is designated, and when (aanwijzing).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AanwijzingVanInstelling)]
pub struct Designation {
    /// Code van het certificatieschema.
    #[serde(rename = "schema")]
    pub scheme: String,
    /// Eerste dag van de aanwijzing.
    #[serde(rename = "geldigVan")]
    pub valid_from: NaiveDate,
    /// Eerste dag zonder aanwijzing, als die bekend is.
    #[serde(rename = "geldigTot")]
    pub valid_until: Option<NaiveDate>,
}

/// A scheme with its versions (certificatieschema).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Schema)]
pub struct Scheme {
    /// Code van het schema.
    #[serde(rename = "code")]
    pub code: String,
    /// Naam van het schema.
    #[serde(rename = "naam")]
    pub name: String,
    /// Stelsel: `co` of `ekv`.
    #[serde(rename = "stelsel")]
    pub system: String,
    /// Schemabeheerder.
    #[serde(rename = "schemabeheerder")]
    pub owner: String,
    /// De versies, oudste eerst.
    #[serde(rename = "versies")]
    pub versions: Vec<Version>,
}

/// A version of a scheme (schemaversie).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = VersieVanSchema)]
pub struct Version {
    /// Naam van de versie.
    #[serde(rename = "versie")]
    pub label: String,
    /// Eerste dag waarop de versie geldt.
    #[serde(rename = "inWerkingOp")]
    pub in_force_from: NaiveDate,
    /// Eerste dag waarop de versie niet meer geldt, als die bekend is.
    #[serde(rename = "buitenWerkingOp")]
    pub in_force_until: Option<NaiveDate>,
}

/// A firm with its certificates (certificaathouder).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Certificaathouder)]
pub struct Holder {
    /// KvK-nummer.
    #[serde(rename = "kvkNummer")]
    pub kvk_number: String,
    /// Naam op het laatst afgegeven certificaat.
    #[serde(rename = "naam")]
    pub name: String,
    /// Plaats op het laatst afgegeven certificaat.
    #[serde(rename = "plaats")]
    pub place: String,
    /// De certificaten, oudste eerst.
    #[serde(rename = "certificaten")]
    pub certificates: Vec<HolderCertificate>,
}

/// A certificate as part of a firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CertificaatVanHouder)]
pub struct HolderCertificate {
    /// Nummer van het certificaat.
    #[serde(rename = "nummer")]
    pub number: String,
    /// Code van de instelling.
    #[serde(rename = "instelling")]
    pub body: String,
    /// Status op de peildatum.
    #[serde(rename = "status")]
    pub standing: String,
}
