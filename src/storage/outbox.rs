//! Mails that wait to be sent. A row is written by the transaction that causes the mail; who sends it claims it first, so
//! that two programs on one database send it once. What a mail says is erased when it left.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::schema::{accounts, outbox, subscriptions};
use super::{Conn, Page, Paged, StorageError, UtcTime};
use crate::domain::setback::Setback;

/// Who a mail is for; the address is looked up when it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody who follows changes: the key of the subscription.
    Follower(i64),
    /// Somebody with an account: the key of the account.
    Account(i64),
}

/// A mail that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Key in this database.
    pub id: i64,
    /// Who gets it.
    pub reader: Reader,
    /// What kind of mail it is.
    pub kind: String,
    /// What it is made from, as JSON.
    pub payload: String,
    /// When it was written.
    pub created_at: UtcTime,
    /// How often it was tried, this time included.
    pub attempts: i32,
}

/// Adds a mail that can be sent from now on.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(
    conn: &mut Conn,
    now: DateTime<Utc>,
    reader: Reader,
    kind: &str,
    payload: &str,
) -> Result<(), StorageError> {
    let now = UtcTime::from(now);
    let (subscription, account) = match reader {
        Reader::Follower(id) => (Some(id), None),
        Reader::Account(id) => (None, Some(id)),
    };
    diesel::insert_into(outbox::table)
        .values((
            outbox::subscription_id.eq(subscription),
            outbox::account_id.eq(account),
            outbox::kind.eq(kind),
            outbox::payload.eq(payload),
            outbox::created_at.eq(now),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Mails that wait and that nobody has claimed.
#[diesel::dsl::auto_type]
fn free(now: UtcTime) -> _ {
    outbox::table
        .filter(outbox::sent_at.is_null())
        .filter(outbox::given_up_at.is_null())
        .filter(outbox::next_attempt_at.le(now))
        .filter(outbox::claimed_until.is_null().or(outbox::claimed_until.le(now)))
}

/// Mails that left or were given up before the moment.
#[diesel::dsl::auto_type]
fn done(before: UtcTime) -> _ {
    outbox::table.filter(outbox::sent_at.lt(before).or(outbox::given_up_at.lt(before)))
}

/// Whether a mail waits to be sent.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn waits(conn: &mut Conn, now: DateTime<Utc>) -> Result<bool, StorageError> {
    Ok(diesel::select(diesel::dsl::exists(free(now.into()))).get_result(conn)?)
}

/// Claims the mail that waits longest until the moment `until`; only within [`super::Store::write`]. A claim that ran out is
/// claimed again: whoever had it is gone.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn claim(conn: &mut Conn, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<Option<Waiting>, StorageError> {
    let id: Option<i64> =
        free(now.into()).order((outbox::next_attempt_at, outbox::id)).select(outbox::id).first(conn).optional()?;
    let Some(id) = id else { return Ok(None) };
    diesel::update(outbox::table.find(id))
        .set((outbox::claimed_until.eq(UtcTime::from(until)), outbox::attempts.eq(outbox::attempts + 1)))
        .execute(conn)?;
    let columns = (
        outbox::id,
        outbox::subscription_id,
        outbox::account_id,
        outbox::kind,
        outbox::payload,
        outbox::created_at,
        outbox::attempts,
    );
    outbox::table.find(id).select(columns).first(conn).optional()?.map(waiting).transpose()
}

fn waiting(row: (i64, Option<i64>, Option<i64>, String, String, UtcTime, i32)) -> Result<Waiting, StorageError> {
    let (id, subscription, account, kind, payload, created_at, attempts) = row;
    let reader = match (subscription, account) {
        (Some(id), None) => Reader::Follower(id),
        (None, Some(id)) => Reader::Account(id),
        _ => return Err(StorageError::damaged(format!("bericht {id}: de lezer klopt niet"))),
    };
    Ok(Waiting { id, reader, kind, payload, created_at, attempts })
}

/// A mail as the administration sees it: never what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Key in this database.
    pub id: i64,
    /// The address of an account; nothing for somebody who follows changes, whose address nobody sees.
    pub email: Option<String>,
    /// What kind of mail it is.
    pub kind: String,
    /// When it was written.
    pub created_at: UtcTime,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried again, if it still waits.
    pub next_attempt_at: UtcTime,
    /// When it left.
    pub sent_at: Option<UtcTime>,
    /// When it was given up.
    pub given_up_at: Option<UtcTime>,
    /// Why it did not leave the last time it was tried.
    pub setback: Option<Setback>,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It waits to be sent.
    Waiting,
    /// It left.
    Left,
    /// It is not tried any more.
    GivenUp,
}

/// Which mails to list; what is nothing leaves all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this kind.
    pub kind: Option<String>,
    /// Of which this became.
    pub fate: Option<Fate>,
}

