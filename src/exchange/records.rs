//! What a body delivers over the API and gets back, as JSON: its own certificates, audits, nonconformities and decisions, and
//! what came of a delivery. The names are those of the columns of the files, written as JSON does.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::delivery::Counts;
use crate::domain::assessment::Assessment;
use crate::domain::delivered::{AuditRecord, CertificateRecord, DecisionRecord, FindingRecord};
use crate::domain::matrix::Matrix;

/// Een certificaat, zoals de instelling het aanlevert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AangeleverdCertificaat)]
pub struct Certificate {
    /// Nummer van het certificaat, uniek binnen de instelling.
    #[schema(min_length = 1, max_length = 100, example = "AL-B-000001")]
    pub certificaatnummer: String,
    /// KvK-nummer van de certificaathouder.
    #[schema(pattern = "^[0-9]{8}$", example = "90000007")]
    pub kvk_nummer: String,
    /// Vestigingsnummer, als het certificaat voor één vestiging is.
    #[schema(required = false, pattern = "^[0-9]{12}$", example = "000012345678")]
    pub vestigingsnummer: Option<String>,
    /// Naam van de certificaathouder.
    #[schema(min_length = 1, max_length = 200)]
    pub naam: String,
    /// Straat.
    #[schema(min_length = 1, max_length = 100)]
    pub straat: String,
    /// Huisnummer met toevoeging.
    #[schema(min_length = 1, max_length = 100)]
    pub huisnummer: String,
    /// Postcode.
    #[schema(pattern = "^[1-9][0-9]{3} ?[A-Za-z]{2}$", example = "3511AB")]
    pub postcode: String,
    /// Plaats.
    #[schema(min_length = 1, max_length = 100)]
    pub plaats: String,
    /// Code van het certificatieschema.
    #[schema(min_length = 1, max_length = 100, example = "CS-A")]
    pub schema: String,
    /// Deelgebied van het schema.
    #[schema(min_length = 1, max_length = 100, example = "1")]
    pub deelgebied: String,
    /// De werkzaamheden die het certificaat toestaat, elk één keer.
    #[schema(min_items = 1, example = json!(["installeren", "in-bedrijf-stellen"]))]
    pub werkzaamheden: Vec<String>,
    /// Eerste dag van het certificaat.
    pub afgegeven_op: NaiveDate,
    /// Laatste dag van het certificaat.
    pub geldig_tot: NaiveDate,
}

/// Een onderzoek, zoals de instelling het aanlevert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AangeleverdOnderzoek)]
pub struct Audit {
    /// Eigen verwijzing van de instelling.
    #[schema(min_length = 1, max_length = 100, example = "A000001")]
    pub onderzoek_id: String,
    /// Nummer van het onderzochte certificaat.
    #[schema(min_length = 1, max_length = 100, example = "AL-B-000001")]
    pub certificaatnummer: String,
    /// Soort onderzoek: `initieel`, `periodiek`, `steekproef`, `klacht`, `incident` of `heronderzoek`.
    #[schema(example = "periodiek")]
    pub soort: String,
    /// Dag van het onderzoek; niet in de toekomst.
    pub datum: NaiveDate,
    /// Dag waarop is vastgesteld dat alles is hersteld.
    #[schema(required = false)]
    pub herstel_vastgesteld_op: Option<NaiveDate>,
}

/// Een afwijking, zoals de instelling haar aanlevert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AangeleverdeAfwijking)]
pub struct Finding {
    /// Eigen verwijzing van de instelling.
    #[schema(min_length = 1, max_length = 100, example = "A000001-1")]
    pub afwijking_id: String,
    /// Het onderzoek waarin de afwijking is gevonden.
    #[schema(min_length = 1, max_length = 100, example = "A000001")]
    pub onderzoek_id: String,
    /// Code van de afwijking in de sanctiematrix.
    #[schema(min_length = 1, max_length = 100, example = "K1")]
    pub code: String,
    /// Toelichting.
    #[schema(required = false, max_length = 10_000)]
    pub toelichting: Option<String>,
    /// Dag waarop de afwijking is vervallen, bijvoorbeeld na bezwaar.
    #[schema(required = false)]
    pub vervallen_op: Option<NaiveDate>,
}

