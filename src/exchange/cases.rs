//! Audits with their findings and decisions as JSON (zaken), to be assessed as of a day.
//!
//! The list may be long: each audit is read and let go of before the next one.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::domain::assessment::{Audit, Decision, Finding, unknown_finding_code, unknown_measure};
use crate::domain::faults::{Fault, Faults};
use crate::domain::identifiers::{AuditRef, DecisionRef, FindingCode, FindingRef, MeasureCode};
use crate::domain::json::{Fields, Json, Key, Log, Place, unreadable};
use crate::domain::matrix::Matrix;

const ROOT: [&str; 2] = ["peildatum", "onderzoeken"];
const AUDIT: [&str; 6] = ["id", "houder", "datum", "afwijkingen", "besluiten", "herstelVastgesteldOp"];
const FINDING: [&str; 3] = ["id", "code", "vervallenOp"];
const DECISION: [&str; 6] = ["id", "maatregel", "datum", "hersteltermijnTot", "herroepenOp", "vervolg"];

/// Audits to assess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    /// The day as of which everything is seen (peildatum).
    pub as_of: NaiveDate,
    /// The audits, in the order of the file.
    pub audits: Vec<Audit>,
    /// Fields that nobody reads and that may be misspelt; each name once, at its first place.
    pub warnings: Vec<Fault>,
}

impl Cases {
    /// Reads cases and holds their codes against the matrix.
    ///
    /// # Errors
    /// Every fault, with its place and what would be right.
    pub fn parse(json: &str, matrix: &Matrix) -> Result<Self, Faults> {
        let mut reader = Reader::new(matrix);
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        let mut source = serde_json::Deserializer::from_str(json);
        if let Err(error) = Root(&mut reader).deserialize(&mut source).and_then(|()| source.end()) {
            reader.log.faults.push(if error.is_data() { reader.misshapen() } else { unreadable(&error) });
            return Err(Faults(reader.log.faults));
        }
        reader.finish()
    }
}

struct Reader<'m> {
    matrix: &'m Matrix,
    as_of: Option<NaiveDate>,
    saw_audits: bool,
    audits: Vec<Audit>,
    /// Where each reference stood first.
    places: HashMap<AuditRef, usize>,
    holders: HashMap<String, Arc<str>>,
    unread: BTreeMap<&'static str, Vec<String>>,
    log: Log,
}

impl<'m> Reader<'m> {
    fn new(matrix: &'m Matrix) -> Self {
        Self {
            matrix,
            as_of: None,
            saw_audits: false,
            audits: Vec::new(),
            places: HashMap::new(),
            holders: HashMap::new(),
            unread: BTreeMap::new(),
            log: Log::default(),
        }
    }

    /// The fault for the two things that must have a shape before anything in them can be read.
    fn misshapen(&self) -> Fault {
        if self.saw_audits {
            Fault::at("onderzoeken", "moet een lijst zijn: […]")
        } else {
            Fault::at("", "het geheel moet een object zijn: {\"peildatum\": …, \"onderzoeken\": […]}")
        }
    }

    fn finish(mut self) -> Result<Cases, Faults> {
        if !self.saw_audits {
            self.log
                .fault(Place::Field(&Place::Whole, "onderzoeken"), "ontbreekt; hier hoort een lijst van onderzoeken");
        }
        match self.as_of {
            Some(as_of) if self.log.faults.is_empty() => {
                Ok(Cases { as_of, audits: self.audits, warnings: self.log.warnings })
            }
            // An `as_of` that is there but is no date has its own fault already.
            None if !self.log.faults.iter().any(|fault| fault.place == "peildatum") => {
                self.log.fault(
                    Place::Field(&Place::Whole, "peildatum"),
                    "ontbreekt; hier hoort een datum, zoals 2026-03-01",
                );
                Err(Faults(self.log.faults))
            }
            _ => Err(Faults(self.log.faults)),
        }
    }

    fn warn_of_unread(&mut self, what: &'static str, fields: &Fields<'_>, known: &[&str]) {
        let seen = self.unread.entry(what).or_default();
        for name in fields.others(known) {
            if !seen.iter().any(|seen| seen == name) {
                seen.push(name.to_owned());
                self.log.warn(
                    fields.at(name),
                    format!("onbekend veld, wordt niet gelezen; bekend zijn {}", known.join(", ")),
                );
            }
        }
    }

    fn as_of(&mut self, value: Json<'_>) {
        let object = Json::Object(vec![("peildatum".into(), value)]);
        if let Some(fields) = Fields::of(&object, Place::Whole, &mut self.log) {
            self.as_of = fields.date("peildatum", &mut self.log);
        }
    }

    fn audit(&mut self, index: usize, value: &Json<'_>) {
        let list = Place::Field(&Place::Whole, "onderzoeken");
        let Some(fields) = Fields::of(value, Place::Item(&list, index), &mut self.log) else { return };
        self.warn_of_unread("onderzoek", &fields, &AUDIT);
        let id = fields.parsed("id", AuditRef::parse, &mut self.log);
        if let Some(id) = &id {
            match self.places.get(id) {
                Some(first) => {
                    let message = format!("«{id}» is ook het id van onderzoeken[{first}]; elk id mag één keer");
                    self.log.fault(fields.at("id"), message);
                }
                None => drop(self.places.insert(id.clone(), index)),
            }
        }
        let holder = self.holder(&fields);
        let date = fields.date("datum", &mut self.log);
        let findings = self.findings(&fields);
        let decisions = self.decisions(&fields);
        let recovery_established_on = fields.optional_date("herstelVastgesteldOp", &mut self.log);
        if let (Some(id), Some(holder), Some(date)) = (id, holder, date) {
            self.audits.push(Audit { id, body: None, holder, date, findings, decisions, recovery_established_on });
        }
    }

