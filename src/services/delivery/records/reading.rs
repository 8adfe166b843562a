//! From JSON to the rows that [`super::super::parse`] makes records of, so that a program and a file are held to the same.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use csv::StringRecord;
use sha2::{Digest, Sha256};

use super::super::columns::{Kind, Layout};
use super::super::parse::{Delivery, Draft, Record};
use super::super::read::Row;
use super::Refused;
use crate::domain::access::program::Subject;
use crate::domain::delivery_report::{Fault, Faults, Place, visible};
use crate::domain::json::Json;
use crate::exchange::records::RecordFault;

/// Most records of one request.
pub const MOST_RECORDS: usize = 5_000;

/// The field with the day through which everything is delivered.
const THROUGH: &str = "bijgewerktTot";

/// What was sent, as far as it could be read.
#[derive(Debug)]
pub(super) struct Sent {
    /// The records.
    pub(super) delivery: Delivery,
    /// The day through which everything is delivered, if it was given.
    pub(super) through: Option<NaiveDate>,
    /// The kinds of records there are.
    pub(super) subjects: Vec<Subject>,
}

/// What the records of a subject are as rows.
pub(super) fn kind_of(subject: Subject) -> Kind {
    match subject {
        Subject::Certificates => Kind::Certificates,
        Subject::Audits => Kind::Audits,
        Subject::Findings => Kind::Findings,
        Subject::Decisions => Kind::Decisions,
    }
}

/// The name of a column as JSON writes it: `herstel_vastgesteld_op` is `herstelVastgesteldOp`.
pub fn field_name(column: &str) -> String {
    let mut parts = column.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut name, part| {
        let mut letters = part.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
        name
    })
}

/// Reads one record; its reference must be the one of the address.
pub(super) fn single(body: &[u8], subject: Subject, reference: &str, today: NaiveDate) -> Result<Sent, Refused> {
    let json = json(body)?;
    let mut reader = Reader::new(body, today);
    let place = Place { file: Arc::from(""), line: 0 };
    let kind = kind_of(subject);
    reader.item(kind, &json, &place);
    let own = kind.columns()[0];
    let name = field_name(own);
    let sent = match &json {
        Json::Object(fields) => fields.iter().find(|(key, _)| *key == name).map(|(_, value)| value),
        _ => None,
    };
    if let Some(Json::Text(text)) = sent
        && text.trim() != reference.trim()
    {
        let message = "is anders dan de verwijzing in het adres: stuur het record naar zijn eigen adres";
        reader.faults.push(Fault::of_value(&place, own, text, message));
        reader.refuse(kind);
    }
    Ok(reader.finish(None, vec![subject]))
}

/// Reads records of all kinds with the day through which they are complete.
pub(super) fn batch(body: &[u8], today: NaiveDate) -> Result<Sent, Refused> {
    let json = json(body)?;
    let mut reader = Reader::new(body, today);
    let Json::Object(fields) = &json else {
        reader.whole("", "moet een object zijn, met lijsten van records");
        return Ok(reader.finish(None, Vec::new()));
    };
    reader.names(fields, &Place { file: Arc::from(""), line: 0 }, |name| {
        name == THROUGH || Subject::from_word(name).is_some()
    });
    let field = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
    let through = match field(THROUGH) {
        None | Some(Json::Null) => None,
        Some(Json::Text(text)) => match iso_day(text) {
            Ok(day) => Some(day),
            Err(message) => {
                reader.whole(THROUGH, message);
                None
            }
        },
        Some(_) => {
            reader.whole(THROUGH, WRITE_A_DAY);
            None
        }
    };
    let mut subjects = Vec::new();
    let mut records = 0;
    for subject in Subject::ALL {
        let items = match field(subject.word()) {
            None | Some(Json::Null) => continue,
            Some(Json::List(items)) => items,
            Some(_) => {
                reader.whole(subject.word(), "moet een lijst zijn");
                continue;
            }
        };
        records += items.len();
        if records > MOST_RECORDS {
            let message = format!("zijn te veel: stuur ten hoogste {MOST_RECORDS} records tegelijk");
            reader.whole(subject.word(), &message);
            subjects.push(subject);
            break;
        }
        if !items.is_empty() {
            subjects.push(subject);
        }
        let file: Arc<str> = Arc::from(subject.word());
        for (at, item) in items.iter().enumerate() {
            let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
            reader.item(kind_of(subject), item, &Place { file: file.clone(), line });
        }
    }
    if subjects.is_empty() && through.is_none() && reader.faults.is_empty() {
        reader.whole("", "is leeg: stuur ten minste één record, of alleen bijgewerktTot");
    }
    Ok(reader.finish(through, subjects))
}