/// Een sanctiebesluit, zoals de instelling het aanlevert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AangeleverdBesluit)]
pub struct Decision {
    /// Eigen verwijzing van de instelling.
    #[schema(min_length = 1, max_length = 100, example = "A000001-B1")]
    pub besluit_id: String,
    /// Het onderzoek waarop het besluit volgt.
    #[schema(min_length = 1, max_length = 100, example = "A000001")]
    pub onderzoek_id: String,
    /// Code van de maatregel in de sanctiematrix.
    #[schema(min_length = 1, max_length = 100, example = "waarschuwing")]
    pub maatregel: String,
    /// Dag van het besluit; niet in de toekomst.
    pub datum: NaiveDate,
    /// Dag waarop het besluit ingaat.
    #[schema(format = "date")]
    pub ingangsdatum: NaiveDate,
    /// Laatste dag van de hersteltermijn, als die is gesteld.
    #[schema(required = false)]
    pub hersteltermijn_tot: Option<NaiveDate>,
    /// Of het besluit volgt op een eerder besluit waarvan de hersteltermijn afliep.
    pub vervolg: bool,
    /// Dag waarop de maatregel is opgeheven.
    #[schema(required = false)]
    pub opgeheven_op: Option<NaiveDate>,
    /// Dag waarop het besluit is herroepen; het heeft dan nooit gegolden.
    #[schema(required = false)]
    pub herroepen_op: Option<NaiveDate>,
    /// Motivering.
    #[schema(required = false, max_length = 10_000)]
    pub motivering: Option<String>,
}

impl From<&CertificateRecord> for Certificate {
    fn from(record: &CertificateRecord) -> Self {
        Self {
            certificaatnummer: record.number.to_string(),
            kvk_nummer: record.kvk_number.to_string(),
            vestigingsnummer: record.establishment_number.as_ref().map(ToString::to_string),
            naam: record.name.clone(),
            straat: record.street.clone(),
            huisnummer: record.house_number.clone(),
            postcode: record.postcode.to_string(),
            plaats: record.place.clone(),
            schema: record.scheme.to_string(),
            deelgebied: record.subarea.clone(),
            werkzaamheden: record.activities.iter().map(|activity| activity.word().to_owned()).collect(),
            afgegeven_op: record.issued_on,
            geldig_tot: record.valid_until,
        }
    }
}

impl From<&AuditRecord> for Audit {
    fn from(record: &AuditRecord) -> Self {
        Self {
            onderzoek_id: record.reference.to_string(),
            certificaatnummer: record.certificate.to_string(),
            soort: record.kind.word().to_owned(),
            datum: record.date,
            herstel_vastgesteld_op: record.recovery_established_on,
        }
    }
}

fn unless_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl From<&FindingRecord> for Finding {
    fn from(record: &FindingRecord) -> Self {
        Self {
            afwijking_id: record.reference.to_string(),
            onderzoek_id: record.audit.to_string(),
            code: record.code.to_string(),
            toelichting: unless_empty(&record.note),
            vervallen_op: record.annulled_on,
        }
    }
}

impl From<&DecisionRecord> for Decision {
    fn from(record: &DecisionRecord) -> Self {
        Self {
            besluit_id: record.reference.to_string(),
            onderzoek_id: record.audit.to_string(),
            maatregel: record.measure.to_string(),
            datum: record.date,
            ingangsdatum: record.effective_on,
            hersteltermijn_tot: record.recovery_until,
            vervolg: record.follow_up,
            opgeheven_op: record.lifted_on,
            herroepen_op: record.revoked_on,
            motivering: unless_empty(&record.reason),
        }
    }
}

/// Hoe een onderzoek is beoordeeld.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Beoordeling)]
pub struct Judgement {
    /// De dag waarop is beoordeeld: tot en met die dag is alles aangeleverd.
    pub peildatum: NaiveDate,
    /// De oordelen, zoals `conform`, `te-licht` of `geen-besluit`; het eerste telt.
    pub oordelen: Vec<String>,
    /// Wat de sanctiematrix voorschrijft; afwezig als geen afwijking telt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voorgeschreven: Option<Prescribed>,
    /// Verwijzing van het besluit dat telt; afwezig zonder besluit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub besluit_id: Option<String>,
    /// Stappen tussen de opgelegde en de voorgeschreven maatregel; negatief is lichter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stappen: Option<i32>,
    /// Dagen te laat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dagen_te_laat: Option<i64>,
    /// Hoe het oordeel tot stand kwam.
    pub uitleg: Vec<String>,
}

