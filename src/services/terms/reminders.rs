//! Letters about terms that end soon and terms that are over.
//!
//! Once a day, from the morning on, a round looks for each account of a body which terms came so near as the account chose, and
//! writes at most one letter. What is told is noted in the transaction that writes the letter, so that programs beside each
//! other on one database tell a term once per moment. Terms are read from the verdicts that stand: one that was met is not told.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use super::{Term, asking, overdue, terms};
use crate::domain::access::{Actor, BodyDuty, Permit, Role, SeeBody};
use crate::domain::assessment::TermKind;
use crate::domain::calendar::{dutch_day, in_words};
use crate::notify::Letter;
use crate::services::post;
use crate::services::scheme_book::SchemeBook;
use crate::storage::accounts::{self, Account};
use crate::storage::open_terms::{self, Wanted};
use crate::storage::reminders::{self as rows, Told};
use crate::storage::{Conn, Known, StorageError, Store, audit_trail};

/// The earliest reminder, in days before the end of a term.
pub const EARLIEST: u16 = 60;

/// How many moments can be chosen.
pub const MOMENTS: usize = 5;

/// The hour from which letters are written, in the Netherlands.
const FROM: TimeDelta = TimeDelta::hours(7);

/// For how many days a term that is over is still told; longer ago, it only counts.
const TOLD_AFTER: Days = Days::new(30);

/// Terms that are looked at for one letter.
const LOOKED_AT: i64 = 5_000;

/// Lines in a letter, per list.
const LINES: usize = 40;

/// Accounts that are asked for at once.
const AT_ONCE: i64 = 100;

/// The moment after the last day, as it is noted.
const OVER: i32 = -1;

/// How many days before the end of a term somebody wants to hear of it; none at all for no letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moments(BTreeSet<u16>);

/// Why moments cannot be chosen like this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidMoments {
    /// Something that is no number of days.
    #[error("«{0}» is geen aantal dagen; vul hele getallen van 0 tot en met {EARLIEST} in, met een komma ertussen")]
    NoDays(String),
    /// More than can be chosen.
    #[error("dat zijn te veel momenten; kies er hoogstens {MOMENTS}")]
    TooMany,
}

impl Moments {
    /// What somebody with this role hears without having chosen: who decides or delivers a week and a day before, others
    /// nothing.
    pub fn usual(role: &Role) -> Self {
        match role {
            Role::Body(_, BodyDuty::Administrator | BodyDuty::Deliverer) => Self(BTreeSet::from([7, 1])),
            Role::Body(_, BodyDuty::Reader) | Role::Regulator(_) | Role::SchemeOwner(_) => Self(BTreeSet::new()),
        }
    }

    /// Reads numbers of days with commas between them; empty for no letters.
    ///
    /// # Errors
    /// [`InvalidMoments`], with what would be right.
    pub fn parse(text: &str) -> Result<Self, InvalidMoments> {
        let parts = text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
        let days = |part: &str| {
            let days = part.parse().ok().filter(|days| *days <= EARLIEST);
            days.ok_or_else(|| InvalidMoments::NoDays(part.chars().take(20).collect()))
        };
        let days: BTreeSet<u16> = parts.map(days).collect::<Result<_, _>>()?;
        if days.len() > MOMENTS { Err(InvalidMoments::TooMany) } else { Ok(Self(days)) }
    }

    /// The numbers of days, the earliest moment first: `7, 1`.
    pub fn words(&self) -> String {
        self.days().map(|days| days.to_string()).collect::<Vec<_>>().join(", ")
    }

    /// The numbers of days, the earliest moment first.
    pub fn days(&self) -> impl Iterator<Item = u16> {
        self.0.iter().rev().copied()
    }

    /// Whether nothing is told.
    pub fn is_off(&self) -> bool {
        self.0.is_empty()
    }

    /// The moments that a term which ends on `due_on` has reached on `today`.
    fn reached(&self, due_on: NaiveDate, today: NaiveDate) -> Vec<i32> {
        let left = (due_on - today).num_days();
        if left < 0 {
            return vec![OVER];
        }
        self.0.iter().filter(|days| left <= i64::from(**days)).map(|days| i32::from(*days)).collect()
    }
}

