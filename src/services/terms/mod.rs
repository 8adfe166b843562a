//! What a body still has to do and by when: its work list, the calendar of it, and reminders by mail.
//!
//! The terms stand with the verdicts, which follow every delivery; a list of them is one query of one body.

pub mod calendar;
mod catch_up;
pub mod reminders;

use chrono::{DateTime, NaiveDate, Utc};

pub use catch_up::catch_up;

use super::reassess::Context;
use super::scheme_book::SchemeBook;
use crate::domain::access::{Actor, Permit, Role, SeeBody};
pub use crate::domain::assessment::TermKind;
use crate::domain::identifiers::{AuditRef, KvkNumber, SchemeCode};
use crate::storage::accounts::{self, Account};
use crate::storage::bodies::{self, Body};
use crate::storage::open_terms::{self, OpenTermRow, Wanted};
use crate::storage::{Conn, Page, Paged, StorageError, Store, register};

/// A term that still runs, or that ended without what was to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The firm.
    pub kvk_number: KvkNumber,
    /// Its name.
    pub firm: String,
    /// The audit.
    pub audit: AuditRef,
    /// Day of the audit.
    pub audit_date: NaiveDate,
    /// The scheme.
    pub scheme: SchemeCode,
    /// What is to be done.
    pub kind: TermKind,
    /// The last day for it.
    pub due_on: NaiveDate,
    /// The name of the measure it is about.
    pub measure: String,
    /// When the register came to know it.
    pub known_since: DateTime<Utc>,
}

/// The work list of a body.
#[derive(Debug, Clone)]
pub struct WorkList {
    /// The body.
    pub body: Body,
    /// The day through which its data are complete, and as of which the list is; none before its first delivery.
    pub as_of: Option<NaiveDate>,
    /// The terms, the soonest first.
    pub terms: Paged<Term>,
    /// How many of all its terms are over.
    pub overdue: i64,
}

/// The account at the body that asks, if one does: not the regulator, and not a program.
fn asking(conn: &mut Conn, permit: &Permit<SeeBody>) -> Result<Option<Account>, StorageError> {
    let Actor::Account { email, .. } = permit.actor() else { return Ok(None) };
    let found = accounts::by_email(conn, email)?.map(|(account, _)| account);
    Ok(found.filter(|account| matches!(&account.role, Role::Body(body, _) if body == permit.body())))
}

/// The work list of a body, of one kind of term or of all; none when there is no such body.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn list(
    store: &Store,
    permit: &Permit<SeeBody>,
    today: NaiveDate,
    kind: Option<TermKind>,
    page: Page,
) -> Result<Option<WorkList>, StorageError> {
    store.read(|conn| {
        let Some(body) = bodies::by_code(conn, permit.body())? else { return Ok(None) };
        let context = Context::load(conn, today)?;
        let wanted = Wanted { kind: kind.map(TermKind::code), ..Wanted::default() };
        let Paged { rows, total, page } = open_terms::list(conn, body.id, wanted, page)?;
        Ok(Some(WorkList {
            as_of: context.cut_off(body.id),
            terms: Paged { rows: terms(conn, context.book(), rows)?, total, page },
            overdue: overdue(conn, body.id, today)?,
            body,
        }))
    })
}

/// The terms of a body that matter first, and how many there are of which how many are over.
pub(super) fn first(
    conn: &mut Conn,
    book: &SchemeBook,
    body_id: i64,
    today: NaiveDate,
    page: Page,
) -> Result<(Paged<Term>, i64), StorageError> {
    let Paged { rows, total, page } = open_terms::list(conn, body_id, Wanted::default(), page)?;
    Ok((Paged { rows: terms(conn, book, rows)?, total, page }, overdue(conn, body_id, today)?))
}

fn overdue(conn: &mut Conn, body_id: i64, today: NaiveDate) -> Result<i64, StorageError> {
    open_terms::count(conn, body_id, Wanted { through: today.pred_opt(), ..Wanted::default() })
}

fn terms(conn: &mut Conn, book: &SchemeBook, rows: Vec<OpenTermRow>) -> Result<Vec<Term>, StorageError> {
    let holders: Vec<KvkNumber> = rows.iter().map(|row| row.kvk_number.clone()).collect();
    let names = register::names_of(conn, &holders)?;
    rows.into_iter()
        .map(|row| {
            let firm = names.get(&row.kvk_number).cloned().unwrap_or_default();
            term(book, firm, row)
        })
        .collect()
}

fn term(book: &SchemeBook, firm: String, row: OpenTermRow) -> Result<Term, StorageError> {
    let damaged = |what: &str| StorageError::damaged(format!("onderzoek {}: {what}", row.audit));
    let scheme = book.by_id(row.scheme_id).ok_or_else(|| damaged("het schema ontbreekt"))?;
    let matrix = scheme.version_on(row.audit_date).map(|version| &version.matrix);
    let measure = row.measure.as_ref().map(|code| {
        let known = matrix.and_then(|matrix| matrix.measure(code));
        known.map_or_else(|| code.to_string(), |measure| measure.name.clone())
    });
    Ok(Term {
        kind: TermKind::from_code(&row.kind).ok_or_else(|| damaged("de termijn klopt niet"))?,
        kvk_number: row.kvk_number,
        firm,
        audit: row.audit,
        audit_date: row.audit_date,
        scheme: scheme.scheme.code.clone(),
        due_on: row.due_on,
        measure: measure.unwrap_or_default(),
        known_since: row.recorded_from.utc(),
    })
}
