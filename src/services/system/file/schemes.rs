//! The part about schemes.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use serde_json::Value;

use super::{FindMatrix, SchemeEntry, SystemFile, VersionEntry, items, name, particulars, refuse_repeated};
use crate::domain::faults::Fault;
use crate::domain::identifiers::{SchemeCode, VersionLabel};
use crate::domain::json::{Fields, Json, Log, Place};
use crate::domain::matrix::Matrix;
use crate::domain::period::Period;
use crate::domain::scheme::System;

pub(super) fn read(root: &Fields<'_>, text: &str, find_matrix: &FindMatrix<'_>, file: &mut SystemFile, log: &mut Log) {
    let mut reader = Reader {
        // The same text again, for matrices that stand in the file itself.
        tree: serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default(),
        find_matrix,
        matrices: BTreeMap::new(),
        codes: HashSet::new(),
        all_codes_read: true,
    };
    file.schemes = items(root, "schemas", log, |value, index, place, log| reader.scheme(value, index, place, log));
    let list_was_read = root.list("schemas", &mut Log::default()).is_some();
    file.scheme_codes = (list_was_read && reader.all_codes_read).then_some(reader.codes);
}

struct Reader<'a> {
    tree: Value,
    find_matrix: &'a FindMatrix<'a>,
    /// Matrices by name; `None` for one that was found wanting, which is said once.
    matrices: BTreeMap<String, Option<String>>,
    codes: HashSet<SchemeCode>,
    all_codes_read: bool,
}

impl Reader<'_> {
    fn scheme(&mut self, value: &Json<'_>, index: usize, place: Place<'_>, log: &mut Log) -> Option<SchemeEntry> {
        let fields = Fields::of(value, place, log);
        let code = fields.as_ref().and_then(|fields| fields.parsed("code", SchemeCode::parse, log));
        match (&code, &fields) {
            (Some(code), Some(fields)) => {
                refuse_repeated(&mut self.codes, code.clone(), fields.at("code"), "schema", log);
            }
            _ => self.all_codes_read = false,
        }
        let fields = fields?;
        let all = ["code", "naam", "schemabeheerder", "stelsel", "versies", "deelgebieden", "nietAangewezen"];
        fields.warn_of_others(&all, log);
        let scheme_name = name(&fields, "naam", log);
        let owner = name(&fields, "schemabeheerder", log);
        let system = fields.parsed("stelsel", System::parse, log);
        let (subareas, lapses) = (particulars::subareas(&fields, log), particulars::lapses(&fields, log));
        let (versions, labels) = self.versions(&fields, index, log);
        Some(SchemeEntry {
            place: place.to_string(),
            code: code?,
            system: system?,
            name: scheme_name?,
            owner: owner?,
            subareas,
            lapses,
            versions,
            labels,
        })
    }

    fn versions(
        &mut self,
        scheme: &Fields<'_>,
        scheme_index: usize,
        log: &mut Log,
    ) -> (Vec<VersionEntry>, HashSet<VersionLabel>) {
        let (mut labels, mut starts) = (HashSet::new(), HashMap::new());
        let mut versions = items(scheme, "versies", log, |value, index, place, log| {
            let fields = Fields::of(value, place, log)?;
            fields.warn_of_others(&["versie", "inWerkingOp", "matrix"], log);
            let label = fields.parsed("versie", VersionLabel::parse, log);
            if let Some(label) = &label {
                refuse_repeated(&mut labels, label.clone(), fields.at("versie"), "versie", log);
            }
            let from = start(&fields, &mut starts, log);
            let matrix_json = self.matrix(&fields, (scheme_index, index), log);
            Some(VersionEntry { label: label?, in_force: Period::open(from?), matrix_json: matrix_json? })
        });
        if scheme.list("versies", &mut Log::default()).is_some_and(<[_]>::is_empty) {
            log.fault(scheme.at("versies"), "is leeg; een schema heeft ten minste één versie");
        }
        versions.sort_by_key(|version| version.in_force.from);
        let next: Vec<NaiveDate> = versions.iter().skip(1).map(|version| version.in_force.from).collect();
        for (version, next) in versions.iter_mut().zip(next) {
            version.in_force.until = Some(next);
        }
        (versions, labels)
    }

    fn matrix(&mut self, version: &Fields<'_>, (scheme, index): (usize, usize), log: &mut Log) -> Option<String> {
        let pointer = format!("/schemas/{scheme}/versies/{index}/matrix");
        if let Some(inline @ Value::Object(_)) = self.tree.pointer(&pointer) {
            return sound(&inline.to_string(), &version.at("matrix").to_string(), log);
        }
        let name = version.text("matrix", log)?;
        if let Some(known) = self.matrices.get(name) {
            return known.clone();
        }
        let found = match (self.find_matrix)(name) {
            Ok(text) => sound(&text, &format!("{} ({name})", version.at("matrix")), log),
            Err(reason) => {
                log.fault(version.at("matrix"), reason);
                None
            }
        };
        self.matrices.insert(name.to_owned(), found.clone());
        found
    }
}

/// The first day in force. On each day one version is in force, so no two start together.
fn start(version: &Fields<'_>, starts: &mut HashMap<NaiveDate, String>, log: &mut Log) -> Option<NaiveDate> {
    let from = version.date("inWerkingOp", log)?;
    match starts.get(&from) {
        Some(other) => {
            let message =
                format!("op {from} treedt ook {other} in werking; op een dag geldt één versie van een schema");
            log.fault(version.at("inWerkingOp"), message);
        }
        None => {
            starts.insert(from, version.place().to_string());
        }
    }
    Some(from)
}

/// Checks a matrix and brings it into one form, so that blanks and the order of fields are no change.
fn sound(text: &str, place: &str, log: &mut Log) -> Option<String> {
    let under = |fault: Fault| {
        let place = if fault.place.is_empty() { place.to_owned() } else { format!("{place}: {}", fault.place) };
        Fault::at(place, fault.message)
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