/// What whoever asks hears: what was chosen, or what is usual for the role. None when no account of the body asks.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn moments_of(store: &Store, permit: &Permit<SeeBody>) -> Result<Option<Moments>, StorageError> {
    store.read(|conn| asking(conn, permit)?.map(|account| moments(conn, &account)).transpose())
}

fn moments(conn: &mut Conn, account: &Account) -> Result<Moments, StorageError> {
    let Some(chosen) = rows::choice(conn, account.id)? else { return Ok(Moments::usual(&account.role)) };
    Moments::parse(&chosen).map_err(|error| StorageError::damaged(format!("account {}: {error}", account.id)))
}

/// Keeps what somebody chose for the own account; says whether an account of the body asked.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn choose(
    store: &Store,
    permit: &Permit<SeeBody>,
    now: DateTime<Utc>,
    chosen: &Moments,
) -> Result<bool, StorageError> {
    store.write(|conn| {
        let Some(account) = asking(conn, permit)? else { return Ok(false) };
        let before = moments(conn, &account)?;
        rows::choose(conn, account.id, &chosen.words())?;
        let details = json!({"was": before.words(), "wordt": chosen.words()});
        audit_trail::append(
            conn,
            now,
            permit.actor(),
            "herinneringen-gekozen",
            &format!("account/{}", account.email),
            &details,
        )?;
        Ok(true)
    })
}

/// Writes the letters of today that were not written yet; returns how many.
///
/// # Errors
/// A [`StorageError`] when the database fails; what was written before stays written.
pub fn write(store: &Store, now: DateTime<Utc>) -> Result<usize, StorageError> {
    let today = dutch_day(now);
    if dutch_day(now - FROM) != today {
        return Ok(0);
    }
    let mut written = 0;
    loop {
        // Nobody waits for a writer to learn that there is nothing to do.
        let waiting = store.read(|conn| rows::not_looked_at(conn, today, AT_ONCE))?;
        if waiting.is_empty() {
            return Ok(written);
        }
        for (account, body) in waiting {
            written += usize::from(store.write(|conn| look(conn, now, today, account, body))?);
        }
    }
}

/// Looks for one account, and says whether it gets a letter.
fn look(
    conn: &mut Conn,
    now: DateTime<Utc>,
    today: NaiveDate,
    account_id: i64,
    body_id: i64,
) -> Result<bool, StorageError> {
    // Another program may have looked since.
    if !rows::is_to_look_at(conn, account_id, today)? {
        return Ok(false);
    }
    rows::looked(conn, account_id, today)?;
    let Some(account) = accounts::find(conn, account_id)?.filter(Account::is_open) else { return Ok(false) };
    let moments = moments(conn, &account)?;
    let Some(earliest) = moments.0.last() else { return Ok(false) };
    let from = today - TOLD_AFTER;
    let through = today.checked_add_days(Days::new(u64::from(*earliest)));
    let near = open_terms::soonest(conn, body_id, Wanted { kind: None, from: Some(from), through }, LOOKED_AT)?;
    let told = rows::told(conn, account_id, body_id, from)?;
    let mut fresh: Vec<Told> = Vec::new();
    let mut to_tell = Vec::new();
    for term in near {
        let reached = moments.reached(term.due_on, today).into_iter();
        let new = reached.map(|days| (term.audit.clone(), term.kind.clone(), term.due_on, days));
        let new: Vec<Told> = new.filter(|one| !told.contains(one)).collect();
        if !new.is_empty() {
            fresh.extend(new);
            to_tell.push(term);
        }
    }
    if to_tell.is_empty() {
        return Ok(false);
    }
    let book = SchemeBook::load(conn, Known::Now)?;
    let (to_tell, over) = (terms(conn, &book, to_tell)?, overdue(conn, body_id, today)?);
    let count = to_tell.len();
    post::write(conn, now, account_id, "herinnering", &letter(&account, &to_tell, over, today))?;
    rows::forget(conn, account_id, from)?;
    rows::tell(conn, now, account_id, body_id, fresh)?;
    let subject = format!("account/{}", account.email);
    audit_trail::append(conn, now, &Actor::System, "herinnering-geschreven", &subject, &json!({"termijnen": count}))?;
    Ok(true)
}

