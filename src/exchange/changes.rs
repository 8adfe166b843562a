//! The feed of changes as JSON (wijzigingen).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::public::{Body, Certificate, Scheme};

/// A part of the feed (wijzigingen).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Wijzigingen)]
pub struct Changes {
    /// De dag waarvoor elke status in dit antwoord geldt.
    #[serde(rename = "peildatum")]
    pub day: NaiveDate,
    /// De wijzigingen, oudste eerst.
    #[serde(rename = "wijzigingen")]
    pub changes: Vec<Change>,
    /// Geef dit de volgende keer als `sinds`.
    #[serde(rename = "volgende")]
    pub next: String,
    /// Of er nu al meer wijzigingen zijn.
    #[serde(rename = "meer")]
    pub more: bool,
}

/// A change (wijziging), with what it is about as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Wijziging)]
pub struct Change {
    /// Plaats in de volgorde van wijzigingen; een latere heeft een hogere.
    #[serde(rename = "positie")]
    pub place: String,
    /// Wanneer de wijziging is vastgelegd.
    #[serde(rename = "vastgelegdOp")]
    pub recorded_at: DateTime<Utc>,
    /// `certificaat`, `instelling` of `schema`: onder deze naam staat het hele record zoals het nu is.
    #[serde(rename = "betreft")]
    pub about: String,
    /// Wat er veranderde: `nieuw`, `gewijzigd`, `schorsing`, `opheffing`, `intrekking`, `herroeping`, `aanwijzing`,
    /// `verloop` (er ging een datum voorbij), `teruggenomen` (een aanlevering is ingetrokken; met andere soorten erbij staat het
    /// certificaat er weer zoals daarvoor) of `bewaartermijn` (een maatregel wordt niet meer getoond).
    #[serde(rename = "soorten")]
    pub kinds: Vec<String>,
    /// De dag waarvoor `statusVoor` en `statusNa` gelden.
    #[serde(rename = "dag")]
    pub day: NaiveDate,
    /// De status van het certificaat voor de wijziging, als die bekend is.
    #[serde(rename = "statusVoor", skip_serializing_if = "Option::is_none")]
    pub standing_before: Option<String>,
    /// De status van het certificaat na de wijziging, als die bekend is.
    #[serde(rename = "statusNa", skip_serializing_if = "Option::is_none")]
    pub standing_after: Option<String>,
    /// Het certificaat zoals het nu is.
    #[serde(rename = "certificaat", skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// Het certificaat dat nu niet in het register staat, omdat de aanlevering ervan is ingetrokken: haal het weg.
    #[serde(rename = "nietMeerInRegister", skip_serializing_if = "Option::is_none")]
    pub gone: Option<Gone>,
    /// De instelling zoals zij nu is.
    #[serde(rename = "instelling", skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// Het schema zoals het nu is.
    #[serde(rename = "schema", skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Scheme>,
}

/// A certificate that the register does not know now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = VerdwenenCertificaat)]
pub struct Gone {
    /// De code van de instelling.
    #[serde(rename = "instelling")]
    pub body: String,
    /// Het nummer van het certificaat.
    #[serde(rename = "nummer")]
    pub number: String,
}