    /// One text in memory per holder, however many audits it has.
    fn holder(&mut self, fields: &Fields<'_>) -> Option<Arc<str>> {
        let name = fields.text("houder", &mut self.log)?.trim();
        if name.is_empty() {
            self.log
                .fault(fields.at("houder"), "mag niet leeg zijn; noem wie onderzocht is, bijvoorbeeld het KvK-nummer");
            return None;
        }
        if let Some(holder) = self.holders.get(name) {
            return Some(holder.clone());
        }
        let holder: Arc<str> = name.into();
        self.holders.insert(name.to_owned(), holder.clone());
        Some(holder)
    }

    fn findings(&mut self, audit: &Fields<'_>) -> Vec<Finding> {
        let Some(items) = audit.list("afwijkingen", &mut self.log) else { return Vec::new() };
        let list = audit.at("afwijkingen");
        let mut ids = Ids::of(items);
        let mut read = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let Some(fields) = Fields::of(item, Place::Item(&list, at), &mut self.log) else { continue };
            self.warn_of_unread("afwijking", &fields, &FINDING);
            let id = fields.parsed("id", FindingRef::parse, &mut self.log);
            ids.check(id.as_ref(), at, &fields, &mut self.log);
            let code = fields.parsed("code", FindingCode::parse, &mut self.log);
            if let Some(code) = code.as_ref().filter(|code| self.matrix.category_of(code).is_none()) {
                self.log.fault(fields.at("code"), unknown_finding_code(code, self.matrix));
            }
            let annulled_on = fields.optional_date("vervallenOp", &mut self.log);
            if let (Some(id), Some(code)) = (id, code) {
                read.push(Finding { id, code, annulled_on });
            }
        }
        read
    }

    fn decisions(&mut self, audit: &Fields<'_>) -> Vec<Decision> {
        let Some(items) = audit.list("besluiten", &mut self.log) else { return Vec::new() };
        let list = audit.at("besluiten");
        let mut ids = Ids::of(items);
        let mut read = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let Some(fields) = Fields::of(item, Place::Item(&list, at), &mut self.log) else { continue };
            self.warn_of_unread("besluit", &fields, &DECISION);
            let id = fields.parsed("id", DecisionRef::parse, &mut self.log);
            ids.check(id.as_ref(), at, &fields, &mut self.log);
            let measure = fields.parsed("maatregel", MeasureCode::parse, &mut self.log);
            if let Some(measure) = measure.as_ref().filter(|measure| self.matrix.rung(measure).is_none()) {
                self.log.fault(fields.at("maatregel"), unknown_measure(measure, self.matrix));
            }
            let date = fields.date("datum", &mut self.log);
            let recovery_until = fields.optional_date("hersteltermijnTot", &mut self.log);
            let revoked_on = fields.optional_date("herroepenOp", &mut self.log);
            let follow_up = fields.optional_boolean("vervolg", &mut self.log).unwrap_or(false);
            if let (Some(id), Some(measure), Some(date)) = (id, measure, date) {
                read.push(Decision { id, measure, date, recovery_until, revoked_on, follow_up });
            }
        }
        read
    }
}

/// The ids that stood in one list so far. Absent for a list too short to repeat itself, which nearly all are.
struct Ids(Option<HashMap<String, usize>>);

impl Ids {
    fn of(items: &[Json<'_>]) -> Self {
        Self((items.len() > 1).then(HashMap::new))
    }

    fn check(&mut self, id: Option<&impl AsRef<str>>, at: usize, fields: &Fields<'_>, log: &mut Log) {
        let Some((seen, id)) = self.0.as_mut().zip(id.map(AsRef::as_ref)) else { return };
        if let Some(first) = seen.get(id) {
            let message = format!("«{id}» staat in deze lijst ook al op nummer {first}; elk id mag één keer");
            log.fault(fields.at("id"), message);
        } else {
            seen.insert(id.to_owned(), at);
        }
    }
}

/// Reads the outermost object.
struct Root<'r, 'm>(&'r mut Reader<'m>);

impl<'de> DeserializeSeed<'de> for Root<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = entries.next_key()? {
            match key.as_ref() {
                "peildatum" => {
                    let value = entries.next_value()?;
                    self.0.as_of(value);
                }
                "onderzoeken" => {
                    self.0.saw_audits = true;
                    entries.next_value_seed(Audits(self.0))?;
                }
                other => {
                    let place = Place::Field(&Place::Whole, other);
                    self.0
                        .log
                        .warn(place, format!("onbekend veld, wordt niet gelezen; bekend zijn {}", ROOT.join(", ")));
                    entries.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Reads the list of audits, one at a time.
struct Audits<'r, 'm>(&'r mut Reader<'m>);

impl<'de> DeserializeSeed<'de> for Audits<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Audits<'_, '_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(value) = items.next_element::<Json<'de>>()? {
            self.0.audit(index, &value);
            index += 1;
        }
        Ok(())
    }
}
