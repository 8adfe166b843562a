//! Schemes, their versions, and the sanction matrix that each version brings into force.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::history::known;
use super::particulars;
use super::schema::{scheme_records, scheme_versions, schemes};
use super::{Change, Conn, Known, Multi, StorageError, UtcTime};
use crate::domain::designation::Lapse;
use crate::domain::identifiers::{SchemeCode, VersionLabel};
use crate::domain::matrix::Matrix;
use crate::domain::period::Period;
use crate::domain::scheme::System;
use crate::domain::scope::Subarea;

/// A scheme as the register knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Key in this database.
    pub id: i64,
    /// Short name, unique.
    pub code: SchemeCode,
    /// The statutory system it belongs to; never changes.
    pub system: System,
    /// Full name.
    pub name: String,
    /// Who writes and maintains it.
    pub owner: String,
    /// The parts of its scope (deelgebieden) as it describes them; empty when it does not.
    pub subareas: Vec<Subarea>,
    /// When it was not designated although it was before, in order of days.
    pub lapses: Vec<Lapse>,
}

/// What a scheme says as a whole, to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewScheme<'a> {
    /// Short name, unique.
    pub code: &'a SchemeCode,
    /// The statutory system it belongs to; that of a scheme that exists stays as it is.
    pub system: System,
    /// Full name.
    pub name: &'a str,
    /// Who writes and maintains it.
    pub owner: &'a str,
    /// The parts of its scope.
    pub subareas: &'a [Subarea],
    /// When it was not designated, in order of days.
    pub lapses: &'a [Lapse],
}

/// A version of a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Key in this database, of this version as it is recorded now.
    pub id: i64,
    /// Key of the scheme.
    pub scheme_id: i64,
    /// Name of the version.
    pub label: VersionLabel,
    /// The days on which it is in force.
    pub in_force: Period,
    /// The sanction matrix as JSON.
    pub matrix_json: String,
}

impl Version {
    /// The sanction matrix.
    ///
    /// # Errors
    /// [`StorageError::Damaged`] when the stored text is no sound matrix any more.
    pub fn matrix(&self) -> Result<Matrix, StorageError> {
        Matrix::parse(&self.matrix_json).map(|parsed| parsed.matrix).map_err(|faults| {
            StorageError::damaged(format!("matrix van schema {}, versie {}: {faults}", self.scheme_id, self.label))
        })
    }
}

/// What a version says, to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion<'a> {
    /// Name of the version.
    pub label: &'a VersionLabel,
    /// The days on which it is in force.
    pub in_force: Period,
    /// The sanction matrix as JSON, already found valid.
    pub matrix_json: &'a str,
}

type SchemeRow = (i64, SchemeCode, String, String, String, String, String);
type VersionRow = (i64, i64, VersionLabel, NaiveDate, Option<NaiveDate>, String);

/// The columns of a [`SchemeRow`].
const SCHEME: (
    schemes::id,
    schemes::code,
    schemes::system,
    scheme_records::name,
    scheme_records::owner,
    scheme_records::subareas,
    scheme_records::lapses,
) = (
    schemes::id,
    schemes::code,
    schemes::system,
    scheme_records::name,
    scheme_records::owner,
    scheme_records::subareas,
    scheme_records::lapses,
);

fn scheme((id, code, system, name, owner, subareas, lapses): SchemeRow) -> Result<Scheme, StorageError> {
    let system = System::parse(&system)
        .map_err(|error| StorageError::damaged(format!("schema {code}: stelsel '{system}' {error}")))?;
    let (subareas, lapses) = (particulars::subareas(&subareas)?, particulars::lapses(&lapses)?);
    Ok(Scheme { id, code, system, name, owner, subareas, lapses })
}

fn version((id, scheme_id, label, from, until, matrix_json): VersionRow) -> Version {
    Version { id, scheme_id, label, in_force: Period { from, until }, matrix_json }
}

/// All schemes, by code.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn all(conn: &mut Conn, known: Known) -> Result<Vec<Scheme>, StorageError> {
    let query = schemes::table.inner_join(scheme_records::table).into_boxed::<Multi>();
    let query = known!(query, scheme_records, known);
    let rows: Vec<SchemeRow> = query.select(SCHEME).load(conn)?;
    let mut found = rows.into_iter().map(scheme).collect::<Result<Vec<_>, _>>()?;
    // Not in the query: the databases disagree about the order of texts.
    found.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(found)
}

/// The schemes that this owner keeps, as recorded now, by code.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of_owner(conn: &mut Conn, owner: &str) -> Result<Vec<Scheme>, StorageError> {
    let rows: Vec<SchemeRow> = schemes::table
        .inner_join(scheme_records::table)
        .filter(scheme_records::owner.eq(owner))
        .filter(scheme_records::recorded_until.is_null())
        .select(SCHEME)
        .load(conn)?;
    let mut found = rows.into_iter().map(scheme).collect::<Result<Vec<_>, _>>()?;
    // Not in the query: the databases disagree about the order of texts.
    found.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(found)
}

/// The scheme with this code, if there is one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn by_code(conn: &mut Conn, code: &SchemeCode) -> Result<Option<Scheme>, StorageError> {
    let row: Option<SchemeRow> = schemes::table
        .inner_join(scheme_records::table)
        .filter(schemes::code.eq(code))
        .filter(scheme_records::recorded_until.is_null())
        .select(SCHEME)
        .first(conn)
        .optional()?;
    row.map(scheme).transpose()
}

