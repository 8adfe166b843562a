//! What a delivered record changes about a stored one, column by column.

use super::parse::Record;
use crate::domain::delivered::{AuditRecord, CertificateRecord, DecisionRecord, FindingRecord};
use chrono::NaiveDate;

/// One column of a record that reads differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The column.
    pub column: &'static str,
    /// What the register says.
    pub old: String,
    /// What the delivery says.
    pub new: String,
}

/// The columns in which two records differ.
pub(super) fn differences<R: Texts>(old: &R, new: &R) -> Vec<FieldChange> {
    let both = old.texts().into_iter().zip(new.texts());
    R::KIND
        .columns()
        .iter()
        .zip(both)
        .filter(|(_, (old, new))| old != new)
        .map(|(column, (old, new))| FieldChange { column, old, new })
        .collect()
}

/// The values of a record as text, in the order of its columns.
pub trait Texts: Record {
    /// The values as text; none is empty.
    fn texts(&self) -> Vec<String>;

    /// What it says beside its reference, in a few words.
    fn in_short(&self) -> String;
}

fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

impl Texts for CertificateRecord {
    fn texts(&self) -> Vec<String> {
        vec![
            self.number.to_string(),
            self.kvk_number.to_string(),
            self.establishment_number.as_ref().map_or_else(String::new, ToString::to_string),
            self.name.clone(),
            self.street.clone(),
            self.house_number.clone(),
            self.postcode.to_string(),
            self.place.clone(),
            self.scheme.to_string(),
            self.subarea.clone(),
            self.activities.words(),
            self.issued_on.to_string(),
            self.valid_until.to_string(),
        ]
    }

    fn in_short(&self) -> String {
        format!("{}, {}, {}", self.name, self.place, self.scheme)
    }
}

impl Texts for AuditRecord {
    fn texts(&self) -> Vec<String> {
        vec![
            self.reference.to_string(),
            self.certificate.to_string(),
            self.kind.word().to_owned(),
            self.date.to_string(),
            day(self.recovery_established_on),
        ]
    }

    fn in_short(&self) -> String {
        format!("{}, {}, {}", self.certificate, self.kind.word(), self.date)
    }
}

impl Texts for FindingRecord {
    fn texts(&self) -> Vec<String> {
        vec![
            self.reference.to_string(),
            self.audit.to_string(),
            self.code.to_string(),
            self.note.clone(),
            day(self.annulled_on),
        ]
    }

    fn in_short(&self) -> String {
        format!("{}, {}", self.audit, self.code)
    }
}

impl Texts for DecisionRecord {
    fn texts(&self) -> Vec<String> {
        vec![
            self.reference.to_string(),
            self.audit.to_string(),
            self.measure.to_string(),
            self.date.to_string(),
            self.effective_on.to_string(),
            day(self.recovery_until),
            if self.follow_up { "ja" } else { "nee" }.to_owned(),
            day(self.lifted_on),
            day(self.revoked_on),
            self.reason.clone(),
        ]
    }

    fn in_short(&self) -> String {
        format!("{}, {}, {}", self.audit, self.measure, self.date)
    }
}
