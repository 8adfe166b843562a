//! The guide for a body: what the matrix prescribes for its own holder, with the real history of that holder.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use super::audits::audit_at;
use crate::domain::access::{Permit, SeeBody, decide};
use crate::domain::calendar::in_words;
use crate::domain::identifiers::{AuditRef, FindingCode, KvkNumber};
use crate::language::Language;
use crate::services::guide::{self, Bearing, EarlierAudit, Imagined, OwnAdvice, OwnGuideError, OwnHolder, OwnQuestion};
use crate::services::scheme_book::{BookScheme, BookVersion};
use crate::web::address::with_query;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::pages::guide::{
    Answer, Asked, Catalogue, Names, Param, Wrong, answer, catalogue, codes, date_field, day, findings_field,
    in_words as fault_in_words, schemes, version_link,
};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Cell, Column, Field, Kind, Link, Select, Table};

const OWN_GUIDE: &str = "/instelling/sanctiewijzer";

/// The guide with the history of a holder.
#[derive(Debug, Clone, Serialize)]
pub struct OwnGuidePage {
    /// What is wrong with the question.
    pub faults: Vec<Wrong>,
    /// What the matrix prescribes.
    pub answer: Option<Answer>,
    /// The earlier audits of the holder under the scheme, the latest first.
    pub earlier: Option<Table>,
    /// What is told of them, in a sentence.
    pub history_note: &'static str,
    /// The firm; the field is called `kvk`.
    pub holder: Field,
    /// Its name.
    pub firm: Option<String>,
    /// The schemes under which it has or had a certificate of this body.
    pub scheme: Option<Select>,
    /// The day of the audit.
    pub date: Field,
    /// The reference of the audit, which may be empty; the field is called `onderzoek`.
    pub reference: Field,
    /// The codes of what was found.
    pub findings: Option<Field>,
    /// What can be chosen.
    pub catalogue: Option<Catalogue>,
    /// The version in force on the day.
    pub version: Option<Link>,
}

impl Page for OwnGuidePage {
    const TEMPLATE: &'static str = "pages/own/guide";

    fn title(&self, _: Language) -> String {
        "Sanctiewijzer".to_owned()
    }

    fn section(&self) -> Section {
        Section::Guide
    }
}

/// The addresses of this file.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route(OWN_GUIDE, web::get().to(show));
}

/// The guide about a firm, from the page of something of it.
pub(in crate::web::pages) fn guide_at<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    with_query(OWN_GUIDE, pairs)
}

async fn show(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    let asked = Asked::read(request.query_string());
    if let Some(done) = asked.clone().done(0) {
        return Ok(HttpResponse::SeeOther().insert_header((LOCATION, done.address(OWN_GUIDE))).finish());
    }
    let page = portal.work(move |portal| page(portal, &permit, &asked)).await?;
    let status = if page.faults.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    screen.show_as(status, &page)
}

const DUTCH: Language = Language::Dutch;

/// The page without anything chosen.
fn empty(asked: &Asked, today: NaiveDate) -> OwnGuidePage {
    OwnGuidePage {
        faults: Vec::new(),
        answer: None,
        earlier: None,
        history_note: "Onderzoeken van andere instellingen tellen ook. U ziet ze alleen als ze kunnen meetellen, en alleen met de dag, de categorie en de maatregel.",
        holder: Field::new(Kind::Text, Param::Holder.name(), "KvK-nummer van het bedrijf")
            .help("Acht cijfers, van een bedrijf dat een certificaat van u heeft.")
            .value(asked.holder.clone())
            .as_filter(),
        firm: None,
        scheme: None,
        date: date_field(asked, today, DUTCH),
        reference: Field::new(Kind::Text, Param::Reference.name(), "Uw nummer van het onderzoek")
            .help("Vul het in als u het al hebt. Staat het onderzoek al in het register, dan gelden hier de afwijkingen die u kiest.")
            .value(asked.reference.clone())
            .optional(),
        findings: None,
        catalogue: None,
        version: None,
    }
}