/// Records what a scheme says as a whole; returns its key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn save(conn: &mut Conn, now: DateTime<Utc>, wish: &NewScheme<'_>) -> Result<(i64, Change), StorageError> {
    let now = UtcTime::from(now);
    let (id, change) = match by_code(conn, wish.code)? {
        Some(known) if says(&known, wish) => return Ok((known.id, Change::Unchanged)),
        Some(known) => {
            diesel::update(scheme_records::table)
                .filter(scheme_records::scheme_id.eq(known.id))
                .filter(scheme_records::recorded_until.is_null())
                .set(scheme_records::recorded_until.eq(now))
                .execute(conn)?;
            (known.id, Change::Changed)
        }
        None => (insert_scheme(conn, now, wish)?, Change::New),
    };
    diesel::insert_into(scheme_records::table)
        .values((
            scheme_records::scheme_id.eq(id),
            scheme_records::name.eq(wish.name),
            scheme_records::owner.eq(wish.owner),
            scheme_records::subareas.eq(particulars::subareas_as_text(wish.subareas)),
            scheme_records::lapses.eq(particulars::lapses_as_text(wish.lapses)),
            scheme_records::recorded_from.eq(now),
        ))
        .execute(conn)?;
    Ok((id, change))
}

fn says(known: &Scheme, wish: &NewScheme<'_>) -> bool {
    (known.name.as_str(), known.owner.as_str()) == (wish.name, wish.owner)
        && (known.subareas.as_slice(), known.lapses.as_slice()) == (wish.subareas, wish.lapses)
}

fn insert_scheme(conn: &mut Conn, now: UtcTime, wish: &NewScheme<'_>) -> Result<i64, StorageError> {
    Ok(diesel::insert_into(schemes::table)
        .values((schemes::code.eq(wish.code), schemes::system.eq(wish.system.code()), schemes::recorded_from.eq(now)))
        .returning(schemes::id)
        .get_result(conn)?)
}

/// All versions of all schemes, by scheme and first day in force.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn versions(conn: &mut Conn, known: Known) -> Result<Vec<Version>, StorageError> {
    let query = scheme_versions::table.into_boxed::<Multi>();
    let query = known!(query, scheme_versions, known);
    let rows: Vec<VersionRow> =
        query.select(VERSION).order((scheme_versions::scheme_id, scheme_versions::in_force_from)).load(conn)?;
    Ok(rows.into_iter().map(version).collect())
}

/// The columns of a [`VersionRow`].
const VERSION: (
    scheme_versions::id,
    scheme_versions::scheme_id,
    scheme_versions::version,
    scheme_versions::in_force_from,
    scheme_versions::in_force_until,
    scheme_versions::matrix,
) = (
    scheme_versions::id,
    scheme_versions::scheme_id,
    scheme_versions::version,
    scheme_versions::in_force_from,
    scheme_versions::in_force_until,
    scheme_versions::matrix,
);

/// The versions of one scheme as recorded now, by first day in force.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn versions_of(conn: &mut Conn, scheme_id: i64) -> Result<Vec<Version>, StorageError> {
    let rows: Vec<VersionRow> = scheme_versions::table
        .filter(scheme_versions::scheme_id.eq(scheme_id))
        .filter(scheme_versions::recorded_until.is_null())
        .select(VERSION)
        .order(scheme_versions::in_force_from)
        .load(conn)?;
    Ok(rows.into_iter().map(version).collect())
}

/// Records the versions of a scheme: exactly these. A version that reads differently is closed and opened anew, one that
/// is not named is closed.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn save_versions(
    conn: &mut Conn,
    now: DateTime<Utc>,
    scheme_id: i64,
    wanted: &[NewVersion<'_>],
) -> Result<Vec<Change>, StorageError> {
    let now = UtcTime::from(now);
    let standing = versions_of(conn, scheme_id)?;
    let kept = |version: &Version| wanted.iter().any(|wish| same(version, wish));
    let outdated: Vec<i64> = standing.iter().filter(|version| !kept(version)).map(|version| version.id).collect();
    // All are closed before any is opened: the days of one may move to another.
    diesel::update(scheme_versions::table.filter(scheme_versions::id.eq_any(outdated)))
        .set(scheme_versions::recorded_until.eq(now))
        .execute(conn)?;
    let mut changes = Vec::with_capacity(wanted.len());
    for wish in wanted {
        let before = standing.iter().find(|version| version.label == *wish.label);
        if before.is_some_and(|version| same(version, wish)) {
            changes.push(Change::Unchanged);
            continue;
        }
        insert_version(conn, now, scheme_id, wish)?;
        changes.push(if before.is_some() { Change::Changed } else { Change::New });
    }
    Ok(changes)
}

fn same(version: &Version, wish: &NewVersion<'_>) -> bool {
    version.label == *wish.label && version.in_force == wish.in_force && version.matrix_json == wish.matrix_json
}

fn insert_version(conn: &mut Conn, now: UtcTime, scheme_id: i64, wish: &NewVersion<'_>) -> Result<(), StorageError> {
    diesel::insert_into(scheme_versions::table)
        .values((
            scheme_versions::scheme_id.eq(scheme_id),
            scheme_versions::version.eq(wish.label),
            scheme_versions::in_force_from.eq(wish.in_force.from),
            scheme_versions::in_force_until.eq(wish.in_force.until),
            scheme_versions::matrix.eq(wish.matrix_json),
            scheme_versions::recorded_from.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}
