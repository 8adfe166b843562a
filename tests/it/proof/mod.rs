//! Statements, the keys that sign them, and what a forger can try.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod command;
mod forgery;
mod keys;
mod libraries;
mod web;

use secrecy::SecretString;
use stelselwacht::domain::access::ManageKeys;
use stelselwacht::domain::certificate::Standing;
use stelselwacht::domain::identifiers::{BodyCode, CertificateNumber, KvkNumber, SchemeCode, VersionLabel};
use stelselwacht::exchange::statement::Statement;
use stelselwacht::services::proof::keys as services;
use stelselwacht::services::proof::public_keys::PublicKeys;
use stelselwacht::services::proof::signer::Signer;

use crate::support::system::operator;
use crate::support::{TestDatabase, day, moment};

const SECRET: &str = "een geheim van de tests, lang genoeg om te tellen";

/// When the key of [`Register::new`] is made.
const MADE: &str = "2026-06-01T10:00:00Z";

/// A register that signs.
struct Register {
    database: TestDatabase,
    signer: Signer,
    kid: String,
}

fn secret() -> SecretString {
    SECRET.to_owned().into()
}

impl Register {
    fn new() -> Self {
        let database = TestDatabase::new();
        let kid = services::make(&database.store, &operator(ManageKeys), moment(MADE), &secret()).unwrap().kid;
        Self { database, signer: Signer::new(Some(secret())), kid }
    }

    /// The statement, signed.
    fn sign(&self, statement: &Statement) -> String {
        self.signer.sign(&self.database.store, statement).unwrap()
    }

    fn keys(&self) -> PublicKeys {
        services::public(&self.database.store).unwrap()
    }
}

/// A statement signed an hour after the key was made.
fn statement() -> Statement {
    Statement {
        iss: "https://stelselwacht.example".to_owned(),
        sub: "https://stelselwacht.example/certificaten/AL-A-000001?instelling=alfa".to_owned(),
        iat: moment("2026-06-01T11:00:00Z").timestamp(),
        jti: "AAECAwQFBgcICQoLDA0ODw".to_owned(),
        certificaatnummer: CertificateNumber::parse("AL-A-000001").unwrap(),
        kvk_nummer: KvkNumber::parse("90000007").unwrap(),
        naam: "Van ’t Hart & Zn. \"Cv\" <Utrecht>".to_owned(),
        plaats: "Utrecht".to_owned(),
        instelling: BodyCode::parse("alfa").unwrap(),
        instelling_naam: "Certificatie Alfa".to_owned(),
        schema: SchemeCode::parse("CS-A").unwrap(),
        schema_naam: "Schema Installaties".to_owned(),
        schemaversie: Some(VersionLabel::parse("1.0").unwrap()),
        deelgebieden: vec!["1".to_owned(), "2".to_owned()],
        werkzaamheden: vec!["installeren".to_owned(), "onderhouden".to_owned()],
        afgegeven_op: day("2024-03-01"),
        geldig_tot_en_met: day("2027-02-28"),
        status: Standing::Suspended,
        sinds: Some(day("2026-05-01")),
        tot_en_met: None,
        peildatum: day("2026-06-01"),
        bekend_op: moment("2026-06-01T11:00:00.123456Z"),
    }
}
