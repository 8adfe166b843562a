//! A forgotten password: asked for by anybody, answered by mail to the owner alone.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::json;

use super::links::{Addressee, ChooseError, Kind, found, hashed, look};
use super::sessions::{Rules, actor};
use super::{attempts, normal_email, subject};
use crate::domain::access::Actor;
use crate::notify::Letter;
use crate::services::post;
use crate::storage::accounts::{self as rows, Account};
use crate::storage::{
    StorageError, Store, account_devices, account_life, account_tokens, audit_trail, outbox, sessions,
};

/// What the token in the link is for.
pub(super) const PURPOSE: &str = "wachtwoord-vergeten";

/// How long the link works, in hours.
pub const HOURS: u32 = 1;

/// How many of these mails one account gets in a day: anybody may type in the address.
pub const A_DAY: i64 = 3;

/// A new password is for an account that is in use.
pub const LINK: Kind = Kind { purpose: PURPOSE, fits: Account::is_open };

/// Whether this can be an e-mail address at all; that tells nothing about accounts.
pub fn is_address(text: &str) -> bool {
    normal_email(text).is_some()
}

/// Writes a mail with a link to choose a new password, if there is an account in use with this address; to whoever signs in through
/// the service of the organisation, that there is no password. What comes back is the same either way; whoever answers sees to it
/// that the time is too.
///
/// # Errors
/// A fault of the database.
pub fn forgotten(store: &Store, now: DateTime<Utc>, rules: Rules<'_>, email: &str) -> Result<(), StorageError> {
    let Some(email) = normal_email(email) else { return Ok(()) };
    store.write(|conn| {
        let known = rows::by_email(conn, &email)?.map(|(account, _)| account);
        let Some(account) = known.filter(Account::is_open) else { return Ok(()) };
        if outbox::written_to(conn, account.id, PURPOSE, now - TimeDelta::days(1))? >= A_DAY {
            return Ok(());
        }
        let subject = subject(&account.email);
        audit_trail::append(conn, now, &Actor::Public, "wachtwoord-vergeten", &subject, &json!({}))?;
        if rules.through_provider(conn, account.id)? {
            return post::write(conn, now, account.id, PURPOSE, &without_password(&account));
        }
        let letter = Letter::about("Een nieuw wachtwoord voor Stelselwacht")
            .text(format!("Beste {},", account.name))
            .text(format!(
                "Iemand vroeg om een nieuw wachtwoord voor uw account. Was u dat? Open dan binnen {HOURS} uur deze link. Hij werkt \
                 één keer."
            ))
            .once(PURPOSE, "/wachtwoord-vergeten", HOURS)
            .text("Was u dit niet? Dan hoeft u niets te doen: uw wachtwoord blijft zoals het is.");
        post::write(conn, now, account.id, PURPOSE, &letter)
    })
}

fn without_password(account: &Account) -> Letter {
    Letter::about("Uw account bij Stelselwacht heeft geen wachtwoord")
        .text(format!("Beste {},", account.name))
        .text(
            "Iemand vroeg om een nieuw wachtwoord voor uw account. U meldt zich aan via de aanmelddienst van uw organisatie; een \
             wachtwoord werkt voor dit account niet.",
        )
        .page("/inloggen")
        .text("Lukt aanmelden niet? Vraag hulp aan de beheerder van uw organisatie. Was u dit niet? Dan hoeft u niets te doen.")
}

/// Gives the account of the link this password. All its sessions end, every browser becomes a stranger, and a mail tells the
/// owner.
///
/// # Errors
/// [`ChooseError`] when the link does not work or the password is not good enough.
pub fn reset(store: &Store, now: DateTime<Utc>, token: &str, chosen: &SecretString) -> Result<Addressee, ChooseError> {
    let addressee = look(store, now, &LINK, token)?.map_err(ChooseError::Dead)?;
    let hash = hashed(chosen, &addressee)?;
    store.write(|conn| {
        // Once more: meanwhile the link may have been used, or the account closed.
        let (account, addressee) = found(conn, now, &LINK, token)?.map_err(ChooseError::Dead)?;
        account_life::set_password(conn, now, account.id, &hash)?;
        account_tokens::use_all(conn, now, account.id, PURPOSE)?;
        account_devices::forget_all_of(conn, account.id)?;
        attempts::forget(conn, &account.email)?;
        let ended = sessions::end_all_of(conn, now, account.id)?;
        let (details, subject) = (json!({"sessiesBeeindigd": ended}), subject(&account.email));
        audit_trail::append(conn, now, &actor(&account), "wachtwoord-hersteld", &subject, &details)?;
        let letter = Letter::about("Uw wachtwoord voor Stelselwacht is vervangen")
            .text(format!("Beste {},", account.name))
            .text("Met de link in onze vorige mail is een nieuw wachtwoord gekozen. Overal waar u was ingelogd, bent u uitgelogd.")
            .text("Was u dit niet? Vraag dan meteen zelf een nieuw wachtwoord aan, en waarschuw de beheerder van uw organisatie.")
            .page("/wachtwoord-vergeten");
        post::write(conn, now, account.id, "wachtwoord-vervangen", &letter)?;
        Ok(addressee)
    })
}
