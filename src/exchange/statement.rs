//! What a signed statement says about a certificate: the claims of the token, under their Dutch names.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::certificate::Standing;
use crate::domain::identifiers::{BodyCode, CertificateNumber, KvkNumber, SchemeCode, VersionLabel};

/// How a certificate stood on a day, according to what the register knew at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// The public address of the register that states it.
    pub iss: String,
    /// The address of the page where the certificate stands as it is now.
    pub sub: String,
    /// When it was signed, in seconds since 1970.
    pub iat: i64,
    /// Name of this statement; no two are the same.
    pub jti: String,
    /// The body's number of the certificate.
    pub certificaatnummer: CertificateNumber,
    /// The holder in the trade register.
    pub kvk_nummer: KvkNumber,
    /// Name of the holder.
    pub naam: String,
    /// Place of the holder.
    pub plaats: String,
    /// The body that issued the certificate.
    pub instelling: BodyCode,
    /// Its name.
    pub instelling_naam: String,
    /// The scheme it certifies for.
    pub schema: SchemeCode,
    /// Its name.
    pub schema_naam: String,
    /// The version of the scheme in force on the day; none when there was none.
    pub schemaversie: Option<VersionLabel>,
    /// The parts of the scheme.
    pub deelgebieden: Vec<String>,
    /// What may be done under the certificate while it is valid.
    pub werkzaamheden: Vec<String>,
    /// First day of the certificate.
    pub afgegeven_op: NaiveDate,
    /// Last day of the certificate.
    pub geldig_tot_en_met: NaiveDate,
    /// How the certificate stood on the day.
    #[serde(serialize_with = "word", deserialize_with = "standing")]
    pub status: Standing,
    /// Since when it stood so; nothing when it was always so.
    pub sinds: Option<NaiveDate>,
    /// The last day on which it stands so, as far as was known; nothing when no end was known.
    pub tot_en_met: Option<NaiveDate>,
    /// The day that the statement is about.
    pub peildatum: NaiveDate,
    /// The moment whose knowledge it rests on.
    pub bekend_op: DateTime<Utc>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn word<S: Serializer>(standing: &Standing, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(standing.word())
}

fn standing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Standing, D::Error> {
    let word = String::deserialize(deserializer)?;
    Standing::from_word(&word).ok_or_else(|| serde::de::Error::custom("no status"))
}
