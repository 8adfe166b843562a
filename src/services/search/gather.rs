//! From the database to [`Rows`], a part at a time.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::rows::{CertificateCells, FirmCells, Kind, MeasureCells, Rows, postcode_number};
use super::texts::{Texts, short};
use crate::domain::delivered::Activities;
use crate::domain::identifiers::{KvkNumber, MeasureCode};
use crate::domain::scope::Scope;
use crate::domain::text::fold;
use crate::services::register::{Surroundings, effect_of};
use crate::storage::register::{CertificateRow, MeasureRow, measures_on};
use crate::storage::whole_register::{certificates_after, certificates_of, measures_after};
use crate::storage::{Conn, Known, StorageError, UtcTime};

/// Rows read at once.
const PART: u32 = 20_000;

/// What firms and certificates are found by, made along with the rows.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The folded names, by firm.
    pub(super) folded: Texts,
    /// The certificates by number, as [`number_key`] orders them.
    pub(super) by_number: Vec<u32>,
}

/// Reads these firms in this transaction, as [`gather`] reads all.
pub(super) fn gather_some(conn: &mut Conn, firms: &BTreeSet<KvkNumber>) -> Result<(Rows, Keys), StorageError> {
    let certificates = certificates_of(conn, firms)?;
    gather_these(conn, certificates)
}

/// Makes rows of these certificates, which are in order of their firms, and of what was decided on them.
pub(super) fn gather_these(conn: &mut Conn, certificates: Vec<CertificateRow>) -> Result<(Rows, Keys), StorageError> {
    let mut gathered = Gathered::new(Surroundings::load(conn, Known::Now)?);
    let measures = measures_on(conn, &certificates, Known::Now)?;
    for row in certificates {
        gathered.add(row)?;
    }
    let (order, folded) = gathered.by_name();
    gathered.arrange(&order);
    let by_number = by_number(&gathered.rows);
    for row in measures {
        gathered.add_measure(row, &by_number)?;
    }
    Ok((gathered.finish(), Keys { folded, by_number }))
}

/// Reads the whole register in this transaction.
pub(super) fn gather(conn: &mut Conn) -> Result<(Rows, Keys), StorageError> {
    let mut gathered = Gathered::new(Surroundings::load(conn, Known::Now)?);
    let mut last: Option<KvkNumber> = None;
    loop {
        let part = certificates_after(conn, last.as_ref(), PART)?;
        let Some(row) = part.last() else { break };
        last = Some(row.kvk_number.clone());
        for row in part {
            gathered.add(row)?;
        }
    }
    let (order, folded) = gathered.by_name();
    gathered.arrange(&order);
    let by_number = by_number(&gathered.rows);
    let mut key = 0;
    loop {
        let part = measures_after(conn, key, PART)?;
        let Some((last, _)) = part.last() else { break };
        key = *last;
        for (_, row) in part {
            gathered.add_measure(row, &by_number)?;
        }
    }
    Ok((gathered.finish(), Keys { folded, by_number }))
}

type Places<K> = HashMap<K, u32, RandomState>;

struct Gathered {
    rows: Rows,
    places: Places<String>,
    kinds: Places<(i64, i64, String, String)>,
    recorded: Places<UtcTime>,
    measure_codes: Places<MeasureCode>,
}

impl Gathered {
    fn new(surroundings: Surroundings) -> Self {
        let rows = Rows {
            surroundings,
            firms: Vec::new(),
            certificates: Vec::new(),
            measures: Vec::new(),
            names: Texts::default(),
            places: Texts::default(),
            numbers: Texts::default(),
            audits: Texts::default(),
            decisions: Texts::default(),
            kinds: Vec::new(),
            recorded: Vec::new(),
            measure_codes: Vec::new(),
        };
        Self {
            rows,
            places: Places::default(),
            kinds: Places::default(),
            recorded: Places::default(),
            measure_codes: Places::default(),
        }
    }

