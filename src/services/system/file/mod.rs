//! `stelsel.json`: the schemes with their versions and matrices, and the bodies with their designations.

mod bodies;
mod particulars;
mod schemes;

use std::collections::HashSet;
use std::fmt;
use std::hash::Hash;

use crate::domain::delivery_calendar::Since;
use crate::domain::designation::{End, Lapse};
use crate::domain::identifiers::{BodyCode, KvkNumber, SchemeCode, VersionLabel};
use crate::domain::json::{Fields, Json, Log, Place};
use crate::domain::period::Period;
use crate::domain::scheme::System;
use crate::domain::scope::Subarea;

/// Finds the text of the matrix with a name; the Dutch error says why it cannot be had.
pub type FindMatrix<'a> = dyn Fn(&str) -> Result<String, String> + 'a;

/// What the file says; schemes, versions and bodies with faults of their own are left out.
#[derive(Debug, Clone, Default)]
pub(super) struct SystemFile {
    /// The schemes.
    pub(super) schemes: Vec<SchemeEntry>,
    /// The bodies.
    pub(super) bodies: Vec<BodyEntry>,
    /// The code of every scheme in the file, also of those that are left out. Absent when a code could not be read: then
    /// nothing can be said about schemes that are not in the file.
    pub(super) scheme_codes: Option<HashSet<SchemeCode>>,
    /// Each scheme that a body is designated for, with its place, also of bodies that are left out.
    pub(super) designated: Vec<(String, SchemeCode)>,
}

/// A scheme.
#[derive(Debug, Clone)]
pub(super) struct SchemeEntry {
    /// Where it stands in the file.
    pub(super) place: String,
    /// Short name.
    pub(super) code: SchemeCode,
    /// The statutory system.
    pub(super) system: System,
    /// Full name.
    pub(super) name: String,
    /// Who maintains it.
    pub(super) owner: String,
    /// The parts of its scope.
    pub(super) subareas: Vec<Subarea>,
    /// When it was not designated, in order of days.
    pub(super) lapses: Vec<Lapse>,
    /// Its versions, by first day in force; each is in force until the next.
    pub(super) versions: Vec<VersionEntry>,
    /// The names of all its versions, also of those that are left out.
    pub(super) labels: HashSet<VersionLabel>,
}

/// A version of a scheme.
#[derive(Debug, Clone)]
pub(super) struct VersionEntry {
    /// Name of the version.
    pub(super) label: VersionLabel,
    /// The days on which it is in force.
    pub(super) in_force: Period,
    /// The matrix as JSON in one fixed form.
    pub(super) matrix_json: String,
}

/// A certification body.
#[derive(Debug, Clone)]
pub(super) struct BodyEntry {
    /// Short name.
    pub(super) code: BodyCode,
    /// Full name.
    pub(super) name: String,
    /// Number in the trade register.
    pub(super) kvk_number: KvkNumber,
    /// For which schemes it is designated, when, and how that ended.
    pub(super) designations: Vec<(SchemeCode, Period, Option<End>)>,
    /// How often it must deliver, each from another day.
    pub(super) rhythms: Vec<Since>,
}

/// The longest name that a heading can carry.
const LONGEST_NAME: usize = 200;

/// Reads the file; what is wrong with it goes into the log.
pub(super) fn read(text: &str, find_matrix: &FindMatrix<'_>, log: &mut Log) -> SystemFile {
    let mut file = SystemFile::default();
    let json = match Json::parse(text) {
        Ok(json) => json,
        Err(fault) => {
            log.faults.push(fault);
            return file;
        }
    };
    if let Some(root) = Fields::of(&json, Place::Whole, log) {
        root.warn_of_others(&["schemas", "instellingen"], log);
        schemes::read(&root, text, find_matrix, &mut file, log);
        bodies::read(&root, &mut file, log);
    }
    file
}

/// Reads each item of a list; items that give nothing are left out.
fn items<T>(
    parent: &Fields<'_>,
    name: &str,
    log: &mut Log,
    mut read: impl FnMut(&Json<'_>, usize, Place<'_>, &mut Log) -> Option<T>,
) -> Vec<T> {
    let list = parent.list(name, log).unwrap_or_default();
    let place = parent.at(name);
    list.iter().enumerate().filter_map(|(index, value)| read(value, index, Place::Item(&place, index), log)).collect()
}

/// Keeps the key; one that was there already is a fault.
fn refuse_repeated<K: Eq + Hash + fmt::Display>(
    seen: &mut HashSet<K>,
    key: K,
    place: Place<'_>,
    what: &str,
    log: &mut Log,
) {
    let text = key.to_string();
    if !seen.insert(key) {
        log.fault(place, format!("{what} «{text}» staat er meer dan eens; dat kan één keer"));
    }
}

fn name(fields: &Fields<'_>, field: &str, log: &mut Log) -> Option<String> {
    let check = |text: &str| {
        let text = text.trim();
        if text.is_empty() {
            Err("mag niet leeg zijn".to_owned())
        } else if text.chars().count() > LONGEST_NAME {
            Err(format!("is te lang: ten hoogste {LONGEST_NAME} tekens"))
        } else if text.chars().any(char::is_control) {
            Err("bevat een onzichtbaar stuurteken".to_owned())
        } else {
            Ok(text.to_owned())
        }
    };
    fields.parsed(field, check, log)
}
