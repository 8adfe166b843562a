//! `stelsel.json`: the schemes with their versions and matrices, and the bodies with their designations.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::hash::Hash;

use chrono::NaiveDate;
use serde_json::Value;

use crate::domain::identifiers::{BodyCode, KvkNumber, SchemeCode, VersionLabel};
use crate::domain::json::{Fields, Json, Log, Place};
use crate::domain::matrix::Matrix;
use crate::domain::period::Period;
use crate::domain::scheme::System;

/// Finds the text of the matrix with a name; the Dutch error says why it cannot be had.
pub type FindMatrix<'a> = dyn Fn(&str) -> Result<String, String> + 'a;

/// What the file says; entries with faults are left out.
#[derive(Debug, Clone, Default)]
pub struct SystemFile {
    /// The schemes.
    pub schemes: Vec<SchemeEntry>,
    /// The bodies.
    pub bodies: Vec<BodyEntry>,
    /// Whether every scheme could be read, so that a scheme that is not here is not in the file.
    pub schemes_complete: bool,
}

/// A scheme.
#[derive(Debug, Clone)]
pub struct SchemeEntry {
    /// Where it stands in the file.
    pub place: String,
    /// Short name.
    pub code: SchemeCode,
    /// The statutory system.
    pub system: System,
    /// Full name.
    pub name: String,
    /// Who maintains it.
    pub owner: String,
    /// Its versions, by first day in force; each is in force until the next.
    pub versions: Vec<VersionEntry>,
}

/// A version of a scheme.
#[derive(Debug, Clone)]
pub struct VersionEntry {
    /// Name of the version.
    pub label: VersionLabel,
    /// The days on which it is in force.
    pub in_force: Period,
    /// The matrix as JSON in one fixed form.
    pub matrix_json: String,
}

/// A certification body.
#[derive(Debug, Clone)]
pub struct BodyEntry {
    /// Short name.
    pub code: BodyCode,
    /// Full name.
    pub name: String,
    /// Number in the trade register.
    pub kvk_number: KvkNumber,
    /// For which schemes it is designated.
    pub designations: Vec<DesignationEntry>,
}

/// A designation.
#[derive(Debug, Clone)]
pub struct DesignationEntry {
    /// Where it stands in the file.
    pub place: String,
    /// For which scheme.
    pub scheme: SchemeCode,
    /// The days on which it holds.
    pub valid: Period,
}

/// The longest name that a heading can carry.
const LONGEST_NAME: usize = 200;

/// Reads the file; what is wrong with it goes into the log.
pub fn read(text: &str, find_matrix: &FindMatrix<'_>, log: &mut Log) -> SystemFile {
    let json = match Json::parse(text) {
        Ok(json) => json,
        Err(fault) => {
            log.faults.push(fault);
            return SystemFile::default();
        }
    };
    let Some(root) = Fields::of(&json, Place::Whole, log) else { return SystemFile::default() };
    root.warn_of_others(&["schemas", "instellingen"], log);
    let faults_before = log.faults.len();
    let mut reader = Reader {
        // The same text again, for matrices that stand in the file itself.
        tree: serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default(),
        find_matrix,
        matrices: BTreeMap::new(),
    };
    let schemes = items(&root, "schemas", log, |value, index, place, log| reader.scheme(value, index, place, log));
    let schemes_complete = log.faults.len() == faults_before;
    refuse_repeated(schemes.iter().map(|scheme| (&scheme.code, &scheme.place)), "schema", log);
    let bodies = items(&root, "instellingen", log, |value, _, place, log| body(value, place, log));
    let codes = bodies.iter().enumerate().map(|(at, body)| (&body.code, format!("instellingen[{at}]")));
    refuse_repeated(codes, "instelling", log);
    SystemFile { schemes, bodies, schemes_complete }
}

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