    fn add(&mut self, row: CertificateRow) -> Result<(), StorageError> {
        let damaged = |what: &str| StorageError::damaged(format!("certificaat {}: {what}", row.number));
        let kvk = row.kvk_number.as_str().parse().map_err(|_| damaged("het KvK-nummer"))?;
        let postcode = postcode_number(row.postcode.as_str()).ok_or_else(|| damaged("de postcode"))?;
        let rows = &mut self.rows;
        let known = rows.firms.last().is_some_and(|firm| firm.kvk == kvk);
        if !known {
            rows.firms.push(FirmCells { kvk, first: short(rows.certificates.len()) });
        }
        // Most certificates of a firm carry the same name.
        let before = rows.certificates.last().filter(|_| known).map(|before| before.name);
        let name = match before {
            Some(name) if rows.names.get(name) == row.name => name,
            _ => rows.names.push(&row.name),
        };
        let number = rows.numbers.push(row.number.as_str());
        let place = if let Some(place) = self.places.get(&row.place) {
            *place
        } else {
            let place = rows.places.push(&row.place);
            self.places.insert(row.place.clone(), place);
            place
        };
        let recorded = *self.recorded.entry(row.recorded_from).or_insert_with(|| {
            rows.recorded.push(row.recorded_from);
            short(rows.recorded.len() - 1)
        });
        let (issued_on, valid_until) = (row.issued_on, row.valid_until);
        let kind = self.kind(row)?;
        let cells = CertificateCells { number, name, place, postcode, kind, recorded, issued_on, valid_until };
        self.rows.certificates.push(cells);
        Ok(())
    }

    fn kind(&mut self, row: CertificateRow) -> Result<u32, StorageError> {
        let number = row.number;
        let key = (row.body_id, row.scheme_id, row.subarea, row.activities);
        if let Some(kind) = self.kinds.get(&key) {
            return Ok(*kind);
        }
        let damaged = |what: &str| StorageError::damaged(format!("certificaat {number}: {what}"));
        let around = &self.rows.surroundings;
        let body = around.body(key.0).ok_or_else(|| damaged("de instelling ontbreekt"))?;
        let scheme = around.scheme(key.1).ok_or_else(|| damaged("het schema ontbreekt"))?;
        let activities = Activities::parse(&key.3).map_err(|part| damaged(&format!("werk ‘{part}’")))?;
        let kind = Kind {
            body: Arc::clone(body),
            scheme: Arc::clone(scheme),
            subarea: key.2.clone(),
            activities: key.3.clone(),
            scope: Scope::new(scheme.scheme.code.clone(), &key.2, activities),
            designations: around.designations(key.0, key.1),
        };
        let place = short(self.rows.kinds.len());
        self.rows.kinds.push(kind);
        self.kinds.insert(key, place);
        Ok(place)
    }

    /// The firms in order of their folded names, and those names in that order.
    fn by_name(&self) -> (Vec<u32>, Texts) {
        let rows = &self.rows;
        let mut folded = Texts::default();
        let mut keys: Vec<(u128, u32)> = Vec::with_capacity(rows.firms.len());
        for firm in 0..short(rows.firms.len()) {
            let name = fold(rows.name(firm));
            keys.push((first_sixteen(name.bytes()), firm));
            folded.push(&name);
        }
        keys.sort_unstable_by(|a, b| {
            // Firms were added by number, so that is the order of firms of the same name.
            a.0.cmp(&b.0).then_with(|| folded.get(a.1).cmp(folded.get(b.1))).then(a.1.cmp(&b.1))
        });
        let mut ordered = Texts::default();
        for (_, firm) in &keys {
            ordered.push(folded.get(*firm));
        }
        (keys.into_iter().map(|(_, firm)| firm).collect(), ordered)
    }

    /// Puts the firms and their certificates in this order, and the places in that of their names.
    fn arrange(&mut self, order: &[u32]) {
        self.arrange_places();
        let rows = &mut self.rows;
        let mut firms = Vec::with_capacity(order.len() + 1);
        let mut certificates = Vec::with_capacity(rows.certificates.len());
        for firm in order {
            let Some(cells) = rows.firms.get(*firm as usize) else { continue };
            firms.push(FirmCells { kvk: cells.kvk, first: short(certificates.len()) });
            certificates.extend(rows.certificates_of(*firm).filter_map(|at| rows.certificates.get(at)));
        }
        firms.push(FirmCells { kvk: 0, first: short(certificates.len()) });
        rows.firms = firms;
        rows.certificates = certificates;
    }

