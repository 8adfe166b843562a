//! Reading the changes back, so that somebody else can keep a copy.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::listed::{key_of, of_rows};
use super::{Key, records};
use crate::exchange::changes::{Change, Changes, Gone};
use crate::exchange::public;
use crate::services::register::{Listing, designated_bodies};
use crate::services::scheme_book::SchemeBook;
use crate::storage::changes::{self, ChangeRow};
use crate::storage::{Conn, Known, StorageError, Store, bodies, register_day};

/// Changes in one part of the feed at most.
pub const MOST: usize = 1_000;

/// Changes in one part of the feed unless asked otherwise.
pub const USUAL: usize = 100;

/// From where on to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Everything there is.
    Beginning,
    /// What came after this place.
    Place(i64),
    /// What was recorded at this moment or later.
    Moment(DateTime<Utc>),
}

/// Why a text does not say from where on to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "geef de waarde van `volgende` uit een eerder antwoord, een tijdstip als 2026-11-01T00:00:00Z of een dag als 2026-11-01"
)]
pub struct InvalidSince;

impl Since {
    /// Reads a place, a moment or a day; nothing is the beginning.
    ///
    /// # Errors
    /// [`InvalidSince`], with what would be right.
    pub fn parse(text: &str) -> Result<Self, InvalidSince> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::Beginning);
        }
        if text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map(Self::Place).map_err(|_| InvalidSince);
        }
        // In a query a plus sign means a blank.
        let moment = DateTime::parse_from_rfc3339(&text.replace(' ', "+")).map(|moment| moment.with_timezone(&Utc));
        let day = || text.parse::<NaiveDate>().map(|day| day.and_time(NaiveTime::MIN).and_utc());
        moment.or_else(|_| day()).ok().filter(is_usual).map(Self::Moment).ok_or(InvalidSince)
    }
}

/// Both databases keep moments of these years.
fn is_usual(moment: &DateTime<Utc>) -> bool {
    use chrono::Datelike as _;
    (1900..=9999).contains(&moment.year())
}

/// Why there is nothing to read on from.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The place lies beyond the newest change: it is of another register, or this one was put back to an older copy.
    #[error(
        "deze positie bestaat niet: de laatste is {last}. Is het register teruggezet, begin dan opnieuw met een volledige kopie"
    )]
    UnknownPlace {
        /// The newest place.
        last: i64,
    },
    /// The database could not do it.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The changes from there on, at most `limit` and never more than [`MOST`], each with what it is about as it is now. When
/// the register day was never set, statuses hold for `today`.
///
/// # Errors
/// [`FeedError`], of which the text may be shown.
pub fn page(store: &Store, since: Since, limit: usize, today: NaiveDate) -> Result<Changes, FeedError> {
    let limit = limit.clamp(1, MOST);
    store.read(|conn| {
        let last = changes::last(conn)?;
        let place = match since {
            Since::Beginning => 0,
            Since::Place(place) if place > last => return Err(FeedError::UnknownPlace { last }),
            Since::Place(place) => place,
            Since::Moment(moment) => changes::place_before(conn, moment)?,
        };
        let rows = changes::after(conn, place, i64::try_from(limit).unwrap_or(1))?;
        let day = register_day::day(conn)?.unwrap_or(today);
        let next = rows.last().map_or(place, |row| row.id);
        let changes = Reader::load(conn, &rows)?.changes(&rows, day)?;
        Ok(Changes { day, changes, next: next.to_string(), more: next < last })
    })
}

/// What changes are about, as it is now.
struct Reader {
    listings: HashMap<Key, Listing>,
    bodies: HashMap<i64, public::Body>,
    /// The codes of all bodies, also of those without a designation.
    codes: HashMap<i64, String>,
    schemes: SchemeBook,
}

impl Reader {
    fn load(conn: &mut Conn, rows: &[ChangeRow]) -> Result<Self, StorageError> {
        let bodies = designated_bodies(conn, Known::Now)?;
        Ok(Self {
            listings: of_rows(conn, rows)?,
            bodies: bodies.iter().map(|body| (body.body.id, records::body(body))).collect(),
            codes: bodies::all(conn, Known::Now)?.into_iter().map(|body| (body.id, body.code.to_string())).collect(),
            schemes: SchemeBook::load(conn, Known::Now)?,
        })
    }

    fn changes(&self, rows: &[ChangeRow], day: NaiveDate) -> Result<Vec<Change>, StorageError> {
        rows.iter().map(|row| self.change(row, day)).collect()
    }

    fn change(&self, row: &ChangeRow, day: NaiveDate) -> Result<Change, StorageError> {
        let listing = key_of(row).and_then(|key| self.listings.get(&key));
        let gone = key_of(row)
            .filter(|_| listing.is_none())
            .and_then(|(body, number)| Some(Gone { body: self.codes.get(&body)?.clone(), number: number.to_string() }));
        let body = row.body_id.filter(|_| row.subject == changes::BODY);
        let scheme = row.scheme_id.and_then(|id| self.schemes.by_id(id));
        Ok(Change {
            place: row.id.to_string(),
            recorded_at: row.recorded_at.utc(),
            about: row.subject.clone(),
            kinds: row.kinds.split('+').map(str::to_owned).collect(),
            day: row.day,
            standing_before: row.standing_before.clone(),
            standing_after: row.standing_after.clone(),
            certificate: listing.map(|listing| records::certificate(listing, day)).transpose()?,
            gone,
            body: body.and_then(|id| self.bodies.get(&id)).cloned(),
            scheme: scheme.map(records::scheme),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_a_moment_or_a_day_says_from_where_on() {
        let moment = |text: &str| text.parse().map(Since::Moment).map_err(|_| InvalidSince);
        assert_eq!(Since::parse(""), Ok(Since::Beginning));
        assert_eq!(Since::parse(" 17 "), Ok(Since::Place(17)));
        assert_eq!(Since::parse("2026-11-01"), moment("2026-11-01T00:00:00Z"));
        assert_eq!(Since::parse("2026-11-01T01:00:00 01:00"), moment("2026-11-01T00:00:00Z"));
        for wrong in
            ["-1", "1e3", "99999999999999999999", "gisteren", "2026-13-01", "+262142-12-31", "'; --", "\u{202e}1"]
        {
            assert_eq!(Since::parse(wrong), Err(InvalidSince), "{wrong}");
        }
    }
}