/// The mails of the last weeks that are wanted, the newest first.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn list(conn: &mut Conn, wanted: &Wanted, page: Page) -> Result<Paged<Listed>, StorageError> {
    type Row = (i64, Option<String>, String, UtcTime, i32, UtcTime, Option<UtcTime>, Option<UtcTime>, Option<String>);
    let chosen = || {
        let mut mails = outbox::table.left_join(accounts::table).into_boxed();
        if let Some(kind) = &wanted.kind {
            mails = mails.filter(outbox::kind.eq(kind.as_str()));
        }
        match wanted.fate {
            None => mails,
            Some(Fate::Waiting) => mails.filter(outbox::sent_at.is_null()).filter(outbox::given_up_at.is_null()),
            Some(Fate::Left) => mails.filter(outbox::sent_at.is_not_null()),
            Some(Fate::GivenUp) => mails.filter(outbox::given_up_at.is_not_null()),
        }
    };
    let total: i64 = chosen().count().get_result(conn)?;
    let rows: Vec<Row> = chosen()
        .order(outbox::id.desc())
        .select((
            outbox::id,
            accounts::email.nullable(),
            outbox::kind,
            outbox::created_at,
            outbox::attempts,
            outbox::next_attempt_at,
            outbox::sent_at,
            outbox::given_up_at,
            outbox::setback,
        ))
        .limit(page.limit())
        .offset(page.offset())
        .load(conn)?;
    let listed =
        |(id, email, kind, created_at, attempts, next_attempt_at, sent_at, given_up_at, setback): Row| Listed {
            id,
            email,
            kind,
            created_at,
            attempts,
            next_attempt_at,
            sent_at,
            given_up_at,
            setback: setback.as_deref().and_then(Setback::parse),
        };
    Ok(Paged { rows: rows.into_iter().map(listed).collect(), total, page })
}

/// The kinds of mail there are, by name.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn kinds(conn: &mut Conn) -> Result<Vec<String>, StorageError> {
    Ok(outbox::table.select(outbox::kind).distinct().order(outbox::kind).load(conn)?)
}

/// Notes that a mail left.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn sent(conn: &mut Conn, now: DateTime<Utc>, id: i64) -> Result<(), StorageError> {
    diesel::update(outbox::table.find(id))
        .set((outbox::sent_at.eq(UtcTime::from(now)), outbox::payload.eq("")))
        .execute(conn)?;
    Ok(())
}

/// Notes that a mail did not leave and is tried again at this moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn retry(conn: &mut Conn, id: i64, at: DateTime<Utc>, setback: Setback) -> Result<(), StorageError> {
    diesel::update(outbox::table.find(id))
        .set((
            outbox::next_attempt_at.eq(UtcTime::from(at)),
            outbox::claimed_until.eq(None::<UtcTime>),
            outbox::setback.eq(setback.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets a mail that waits be tried from now on; says whether there was one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn hurry(conn: &mut Conn, now: DateTime<Utc>, id: i64) -> Result<bool, StorageError> {
    let waiting = outbox::table.find(id).filter(outbox::sent_at.is_null()).filter(outbox::given_up_at.is_null());
    Ok(diesel::update(waiting).set(outbox::next_attempt_at.eq(UtcTime::from(now))).execute(conn)? > 0)
}

/// Notes that a mail is not tried any more.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn give_up(conn: &mut Conn, now: DateTime<Utc>, id: i64, setback: Setback) -> Result<(), StorageError> {
    diesel::update(outbox::table.find(id))
        .set((
            outbox::given_up_at.eq(UtcTime::from(now)),
            outbox::payload.eq(""),
            outbox::setback.eq(setback.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many mails of these kinds were written for an address since the moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn written_for(conn: &mut Conn, email: &str, kinds: &[&str], since: DateTime<Utc>) -> Result<i64, StorageError> {
    Ok(outbox::table
        .inner_join(subscriptions::table)
        .filter(subscriptions::email.eq(email))
        .filter(outbox::kind.eq_any(kinds.iter().copied()))
        .filter(outbox::created_at.gt(UtcTime::from(since)))
        .count()
        .get_result(conn)?)
}

/// How many mails of this kind were written to an account since the moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn written_to(conn: &mut Conn, account_id: i64, kind: &str, since: DateTime<Utc>) -> Result<i64, StorageError> {
    Ok(outbox::table
        .filter(outbox::account_id.eq(account_id))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::created_at.gt(UtcTime::from(since)))
        .count()
        .get_result(conn)?)
}

/// Whether [`remove_done`] would remove something.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn has_done(conn: &mut Conn, before: DateTime<Utc>) -> Result<bool, StorageError> {
    Ok(diesel::select(diesel::dsl::exists(done(before.into()))).get_result(conn)?)
}

/// Removes what is left of mails that left or were given up before the moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove_done(conn: &mut Conn, before: DateTime<Utc>) -> Result<usize, StorageError> {
    Ok(diesel::delete(done(before.into())).execute(conn)?)
}
