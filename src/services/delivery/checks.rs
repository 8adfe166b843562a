//! The rules that a row must keep, given the register and the rows it refers to.
//!
//! Every check runs on what could be read of a row, so that a sender hears at once of everything that is wrong with it.

use chrono::NaiveDate;

use super::fields::dutch;
use super::known::{Known, KnownScheme, Replaced};
use super::parse::{PartialAudit, PartialCertificate, PartialDecision, PartialFinding};
use super::plan::{Link, Settled};
use crate::domain::delivered::{AuditRecord, CertificateRecord};
use crate::domain::delivery_report::{Fault, Faults, Place, visible};
use crate::domain::identifiers::{AuditRef, CertificateNumber, FindingCode, MeasureCode, SchemeCode};
use crate::services::scheme_book::BookVersion;

/// Judges rows.
pub(super) struct Judge<'a> {
    pub(super) known: &'a Known,
    /// The stored rows that the delivery replaces.
    pub(super) replaced: &'a Replaced,
}

/// Notes what is wrong with one row.
struct Notes<'a> {
    place: &'a Place,
    faults: &'a mut Faults,
    is_right: bool,
}

impl Notes<'_> {
    fn fault(&mut self, column: &'static str, value: &str, message: impl Into<String>) {
        self.is_right = false;
        self.faults.push(Fault::of_value(self.place, column, value, message));
    }

    fn depends_on(&mut self, column: &'static str, value: &str, what: &str, refused: &Place) {
        self.is_right = false;
        let where_else = if refused.file == self.place.file {
            format!("regel {}", refused.line)
        } else {
            format!("{}, regel {}", refused.file, refused.line)
        };
        let message = format!("hoort bij {what} dat geweigerd is ({where_else}): verbeter eerst die regel");
        let fault = Fault::of_value(self.place, column, value, message);
        self.faults.push(Fault { because_of: Some(refused.clone()), ..fault });
    }

    fn not_before(&mut self, what: &str, earlier: Option<NaiveDate>, column: &'static str, day: Option<NaiveDate>) {
        let (Some(earlier), Some(day)) = (earlier, day) else { return };
        if day < earlier {
            self.fault(column, &dutch(day), format!("ligt vóór {what} ({})", dutch(earlier)));
        }
    }
}

/// The audit that a finding or decision belongs to, as far as it is known.
struct Context<'a> {
    date: Option<NaiveDate>,
    scheme: Option<&'a KnownScheme>,
    version: Option<&'a BookVersion>,
}

impl<'a> Judge<'a> {
    fn notes<'b>(place: &'b Place, faults: &'b mut Faults) -> Notes<'b> {
        Notes { place, faults, is_right: true }
    }

    pub(super) fn certificate(&self, row: &PartialCertificate, place: &Place, faults: &mut Faults) -> bool {
        let mut notes = Self::notes(place, faults);
        if let Some(code) = &row.scheme {
            match self.known.schemes.get(code) {
                None => notes.fault("schema", code.as_str(), self.unknown_scheme()),
                Some(scheme) if scheme.designated.is_empty() => {
                    let body = &self.known.body.name;
                    notes.fault("schema", code.as_str(), format!("is geen schema waarvoor {body} is aangewezen"));
                }
                Some(scheme) => {
                    if let Some(misfit) = self.left_by_certificate(row, scheme) {
                        notes.fault("schema", code.as_str(), misfit);
                    }
                }
            }
        }
        notes.is_right
    }

    fn unknown_scheme(&self) -> String {
        let mut codes: Vec<&str> = self.known.schemes.keys().map(SchemeCode::as_str).collect();
        codes.sort_unstable();
        match codes.as_slice() {
            [] => "is een onbekend schema: er zijn nog geen schema's geladen".to_owned(),
            _ => format!("is een onbekend schema: bekend zijn {}", few(codes.iter().copied())),
        }
    }

    pub(super) fn audit(
        &self,
        certificates: &Settled<CertificateRecord>,
        row: &mut PartialAudit,
        place: &Place,
        faults: &mut Faults,
    ) -> bool {
        let mut notes = Self::notes(place, faults);
        let scheme = row.certificate.as_ref().and_then(|number| {
            let link = self.certificate_link(certificates, number);
            match link {
                Link::Found(_) => {}
                Link::Refused(refused, _) => {
                    notes.depends_on("certificaatnummer", number.as_str(), "een certificaat", refused);
                }
                Link::Unknown => notes.fault(
                    "certificaatnummer",
                    number.as_str(),
                    "is een onbekend certificaat: lever het mee in certificaten of verbeter het nummer",
                ),
            }
            self.scheme_of(&link)
        });
        if let (Some(scheme), Some(date)) = (scheme, row.date) {
            if !Self::in_force(scheme, date, &mut notes) {
                // What belongs to this audit is not judged by a date that is wrong.
                row.date = None;
            } else if let Some(misfit) = self.left_by_audit(row.reference.as_ref(), scheme, date) {
                notes.fault("datum", &dutch(date), misfit);
            }
        }
        notes.is_right
    }

