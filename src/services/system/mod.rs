//! Loading what the regulator designated: schemes with their matrices, and bodies with their designations.
//!
//! A file says everything about the schemes and bodies that it names, and nothing about others. Loading it again changes
//! nothing; what reads differently becomes a new record and the old one stays known. A version that audits may have been
//! judged by cannot disappear, and verdicts and signals follow in the same transaction.

mod file;
mod matrices;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::changes::{self, system::SystemWatch};
use super::reassess::{self, ReassessError};
use super::{supervise, takeovers};
use crate::domain::access::{LoadSystem, Permit};
use crate::domain::calendar::dutch_day;
use crate::domain::faults::{Fault, Faults};
use crate::domain::identifiers::SchemeCode;
use crate::domain::json::Log;
use crate::storage::bodies::NewDesignation;
use crate::storage::schemes::{NewScheme, NewVersion, Scheme};
use crate::storage::{
    Change, Conn, Known, StorageError, Store, audit_trail, bodies, delivery_rhythms, histories, register_state, schemes,
};

use file::{SchemeEntry, SystemFile};

pub use file::FindMatrix;
pub use matrices::find_matrix;

/// How many records of one kind were new, changed or as they stood.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// There was none yet.
    pub new: usize,
    /// The register said something else.
    pub changed: usize,
    /// The register said the same.
    pub unchanged: usize,
}

impl Counts {
    fn note(&mut self, change: Change) {
        match change {
            Change::New => self.new += 1,
            Change::Changed => self.changed += 1,
            Change::Unchanged => self.unchanged += 1,
        }
    }

    fn as_json(self) -> serde_json::Value {
        json!({"nieuw": self.new, "gewijzigd": self.changed, "ongewijzigd": self.unchanged})
    }
}

/// What loading did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Schemes.
    pub schemes: Counts,
    /// Versions of schemes.
    pub versions: Counts,
    /// Bodies.
    pub bodies: Counts,
    /// Bodies, by whether their designations changed.
    pub designations: Counts,
    /// What somebody should look at, with its place in the file.
    pub warnings: Vec<Fault>,
}

impl Loaded {
    /// Whether the register reads differently now.
    pub fn changed_anything(&self) -> bool {
        [self.schemes, self.versions, self.bodies, self.designations].iter().any(|c| c.new + c.changed > 0)
    }
}

/// Why nothing was loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file has faults: all of them, with their place.
    #[error("{0}")]
    Refused(Faults),
    /// The file is sound, but audits that the register holds cannot be judged by it.
    #[error("Het bestand past niet bij wat al is aangeleverd: {0}")]
    DoesNotFit(ReassessError),
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<ReassessError> for LoadError {
    fn from(error: ReassessError) -> Self {
        match error {
            ReassessError::Storage(error) => Self::Storage(error),
            error => Self::DoesNotFit(error),
        }
    }
}

/// Loads a file; all of it or, when anything in it is wrong, nothing.
///
/// # Errors
/// [`LoadError::Refused`] with every fault, [`LoadError::DoesNotFit`] when audits that were delivered have no place in it,
/// or a fault of the database.
pub fn load(
    store: &Store,
    permit: &Permit<LoadSystem>,
    now: DateTime<Utc>,
    text: &str,
    find_matrix: &FindMatrix<'_>,
) -> Result<Loaded, LoadError> {
    let mut log = Log::default();
    let file = file::read(text, find_matrix, &mut log);
    store.write(|conn| {
        let known = schemes::all(conn, Known::Now)?;
        check_schemes(conn, &file, &known, &mut log)?;
        check_designations(&file, &known, &mut log);
        if !log.faults.is_empty() {
            return Err(LoadError::Refused(Faults(log.faults)));
        }
        let mut loaded = Loaded { warnings: log.warnings, ..Loaded::default() };
        let day = changes::day::advance(conn, now)?;
        let watch = SystemWatch::on(conn)?;
        save(conn, now, &file, &mut loaded)?;
        if loaded.changed_anything() {
            let details = json!({
                "schemas": loaded.schemes.as_json(), "versies": loaded.versions.as_json(),
                "instellingen": loaded.bodies.as_json(), "aanwijzingen": loaded.designations.as_json(),
            });
            audit_trail::append(conn, now, permit.actor(), "stelsel-geladen", "stelsel", &details)?;
            let counter = register_state::bump(conn)?;
            follow(conn, now, &loaded)?;
            watch.record(conn, now, counter, day)?;
        }
        Ok(loaded)
    })
}

