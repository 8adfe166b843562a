//! The work list of a body: what it still has to do, the soonest first.

use actix_web::{HttpResponse, web};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::audits::audit_at;
use crate::domain::access::{SeeBody, decide};
use crate::domain::calendar::in_words;
use crate::language::Language;
use crate::services::Page as Leaf;
use crate::services::terms::{self, Term, TermKind, WorkList};
use crate::web::address::with_query;
use crate::web::error::Error;
use crate::web::format::{count, plural};
use crate::web::layout::{Screen, Section};
use crate::web::pages::judged::until;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Cell, Column, Link, Pagination, Select, Status, Table, Tone};

/// The address of the work list.
pub(super) const TERMS: &str = "/instelling/termijnen";

/// How many terms stand on a page.
const ON_A_PAGE: u32 = 50;

/// A term that ends within so many days is marked.
const SOON: Days = Days::new(14);

/// The work list.
#[derive(Debug, Clone, Serialize)]
pub struct TermsPage {
    /// Of which day the list is, in a sentence.
    pub as_of: String,
    /// That terms are over, if they are.
    pub alert: Option<Alert>,
    /// Which kind is shown; the field is called `soort`.
    pub kind: Select,
    /// The terms.
    pub terms: Table,
    /// The way to the others.
    pub pagination: Pagination,
}

impl Page for TermsPage {
    const TEMPLATE: &'static str = "pages/own/terms";

    fn title(&self, _: Language) -> String {
        "Termijnen".to_owned()
    }

    fn section(&self) -> Section {
        Section::OwnOverview
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Overzicht", "/instelling")]
    }
}

/// The addresses of this file.
pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route(TERMS, web::get().to(list));
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    soort: String,
    pagina: Option<u32>,
}

async fn list(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), SeeBody(who.body()?))?;
    let kind = match asked.soort.as_str() {
        "" => None,
        code => Some(TermKind::from_code(code).ok_or_else(|| {
            Error::BadRequest("Het veld ‘soort’ kan besluit, herstel of vervolg zijn, of leeg.".to_owned())
        })?),
    };
    let leaf = Leaf::new(asked.pagina.unwrap_or(1), ON_A_PAGE);
    let today = portal.today();
    let found = portal.work(move |portal| terms::list(&portal.store, &permit, today, kind, leaf)).await?;
    let found = found.filter(|found| found.terms.exists()).ok_or(Error::NotFound)?;
    screen.show(&page(&found, kind, today))
}

fn page(found: &WorkList, kind: Option<TermKind>, today: NaiveDate) -> TermsPage {
    let chosen = kind.map_or("", TermKind::code);
    let choices = [("", "Alles")].into_iter().chain(TermKind::ALL.map(|kind| (kind.code(), what(kind))));
    let leaf = found.terms.page;
    let total = found.terms.total.unsigned_abs();
    TermsPage {
        as_of: as_of(found.as_of),
        alert: overdue(found.overdue.unsigned_abs()),
        kind: Select::new("soort", "Wat u moet doen", chosen, choices),
        terms: table(&found.terms.rows, found.as_of, today),
        pagination: Pagination::new(
            leaf.number().into(),
            leaf.size().into(),
            total,
            ("termijn", "termijnen"),
            |number| with_query(TERMS, [("soort", chosen), ("pagina", &number.to_string())]),
        ),
    }
}

/// Through which day the list is complete.
pub(super) fn as_of(day: Option<NaiveDate>) -> String {
    match day {
        Some(day) => {
            format!("Uw gegevens zijn bijgewerkt tot en met {}. Wat u daarna deed, weten wij nog niet.", in_words(day))
        }
        None => "U hebt nog geen gegevens aangeleverd.".to_owned(),
    }
}

/// That terms are over and what to do.
pub(super) fn overdue(number: u64) -> Option<Alert> {
    let title = match number {
        0 => return None,
        1 => "1 termijn is voorbij".to_owned(),
        more => format!("{} termijnen zijn voorbij", count(more)),
    };
    let text = "Hebt u het besluit genomen of het herstel vastgesteld? Lever het dan aan. Zo niet, doe het dan alsnog. Een besluit dat in uw gegevens ontbreekt, telt als niet genomen.";
    Some(Alert::new(Tone::Negative, title, text))
}

fn what(kind: TermKind) -> &'static str {
    match kind {
        TermKind::Decision => "Besluit nemen",
        TermKind::Recovery => "Herstel vaststellen",
        TermKind::FollowUp => "Vervolgbesluit nemen",
    }
}

/// The term in a few words, without the name of the firm: that may be the name of a person.
pub(super) fn in_short(term: &Term) -> String {
    format!("{}: onderzoek {}", what(term.kind), term.audit)
}