/// Wat de sanctiematrix voorschrijft.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = VoorgeschrevenMaatregel)]
pub struct Prescribed {
    /// Code van de maatregel.
    pub maatregel: String,
    /// Categorie van de afwijking die de doorslag geeft.
    pub categorie: String,
    /// De hoeveelste keer.
    #[schema(minimum = 1)]
    pub keer: u32,
    /// Laatste dag voor het besluit.
    #[schema(format = "date")]
    pub besluit_uiterlijk: NaiveDate,
}

impl Judgement {
    /// The outcome under the matrix it was made with.
    pub fn of(assessment: &Assessment, matrix: &Matrix) -> Self {
        Self {
            peildatum: assessment.as_of,
            oordelen: assessment.verdicts.iter().map(|verdict| verdict.code().to_owned()).collect(),
            voorgeschreven: assessment.prescribed.as_ref().map(|prescribed| Prescribed {
                maatregel: prescribed.measure.to_string(),
                categorie: prescribed.category.to_string(),
                keer: prescribed.occurrence,
                besluit_uiterlijk: prescribed.decide_by,
            }),
            besluit_id: assessment.imposed.as_ref().map(|imposed| imposed.decision.to_string()),
            stappen: assessment.steps,
            dagen_te_laat: assessment.days_late,
            uitleg: assessment.explain(matrix),
        }
    }
}

/// Een onderzoek met hoe het is beoordeeld.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = OnderzoekMetBeoordeling)]
pub struct JudgedAudit {
    /// Het onderzoek.
    #[serde(flatten)]
    pub audit: Audit,
    /// De beoordeling; afwezig zolang de aanleveringen de dag van het onderzoek niet bereiken.
    #[serde(rename = "beoordeling", skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Judgement>,
}

/// Een aanlevering van records, van elke soort nul of meer. Records die er al zijn, worden vervangen.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Aanlevering)]
pub struct Batch {
    /// Tot en met welke dag alle onderzoeken, afwijkingen en besluiten zijn aangeleverd; niet in de toekomst. Laat u dit weg, dan
    /// verandert die dag niet.
    #[schema(required = false)]
    pub bijgewerkt_tot: Option<NaiveDate>,
    /// Certificaten.
    #[schema(required = false, max_items = 5000)]
    pub certificaten: Option<Vec<Certificate>>,
    /// Onderzoeken.
    #[schema(required = false, max_items = 5000)]
    pub onderzoeken: Option<Vec<Audit>>,
    /// Afwijkingen.
    #[schema(required = false, max_items = 5000)]
    pub afwijkingen: Option<Vec<Finding>>,
    /// Besluiten.
    #[schema(required = false, max_items = 5000)]
    pub besluiten: Option<Vec<Decision>>,
}

/// Wat er van een aanlevering is gekomen.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Ontvangst)]
pub struct Report {
    /// Code van de instelling.
    pub instelling: String,
    /// Nummer van de aanlevering.
    pub aanlevering: i64,
    /// Tot en met welke dag nu alles is aangeleverd.
    pub bijgewerkt_tot: NaiveDate,
    /// Hoeveel records wat deden.
    pub geteld: Counts,
    /// Wat er mis is met de geweigerde records. Alleen met `modus=geldige`.
    pub fouten: Vec<RecordFault>,
}

/// Eén fout van een aanlevering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Recordfout)]
pub struct RecordFault {
    /// De plaats in wat u stuurde (JSON Pointer, RFC 6901).
    #[schema(example = "/onderzoeken/0/datum")]
    pub pointer: String,
    /// Het veld; leeg als het om het geheel gaat.
    #[schema(example = "datum")]
    pub veld: String,
    /// Wat er niet klopt en wat wel goed is.
    #[schema(example = "bestaat niet: de maand 02-2025 heeft 28 dagen")]
    pub melding: String,
    /// De plaats van het geweigerde record waardoor dit record is geweigerd, als er met dit record zelf niets mis is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oorzaak: Option<String>,
}

/// Waarom een aanlevering niet is opgeslagen (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Aanleverprobleem)]
pub struct RecordProblem {
    /// De statuscode van het antwoord.
    #[schema(minimum = 400, maximum = 599, example = 422)]
    pub status: u16,
    /// Wat er is, in een paar woorden.
    #[schema(example = "Niet opgeslagen")]
    pub title: String,
    /// Wat u kunt doen.
    pub detail: String,
    /// Alle fouten, in de volgorde van wat u stuurde.
    pub fouten: Vec<RecordFault>,
    /// Hoeveel fouten er nog meer zijn.
    #[schema(minimum = 0)]
    pub meer: usize,
}
