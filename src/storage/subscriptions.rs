//! Who follows what, and the tokens in the links of their mails. Both are removed when they are no longer needed: an address
//! is no part of the register.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::schema::{subscription_tokens, subscriptions};
use super::{Conn, Multi, StorageError, UtcTime};

/// Somebody who follows something, or asked to.
#[derive(Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(Multi))]
pub struct Subscription {
    /// Key in this database.
    pub id: i64,
    /// The e-mail address.
    pub email: String,
    /// Code of the language of its mails.
    pub language: String,
    /// How often: `direct` or `dagelijks`.
    pub frequency: String,
    /// What is followed: `zoekopdracht`, `installateur` or `instelling`.
    pub kind: String,
    /// Which one: a query, a KvK number or the code of a body.
    pub subject: String,
    /// When it was confirmed.
    pub confirmed_at: Option<UtcTime>,
    /// The place in the log of changes after which it begins.
    pub starts_after: i64,
    /// The last day for which a digest was made.
    pub last_digest_on: Option<NaiveDate>,
}

/// The address is kept out of logs.
impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Subscription({}, {})", self.id, self.kind)
    }
}

/// Somebody who asks to follow something.
#[derive(Clone, Copy)]
pub struct NewSubscription<'a> {
    /// The e-mail address.
    pub email: &'a str,
    /// Code of the language of its mails.
    pub language: &'a str,
    /// How often: `direct` or `dagelijks`.
    pub frequency: &'a str,
    /// What is followed.
    pub kind: &'a str,
    /// Which one.
    pub subject: &'a str,
}

/// A token in a link.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Token {
    /// Key in this database.
    pub id: i64,
    /// Whose it is.
    pub subscription_id: i64,
    /// Until when it can be used.
    pub expires_at: UtcTime,
    /// When it was used.
    pub used_at: Option<UtcTime>,
}

/// Adds a subscription that waits to be confirmed; returns its key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn insert(conn: &mut Conn, now: DateTime<Utc>, new: &NewSubscription<'_>) -> Result<i64, StorageError> {
    Ok(diesel::insert_into(subscriptions::table)
        .values((
            subscriptions::email.eq(new.email),
            subscriptions::language.eq(new.language),
            subscriptions::frequency.eq(new.frequency),
            subscriptions::kind.eq(new.kind),
            subscriptions::subject.eq(new.subject),
            subscriptions::created_at.eq(UtcTime::from(now)),
            subscriptions::starts_after.eq(0_i64),
        ))
        .returning(subscriptions::id)
        .get_result(conn)?)
}

/// The subscription of this address to this, if there is one.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn of(conn: &mut Conn, email: &str, kind: &str, subject: &str) -> Result<Option<Subscription>, StorageError> {
    Ok(subscriptions::table
        .filter(subscriptions::email.eq(email))
        .filter(subscriptions::kind.eq(kind))
        .filter(subscriptions::subject.eq(subject))
        .select(Subscription::as_select())
        .first(conn)
        .optional()?)
}

/// The subscription with this key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn find(conn: &mut Conn, id: i64) -> Result<Option<Subscription>, StorageError> {
    Ok(subscriptions::table.find(id).select(Subscription::as_select()).first(conn).optional()?)
}