fn refuse_repeated<K: Eq + Hash + fmt::Display, P: fmt::Display>(
    keys: impl Iterator<Item = (K, P)>,
    what: &str,
    log: &mut Log,
) {
    let mut seen = HashSet::new();
    for (key, place) in keys {
        let text = key.to_string();
        if !seen.insert(key) {
            log.faults.push(crate::domain::faults::Fault::at(
                format!("{place}.code"),
                format!("{what} «{text}» staat er meer dan eens; elke code mag één keer voorkomen"),
            ));
        }
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

struct Reader<'a> {
    tree: Value,
    find_matrix: &'a FindMatrix<'a>,
    /// Matrices by name; `None` for one that was found wanting, which is said once.
    matrices: BTreeMap<String, Option<String>>,
}

impl Reader<'_> {
    fn scheme(&mut self, value: &Json<'_>, index: usize, place: Place<'_>, log: &mut Log) -> Option<SchemeEntry> {
        let fields = Fields::of(value, place, log)?;
        fields.warn_of_others(&["code", "naam", "schemabeheerder", "stelsel", "versies"], log);
        let code = fields.parsed("code", SchemeCode::parse, log);
        let name_of_scheme = name(&fields, "naam", log);
        let owner = name(&fields, "schemabeheerder", log);
        let system = fields.parsed("stelsel", System::parse, log);
        let mut versions =
            items(&fields, "versies", log, |value, at, place, log| self.version(value, (index, at), place, log));
        order(&mut versions, &fields, log);
        let versions = versions.into_iter().map(|(_, version)| version).collect();
        Some(SchemeEntry {
            place: place.to_string(),
            code: code?,
            system: system?,
            name: name_of_scheme?,
            owner: owner?,
            versions,
        })
    }

    fn version(
        &mut self,
        value: &Json<'_>,
        (scheme, index): (usize, usize),
        place: Place<'_>,
        log: &mut Log,
    ) -> Option<(usize, VersionEntry)> {
        let fields = Fields::of(value, place, log)?;
        fields.warn_of_others(&["versie", "inWerkingOp", "matrix"], log);
        let label = fields.parsed("versie", VersionLabel::parse, log);
        let from = fields.date("inWerkingOp", log);
        let given = self.tree.get("schemas").and_then(|v| v.get(scheme)).and_then(|v| v.get("versies"));
        let given = given.and_then(|v| v.get(index)).and_then(|v| v.get("matrix")).cloned();
        let matrix_json = match given {
            Some(Value::Object(inline)) => {
                matrix(&Value::Object(inline).to_string(), &fields.at("matrix").to_string(), log)
            }
            _ => self.named_matrix(&fields, log),
        };
        Some((index, VersionEntry { label: label?, in_force: Period::open(from?), matrix_json: matrix_json? }))
    }

    fn named_matrix(&mut self, fields: &Fields<'_>, log: &mut Log) -> Option<String> {
        let name = fields.text("matrix", log)?;
        if let Some(known) = self.matrices.get(name) {
            return known.clone();
        }
        let found = match (self.find_matrix)(name) {
            Ok(text) => matrix(&text, &format!("{} ({name})", fields.at("matrix")), log),
            Err(reason) => {
                log.fault(fields.at("matrix"), reason);
                None
            }
        };
        self.matrices.insert(name.to_owned(), found.clone());
        found
    }
}

/// Checks a matrix and brings it into one form, so that blanks and the order of fields are no change.
fn matrix(text: &str, place: &str, log: &mut Log) -> Option<String> {
    let under = |fault: crate::domain::faults::Fault| {
        let separator = if fault.place.is_empty() { "" } else { ": " };
        crate::domain::faults::Fault::at(format!("{place}{separator}{}", fault.place), fault.message)
    };
    match Matrix::parse(text) {
        Ok(parsed) => {
            log.warnings.extend(parsed.warnings.into_iter().map(under));
            let tree: Option<Value> = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok();
            tree.map(|tree| tree.to_string())
        }
        Err(faults) => {
            log.faults.extend(faults.0.into_iter().map(under));
            None
        }
    }
}

