//! A draft matrix run over the audits in the register, beside the matrices that were in force.
//!
//! Firms are read in parts, so that memory does not grow with the register; the rules are those of [`crate::domain::replay`].

mod file;
mod kept;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use file::{Form, file};
pub use kept::{Kept, Listed, keep, list, of_scheme, one};

use super::delivery::sheet::SheetError;
use super::reassess::{Context, audit};
use super::scheme_book::{BookScheme, BookVersion};
use crate::domain::access::{Permit, Replay as MayReplay};
use crate::domain::assessment::{Audit, CaseFaults};
use crate::domain::identifiers::{AuditRef, KvkNumber, SchemeCode};
use crate::domain::matrix::Matrix;
use crate::domain::replay::{Days, FirmSize, Outcome, Replay, Subject};
use crate::storage::histories::{self, AuditFile, FIRMS_AT_A_TIME};
use crate::storage::{Conn, StorageError, Store};

/// Why a draft could not be run.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// There is no scheme with this code.
    #[error("schema «{asked}» bestaat niet; {known}")]
    NoSuchScheme {
        /// What was asked for.
        asked: SchemeCode,
        /// What there is, in words.
        known: String,
    },
    /// No version of the scheme is in force on the day of an audit that is stored.
    #[error("onderzoek {audit} is van {date}, maar op die dag geldt geen versie van schema {scheme}")]
    NoVersion {
        /// The audit.
        audit: AuditRef,
        /// Its day.
        date: NaiveDate,
        /// The scheme.
        scheme: SchemeCode,
    },
    /// What is stored does not fit the matrix that was in force.
    #[error("de onderzoeken van KvK {holder} passen niet bij de matrix die gold:\n{faults}")]
    DoesNotFit {
        /// The firm.
        holder: KvkNumber,
        /// Every fault.
        faults: CaseFaults,
    },
    /// A file could not be made.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// How many firms are done, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Firms that are done.
    pub done: u64,
    /// All firms under the scheme.
    pub of: u64,
}

/// What is run over what.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The scheme whose audits count.
    pub scheme: &'a SchemeCode,
    /// The draft.
    pub draft: &'a Matrix,
    /// The days whose audits count.
    pub days: Days,
}

/// Runs a draft over the audits of a scheme. `tell` hears how far it is, after every part.
///
/// # Errors
/// [`ReplayError`]; nothing is stored either way.
pub fn replay(
    store: &Store,
    _: &Permit<MayReplay>,
    today: NaiveDate,
    asked: Asked<'_>,
    tell: &dyn Fn(Progress),
) -> Result<Outcome, ReplayError> {
    store.read(|conn| {
        let context = Context::load(conn, today)?;
        let scheme = context.book().by_code(asked.scheme).ok_or_else(|| unknown(&context, asked.scheme))?;
        let holders = histories::holders_under(conn, scheme.scheme.id)?;
        let on = asked.days.through.map_or(today, |through| through.min(today));
        let mut progress = Progress { done: 0, of: count(holders.len()) };
        let mut replay = Replay::new(asked.draft, asked.days);
        tell(progress);
        for holders in holders.chunks(FIRMS_AT_A_TIME) {
            add(conn, &context, scheme, on, holders, &mut replay)?;
            progress.done += count(holders.len());
            tell(progress);
        }
        Ok(replay.finish())
    })
}

fn unknown(context: &Context, asked: &SchemeCode) -> ReplayError {
    let codes: Vec<_> = context.book().schemes().iter().map(|scheme| scheme.scheme.code.to_string()).collect();
    let known = if codes.is_empty() {
        "er zijn nog geen schema's".to_owned()
    } else {
        format!("kies uit {}", codes.join(", "))
    };
    ReplayError::NoSuchScheme { asked: asked.clone(), known }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

fn add<'m>(
    conn: &mut Conn,
    context: &Context,
    scheme: &'m BookScheme,
    on: NaiveDate,
    holders: &[KvkNumber],
    replay: &mut Replay<'m>,
) -> Result<(), ReplayError> {
    let sizes = histories::certificates_held(conn, holders, on)?;
    let mut of_holder: BTreeMap<KvkNumber, Vec<AuditFile>> = BTreeMap::new();
    for file in histories::of_holders(conn, holders)? {
        if file.audit.scheme_id == scheme.scheme.id {
            of_holder.entry(file.audit.kvk_number.clone()).or_default().push(file);
        }
    }
    for (holder, files) in of_holder {
        let size = FirmSize::of(sizes.get(&holder).copied().unwrap_or_default());
        let read = files.iter().map(|file| audit(context, &holder, file));
        let audits: Vec<Audit> = read.collect::<Result<_, _>>()?;
        let mut history = Vec::with_capacity(files.len());
        for (audit, file) in audits.iter().zip(&files) {
            let version = version_on(scheme, audit)?;
            let as_of = context.cut_off(file.audit.body_id);
            history.push(Subject { audit, in_force: &version.matrix, as_of });
        }
        replay.add(size, &history).map_err(|faults| ReplayError::DoesNotFit { holder, faults })?;
    }
    Ok(())
}

fn version_on<'m>(scheme: &'m BookScheme, audit: &Audit) -> Result<&'m BookVersion, ReplayError> {
    scheme.version_on(audit.date).ok_or_else(|| ReplayError::NoVersion {
        audit: audit.id.clone(),
        date: audit.date,
        scheme: scheme.scheme.code.clone(),
    })
}