/// What is to be done, in a sentence.
pub(super) fn in_full(term: &Term) -> String {
    let measure = &term.measure;
    match term.kind {
        TermKind::Decision => format!("De matrix schrijft voor: {measure}."),
        TermKind::Recovery => format!("Het bedrijf moet dan hersteld zijn. Opgelegd is: {measure}."),
        TermKind::FollowUp => format!("Herstel bleef uit. De matrix schrijft dan voor: {measure}."),
    }
}

/// These terms as a table. `as_of` is the day through which the data of the body are complete.
pub(super) fn table(terms: &[Term], as_of: Option<NaiveDate>, today: NaiveDate) -> Table {
    let columns = ["Bedrijf", "Onderzoek", "Wat u moet doen", "Uiterlijk"].map(Column::text);
    Table::new("Termijnen, de eerste bovenaan", columns)
        .under_heading()
        .or_say("Er is niets dat u nog moet doen.")
        .with(terms.iter().map(|term| {
            let (status, left) = last_day(term, as_of, today);
            [
                Cell::heading(&term.firm).linked(format!("/installateurs/{}", term.kvk_number)),
                Cell::text(term.audit.as_str()).linked(audit_at(term.audit.as_str())).note(format!(
                    "{}, {}",
                    term.scheme,
                    in_words(term.audit_date)
                )),
                Cell::text(what(term.kind)).note(in_full(term)),
                Cell::status(status).note(left),
            ]
        }))
}

/// The last day as a label, and how far away it is. What is over says so in words; it is late only when the data of the body
/// reach further than the last day, since until then nobody knows whether it was done.
fn last_day(term: &Term, as_of: Option<NaiveDate>, today: NaiveDate) -> (Status, String) {
    let left = until(term.due_on, today);
    let soon = today.checked_add_days(SOON).is_some_and(|day| term.due_on <= day);
    let is_known = as_of.is_some_and(|as_of| term.due_on < as_of);
    let (tone, left) = match (term.due_on < today, term.kind) {
        (true, TermKind::Recovery) => (Tone::Negative, format!("voorbij, {left}")),
        (true, _) if is_known => (Tone::Negative, format!("te laat, {left}")),
        (true, _) => (Tone::Negative, format!("voorbij, {left}; nog niet aangeleverd")),
        (false, _) if soon => (Tone::Warning, left),
        (false, _) => (Tone::Neutral, left),
    };
    (Status::new(tone, in_words(term.due_on)), left)
}

/// The way to the whole list.
pub(super) fn all(total: u64) -> Link {
    Link::new(format!("Alle {}", plural(total, "termijn", "termijnen")), TERMS)
}

#[cfg(test)]
pub(super) fn sample_terms() -> Vec<Term> {
    use crate::domain::identifiers::{AuditRef, KvkNumber, SchemeCode};
    let term = |kvk: &str, firm: &str, audit: &str, kind, due_on: &str, measure: &str| {
        Some(Term {
            kvk_number: KvkNumber::parse(kvk).ok()?,
            firm: firm.to_owned(),
            audit: AuditRef::parse(audit).ok()?,
            audit_date: "2026-11-12".parse().ok()?,
            scheme: SchemeCode::parse("CS-A").ok()?,
            kind,
            due_on: due_on.parse().ok()?,
            measure: measure.to_owned(),
            known_since: "2026-11-20T09:00:00Z".parse().ok()?,
        })
    };
    let long = "Van den Heuvel-Janssens-Oosterhuis Verwarmingstechniek";
    let terms = [
        term("01234567", "Janssen B.V.", "O-2026-1182", TermKind::Decision, "2026-11-20", "Schorsing"),
        term("01234568", long, "O-2026-1190", TermKind::Recovery, "2026-12-01", "Waarschuwing"),
        term("01234569", "Bakker", "O-2026-1191", TermKind::FollowUp, "2027-01-04", "Intrekking"),
    ];
    terms.into_iter().flatten().collect()
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, TermsPage)> {
    let today = "2026-11-24".parse().unwrap_or_default();
    let pagination = |total| Pagination::new(1, 50, total, ("termijn", "termijnen"), |n| format!("{TERMS}?pagina={n}"));
    let choices = [("", "Alles")].into_iter().chain(TermKind::ALL.map(|kind| (kind.code(), what(kind))));
    let full = TermsPage {
        as_of: as_of(Some(today)),
        alert: overdue(1),
        kind: Select::new("soort", "Wat u moet doen", "", choices),
        terms: table(&sample_terms(), Some(today), today),
        pagination: pagination(312),
    };
    let empty = TermsPage {
        as_of: as_of(None),
        alert: None,
        terms: table(&[], None, today),
        pagination: pagination(0),
        ..full.clone()
    };
    vec![("own-terms", full), ("own-terms-empty", empty)]
}