/// Asks again in another language or with another frequency, of one that waits to be confirmed: its time begins anew.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn ask_again(conn: &mut Conn, now: DateTime<Utc>, id: i64, new: &NewSubscription<'_>) -> Result<(), StorageError> {
    diesel::update(subscriptions::table.find(id))
        .set((
            subscriptions::language.eq(new.language),
            subscriptions::frequency.eq(new.frequency),
            subscriptions::created_at.eq(UtcTime::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Confirms a subscription: it begins after this place in the log of changes, and a digest was made for this day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn confirm(
    conn: &mut Conn,
    now: DateTime<Utc>,
    id: i64,
    starts_after: i64,
    digest_day: NaiveDate,
) -> Result<(), StorageError> {
    diesel::update(subscriptions::table.find(id))
        .set((
            subscriptions::confirmed_at.eq(UtcTime::from(now)),
            subscriptions::starts_after.eq(starts_after),
            subscriptions::last_digest_on.eq(digest_day),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that a digest was made for this day.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn note_digest(conn: &mut Conn, id: i64, day: NaiveDate) -> Result<(), StorageError> {
    diesel::update(subscriptions::table.find(id)).set(subscriptions::last_digest_on.eq(day)).execute(conn)?;
    Ok(())
}

/// Removes a subscription with its tokens, its news and its mails; says whether it was there.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove(conn: &mut Conn, id: i64) -> Result<bool, StorageError> {
    Ok(diesel::delete(subscriptions::table.find(id)).execute(conn)? > 0)
}

/// Subscriptions that were asked for before the moment and never confirmed.
#[diesel::dsl::auto_type]
fn forgotten(before: UtcTime) -> _ {
    subscriptions::table.filter(subscriptions::confirmed_at.is_null()).filter(subscriptions::created_at.lt(before))
}

/// Removes subscriptions that were asked for before the moment and never confirmed; returns how many.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove_unconfirmed(conn: &mut Conn, before: DateTime<Utc>) -> Result<usize, StorageError> {
    Ok(diesel::delete(forgotten(before.into())).execute(conn)?)
}

/// Whether [`remove_unconfirmed`] would remove something.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn has_unconfirmed(conn: &mut Conn, before: DateTime<Utc>) -> Result<bool, StorageError> {
    Ok(diesel::select(diesel::dsl::exists(forgotten(before.into()))).get_result(conn)?)
}

/// How many wait to be confirmed.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn unconfirmed(conn: &mut Conn) -> Result<i64, StorageError> {
    Ok(subscriptions::table.filter(subscriptions::confirmed_at.is_null()).count().get_result(conn)?)
}

/// Every subscription that was confirmed, in order of key.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn confirmed(conn: &mut Conn) -> Result<Vec<Subscription>, StorageError> {
    Ok(subscriptions::table
        .filter(subscriptions::confirmed_at.is_not_null())
        .order(subscriptions::id)
        .select(Subscription::as_select())
        .load(conn)?)
}

/// Adds a token for a purpose: `bevestigen` or `opzeggen`.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn add_token(
    conn: &mut Conn,
    now: DateTime<Utc>,
    subscription_id: i64,
    purpose: &str,
    hash: &str,
    expires_at: DateTime<Utc>,
) -> Result<(), StorageError> {
    diesel::insert_into(subscription_tokens::table)
        .values((
            subscription_tokens::subscription_id.eq(subscription_id),
            subscription_tokens::purpose.eq(purpose),
            subscription_tokens::token_hash.eq(hash),
            subscription_tokens::created_at.eq(UtcTime::from(now)),
            subscription_tokens::expires_at.eq(UtcTime::from(expires_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// The token with this hash for this purpose.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn token(conn: &mut Conn, purpose: &str, hash: &str) -> Result<Option<Token>, StorageError> {
    Ok(subscription_tokens::table
        .filter(subscription_tokens::token_hash.eq(hash))
        .filter(subscription_tokens::purpose.eq(purpose))
        .select((
            subscription_tokens::id,
            subscription_tokens::subscription_id,
            subscription_tokens::expires_at,
            subscription_tokens::used_at,
        ))
        .first(conn)
        .optional()?)
}

/// Notes that all tokens of a subscription for this purpose were used.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn use_tokens(
    conn: &mut Conn,
    now: DateTime<Utc>,
    subscription_id: i64,
    purpose: &str,
) -> Result<(), StorageError> {
    diesel::update(
        subscription_tokens::table
            .filter(subscription_tokens::subscription_id.eq(subscription_id))
            .filter(subscription_tokens::purpose.eq(purpose))
            .filter(subscription_tokens::used_at.is_null()),
    )
    .set(subscription_tokens::used_at.eq(UtcTime::from(now)))
    .execute(conn)?;
    Ok(())
}

/// Removes tokens that expired before the moment.
///
/// # Errors
/// A [`StorageError`] when the database fails.
pub fn remove_tokens(conn: &mut Conn, before: DateTime<Utc>) -> Result<usize, StorageError> {
    let old = subscription_tokens::table.filter(subscription_tokens::expires_at.lt(UtcTime::from(before)));
    Ok(diesel::delete(old).execute(conn)?)
}
