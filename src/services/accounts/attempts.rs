//! How guessing passwords is slowed down.
//!
//! Attempts that failed in the last [`WINDOW`] are counted per account and per address, in the database, so that a second
//! instance counts along. The first few are free: [`FREE_PER_ACCOUNT`] and [`FREE_PER_ADDRESS`]. After that the next
//! attempt is only looked at when a wait has passed since the last one: [`FIRST_WAIT`], then twice as long each time, at
//! most the window itself. An attempt during the wait is not looked at and does not count, so nobody can keep an account
//! closed for longer than the window. An attempt is counted before the password is looked at and taken back when it was
//! right; many attempts at the same moment gain nothing.
//!
//! A browser from which the owner logged in before counts apart (see [`super::devices`]): a stranger who guesses slows down
//! strangers, not the owner. There as well guessing is slowed down, in case the browser was stolen.
//!
//! Codes of a second factor are slowed down alike, see [`FREE_CODES`]. Recovery codes and passkeys cannot be guessed, so a right
//! one is taken during a wait too: somebody who knows the password cannot keep the owner out by giving wrong codes.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use serde_json::json;

use super::sessions::sha256_hex;
use super::{devices, subject};
use crate::domain::access::Actor;
use crate::storage::{Conn, StorageError, accounts as rows, audit_trail};

/// How long a failed attempt counts.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Failed attempts on one account that cost nothing: people mistype.
pub const FREE_PER_ACCOUNT: u32 = 5;

/// Failed attempts from one address that cost nothing: an office shares one.
pub const FREE_PER_ADDRESS: u32 = 20;

/// The wait after the first attempt that was not free.
pub const FIRST_WAIT: TimeDelta = TimeDelta::seconds(15);

/// Codes that were wrong on one account and cost nothing, wherever they came from. Only who knows the password can give one,
/// and from one network only [`FREE_PER_ACCOUNT`] are free.
pub const FREE_CODES: u32 = 30;

/// The attempts that one try counts as.
pub(super) struct Counted {
    /// What starts afresh when the attempt was right.
    own: Vec<String>,
    ids: Vec<i64>,
    /// How many attempts of the first subject failed before this one.
    before: i64,
    /// Whether this one used up what was free.
    pub(super) is_last_free: bool,
}

/// Counts an attempt to log in, or says how long to wait first. `device` is what the browser kept from before, if anything.
pub(super) fn count(
    conn: &mut Conn,
    now: DateTime<Utc>,
    email: &str,
    address: Option<IpAddr>,
    device: Option<&str>,
) -> Result<Result<Counted, TimeDelta>, StorageError> {
    let account = rows::by_email(conn, email)?.map(|(account, _)| account);
    let known = match (&account, device) {
        (Some(account), Some(device)) => devices::known(conn, now, account.id, device)?,
        _ => None,
    };
    if let Some(device) = known {
        return count_as(conn, now, &[(sha256_hex(&format!("device:{email}:{device}")), FREE_PER_ACCOUNT)], 1);
    }
    let mut subjects = vec![(of_account(email), FREE_PER_ACCOUNT)];
    let network = address.map(|address| sha256_hex(&format!("address:{}", network(address))));
    subjects.extend(network.map(|network| (network, FREE_PER_ADDRESS)));
    let counted = count_as(conn, now, &subjects, 1)?;
    // Told once: those that follow are beyond it, and what was typed as an address may be a password.
    if let (Ok(Counted { before, .. }), Some(account)) = (&counted, account)
        && *before == i64::from(FREE_PER_ACCOUNT)
    {
        let details = json!({"pogingen": before});
        let subject = subject(&account.email);
        audit_trail::append(conn, now, &Actor::Public, "aanmelden-vertraagd", &subject, &details)?;
    }
    Ok(counted)
}

/// Counts an attempt of somebody who is logged in to give the own password, or says how long to wait first.
pub(super) fn count_own(
    conn: &mut Conn,
    now: DateTime<Utc>,
    email: &str,
) -> Result<Result<Counted, TimeDelta>, StorageError> {
    count_as(conn, now, &[(sha256_hex(&format!("own:{email}")), FREE_PER_ACCOUNT)], 1)
}