fn page(portal: &Portal, permit: &Permit<SeeBody>, asked: &Asked) -> Result<OwnGuidePage, Error> {
    let today = portal.today();
    let mut page = empty(asked, today);
    if asked.holder.is_empty() {
        return Ok(page);
    }
    let Ok(kvk) = KvkNumber::parse(&asked.holder) else {
        wrong(&mut page.faults, Param::Holder, "Een KvK-nummer heeft acht cijfers.".to_owned());
        page.holder = page.holder.error(fault(&page.faults, Param::Holder));
        return Ok(page);
    };
    // A firm without a certificate of this body is not there, whether the register knows it or not.
    let holder = guide::own_holder(&portal.store, permit, today, &kvk)?.ok_or(Error::NotFound)?;
    let chosen = scheme(&holder, asked, &mut page.faults);
    let code = chosen.map_or("", |scheme| scheme.scheme.code.as_str());
    page.scheme = Some(schemes(&holder.schemes, code, DUTCH).error(fault(&page.faults, Param::Scheme)));
    let date = day(&asked.date, Some(today), DUTCH).map_err(|text| wrong(&mut page.faults, Param::Date, text)).ok();
    let reference = reference(asked, &mut page.faults);
    if let (Some(scheme), Some(date)) = (chosen, date) {
        if let Some(version) = guide::version_on(scheme, date, today) {
            chosen_version(&mut page, (scheme, version), date, asked);
            let codes = codes(&asked.findings, &version.matrix, DUTCH);
            let codes = codes.map_err(|text| wrong(&mut page.faults, Param::Findings, text)).ok();
            if let Some(codes) = codes.filter(|_| page.faults.is_empty()) {
                advise(portal, permit, &mut page, (scheme, date), codes, reference, &kvk)?;
            }
        } else {
            let error = guide::GuideError::NoVersion(date);
            wrong(&mut page.faults, Param::Date, fault_in_words(&error, DUTCH));
        }
    }
    page.firm = Some(holder.firm);
    page.date = page.date.error(fault(&page.faults, Param::Date));
    page.reference = page.reference.error(fault(&page.faults, Param::Reference));
    page.findings = page.findings.map(|field| field.error(fault(&page.faults, Param::Findings)));
    Ok(page)
}

fn wrong(faults: &mut Vec<Wrong>, param: Param, text: String) {
    faults.push(Wrong { field: param.name().to_owned(), text });
}

fn fault(faults: &[Wrong], param: Param) -> Option<String> {
    faults.iter().find(|wrong| wrong.field == param.name()).map(|wrong| wrong.text.clone())
}

/// The scheme that is asked for, or the only one.
fn scheme<'a>(holder: &'a OwnHolder, asked: &Asked, faults: &mut Vec<Wrong>) -> Option<&'a BookScheme> {
    if let ([only], true) = (holder.schemes.as_slice(), asked.scheme.is_empty()) {
        return Some(only);
    }
    let chosen = holder.schemes.iter().find(|entry| entry.scheme.code.as_str() == asked.scheme);
    if chosen.is_none() && !asked.scheme.is_empty() {
        let text = "Kies een schema waaronder dit bedrijf een certificaat van u heeft.".to_owned();
        wrong(faults, Param::Scheme, text);
    }
    chosen
}

fn reference(asked: &Asked, faults: &mut Vec<Wrong>) -> Option<AuditRef> {
    if asked.reference.is_empty() {
        return None;
    }
    AuditRef::parse(&asked.reference)
        .map_err(|error| wrong(faults, Param::Reference, format!("Het nummer van het onderzoek {error}.")))
        .ok()
}

fn chosen_version(
    page: &mut OwnGuidePage,
    (scheme, version): (&BookScheme, &BookVersion),
    date: NaiveDate,
    asked: &Asked,
) {
    page.findings = Some(findings_field(asked, DUTCH));
    page.catalogue = Some(catalogue(&version.matrix, &asked.search, 0, DUTCH));
    page.version = Some(version_link(scheme, version, date, DUTCH));
}