/// Brings the versions in order; each is in force until the next, and two cannot start on one day.
fn order(versions: &mut [(usize, VersionEntry)], scheme: &Fields<'_>, log: &mut Log) {
    if scheme.list("versies", &mut Log::default()).is_some_and(<[_]>::is_empty) {
        log.fault(scheme.at("versies"), "is leeg; een schema heeft ten minste één versie");
    }
    let place = scheme.at("versies");
    let mut labels = HashSet::new();
    for (index, version) in versions.iter() {
        if !labels.insert(version.label.clone()) {
            let item = Place::Item(&place, *index);
            let message = format!("versie «{}» staat er meer dan eens bij dit schema", version.label);
            log.fault(Place::Field(&item, "versie"), message);
        }
    }
    versions.sort_by_key(|(_, version)| version.in_force.from);
    let starts: Vec<NaiveDate> = versions.iter().map(|(_, version)| version.in_force.from).collect();
    for ((index, version), next) in versions.iter_mut().zip(starts.into_iter().skip(1)) {
        if next == version.in_force.from {
            let item = Place::Item(&place, *index);
            let message =
                format!("op {next} treedt ook een andere versie van dit schema in werking; dat kan er één zijn");
            log.fault(Place::Field(&item, "inWerkingOp"), message);
        } else {
            version.in_force.until = Some(next);
        }
    }
}

fn body(value: &Json<'_>, place: Place<'_>, log: &mut Log) -> Option<BodyEntry> {
    let fields = Fields::of(value, place, log)?;
    fields.warn_of_others(&["code", "naam", "kvkNummer", "aangewezenVoor", "aangewezenOp"], log);
    let code = fields.parsed("code", BodyCode::parse, log);
    let name = name(&fields, "naam", log);
    let kvk_number = fields.parsed("kvkNummer", KvkNumber::parse, log);
    let since = fields.optional_date("aangewezenOp", log);
    let since_is_readable = since.is_some() || !fields.has("aangewezenOp");
    let designations = items(&fields, "aangewezenVoor", log, |value, _, place, log| {
        designation(value, since, since_is_readable, place, log)
    });
    let mut seen = HashSet::new();
    for designation in &designations {
        if !seen.insert((designation.scheme.clone(), designation.valid.from)) {
            let message = format!("de aanwijzing voor «{}» staat er meer dan eens", designation.scheme);
            log.faults.push(crate::domain::faults::Fault::at(&designation.place, message));
        }
    }
    Some(BodyEntry { code: code?, name: name?, kvk_number: kvk_number?, designations })
}

/// Either the code of a scheme, or `{"schema": …, "op": …, "tot": …}` with days of its own.
fn designation(
    value: &Json<'_>,
    since: Option<NaiveDate>,
    since_is_readable: bool,
    place: Place<'_>,
    log: &mut Log,
) -> Option<DesignationEntry> {
    let (scheme, from, until) = match value {
        Json::Text(text) => {
            let scheme = SchemeCode::parse(text).map_err(|error| log.fault(place, format!("«{text}» {error}"))).ok();
            (scheme, since, None)
        }
        other => {
            let fields = Fields::of(other, place, log)?;
            fields.warn_of_others(&["schema", "op", "tot"], log);
            let scheme = fields.parsed("schema", SchemeCode::parse, log);
            let from = if fields.has("op") { Some(fields.date("op", log)?) } else { since };
            let until = if fields.has("tot") { Some(fields.date("tot", log)?) } else { None };
            (scheme, from, until)
        }
    };
    if from.is_none() && since_is_readable {
        log.fault(place, "de dag van aanwijzing ontbreekt; zet aangewezenOp bij de instelling");
    }
    let valid = Period { from: from?, until };
    if valid.is_empty() {
        log.fault(place, "de aanwijzing eindigt voordat zij begint");
    }
    Some(DesignationEntry { place: place.to_string(), scheme: scheme?, valid })
}
