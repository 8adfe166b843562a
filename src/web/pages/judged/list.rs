//! A list of audits.

use super::words::{capital, category_name, measure_name, stored_labels, word};
use crate::domain::assessment::Verdict;
use crate::domain::calendar::in_words;
use crate::domain::identifiers::MeasureCode;
use crate::services::audits::{AuditListing, ListedAudit, Wanted};
use crate::web::pages::own::audits::AuditList;
use crate::web::view::{Cell, Column, Pagination, Select, Table};

/// The page of a list of audits: `href` gives the address of a page with this number, `audit` that of an audit.
pub fn list(
    listing: &AuditListing,
    wanted: &Wanted,
    href: impl Fn(u64) -> String,
    audit: impl Fn(&str) -> String,
) -> AuditList {
    let verdicts = Verdict::ALL.map(|verdict| (verdict.code().to_owned(), capital(&word(verdict))));
    let all = [(String::new(), "Alle oordelen".to_owned())];
    let schemes = listing.schemes.iter().map(|entry| {
        let code = entry.scheme.code.to_string();
        (code.clone(), format!("{code} {}", entry.scheme.name))
    });
    let every = [(String::new(), "Alle schema’s".to_owned())];
    let columns = ["Onderzoek", "Bedrijf", "Voorgeschreven", "Opgelegd", "Oordeel"].map(Column::text);
    let mut table = Table::new("Onderzoeken, het nieuwste eerst", columns).under_heading().or_say(empty(listing));
    listing.audits.rows.iter().for_each(|row| table.push(cells(row, &audit)));
    let page = listing.audits.page;
    let total = u64::try_from(listing.audits.total).unwrap_or_default();
    AuditList {
        summary: match listing.as_of {
            Some(day) => format!(
                "Elk besluit is vergeleken met de matrix die gold op de dag van het onderzoek. Stand op {}.",
                in_words(day)
            ),
            None => "Er zijn nog geen gegevens aangeleverd.".to_owned(),
        },
        verdict: Select::new(
            "oordeel",
            "Oordeel",
            wanted.verdict.map_or("", Verdict::code),
            all.into_iter().chain(verdicts),
        ),
        scheme: Select::new(
            "schema",
            "Schema",
            wanted.scheme.as_ref().map_or("", |code| code.as_str()),
            every.into_iter().chain(schemes),
        ),
        audits: table,
        pagination: Pagination::new(
            page.number().into(),
            page.size().into(),
            total,
            ("onderzoek", "onderzoeken"),
            href,
        ),
    }
}

fn empty(listing: &AuditListing) -> &'static str {
    if listing.as_of.is_some() {
        "Er zijn geen onderzoeken met dit oordeel. Kies een ander oordeel of een ander schema."
    } else {
        "Er zijn nog geen onderzoeken aangeleverd."
    }
}

fn cells(row: &ListedAudit, audit: impl Fn(&str) -> String) -> [Cell; 5] {
    let verdict = &row.verdict;
    let matrix = row.version.as_ref().map(|version| &version.matrix);
    let measure = |code: &MeasureCode| matrix.map_or(code.as_str(), |m| measure_name(m, code)).to_owned();
    let prescribed = match (&verdict.prescribed_measure, &verdict.category, verdict.occurrence) {
        (Some(code), Some(category), Some(occurrence)) => {
            let category = matrix.map_or(category.as_str(), |m| category_name(m, category));
            Cell::text(measure(code)).note(format!("{category}, {occurrence}e keer"))
        }
        _ => Cell::text("–"),
    };
    let imposed = match (&verdict.imposed_measure, verdict.imposed_on) {
        (Some(code), Some(day)) => Cell::text(measure(code)).note(in_words(day)),
        _ => Cell::text("–"),
    };
    [
        Cell::heading(verdict.audit_reference.as_str()).linked(audit(verdict.audit_reference.as_str())).note(format!(
            "{}, {}",
            in_words(verdict.audit_date),
            row.scheme
        )),
        Cell::text(&row.firm).linked(format!("/installateurs/{}", verdict.kvk_number)),
        prescribed,
        imposed,
        Cell::statuses(stored_labels(&verdict.outcomes, verdict.steps, verdict.days_late)),
    ]
}