fn advise(
    portal: &Portal,
    permit: &Permit<SeeBody>,
    page: &mut OwnGuidePage,
    (scheme, date): (&BookScheme, NaiveDate),
    findings: Vec<FindingCode>,
    reference: Option<AuditRef>,
    kvk: &KvkNumber,
) -> Result<(), Error> {
    let code = scheme.scheme.code.clone();
    let question = OwnQuestion { scheme: code.clone(), audit: Imagined { date, findings }, reference };
    match guide::advise_own(&portal.store, permit, portal.today(), kvk, &question) {
        Ok(Some(OwnAdvice { advice, earlier })) => {
            page.answer = answer(code.as_str(), &advice, Names::References, DUTCH);
            page.earlier = Some(table(&earlier));
            Ok(())
        }
        Ok(None) => Err(Error::NotFound),
        Err(OwnGuideError::NotCertified(day)) => {
            let day = in_words(day);
            let text = format!(
                "Op {day} had dit bedrijf geen certificaat van u onder dit schema meer. Wat daarna bij het bedrijf gebeurde, ziet u niet. Kies een dag waarop het certificaat nog gold."
            );
            wrong(&mut page.faults, Param::Date, text);
            Ok(())
        }
        Err(OwnGuideError::Question(error)) => {
            wrong(&mut page.faults, Param::Date, fault_in_words(&error, DUTCH));
            Ok(())
        }
        Err(OwnGuideError::Stored(error)) => Err(error.into()),
    }
}

fn table(earlier: &[EarlierAudit]) -> Table {
    let columns = ["Onderzoek", "Datum", "Categorie", "Maatregel", "Telt dit mee?"].map(Column::text);
    Table::new("Eerdere onderzoeken, het laatste eerst", columns)
        .under_heading()
        .or_say("Het register kent geen eerder onderzoek van dit bedrijf onder dit schema.")
        .with(earlier.iter().map(|audit| {
            let none = || "–".to_owned();
            [
                match &audit.reference {
                    Some(reference) => Cell::heading(reference.as_str()).linked(audit_at(reference.as_str())),
                    None => Cell::heading("door een andere instelling"),
                },
                Cell::text(in_words(audit.date)),
                Cell::text(if audit.categories.is_empty() { none() } else { DUTCH.list(&audit.categories) }),
                Cell::text(audit.measure.clone().unwrap_or_else(none)),
                audit.bearing.map_or_else(|| Cell::text(none()), counts),
            ]
        }))
}

/// Whether an audit counts, and why or why not.
fn counts(bearing: Bearing) -> Cell {
    match bearing {
        Bearing::Occurrence => Cell::text("Ja").note("voor de hoeveelste keer"),
        Bearing::Aggravation => Cell::text("Ja").note("alleen voor de verzwaring"),
        Bearing::TooOld(since) => Cell::text("Nee").note(format!("van vóór {}", in_words(since))),
        Bearing::Clean => Cell::text("Nee").note("geen afwijking die telt"),
        Bearing::OtherCategory => Cell::text("Nee").note("andere categorie dan die nu beslist"),
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, OwnGuidePage)> {
    let today: NaiveDate = "2026-11-24".parse().unwrap_or_default();
    let none = empty(&Asked::default(), today);
    let audit = |reference: Option<&str>, date: &str, measure: Option<&str>| EarlierAudit {
        reference: reference.and_then(|reference| AuditRef::parse(reference).ok()),
        date: date.parse().unwrap_or_default(),
        categories: vec!["Kritiek".to_owned()],
        measure: measure.map(str::to_owned),
        bearing: Some(if measure.is_none() { Bearing::Occurrence } else { Bearing::TooOld(today) }),
    };
    let full = OwnGuidePage {
        firm: Some("Van den Heuvel-Janssens-Oosterhuis Verwarmingstechniek".to_owned()),
        earlier: Some(table(&[
            audit(Some("O-2026-1182"), "2026-05-12", None),
            audit(None, "2025-01-02", Some("Schorsing")),
        ])),
        ..none.clone()
    };
    vec![("own-guide", full), ("own-guide-empty", none)]
}
