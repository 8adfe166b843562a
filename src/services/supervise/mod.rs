//! Supervision: from the register to the figures of each scheme and the signals they raise.

mod facts;
mod figures;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::reasons;
use super::scheme_book::SchemeBook;
use crate::domain::access::{Permit, Supervise};
use crate::domain::identifiers::{BodyCode, SchemeCode};
use crate::domain::signal::{Signal, SignalKind, Window};
use crate::domain::supervision::Level;
use crate::domain::supervision::report::{Parameters, report};
use crate::storage::signals::{self, SignalRow, StandingSignal};
use crate::storage::{Conn, Known, StorageError, Store, bodies};

pub use facts::facts;
pub use figures::{BodyFigures, Figures, LatestFigures, SchemeFigures, figures};

/// A signal with its identity and since when it says this.
#[derive(Debug, Clone)]
pub struct KnownSignal {
    /// Identity in this database.
    pub id: i64,
    /// What it says.
    pub signal: Signal,
    /// Since when there is a signal of this kind about this body and scheme, whatever it said.
    pub raised: DateTime<Utc>,
    /// Since when it says this.
    pub since: DateTime<Utc>,
    /// When it ended or came to say something else.
    pub until: Option<DateTime<Utc>>,
}

/// Computes all signals anew and replaces those that changed; returns how many did. First the reasons follow the verdicts: one
/// that was accepted for another deviation counts no longer.
///
/// # Errors
/// A [`StorageError`] when the database fails; the transaction must then be given up.
pub fn follow(conn: &mut Conn, now: DateTime<Utc>, today: NaiveDate) -> Result<usize, StorageError> {
    let threads = reasons::follow(conn, now)?;
    let facts = facts::facts_with(conn, today, threads)?;
    let names = Names::load(conn)?;
    let report = report(&facts, &Parameters::default());
    let rows = report.signals.iter().map(|signal| names.row(signal)).collect::<Result<Vec<_>, _>>()?;
    signals::replace(conn, now, &rows)
}

/// The signals that stand, by scheme, kind and body.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn standing(store: &Store, _: &Permit<Supervise>) -> Result<Vec<KnownSignal>, StorageError> {
    store.read(|conn| {
        let names = Names::load(conn)?;
        signals::standing(conn)?.into_iter().map(|row| names.signal(&row)).collect()
    })
}

/// One signal, also when it has ended; none when there is no such signal.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn one(store: &Store, _: &Permit<Supervise>, id: i64) -> Result<Option<KnownSignal>, StorageError> {
    store.read(|conn| {
        let names = Names::load(conn)?;
        signals::one(conn, id)?.map(|row| names.signal(&row)).transpose()
    })
}

/// Keys and codes of bodies and schemes, and since when signals stand.
struct Names {
    spells: Vec<signals::Spell>,
    bodies: HashMap<i64, BodyCode>,
    schemes: SchemeBook,
}

impl Names {
    fn load(conn: &mut Conn) -> Result<Self, StorageError> {
        let bodies = bodies::all(conn, Known::Now)?.into_iter().map(|body| (body.id, body.code)).collect();
        Ok(Self { bodies, schemes: SchemeBook::load(conn, Known::Now)?, spells: signals::spells(conn)? })
    }

    /// Every delivery may give a signal another wording; it was raised when the unbroken row of records began.
    fn raised(&self, row: &StandingSignal) -> DateTime<Utc> {
        let of = |signal: &SignalRow| (signal.kind.clone(), signal.body_id, signal.scheme_id);
        let wanted = of(&row.signal);
        let earlier = self.spells.iter().filter(|spell| (spell.kind.clone(), spell.body_id, spell.scheme_id) == wanted);
        earlier
            .fold(row.recorded_from, |raised, spell| if spell.until == Some(raised) { spell.from } else { raised })
            .utc()
    }

    fn row(&self, signal: &Signal) -> Result<SignalRow, StorageError> {
        let missing = |what: String| StorageError::damaged(format!("signaal: {what} ontbreekt"));
        let scheme =
            self.schemes.by_code(&signal.scheme).ok_or_else(|| missing(format!("schema {}", signal.scheme)))?;
        let key = |code: &BodyCode| {
            let found = self.bodies.iter().find(|(_, known)| *known == code).map(|(id, _)| *id);
            found.ok_or_else(|| missing(format!("instelling {code}")))
        };
        Ok(SignalRow {
            kind: signal.kind.code().to_owned(),
            body_id: signal.body.as_ref().map(key).transpose()?,
            scheme_id: scheme.scheme.id,
            level: signal.level.code().to_owned(),
            period_from: signal.period.from,
            period_until: signal.period.through,
            sentence: signal.sentence.clone(),
            evidence: signal.evidence.to_string(),
        })
    }

    fn signal(&self, row: &StandingSignal) -> Result<KnownSignal, StorageError> {
        let damaged = |what: &str| StorageError::damaged(format!("signaal {}: {what}", row.id));
        let SignalRow { kind, body_id, scheme_id, level, period_from, period_until, sentence, evidence } = &row.signal;
        let scheme: &SchemeCode =
            &self.schemes.by_id(*scheme_id).ok_or_else(|| damaged("het schema ontbreekt"))?.scheme.code;
        let body = body_id.map(|id| self.bodies.get(&id).cloned().ok_or_else(|| damaged("de instelling ontbreekt")));
        Ok(KnownSignal {
            id: row.id,
            signal: Signal {
                kind: SignalKind::from_code(kind).ok_or_else(|| damaged("onbekende soort"))?,
                body: body.transpose()?,
                scheme: scheme.clone(),
                period: Window { from: *period_from, through: *period_until },
                level: Level::from_code(level).ok_or_else(|| damaged("onbekend niveau"))?,
                sentence: sentence.clone(),
                evidence: serde_json::from_str(evidence).map_err(|_| damaged("het bewijs is geen JSON"))?,
            },
            raised: self.raised(row),
            since: row.recorded_from.utc(),
            until: row.recorded_until.map(crate::storage::UtcTime::utc),
        })
    }
}
