//! How guessing passwords is slowed down.
//!
//! Attempts that failed in the last [`WINDOW`] are counted per account and per address, in the database, so that a second
//! instance counts along. The first few are free: [`FREE_PER_ACCOUNT`] and [`FREE_PER_ADDRESS`]. After that the next
//! attempt is only looked at when a wait has passed since the last one: [`FIRST_WAIT`], then twice as long each time, at
//! most the window itself. An attempt during the wait is not looked at and does not count, so nobody can keep an account
//! closed for longer than the window. An attempt is counted before the password is looked at and taken back when it was
//! right; many attempts at the same moment gain nothing.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use super::sessions::sha256_hex;
use crate::storage::{Conn, StorageError, accounts as rows};

/// How long a failed attempt counts.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// Failed attempts on one account that cost nothing: people mistype.
pub const FREE_PER_ACCOUNT: u32 = 5;

/// Failed attempts from one address that cost nothing: an office shares one.
pub const FREE_PER_ADDRESS: u32 = 20;

/// The wait after the first attempt that was not free.
pub const FIRST_WAIT: TimeDelta = TimeDelta::seconds(15);

/// The attempts that one try counts as.
pub(super) struct Counted {
    account: String,
    ids: Vec<i64>,
}

/// Counts an attempt, or says how long to wait first.
pub(super) fn count(
    conn: &mut Conn,
    now: DateTime<Utc>,
    email: &str,
    address: Option<IpAddr>,
) -> Result<Result<Counted, TimeDelta>, StorageError> {
    let account = sha256_hex(&format!("account:{email}"));
    let address = address.map(|address| sha256_hex(&format!("address:{}", network(address))));
    let subjects = [(Some(&account), FREE_PER_ACCOUNT), (address.as_ref(), FREE_PER_ADDRESS)]
        .map(|(s, free)| s.map(|s| (s, free)));
    let mut longest = TimeDelta::zero();
    for (subject, free) in subjects.into_iter().flatten() {
        let (failures, latest) = rows::failures_since(conn, subject, now - WINDOW)?;
        let over = latest.map_or(TimeDelta::zero(), |latest| latest + wait(failures, free) - now);
        longest = longest.max(over);
    }
    if longest > TimeDelta::zero() {
        return Ok(Err(longest));
    }
    rows::forget_failures_before(conn, now - WINDOW)?;
    let mut ids = Vec::with_capacity(2);
    for (subject, _) in subjects.into_iter().flatten() {
        ids.push(rows::note_failure(conn, subject, now)?);
    }
    Ok(Ok(Counted { account, ids }))
}

/// The password was right: the account starts afresh, the address only gets this attempt back, else somebody with an
/// account of their own could guess at others without end.
pub(super) fn take_back(conn: &mut Conn, counted: &Counted) -> Result<(), StorageError> {
    rows::forget_failures_of(conn, &counted.account)?;
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
