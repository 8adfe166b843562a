//! The part about certification bodies.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{BodyEntry, SystemFile, items, name, refuse_repeated};
use crate::domain::delivery_calendar::{Rhythm, Since as Agreed};
use crate::domain::designation::End;
use crate::domain::identifiers::{BodyCode, KvkNumber, SchemeCode};
use crate::domain::json::{Fields, Json, Log, Place};
use crate::domain::period::Period;

pub(super) fn read(root: &Fields<'_>, file: &mut SystemFile, log: &mut Log) {
    let (mut codes, mut designated) = (HashSet::new(), Vec::new());
    file.bodies =
        items(root, "instellingen", log, |value, _, place, log| body(value, place, &mut codes, &mut designated, log));
    file.designated = designated;
}

fn body(
    value: &Json<'_>,
    place: Place<'_>,
    codes: &mut HashSet<BodyCode>,
    designated: &mut Vec<(String, SchemeCode)>,
    log: &mut Log,
) -> Option<BodyEntry> {
    let fields = Fields::of(value, place, log)?;
    fields.warn_of_others(&["code", "naam", "kvkNummer", "aangewezenVoor", "aangewezenOp", "aanleverritme"], log);
    let code = fields.parsed("code", BodyCode::parse, log);
    if let Some(code) = &code {
        refuse_repeated(codes, code.clone(), fields.at("code"), "instelling", log);
    }
    let body_name = name(&fields, "naam", log);
    let kvk_number = fields.parsed("kvkNummer", KvkNumber::parse, log);
    let since = Since { day: fields.optional_date("aangewezenOp", log), given: fields.has("aangewezenOp") };
    let mut earlier: Vec<(SchemeCode, Option<Period>)> = Vec::new();
    let designations = items(&fields, "aangewezenVoor", log, |value, _, place, log| {
        let (scheme, valid, ended_by) = designation(value, since, place, log);
        let scheme = scheme?;
        designated.push((place.to_string(), scheme.clone()));
        if earlier.iter().any(|(other, days)| *other == scheme && overlap(*days, valid)) {
            let message = format!("de aanwijzing voor «{scheme}» staat hier twee keer voor dezelfde dagen");
            log.fault(place, message);
        }
        earlier.push((scheme.clone(), valid));
        Some((scheme, valid?, ended_by))
    });
    Some(BodyEntry {
        code: code?,
        name: body_name?,
        kvk_number: kvk_number?,
        designations,
        rhythms: rhythms(&fields, log),
    })
}

/// `aanleverritme`: `[{"op": "2026-01-01", "maanden": 3, "dagen": 30}]`, each until the next.
fn rhythms(body: &Fields<'_>, log: &mut Log) -> Vec<Agreed> {
    if !body.has("aanleverritme") {
        return Vec::new();
    }
    let mut days = HashSet::new();
    items(body, "aanleverritme", log, |value, _, place, log| {
        let fields = Fields::of(value, place, log)?;
        fields.warn_of_others(&["op", "maanden", "dagen"], log);
        let from = fields.date("op", log);
        if let Some(from) = from {
            refuse_repeated(&mut days, from, fields.at("op"), "dag", log);
        }
        let (months, days) = (fields.integer("maanden", 1, 12, log), fields.integer("dagen", 0, 90, log));
        let number = |value: i64| u32::try_from(value).unwrap_or(u32::MAX);
        let rhythm =
            Rhythm::new(number(months?), number(days?)).map_err(|error| log.fault(place, error.to_string())).ok()?;
        Some(Agreed { from: from?, rhythm })
    })
}

/// Whether two designations share days; one whose days could not be read shares them with any other.
fn overlap(one: Option<Period>, other: Option<Period>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one.overlaps(&other))
}

/// From when a body is designated unless a designation has a day of its own.
#[derive(Clone, Copy)]
struct Since {
    day: Option<NaiveDate>,
    /// Whether something stands there, readable or not.
    given: bool,
}

/// Either the code of a scheme, or `{"schema": …, "op": …, "tot": …, "einde": …}` with days of its own.
fn designation(
    value: &Json<'_>,
    since: Since,
    place: Place<'_>,
    log: &mut Log,
) -> (Option<SchemeCode>, Option<Period>, Option<End>) {
    if let Json::Text(text) = value {
        let scheme = SchemeCode::parse(text).map_err(|error| log.fault(place, format!("«{text}» {error}"))).ok();
        return (scheme, period(since, None, place, log), None);
    }
    let Some(fields) = Fields::of(value, place, log) else { return (None, None, None) };
    fields.warn_of_others(&["schema", "op", "tot", "einde"], log);
    let scheme = fields.parsed("schema", SchemeCode::parse, log);
    let own = Since { day: fields.optional_date("op", log), given: fields.has("op") };
    let until = fields.optional_date("tot", log);
    let valid = period(if own.given { own } else { since }, until, place, log);
    // A last day that stands there but cannot be read must not become a designation without end.
    let valid = valid.filter(|_| until.is_some() || !fields.has("tot"));
    let ended_by = fields.has("einde").then(|| fields.parsed("einde", End::parse, log)).flatten();
    if ended_by.is_some() && !fields.has("tot") {
        log.fault(fields.at("einde"), "zegt hoe de aanwijzing eindigde, maar 'tot' ontbreekt");
    }
    (scheme, valid, ended_by)
}

fn period(since: Since, until: Option<NaiveDate>, place: Place<'_>, log: &mut Log) -> Option<Period> {
    if !since.given {
        log.fault(place, "de dag van aanwijzing ontbreekt; zet aangewezenOp bij de instelling");
    }
    let valid = Period { from: since.day?, until };
    if valid.is_empty() {
        log.fault(place, "de aanwijzing eindigt voordat zij begint; 'tot' is de eerste dag waarop zij niet meer geldt");
    }
    Some(valid)
}