fn json(body: &[u8]) -> Result<Json<'_>, Refused> {
    let text = std::str::from_utf8(body).map_err(|_| Refused::NotJson("dit is geen UTF-8".to_owned()))?;
    Json::parse(text).map_err(|fault| Refused::NotJson(fault.to_string()))
}

const WRITE_A_DAY: &str = "is geen datum: schrijf een tekst als 2026-11-24";

/// A day as programs write it, and in no other way.
fn iso_day(text: &str) -> Result<NaiveDate, &'static str> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
    if !shape {
        return Err(WRITE_A_DAY);
    }
    text.parse().map_err(|_| "bestaat niet: schrijf een datum als 2026-11-24")
}

fn is_day(column: &str) -> bool {
    matches!(column, "datum" | "ingangsdatum") || column.ends_with("_op") || column.ends_with("_tot")
}

struct Reader {
    delivery: Delivery,
    faults: Faults,
    today: NaiveDate,
}

impl Reader {
    fn new(body: &[u8], today: NaiveDate) -> Self {
        let checksum = data_encoding::HEXLOWER.encode(&Sha256::digest(body));
        Self { delivery: Delivery { checksum, ..Delivery::default() }, faults: Faults::default(), today }
    }

    /// A fault that leaves nothing to store.
    fn whole(&mut self, field: &str, message: &str) {
        let column = (!field.is_empty()).then(|| Cow::Owned(field.to_owned()));
        self.faults.push_whole_file(Fault { column, ..Fault::of_file(&Arc::from(""), message) });
    }

    /// Notes names that are unknown or stand there twice; says whether there were any.
    fn names(&mut self, fields: &[(Cow<'_, str>, Json<'_>)], place: &Place, known: impl Fn(&str) -> bool) -> bool {
        let mut seen = HashSet::new();
        let mut wrong = false;
        for (name, _) in fields {
            let message = if !known(name) {
                "dit veld bestaat hier niet"
            } else if !seen.insert(name) {
                "staat er meer dan één keer: laat één over"
            } else {
                continue;
            };
            wrong = true;
            let column = Some(Cow::Owned(visible(name)));
            let line = (place.line > 0).then_some(place.line);
            let fault = Fault { line, column, ..Fault::of_file(&place.file, message) };
            if place.file.is_empty() {
                self.faults.push_whole_file(fault);
            } else {
                self.faults.push(fault);
            }
        }
        wrong
    }

    fn item(&mut self, kind: Kind, item: &Json<'_>, place: &Place) {
        self.delivery.rows += 1;
        let Json::Object(fields) = item else {
            self.delivery.unreadable_rows += 1;
            self.faults.push(Fault::of_line(&place.file, place.line, "moet een object zijn"));
            return;
        };
        let names: Vec<String> = kind.columns().iter().map(|column| field_name(column)).collect();
        let mut wrong = self.names(fields, place, |name| names.iter().any(|known| known == name));
        let mut cells = StringRecord::new();
        for (column, name) in kind.columns().iter().zip(&names) {
            let value = fields.iter().find(|(key, _)| key == name).map(|(_, value)| value);
            match cell(column, value) {
                Ok(text) => cells.push_field(&text),
                Err(message) => {
                    wrong = true;
                    self.faults.push(Fault::of_value(place, column, "", message));
                    cells.push_field("");
                }
            }
        }
        self.delivery.add(&Row::new(place.clone(), &cells, &Layout::of(kind)), self.today, &mut self.faults);
        if wrong {
            self.refuse(kind);
        }
    }

    /// Refuses the record that was read last, whatever else is right with it.
    fn refuse(&mut self, kind: Kind) {
        fn last<R: Record>(drafts: &mut [Draft<R>]) {
            if let Some(draft) = drafts.last_mut()
                && let Ok(record) = &draft.content
            {
                draft.content = Err(record.partial());
            }
        }
        match kind {
            Kind::Certificates => last(&mut self.delivery.certificates),
            Kind::Audits => last(&mut self.delivery.audits),
            Kind::Findings => last(&mut self.delivery.findings),
            Kind::Decisions => last(&mut self.delivery.decisions),
        }
    }

    fn finish(self, through: Option<NaiveDate>, subjects: Vec<Subject>) -> Sent {
        let Self { mut delivery, mut faults, .. } = self;
        delivery.refuse_doubles(&mut faults);
        delivery.faults = faults;
        Sent { delivery, through, subjects }
    }
}

