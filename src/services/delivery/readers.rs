//! The record of each kind of row, cell by cell.

use super::columns::{AUDIT_COLUMNS, CERTIFICATE_COLUMNS, DECISION_COLUMNS, FINDING_COLUMNS};
use super::drafts::{PartialAudit, PartialCertificate, PartialDecision, PartialFinding};
use super::fields::Cells;
use super::read::Row;
use crate::domain::delivered::{
    Activities, Activity, AuditKind, AuditRecord, CertificateRecord, DecisionRecord, FindingRecord,
};
use crate::domain::identifiers::{
    AuditRef, CertificateNumber, DecisionRef, EstablishmentNumber, FindingCode, FindingRef, KvkNumber, MeasureCode,
    Postcode, SchemeCode,
};

/// How long texts may be: what fits the pages and the decisions they are printed on.
const NAME: usize = 200;
const SHORT: usize = 100;
const LONG: usize = 10_000;

pub(super) fn certificate(row: &Row<'_>, cells: &mut Cells<'_>) -> Result<CertificateRecord, PartialCertificate> {
    let [number, kvk, establishment, name, street, house, postcode, place, scheme, subarea, activities, issued, until] =
        row.cells(&CERTIFICATE_COLUMNS);
    let number = cells.code(number, CertificateNumber::parse);
    let kvk_number = cells.code(kvk, KvkNumber::parse);
    let establishment_number = cells.optional_code(establishment, EstablishmentNumber::parse);
    let name = cells.line(name, NAME);
    let street = cells.line(street, SHORT);
    let house_number = cells.line(house, SHORT);
    let postcode = cells.code(postcode, Postcode::parse);
    let place = cells.line(place, SHORT);
    let scheme = cells.code(scheme, SchemeCode::parse);
    let subarea = cells.code(subarea, |text| SchemeCode::parse(text).map(|code| code.as_str().to_owned()));
    let allowed =
        || format!("{}, meer dan één met een + ertussen, elk één keer", Activity::ALL.map(Activity::word).join(", "));
    let activities = cells.word(activities, |text| Activities::parse(text).ok(), allowed);
    let issued_on = cells.day(issued);
    let valid_until = cells.day(until);
    cells.in_order((issued.column, issued_on), until, valid_until);
    let parts = (|| {
        Some(CertificateRecord {
            number: number.clone()?,
            kvk_number: kvk_number?,
            establishment_number,
            name: name?,
            street: street?,
            house_number: house_number?,
            postcode: postcode?,
            place: place?,
            scheme: scheme.clone()?,
            subarea: subarea?,
            activities: activities?,
            issued_on: issued_on?,
            valid_until: valid_until?,
        })
    })();
    parts.ok_or(PartialCertificate { reference: number, scheme })
}

pub(super) fn audit(row: &Row<'_>, cells: &mut Cells<'_>) -> Result<AuditRecord, PartialAudit> {
    let [reference, certificate, kind, day, recovery] = row.cells(&AUDIT_COLUMNS);
    let reference = cells.code(reference, AuditRef::parse);
    let certificate = cells.code(certificate, CertificateNumber::parse);
    let kind = cells.word(kind, AuditKind::from_word, || AuditKind::ALL.map(AuditKind::word).join(", "));
    let date = cells.past_day(day);
    let recovery_established_on = cells.optional_past_day(recovery);
    cells.in_order(("de datum van het onderzoek", date), recovery, recovery_established_on);
    let parts = (|| {
        Some(AuditRecord {
            reference: reference.clone()?,
            certificate: certificate.clone()?,
            kind: kind?,
            date: date?,
            recovery_established_on,
        })
    })();
    parts.ok_or(PartialAudit { reference, certificate, date })
}

pub(super) fn finding(row: &Row<'_>, cells: &mut Cells<'_>) -> Result<FindingRecord, PartialFinding> {
    let [reference, audit, code, note, annulled] = row.cells(&FINDING_COLUMNS);
    let reference = cells.code(reference, FindingRef::parse);
    let audit = cells.code(audit, AuditRef::parse);
    let code = cells.code(code, FindingCode::parse);
    let note = cells.free_text(note, LONG);
    let annulled_on = cells.optional_past_day(annulled);
    let parts = (|| {
        Some(FindingRecord {
            reference: reference.clone()?,
            audit: audit.clone()?,
            code: code.clone()?,
            note: note?,
            annulled_on,
        })
    })();
    parts.ok_or(PartialFinding { reference, audit, code, annulled_on })
}

pub(super) fn decision(row: &Row<'_>, cells: &mut Cells<'_>) -> Result<DecisionRecord, PartialDecision> {
    let [reference, audit, measure, day, effective, recovery, follow_up, lifted, revoked, reason] =
        row.cells(&DECISION_COLUMNS);
    let reference = cells.code(reference, DecisionRef::parse);
    let audit = cells.code(audit, AuditRef::parse);
    let measure = cells.code(measure, MeasureCode::parse);
    let date = cells.past_day(day);
    let effective_on = cells.day(effective);
    let recovery_until = cells.optional_day(recovery);
    let follow_up = cells.word(follow_up, yes_or_no, || "ja, nee".to_owned());
    let lifted_on = cells.optional_day(lifted);
    let revoked_on = cells.optional_past_day(revoked);
    let reason = cells.free_text(reason, LONG);
    for (cell, later) in
        [(effective, effective_on), (recovery, recovery_until), (lifted, lifted_on), (revoked, revoked_on)]
    {
        cells.in_order(("de datum van het besluit", date), cell, later);
    }
    let parts = (|| {
        Some(DecisionRecord {
            reference: reference.clone()?,
            audit: audit.clone()?,
            measure: measure.clone()?,
            date: date?,
            effective_on: effective_on?,
            recovery_until,
            follow_up: follow_up?,
            lifted_on,
            revoked_on,
            reason: reason?,
        })
    })();
    parts.ok_or(PartialDecision { reference, audit, measure, date })
}

fn yes_or_no(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("ja") {
        Some(true)
    } else if text.eq_ignore_ascii_case("nee") {
        Some(false)
    } else {
        None
    }
}
