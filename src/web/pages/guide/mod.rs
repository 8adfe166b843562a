//! The guide (sanctiewijzer): what the matrix prescribes for findings on a day, for anybody. The whole question stands in the
//! address, so that it can be shared; nothing is kept.

mod answer;
mod asked;
mod catalogue;
#[cfg(test)]
mod samples;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::identifiers::{FindingCode, SchemeCode};
use crate::language::Language;
use crate::services::guide::{self, EARLIER, GuideError, Imagined};
use crate::services::scheme_book::{BookScheme, BookVersion, SchemeBook};
use crate::services::{Known, register};
use crate::web::address::scheme_version;
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::{Field, Kind, Link, Select};

pub use answer::Answer;
pub(in crate::web::pages) use answer::{Names, answer};
pub(in crate::web::pages) use asked::{Asked, Param, codes, day};
pub use catalogue::Catalogue;
pub(in crate::web::pages) use catalogue::catalogue;
#[cfg(test)]
pub(in crate::web::pages) use samples::samples;

/// The address of the guide.
pub(in crate::web::pages) const GUIDE: &str = "/sanctiewijzer";

/// The guide for the public.
#[derive(Debug, Clone, Serialize)]
pub struct GuidePage {
    /// What is wrong with the question, each with its field.
    pub faults: Vec<Wrong>,
    /// What the matrix prescribes, when something was asked.
    pub answer: Option<Answer>,
    /// Which scheme; the field is called `schema`.
    pub scheme: Select,
    /// The day of the audit; the field is called `datum`.
    pub date: Field,
    /// The codes of what was found; the field is called `afwijkingen`. Only with a scheme.
    pub findings: Option<Field>,
    /// Earlier audits.
    pub rows: Vec<EarlierRow>,
    /// Whether another row can be added.
    pub can_add: bool,
    /// What can be chosen; only with a scheme.
    pub catalogue: Option<Catalogue>,
    /// Which version is in force on the day, leading to its matrix.
    pub version: Option<Link>,
}

/// Something wrong with the question.
#[derive(Debug, Clone, Serialize)]
pub struct Wrong {
    /// The id of the field on the page.
    pub field: String,
    /// What is wrong, and what would be right.
    pub text: String,
}

/// An earlier audit in the form.
#[derive(Debug, Clone, Serialize)]
pub struct EarlierRow {
    /// Which one, from 1.
    pub number: usize,
    /// Its day as it was typed.
    pub date: String,
    /// What is wrong with it.
    pub date_fault: Option<String>,
    /// The codes of what was found, as they were typed.
    pub findings: String,
    /// What is wrong with them.
    pub findings_fault: Option<String>,
}

impl Page for GuidePage {
    const TEMPLATE: &'static str = "pages/guide/guide";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("guide-title").into_owned()
    }

    fn description(&self, language: Language) -> String {
        language.text("described-guide").into_owned()
    }

    fn section(&self) -> Section {
        Section::Guide
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route(GUIDE, web::get().to(show));
}

async fn show(request: HttpRequest, portal: web::Data<Portal>, screen: Screen) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let asked = Asked::read(request.query_string());
    if let Some(done) = asked.clone().done(EARLIER) {
        let at = done.address(&language.path(GUIDE));
        return Ok(HttpResponse::SeeOther().insert_header((LOCATION, at)).finish());
    }
    let book = portal.work(|portal| register::scheme_book(&portal.store, Known::Now)).await?;
    let page = page(&book, &asked, portal.today(), language);
    let status = if page.faults.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    screen.show_as(status, &page)
}

/// What was asked, as far as it makes sense.
struct Question<'a> {
    scheme: Option<&'a BookScheme>,
    version: Option<&'a BookVersion>,
    date: Option<NaiveDate>,
    findings: Option<Vec<FindingCode>>,
    earlier: Vec<Imagined>,
}

fn page(book: &SchemeBook, asked: &Asked, today: NaiveDate, language: Language) -> GuidePage {
    let mut faults = Vec::new();
    let mut rows: Vec<EarlierRow> = asked.earlier.iter().take(EARLIER).enumerate().map(row).collect();
    let question = question(book, asked, today, language, &mut rows, &mut faults);
    let advice = match (&question.scheme, question.date, &question.findings) {
        (Some(scheme), Some(date), Some(findings)) if faults.is_empty() && !findings.is_empty() => {
            let imagined = Imagined { date, findings: findings.clone() };
            match guide::advise(scheme, today, &imagined, &question.earlier) {
                Ok(advice) => answer(scheme.scheme.code.as_str(), &advice, Names::Days, language),
                Err(error) => {
                    faults.push(Wrong { field: Param::Date.name().to_owned(), text: in_words(&error, language) });
                    None
                }
            }
        }
        _ => None,
    };
    let fault = |param: Param| faults.iter().find(|wrong| wrong.field == param.name()).map(|wrong| wrong.text.clone());
    let matrix = question.version.map(|version| &version.matrix);
    GuidePage {
        scheme: schemes(book.schemes(), &asked.scheme, language).error(fault(Param::Scheme)),
        date: date_field(asked, today, language).error(fault(Param::Date)),
        findings: matrix.map(|_| findings_field(asked, language).error(fault(Param::Findings))),
        can_add: rows.len() < EARLIER,
        catalogue: matrix.map(|matrix| catalogue(matrix, &asked.search, rows.len(), language)),
        version: question
            .scheme
            .zip(question.version)
            .zip(question.date)
            .map(|((scheme, version), date)| version_link(scheme, version, date, language)),
        rows,
        answer: advice,
        faults,
    }
}

