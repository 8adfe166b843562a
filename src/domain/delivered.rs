//! What a certification body delivers about its work: certificates, audits, nonconformities and sanction decisions.
//!
//! Each record carries the body's own reference, which is unique within the body. The records say what the body states;
//! whether that agrees with the scheme is for [`super::assessment`].

use chrono::NaiveDate;

use super::identifiers::{
    AuditRef, CertificateNumber, DecisionRef, EstablishmentNumber, FindingCode, FindingRef, KvkNumber, MeasureCode,
    Postcode, SchemeCode,
};

/// Why a body audited (soort onderzoek).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditKind {
    /// Before the first certificate.
    Initial,
    /// The planned follow-up.
    Periodic,
    /// A check of work in the field, without announcement.
    SpotCheck,
    /// After a complaint.
    Complaint,
    /// After an incident.
    Incident,
    /// To see whether nonconformities were corrected.
    FollowUp,
}

impl AuditKind {
    /// Every kind, in the order in which they are named to people.
    pub const ALL: [Self; 6] =
        [Self::Initial, Self::Periodic, Self::SpotCheck, Self::Complaint, Self::Incident, Self::FollowUp];

    /// The Dutch word, as delivered, stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Initial => "initieel",
            Self::Periodic => "periodiek",
            Self::SpotCheck => "steekproef",
            Self::Complaint => "klacht",
            Self::Incident => "incident",
            Self::FollowUp => "hercontrole",
        }
    }

    /// The kind with this Dutch word, if there is one; capitals do not count.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word))
    }
}

/// One activity that a certificate can allow (Bbl 6.45).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Activity {
    /// Placing an installation.
    Install,
    /// Repairing it.
    Repair,
    /// Maintaining it.
    Maintain,
    /// Putting it into use and releasing it.
    Commission,
}

impl Activity {
    /// Every activity, in the order in which a certificate names them.
    pub const ALL: [Self; 4] = [Self::Install, Self::Repair, Self::Maintain, Self::Commission];

    /// The Dutch word, as delivered, stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Install => "installeren",
            Self::Repair => "repareren",
            Self::Maintain => "onderhouden",
            Self::Commission => "in-bedrijf-stellen",
        }
    }

    fn bit(self) -> u8 {
        match self {
            Self::Install => 1,
            Self::Repair => 2,
            Self::Maintain => 4,
            Self::Commission => 8,
        }
    }
}

/// The activities of one certificate; at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Activities(u8);

impl Activities {
    /// Reads activities joined by `+`, in any order; capitals do not count.
    ///
    /// # Errors
    /// The first part that is not the word of an activity, or that stands there twice.
    pub fn parse(text: &str) -> Result<Self, &str> {
        let mut bits = 0;
        for part in text.split('+').map(str::trim) {
            let bit = Activity::ALL.into_iter().find(|a| a.word().eq_ignore_ascii_case(part)).ok_or(part)?.bit();
            if bits & bit != 0 {
                return Err(part);
            }
            bits |= bit;
        }
        Ok(Self(bits))
    }

    /// Whether the certificate allows the activity.
    pub fn allow(self, activity: Activity) -> bool {
        self.0 & activity.bit() != 0
    }

    /// The activities in their fixed order.
    pub fn iter(self) -> impl Iterator<Item = Activity> {
        Activity::ALL.into_iter().filter(move |activity| self.allow(*activity))
    }

    /// The Dutch words joined by `+`, in their fixed order: the same set always gives the same text.
    pub fn words(self) -> String {
        self.iter().map(Activity::word).collect::<Vec<_>>().join("+")
    }
}

/// A certificate as its body delivers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRecord {
    /// The body's number of the certificate.
    pub number: CertificateNumber,
    /// The holder: the firm in the trade register.
    pub kvk_number: KvkNumber,
    /// The establishment the certificate is for, when it is for one.
    pub establishment_number: Option<EstablishmentNumber>,
    /// Name of the firm.
    pub name: String,
    /// Street of the firm.
    pub street: String,
    /// House number with its addition.
    pub house_number: String,
    /// Postcode of the firm.
    pub postcode: Postcode,
    /// Place of the firm.
    pub place: String,
    /// The scheme it certifies for.
    pub scheme: SchemeCode,
    /// Part of the scheme's scope (deelgebied).
    pub subarea: String,
    /// What the holder may do.
    pub activities: Activities,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Last day on which it is valid.
    pub valid_until: NaiveDate,
}

/// An audit as its body delivers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// The body's reference.
    pub reference: AuditRef,
    /// The certificate audited.
    pub certificate: CertificateNumber,
    /// Why it was done.
    pub kind: AuditKind,
    /// Day of the audit.
    pub date: NaiveDate,
    /// Day on which the body established that everything was corrected.
    pub recovery_established_on: Option<NaiveDate>,
}

/// A nonconformity as its body delivers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRecord {
    /// The body's reference.
    pub reference: FindingRef,
    /// The audit that found it.
    pub audit: AuditRef,
    /// Its code in the catalogue of the scheme version in force on the audit date.
    pub code: FindingCode,
    /// The body's note, possibly empty.
    pub note: String,
    /// Day on which it was annulled, as after an objection.
    pub annulled_on: Option<NaiveDate>,
}

/// A sanction decision as its body delivers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRecord {
    /// The body's reference.
    pub reference: DecisionRef,
    /// The audit it follows.
    pub audit: AuditRef,
    /// The measure imposed.
    pub measure: MeasureCode,
    /// Day of the decision.
    pub date: NaiveDate,
    /// Day on which it takes effect.
    pub effective_on: NaiveDate,
    /// Last day of the recovery term, if one was set.
    pub recovery_until: Option<NaiveDate>,
    /// Whether it follows on an earlier decision whose recovery term ran out.
    pub follow_up: bool,
    /// Day on which the measure was lifted.
    pub lifted_on: Option<NaiveDate>,
    /// Day on which the decision was revoked; it then never had effect.
    pub revoked_on: Option<NaiveDate>,
    /// The body's reasons, possibly empty.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activities_are_a_set_with_one_spelling() {
        let mixed = Activities::parse("in-bedrijf-stellen + Installeren").map(Activities::words);
        assert_eq!(mixed.as_deref(), Ok("installeren+in-bedrijf-stellen"));
        assert_eq!(Activities::parse("installeren+slopen"), Err("slopen"));
        assert_eq!(Activities::parse("installeren+installeren"), Err("installeren"));
        assert_eq!(Activities::parse(""), Err(""));
    }

    #[test]
    fn every_kind_of_audit_has_its_own_word() {
        for kind in AuditKind::ALL {
            assert_eq!(AuditKind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(AuditKind::from_word("bezoek"), None);
    }
}