/// The value as a file would have it in this column.
fn cell<'a>(column: &str, value: Option<&'a Json<'_>>) -> Result<Cow<'a, str>, &'static str> {
    match (column, value) {
        (_, None | Some(Json::Null)) => Ok(Cow::Borrowed("")),
        ("vervolg", Some(Json::Bool(value))) => Ok(Cow::Borrowed(if *value { "ja" } else { "nee" })),
        ("vervolg", _) => Err("moet true of false zijn"),
        ("werkzaamheden", Some(Json::List(items))) => {
            let words: Option<Vec<&str>> = items
                .iter()
                .map(|item| match item {
                    Json::Text(word) if !word.contains('+') && !word.trim().is_empty() => Some(word.as_ref()),
                    _ => None,
                })
                .collect();
            words.map(|words| Cow::Owned(words.join("+"))).ok_or("moet een lijst van woorden zijn")
        }
        ("werkzaamheden", _) => Err("moet een lijst van woorden zijn"),
        (column, Some(Json::Text(text))) if is_day(column) => iso_day(text).map(|_| Cow::Borrowed(text.as_ref())),
        (column, Some(_)) if is_day(column) => Err(WRITE_A_DAY),
        (_, Some(Json::Text(text))) => Ok(Cow::Borrowed(text.as_ref())),
        (_, Some(_)) => Err("moet een tekst zijn"),
    }
}

/// What is wrong, by its place in what was sent. A value that is no text is not called empty as well.
pub(super) fn told(faults: &Faults) -> Vec<RecordFault> {
    let mut seen = HashSet::new();
    let mut told = Vec::new();
    for fault in faults.as_slice() {
        let place = (fault.file.clone(), fault.line, fault.column.clone());
        if fault.column.is_some() && !seen.insert(place) && fault.message.starts_with("is leeg") {
            continue;
        }
        let base = fault.line.map_or_else(String::new, |line| base(&fault.file, line));
        let veld = match &fault.column {
            Some(Cow::Borrowed(column)) => field_name(column),
            Some(Cow::Owned(name)) => name.clone(),
            None => String::new(),
        };
        let pointer = if veld.is_empty() { base } else { format!("{base}/{}", escaped(&veld)) };
        let oorzaak = fault.because_of.as_ref().map(|place| self::base(&place.file, place.line));
        told.push(RecordFault { pointer, veld, melding: fault.message.clone(), oorzaak });
    }
    told
}

/// The place of a record: nothing for the one that is sent by itself.
fn base(file: &str, line: u32) -> String {
    if file.is_empty() { String::new() } else { format!("/{file}/{}", line.saturating_sub(1)) }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn pointers(json: &str) -> Vec<String> {
        let sent = batch(json.as_bytes(), NaiveDate::MAX).unwrap();
        told(&sent.delivery.faults).into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn every_fault_has_its_place() {
        assert_eq!(field_name("herstel_vastgesteld_op"), "herstelVastgesteldOp");
        assert_eq!(pointers("[]"), [""]);
        assert_eq!(pointers("{}"), [""]);
        assert_eq!(
            pointers(r#"{"bijgewerktTot":"1-2-2026","x/y":1,"besluiten":{}}"#),
            ["/x~1y", "/bijgewerktTot", "/besluiten"]
        );
        let audit = r#"{"onderzoeken":[7,{"onderzoekId":5,"certificaatnummer":"C","soort":"x","datum":"01-02-2026","datum":"2026-02-01"}]}"#;
        let found = pointers(audit);
        for pointer in ["/onderzoeken/0", "/onderzoeken/1/onderzoekId", "/onderzoeken/1/soort", "/onderzoeken/1/datum"]
        {
            assert!(found.iter().any(|known| known == pointer), "{pointer} in {found:?}");
        }
        assert_eq!(found.iter().filter(|pointer| *pointer == "/onderzoeken/1/onderzoekId").count(), 1, "{found:?}");
    }

    #[test]
    fn what_is_wrong_in_shape_is_never_stored() {
        let body = r#"{"afwijkingen":[{"afwijkingId":"F","onderzoekId":"A","code":"K1","kleur":"rood"}]}"#;
        let sent = batch(body.as_bytes(), NaiveDate::MAX).unwrap();
        assert!(sent.delivery.findings[0].content.is_err());
        assert!(matches!(batch(b"{", NaiveDate::MAX), Err(Refused::NotJson(_))));
        let many = format!("{{\"besluiten\":[{}1]}}", "1,".repeat(MOST_RECORDS));
        assert_eq!(pointers(&many), ["/besluiten"]);
    }
}
