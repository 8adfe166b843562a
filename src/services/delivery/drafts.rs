//! A delivered row as a typed record, or what could be read of it.

use std::hash::Hash;

use chrono::NaiveDate;

use super::columns::Kind;
use crate::domain::delivered::{AuditRecord, CertificateRecord, DecisionRecord, FindingRecord};
use crate::domain::delivery_report::Place;
use crate::domain::identifiers::{
    AuditRef, CertificateNumber, DecisionRef, FindingCode, FindingRef, MeasureCode, SchemeCode,
};

/// A delivered row.
#[derive(Debug)]
pub struct Draft<R: Record> {
    /// Where it stands.
    pub place: Place,
    /// Its record, or what could be read of a row that is refused.
    pub content: Result<R, R::Partial>,
}

/// What the four kinds of record have in common.
pub trait Record: Sized + PartialEq {
    /// The body's own reference.
    type Ref: Clone + Eq + Hash + AsRef<str>;
    /// What could be read of a row with faults: enough to find what else is wrong with it.
    type Partial: Default + Clone;
    /// The kind of file it comes from.
    const KIND: Kind;

    /// The body's own reference of the record.
    fn reference(&self) -> &Self::Ref;
    /// The reference, if it could be read.
    fn reference_of(partial: &Self::Partial) -> Option<&Self::Ref>;
    /// The same view on a whole record.
    fn partial(&self) -> Self::Partial;
}

macro_rules! record {
    ($record:ident, $kind:ident, $partial:ident, $reference:ident: $ref:ident, {$($(#[$doc:meta])* $field:ident: $from:ident: $type:ty),*}) => {
        /// What could be read of a row with faults.
        #[derive(Debug, Default, Clone)]
        pub struct $partial {
            /// The body's own reference.
            pub reference: Option<$ref>,
            $($(#[$doc])* pub $field: Option<$type>),*
        }

        impl Record for $record {
            type Ref = $ref;
            type Partial = $partial;
            const KIND: Kind = Kind::$kind;

            fn reference(&self) -> &$ref {
                &self.$reference
            }

            fn reference_of(partial: &$partial) -> Option<&$ref> {
                partial.reference.as_ref()
            }

            fn partial(&self) -> $partial {
                $partial {
                    reference: Some(self.$reference.clone()),
                    $($field: self.$from.clone().into()),*
                }
            }
        }
    };
}

record!(CertificateRecord, Certificates, PartialCertificate, number: CertificateNumber, {
    /// The scheme it certifies for.
    scheme: scheme: SchemeCode
});
record!(AuditRecord, Audits, PartialAudit, reference: AuditRef, {
    /// The certificate audited.
    certificate: certificate: CertificateNumber,
    /// Day of the audit.
    date: date: NaiveDate
});
record!(FindingRecord, Findings, PartialFinding, reference: FindingRef, {
    /// The audit that found it.
    audit: audit: AuditRef,
    /// Its code in the catalogue.
    code: code: FindingCode,
    /// Day of annulment.
    annulled_on: annulled_on: NaiveDate
});
record!(DecisionRecord, Decisions, PartialDecision, reference: DecisionRef, {
    /// The audit it follows.
    audit: audit: AuditRef,
    /// The measure imposed.
    measure: measure: MeasureCode,
    /// Day of the decision.
    date: date: NaiveDate
});

impl<R: Record> Draft<R> {
    /// The body's reference, if it could be read.
    pub fn reference(&self) -> Option<&R::Ref> {
        match &self.content {
            Ok(record) => Some(record.reference()),
            Err(partial) => R::reference_of(partial),
        }
    }
}