/// Counts an attempt with a code, or says how long to wait first. Codes count apart from passwords: whoever guesses passwords
/// does not keep the owner from giving a code, and the other way around.
pub(super) fn count_code(
    conn: &mut Conn,
    now: DateTime<Utc>,
    email: &str,
    address: Option<IpAddr>,
) -> Result<Result<Counted, TimeDelta>, StorageError> {
    let from = address.map_or_else(String::new, |address| network(address).to_string());
    let mut subjects = vec![
        (sha256_hex(&format!("code:{email}:{from}")), FREE_PER_ACCOUNT),
        (sha256_hex(&format!("code:{email}")), FREE_CODES),
    ];
    subjects.extend(address.map(|_| (sha256_hex(&format!("address:{from}")), FREE_PER_ADDRESS)));
    count_as(conn, now, &subjects, 2)
}

/// Forgets the attempts at an account, as when its owner proved to be there.
pub(super) fn forget(conn: &mut Conn, email: &str) -> Result<(), StorageError> {
    rows::forget_failures_of(conn, &of_account(email))
}

fn of_account(email: &str) -> String {
    sha256_hex(&format!("account:{email}"))
}

/// So many of the first subjects start afresh when the attempt was right.
fn count_as(
    conn: &mut Conn,
    now: DateTime<Utc>,
    subjects: &[(String, u32)],
    own: usize,
) -> Result<Result<Counted, TimeDelta>, StorageError> {
    let (mut longest, mut before, mut is_last_free) = (TimeDelta::zero(), 0, false);
    for (place, (subject, free)) in subjects.iter().enumerate() {
        let (failures, latest) = rows::failures_since(conn, subject, now - WINDOW)?;
        let over = latest.map_or(TimeDelta::zero(), |latest| latest + wait(failures, *free) - now);
        longest = longest.max(over);
        if place == 0 {
            (before, is_last_free) = (failures, failures + 1 == i64::from(*free));
        }
    }
    if longest > TimeDelta::zero() {
        return Ok(Err(longest));
    }
    rows::forget_failures_before(conn, now - WINDOW)?;
    let mut ids = Vec::with_capacity(subjects.len());
    for (subject, _) in subjects {
        ids.push(rows::note_failure(conn, subject, now)?);
    }
    let own = subjects.iter().take(own).map(|(subject, _)| subject.clone()).collect();
    Ok(Ok(Counted { own, ids, before, is_last_free }))
}

/// The password was right: the account starts afresh, the address only gets this attempt back, else somebody with an
/// account of their own could guess at others without end.
pub(super) fn take_back(conn: &mut Conn, counted: &Counted) -> Result<(), StorageError> {
    for subject in &counted.own {
        rows::forget_failures_of(conn, subject)?;
    }
    rows::forget_failures(conn, &counted.ids)
}

fn wait(failures: i64, free: u32) -> TimeDelta {
    let over = failures - i64::from(free);
    if over < 0 {
        return TimeDelta::zero();
    }
    // Ten doublings are far beyond the window.
    let doubled = i32::try_from(over.min(10)).map_or(1, |times| 1 << times);
    (FIRST_WAIT * doubled).min(WINDOW)
}

/// Who has one IPv6 address has billions: the network of a household counts as one.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_the_window() {
        assert_eq!(wait(4, 5), TimeDelta::zero());
        assert_eq!(wait(5, 5), TimeDelta::seconds(15));
        assert_eq!(wait(6, 5), TimeDelta::seconds(30));
        assert_eq!(wait(8, 5), TimeDelta::minutes(2));
        assert_eq!(wait(5000, 5), WINDOW);
    }

    #[test]
    fn a_network_counts_as_one_address() {
        let network = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(network("2001:db8:1:2:aaaa::1"), network("2001:db8:1:2:bbbb::2"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