    fn arrange_places(&mut self) {
        let rows = &mut self.rows;
        let mut order: Vec<u32> = (0..short(rows.places.len())).collect();
        order.sort_unstable_by(|a, b| rows.places.get(*a).cmp(rows.places.get(*b)));
        let (mut places, mut moved) = (Texts::default(), vec![0; order.len()]);
        for place in &order {
            moved[*place as usize] = places.push(rows.places.get(*place));
        }
        rows.places = places;
        for cells in &mut rows.certificates {
            cells.place = moved[cells.place as usize];
        }
        self.places.clear();
    }

    /// Adds a decision; one on a certificate that is not in the register does not show.
    fn add_measure(&mut self, row: MeasureRow, by_number: &[u32]) -> Result<(), StorageError> {
        let rows = &mut self.rows;
        let (body, number) = (row.body_id, row.certificate_number.as_str());
        let found = numbered(rows, by_number, number).iter().copied().find(|certificate| {
            let cells = rows.certificates.get(*certificate as usize);
            let of_body = |kind: u32| rows.kinds.get(kind as usize).is_some_and(|kind| kind.body.id == body);
            cells.is_some_and(|cells| rows.numbers.get(cells.number) == number && of_body(cells.kind))
        });
        let Some(certificate) = found else { return Ok(()) };
        let kind = rows.certificates.get(certificate as usize).and_then(|cells| rows.kinds.get(cells.kind as usize));
        let Some(kind) = kind else { return Ok(()) };
        let effect = effect_of(&kind.scheme, &row)?;
        let measure = *self.measure_codes.entry(row.measure).or_insert_with_key(|code| {
            rows.measure_codes.push(code.clone());
            short(rows.measure_codes.len() - 1)
        });
        rows.measures.push(MeasureCells {
            certificate,
            audit: rows.audits.push(row.audit.as_str()),
            decision: rows.decisions.push(row.decision.as_str()),
            measure,
            audit_date: row.audit_date,
            date: row.date,
            effective_on: row.effective_on,
            lifted_on: row.lifted_on,
            revoked_on: row.revoked_on,
            effect,
        });
        Ok(())
    }

    fn finish(mut self) -> Rows {
        let rows = &mut self.rows;
        let decisions = &rows.decisions;
        rows.measures.sort_by(|a, b| {
            let dated = |measure: &MeasureCells| (measure.certificate, measure.date);
            dated(a).cmp(&dated(b)).then_with(|| decisions.get(a.decision).cmp(decisions.get(b.decision)))
        });
        rows.measures.shrink_to_fit();
        for texts in [&mut rows.names, &mut rows.numbers, &mut rows.audits, &mut rows.decisions] {
            texts.shrink();
        }
        self.rows
    }
}

/// A certificate number without blanks and signs, in small letters: what people leave out or type otherwise.
pub(super) fn number_key(number: &str) -> impl Iterator<Item = u8> {
    number.bytes().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).map(|byte| byte.to_ascii_lowercase())
}

fn by_number(rows: &Rows) -> Vec<u32> {
    let number = |certificate: u32| {
        rows.certificates.get(certificate as usize).map_or("", |cells| rows.numbers.get(cells.number))
    };
    let key = |certificate: u32| (first_sixteen(number_key(number(certificate))), certificate);
    let mut keys: Vec<(u128, u32)> = (0..short(rows.certificates.len())).map(key).collect();
    keys.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| number_key(number(a.1)).cmp(number_key(number(b.1)))).then(a.1.cmp(&b.1))
    });
    keys.into_iter().map(|(_, certificate)| certificate).collect()
}

/// The certificates of which the number, without signs, begins as this one does.
pub(super) fn numbered<'a>(rows: &Rows, by_number: &'a [u32], number: &str) -> &'a [u32] {
    let key = |certificate: &u32| {
        number_key(rows.certificates.get(*certificate as usize).map_or("", |cells| rows.numbers.get(cells.number)))
    };
    let from = by_number.partition_point(|certificate| key(certificate).lt(number_key(number)));
    let rest = by_number.get(from..).unwrap_or_default();
    let length = number_key(number).count();
    let until = rest.partition_point(|certificate| key(certificate).take(length).eq(number_key(number)));
    rest.get(..until).unwrap_or_default()
}

/// The first bytes as one number that orders as they do.
fn first_sixteen(bytes: impl Iterator<Item = u8>) -> u128 {
    bytes.chain(std::iter::repeat(0)).take(16).fold(0, |sum, byte| sum << 8 | u128::from(byte))
}