fn letter(account: &Account, terms: &[Term], over: i64, today: NaiveDate) -> Letter {
    let (late, soon): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(|term| term.due_on < today);
    let mut letter = Letter::about(subject(soon.len(), late.len())).text(format!("Beste {},", account.name));
    for (heading, terms) in [("Deze termijnen lopen binnenkort af:", soon), ("Deze termijnen zijn voorbij:", late)] {
        if terms.is_empty() {
            continue;
        }
        letter = letter.text(heading).lines(terms.iter().take(LINES).map(|term| line(term, today)));
        if terms.len() > LINES {
            letter = letter.text(format!("En nog {} andere; die staan in uw werklijst.", terms.len() - LINES));
        }
    }
    if over > 0 {
        let count = if over == 1 { "is 1 termijn".to_owned() } else { format!("zijn {over} termijnen") };
        letter = letter.text(format!("In totaal {count} voorbij zonder dat wij weten wat er is gedaan."));
    }
    letter
        .text("Hebt u het besluit al genomen of het herstel al vastgesteld? Lever het dan aan; de termijn verdwijnt uit de lijst.")
        .page("/instelling/termijnen")
        .text("Hoe lang van tevoren u bericht krijgt, of dat u geen berichten wilt, kiest u hier:")
        .page("/instelling/herinneringen")
}

fn subject(soon: usize, late: usize) -> String {
    let terms = |count: usize| if count == 1 { "1 termijn".to_owned() } else { format!("{count} termijnen") };
    match (soon, late) {
        (soon, 0) => format!("{} bijna voorbij", terms(soon)),
        (0, late) => format!("{} voorbij", terms(late)),
        (soon, late) => format!("{} bijna voorbij, {late} voorbij", terms(soon)),
    }
}

/// What is to be done, in a sentence without the name of the firm: that may be the name of a person.
fn line(term: &Term, today: NaiveDate) -> String {
    let what = match term.kind {
        TermKind::Decision => "besluit over onderzoek",
        TermKind::Recovery => "herstel vaststellen bij onderzoek",
        TermKind::FollowUp => "vervolgbesluit bij onderzoek",
    };
    let left = match (term.due_on - today).num_days() {
        0 => "vandaag".to_owned(),
        1 => "morgen".to_owned(),
        -1 => "gisteren".to_owned(),
        days @ 1.. => format!("over {days} dagen"),
        days => format!("{} dagen geleden", -days),
    };
    format!("uiterlijk {} ({left}): {what} {} ({})", in_words(term.due_on), term.audit, term.scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_numbers_of_days() {
        let moments = |text: &str| Moments::parse(text).map(|moments| moments.words());
        assert_eq!(moments("1,7"), Ok("7, 1".to_owned()));
        assert_eq!(moments(" 7; 7 0 "), Ok("7, 0".to_owned()));
        assert_eq!(moments(""), Ok(String::new()));
        assert_eq!(moments("een week"), Err(InvalidMoments::NoDays("een".to_owned())));
        assert_eq!(moments("61"), Err(InvalidMoments::NoDays("61".to_owned())));
        assert_eq!(moments("1,2,3,4,5,6"), Err(InvalidMoments::TooMany));
    }

    #[test]
    fn a_moment_that_was_missed_is_reached_all_the_same() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap_or_default();
        let moments = Moments(BTreeSet::from([7, 1]));
        let reached = |today| moments.reached(day("2026-03-10"), day(today));
        assert_eq!(reached("2026-03-02"), Vec::<i32>::new());
        assert_eq!(reached("2026-03-03"), [7]);
        assert_eq!(reached("2026-03-05"), [7]);
        assert_eq!(reached("2026-03-09"), [1, 7]);
        assert_eq!(reached("2026-03-10"), [1, 7]);
        assert_eq!(reached("2026-03-11"), [OVER]);
    }
}
