//! What a scheme says besides its versions: the parts of its scope, and when it was not designated.

use std::collections::HashSet;

use super::{items, name, refuse_repeated};
use crate::domain::appliance::Appliance;
use crate::domain::designation::{End, Lapse};
use crate::domain::json::{Fields, Json, Log, Place};
use crate::domain::period::Period;
use crate::domain::scope::Subarea;

/// `deelgebieden`: `[{"code": "1", "naam": "Cv-ketels", "toestellen": ["cv-ketel"]}]`.
pub(super) fn subareas(scheme: &Fields<'_>, log: &mut Log) -> Vec<Subarea> {
    if !scheme.has("deelgebieden") {
        return Vec::new();
    }
    let mut codes = HashSet::new();
    items(scheme, "deelgebieden", log, |value, _, place, log| subarea(value, place, &mut codes, log))
}

fn subarea(value: &Json<'_>, place: Place<'_>, codes: &mut HashSet<String>, log: &mut Log) -> Option<Subarea> {
    let fields = Fields::of(value, place, log)?;
    fields.warn_of_others(&["code", "naam", "toestellen"], log);
    let code = name(&fields, "code", log);
    if let Some(code) = &code {
        if code.contains('+') {
            log.fault(
                fields.at("code"),
                format!("«{code}» bevat een plusteken; dat staat op certificaten tussen deelgebieden"),
            );
        }
        refuse_repeated(codes, code.clone(), fields.at("code"), "deelgebied", log);
    }
    let label = name(&fields, "naam", log);
    let mut seen = HashSet::new();
    let appliances = items(&fields, "toestellen", log, |value, _, place, log| {
        let Json::Text(text) = value else {
            log.fault(place, "is geen tekst; schrijf het woord van een toestel, zoals cv-ketel");
            return None;
        };
        let appliance = Appliance::parse(text).map_err(|error| log.fault(place, format!("«{text}» {error}"))).ok()?;
        refuse_repeated(&mut seen, appliance.word(), place, "toestel", log);
        Some(appliance)
    });
    Some(Subarea { code: code?, label: label?, appliances })
}

/// `nietAangewezen`: `[{"op": "2026-05-01", "tot": "2026-08-01", "einde": "schorsing"}]`.
pub(super) fn lapses(scheme: &Fields<'_>, log: &mut Log) -> Vec<Lapse> {
    if !scheme.has("nietAangewezen") {
        return Vec::new();
    }
    let mut lapses = items(scheme, "nietAangewezen", log, |value, _, place, log| {
        let fields = Fields::of(value, place, log)?;
        fields.warn_of_others(&["op", "tot", "einde"], log);
        let (from, until) = (fields.date("op", log), fields.optional_date("tot", log));
        let end = fields.parsed("einde", End::parse, log);
        let days = Period { from: from?, until };
        if days.is_empty() {
            log.fault(place, "eindigt voordat het begint; 'tot' is de eerste dag waarop het schema weer is aangewezen");
        }
        Some(Lapse { days, end: end? })
    });
    lapses.sort_by_key(|lapse| lapse.days.from);
    if lapses.windows(2).any(|pair| matches!(pair, [one, next] if one.days.overlaps(&next.days))) {
        log.fault(scheme.at("nietAangewezen"), "noemt dezelfde dagen twee keer");
    }
    lapses
}