    fn in_force(scheme: &KnownScheme, date: NaiveDate, notes: &mut Notes<'_>) -> bool {
        if scheme.version_on(date).is_none() {
            let first = scheme.versions.iter().map(|version| version.in_force.from).min();
            let known = first
                .map_or_else(|| "het heeft geen versie".to_owned(), |day| format!("het geldt vanaf {}", dutch(day)));
            let message = format!("valt buiten elke versie van schema {}: {known}", scheme.code);
            notes.fault("datum", &dutch(date), message);
        } else if !scheme.designated.is_empty() && !scheme.may_audit_on(date) {
            let message = format!("valt buiten de aanwijzing van uw instelling voor schema {}", scheme.code);
            notes.fault("datum", &dutch(date), message);
        } else {
            return true;
        }
        false
    }

    /// What an audit finds under the number of its certificate: the scheme is all it needs.
    fn certificate_link<'b>(
        &'b self,
        certificates: &'b Settled<CertificateRecord>,
        number: &CertificateNumber,
    ) -> Link<'b, SchemeCode, PartialCertificate> {
        match certificates.link(&self.known.certificates, number) {
            Link::Found(certificate) => Link::Found(&certificate.scheme),
            Link::Refused(place, partial) => Link::Refused(place, partial),
            Link::Unknown => self.known.holders.get(number).map_or(Link::Unknown, |holder| Link::Found(&holder.scheme)),
        }
    }

    /// The scheme of a certificate, also when its row is refused for another reason.
    fn scheme_of(&self, link: &Link<'_, SchemeCode, PartialCertificate>) -> Option<&'a KnownScheme> {
        let code = match link {
            Link::Found(code) => code,
            Link::Refused(_, partial) => partial.scheme.as_ref()?,
            Link::Unknown => return None,
        };
        self.known.schemes.get(code)
    }

    fn context(
        &self,
        certificates: &Settled<CertificateRecord>,
        audits: &Settled<AuditRecord>,
        reference: Option<&AuditRef>,
        notes: &mut Notes<'_>,
    ) -> Context<'a> {
        const COLUMN: &str = "onderzoek_id";
        let nothing = Context { date: None, scheme: None, version: None };
        let Some(reference) = reference else { return nothing };
        let (certificate, date) = match audits.link(&self.known.audits, reference) {
            Link::Found(audit) => (Some(&audit.certificate), Some(audit.date)),
            Link::Refused(refused, partial) => {
                notes.depends_on(COLUMN, reference.as_ref(), "een onderzoek", refused);
                (partial.certificate.as_ref(), partial.date)
            }
            Link::Unknown => {
                let message = "is een onbekend onderzoek: lever het mee in onderzoeken of verbeter de verwijzing";
                notes.fault(COLUMN, reference.as_ref(), message);
                return nothing;
            }
        };
        let scheme = certificate.and_then(|number| self.scheme_of(&self.certificate_link(certificates, number)));
        let version = scheme.zip(date).and_then(|(scheme, date)| scheme.version_on(date));
        Context { date, scheme, version }
    }

    pub(super) fn finding(
        &self,
        certificates: &Settled<CertificateRecord>,
        audits: &Settled<AuditRecord>,
        row: &PartialFinding,
        place: &Place,
        faults: &mut Faults,
    ) -> bool {
        let mut notes = Self::notes(place, faults);
        let context = self.context(certificates, audits, row.audit.as_ref(), &mut notes);
        if let Some(message) = row.code.as_ref().and_then(|code| self.code_fault(code, &context)) {
            notes.fault("code", row.code.as_ref().map_or("", FindingCode::as_str), message);
        }
        notes.not_before("de datum van het onderzoek", context.date, "vervallen_op", row.annulled_on);
        notes.is_right
    }

    pub(super) fn decision(
        &self,
        certificates: &Settled<CertificateRecord>,
        audits: &Settled<AuditRecord>,
        row: &PartialDecision,
        place: &Place,
        faults: &mut Faults,
    ) -> bool {
        let mut notes = Self::notes(place, faults);
        let context = self.context(certificates, audits, row.audit.as_ref(), &mut notes);
        if let Some(message) = row.measure.as_ref().and_then(|measure| self.measure_fault(measure, &context)) {
            notes.fault("maatregel", row.measure.as_ref().map_or("", MeasureCode::as_str), message);
        }
        notes.not_before("de datum van het onderzoek", context.date, "datum", row.date);
        notes.is_right
    }

    /// Where the version in force is not known, a code must at least stand in some catalogue.
    fn code_fault(&self, code: &FindingCode, context: &Context<'_>) -> Option<String> {
        if let Some((scheme, version)) = context.scheme.zip(context.version) {
            return code_misfit(code, scheme, version);
        }
        let known = self.versions().any(|version| version.matrix.category_of(code).is_some());
        (!known).then(|| "staat in de catalogus van geen enkel schema".to_owned())
    }

    fn measure_fault(&self, measure: &MeasureCode, context: &Context<'_>) -> Option<String> {
        if let Some((scheme, version)) = context.scheme.zip(context.version) {
            return measure_misfit(measure, scheme, version);
        }
        let known = self.versions().any(|version| version.matrix.rung(measure).is_some());
        (!known).then(|| "staat in de matrix van geen enkel schema".to_owned())
    }

    fn versions(&self) -> impl Iterator<Item = &BookVersion> {
        self.known.schemes.values().flat_map(|scheme| &scheme.versions)
    }

    /// Why a certificate cannot go to this scheme: what stays of its audits would not fit there.
    fn left_by_certificate(&self, row: &PartialCertificate, scheme: &KnownScheme) -> Option<String> {
        let audits = self.known.left.audits.get(row.reference.as_ref()?)?;
        let mut left = audits.iter().filter(|audit| !self.replaced.audits.contains(&audit.reference));
        left.find_map(|audit| match scheme.version_on(audit.date) {
            Some(_) => self.left_by_audit(Some(&audit.reference), scheme, audit.date),
            None => Some(format!(
                "past niet bij onderzoek {} dat al is opgeslagen: het valt buiten elke versie",
                audit.reference
            )),
        })
    }

    /// Why an audit cannot go to this date or scheme: what stays of its findings and decisions would not fit there.
    fn left_by_audit(&self, reference: Option<&AuditRef>, scheme: &KnownScheme, date: NaiveDate) -> Option<String> {
        let (reference, version) = (reference?, scheme.version_on(date)?);
        let left = &self.known.left;
        let findings = left.findings.get(reference).into_iter().flatten();
        let findings = findings.filter(|(finding, _)| !self.replaced.findings.contains(finding));
        let findings = findings.filter_map(|(finding, code)| {
            let misfit = code_misfit(code, scheme, version)?;
            Some(format!("past niet bij afwijking {finding} die al is opgeslagen: {code} {misfit}"))
        });
        let decisions = left.decisions.get(reference).into_iter().flatten();
        let decisions = decisions.filter(|(decision, ..)| !self.replaced.decisions.contains(decision));
        let decisions = decisions.filter_map(|(decision, measure, day)| {
            let misfit = if *day < date {
                format!("dat van {} is", dutch(*day))
            } else {
                format!("met maatregel {measure}, die {}", measure_misfit(measure, scheme, version)?)
            };
            Some(format!("past niet bij besluit {decision} dat al is opgeslagen, {misfit}"))
        });
        findings.chain(decisions).next()
    }
}

fn code_misfit(code: &FindingCode, scheme: &KnownScheme, version: &BookVersion) -> Option<String> {
    if version.matrix.category_of(code).is_some() {
        return None;
    }
    let known = few(version.matrix.catalogue().iter().map(|entry| entry.code.as_str()));
    Some(format!("staat niet in de catalogus van schema {} versie {}: bekend zijn {known}", scheme.code, version.label))
}

fn measure_misfit(measure: &MeasureCode, scheme: &KnownScheme, version: &BookVersion) -> Option<String> {
    if version.matrix.rung(measure).is_some() {
        return None;
    }
    let known = few(version.matrix.measures().iter().map(|measure| measure.code.as_str()));
    Some(format!("staat niet in de matrix van schema {} versie {}: bekend zijn {known}", scheme.code, version.label))
}

/// The first dozen of a list; nobody reads more in a message.
fn few<'a>(all: impl Iterator<Item = &'a str>) -> String {
    const FEW: usize = 12;
    let all: Vec<String> = all.map(visible).collect();
    let shown = all.iter().take(FEW).map(String::as_str).collect::<Vec<_>>().join(", ");
    if all.len() > FEW { format!("{shown} en {} andere", all.len() - FEW) } else { shown }
}