fn row((place, typed): (usize, &asked::TypedAudit)) -> EarlierRow {
    EarlierRow {
        number: place + 1,
        date: typed.date.clone(),
        date_fault: None,
        findings: typed.findings.clone(),
        findings_fault: None,
    }
}

fn question<'a>(
    book: &'a SchemeBook,
    asked: &Asked,
    today: NaiveDate,
    language: Language,
    rows: &mut [EarlierRow],
    faults: &mut Vec<Wrong>,
) -> Question<'a> {
    let mut wrong = |field: String, text: String| faults.push(Wrong { field, text });
    let code = SchemeCode::parse(&asked.scheme).ok();
    let scheme = code.and_then(|code| book.by_code(&code));
    if scheme.is_none() && !asked.scheme.is_empty() {
        wrong(Param::Scheme.name().to_owned(), language.text("guide-unknown-scheme").into_owned());
    }
    let date = day(&asked.date, Some(today), language);
    let date = date.map_err(|text| wrong(Param::Date.name().to_owned(), text)).ok();
    let version = scheme.zip(date).and_then(|(scheme, date)| {
        let version = guide::version_on(scheme, date, today);
        if version.is_none() {
            wrong(Param::Date.name().to_owned(), in_words(&GuideError::NoVersion(date), language));
        }
        version
    });
    let findings = version.and_then(|version| {
        let codes = codes(&asked.findings, &version.matrix, language);
        codes.map_err(|text| wrong(Param::Findings.name().to_owned(), text)).ok()
    });
    if asked.earlier.len() > EARLIER {
        let text = language.text_with("guide-too-many-earlier", &[("most", EARLIER.into())]);
        wrong(format!("{}-{EARLIER}", Param::EarlierDate.name()), text);
    }
    let mut earlier = Vec::new();
    if let (Some(scheme), Some(date)) = (scheme, date) {
        for row in rows {
            match earlier_audit(scheme, date, row, language) {
                Ok(audit) => earlier.extend(audit),
                Err(found) => {
                    for (param, text) in found {
                        let values = [("number", row.number.into()), ("fault", text.as_str().into())];
                        let told = language.text_with("guide-earlier-fault", &values);
                        wrong(format!("{}-{}", param.name(), row.number), told);
                        let place =
                            if param == Param::EarlierDate { &mut row.date_fault } else { &mut row.findings_fault };
                        *place = Some(text);
                    }
                }
            }
        }
    }
    Question { scheme, version, date, findings, earlier }
}

/// An earlier audit of the form; none when the row is empty.
fn earlier_audit(
    scheme: &BookScheme,
    date: NaiveDate,
    row: &EarlierRow,
    language: Language,
) -> Result<Option<Imagined>, Vec<(Param, String)>> {
    if row.date.is_empty() && row.findings.is_empty() {
        return Ok(None);
    }
    let own = day(&row.date, None, language).and_then(|own| {
        let late = own > date;
        if late { Err(language.text("guide-earlier-later").into_owned()) } else { Ok(own) }
    });
    let own = own.map_err(|text| vec![(Param::EarlierDate, text)])?;
    let version = scheme.version_on(own);
    let too_early = || language.text_with("guide-earlier-no-version", &[("day", language.day(own).into())]);
    let version = version.ok_or_else(|| vec![(Param::EarlierDate, too_early())])?;
    let findings = codes(&row.findings, &version.matrix, language);
    let findings = findings.map_err(|text| vec![(Param::EarlierFindings, text)])?;
    Ok(Some(Imagined { date: own, findings }))
}

/// Why nothing can be said, in the language of the page.
pub(in crate::web::pages) fn in_words(error: &GuideError, language: Language) -> String {
    match error {
        GuideError::NoVersion(day) => language.text_with("guide-no-version", &[("day", language.day(*day).into())]),
        GuideError::DoesNotFit(_) | GuideError::Reference(_) => language.text("guide-does-not-fit").into_owned(),
    }
}

/// The list of schemes.
pub(in crate::web::pages) fn schemes(schemes: &[BookScheme], chosen: &str, language: Language) -> Select {
    let known = schemes.iter().find(|entry| entry.scheme.code.as_str() == chosen);
    let none = (String::new(), language.text("guide-choose-scheme").into_owned());
    let choices = schemes
        .iter()
        .map(|entry| (entry.scheme.code.to_string(), format!("{} {}", entry.scheme.code, entry.scheme.name)));
    let chosen = known.map_or("", |entry| entry.scheme.code.as_str());
    Select::new(Param::Scheme.name(), language.text("guide-scheme"), chosen, [none].into_iter().chain(choices))
}

/// The field for the day of the audit.
pub(in crate::web::pages) fn date_field(asked: &Asked, today: NaiveDate, language: Language) -> Field {
    let value = if asked.date.is_empty() { today.to_string() } else { asked.date.clone() };
    Field::new(Kind::Date, Param::Date.name(), language.text("guide-date")).value(value).as_filter()
}

/// The field for the codes of what was found.
pub(in crate::web::pages) fn findings_field(asked: &Asked, language: Language) -> Field {
    Field::new(Kind::Text, Param::Findings.name(), language.text("guide-findings"))
        .help(language.text("guide-findings-help"))
        .value(asked.findings.clone())
        .as_filter()
}

/// Which version is in force, leading to its matrix.
pub(in crate::web::pages) fn version_link(
    scheme: &BookScheme,
    version: &BookVersion,
    date: NaiveDate,
    language: Language,
) -> Link {
    let values = [
        ("day", language.day(date).into()),
        ("version", version.label.as_str().into()),
        ("scheme", scheme.scheme.code.as_str().into()),
    ];
    let at = scheme_version(scheme.scheme.code.as_str(), version.label.as_str());
    Link::new(language.text_with("guide-in-force", &values), language.path(&at))
}