/// Verdicts are those of the matrices and days that hold now, and signals are those of the verdicts.
fn follow(conn: &mut Conn, now: DateTime<Utc>, loaded: &Loaded) -> Result<(), LoadError> {
    let today = dutch_day(now);
    if loaded.versions.new + loaded.versions.changed > 0 {
        reassess::everything(conn, now, today)?;
        let firms = histories::all_holders(conn)?;
        takeovers::follow(conn, now, &firms)?;
    }
    supervise::follow(conn, now, today)?;
    Ok(())
}

fn check_schemes(conn: &mut Conn, file: &SystemFile, known: &[Scheme], log: &mut Log) -> Result<(), StorageError> {
    for entry in &file.schemes {
        let Some(standing) = known.iter().find(|scheme| scheme.code == entry.code) else { continue };
        if standing.system != entry.system {
            let message =
                format!("schema «{}» hoort in het register bij {}; dat verandert niet", entry.code, standing.system);
            log.faults.push(Fault::at(format!("{}.stelsel", entry.place), message));
        }
        for version in schemes::versions_of(conn, standing.id)? {
            // Audits are judged by the version of their day; without it they would have no matrix any more.
            if !entry.labels.contains(&version.label) {
                let message =
                    format!("versie «{}» staat in het register en kan niet verdwijnen; neem haar op", version.label);
                log.faults.push(Fault::at(format!("{}.versies", entry.place), message));
            }
        }
    }
    Ok(())
}

fn check_designations(file: &SystemFile, known: &[Scheme], log: &mut Log) {
    let Some(codes) = &file.scheme_codes else { return };
    for (place, code) in &file.designated {
        if !codes.contains(code) && !known.iter().any(|scheme| scheme.code == *code) {
            let message = format!("schema «{code}» is onbekend: het staat niet in dit bestand en niet in het register");
            log.faults.push(Fault::at(place, message));
        }
    }
}

fn save(conn: &mut Conn, now: DateTime<Utc>, file: &SystemFile, loaded: &mut Loaded) -> Result<(), StorageError> {
    for entry in &file.schemes {
        let (id, change) = schemes::save(conn, now, &scheme(entry))?;
        loaded.schemes.note(change);
        for change in schemes::save_versions(conn, now, id, &versions(entry))? {
            loaded.versions.note(change);
        }
    }
    let ids: BTreeMap<SchemeCode, i64> =
        schemes::all(conn, Known::Now)?.into_iter().map(|scheme| (scheme.code, scheme.id)).collect();
    for entry in &file.bodies {
        let (id, change) = bodies::save(conn, now, &entry.code, &entry.name, &entry.kvk_number)?;
        loaded.bodies.note(change);
        let wanted: Vec<_> = entry
            .designations
            .iter()
            .filter_map(|(scheme, valid, ended_by)| {
                Some(NewDesignation { scheme_id: *ids.get(scheme)?, valid: *valid, ended_by: *ended_by })
            })
            .collect();
        let designations = bodies::save_designations(conn, now, id, &wanted)?;
        let rhythms = delivery_rhythms::save(conn, now, id, &entry.rhythms)?;
        loaded.designations.note(match (designations, rhythms) {
            (Change::Unchanged, Change::New | Change::Changed) => Change::Changed,
            (designations, _) => designations,
        });
    }
    Ok(())
}

fn scheme(entry: &SchemeEntry) -> NewScheme<'_> {
    NewScheme {
        code: &entry.code,
        system: entry.system,
        name: &entry.name,
        owner: &entry.owner,
        subareas: &entry.subareas,
        lapses: &entry.lapses,
    }
}

fn versions(entry: &SchemeEntry) -> Vec<NewVersion<'_>> {
    entry
        .versions
        .iter()
        .map(|version| NewVersion {
            label: &version.label,
            in_force: version.in_force,
            matrix_json: &version.matrix_json,
        })
        .collect()
}
