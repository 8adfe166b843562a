//! Deliveries over the web: received, looked at before they are stored, then stored or dropped.
//!
//! An upload is found by its token within one body only, so the token of another body finds nothing.

use std::fmt;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use data_encoding::HEXLOWER;

use super::apply::{Mode, Receipt, Request, check_through, deliver, deliver_in};
use super::check::{self, ListedRow, RowFilter, Summary};
use super::parse::{Delivery, parse};
use super::read::{Limits, SourceFile};
use super::refused;
use super::withdraw::weigh;
use super::{DeliveredFile, DeliveryError, OnProgress, Withdrawn, body_of};
use crate::domain::access::{Deliver, Permit, SeeBody};
use crate::domain::calendar::dutch_day;
use crate::domain::withdrawal::Obstacle;
use crate::storage::deliveries::{self, Delivered};
use crate::storage::{Conn, Page, Paged, Store, refused_files, uploads, verdicts};

/// How long an upload waits for its sender.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// Names an upload that waits; it cannot be guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadToken(String);

impl UploadToken {
    fn random() -> Self {
        let bytes: [u8; 16] = rand::random();
        Self(HEXLOWER.encode(&bytes))
    }

    /// Reads a token from an address; `None` when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let is_token = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_token.then(|| Self(text.to_owned()))
    }

    /// The token as it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UploadToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Keeps files until their sender decides; also drops what nobody came back for.
///
/// # Errors
/// [`DeliveryError`] when the actor may not deliver for the body, nothing was sent, the last complete day lies in the
/// future, or the database fails.
pub fn receive(
    store: &Store,
    permit: &Permit<Deliver>,
    files: &[SourceFile],
    through: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Result<UploadToken, DeliveryError> {
    check_through(through, now)?;
    if files.is_empty() {
        return Err(DeliveryError::NoFiles);
    }
    let token = UploadToken::random();
    store.write(|conn| {
        let body = body_of(conn, permit.body())?;
        uploads::remove_received_before(conn, now - KEPT)?;
        refused_files::remove_over(conn, now)?;
        let contents = files.iter().map(|file| (&*file.name, file.bytes.as_slice()));
        uploads::insert(conn, now, token.as_str(), body.id, permit.actor().name(), through, contents)?;
        Ok(token)
    })
}

/// The files of an upload, read again.
fn read_upload(
    store: &Store,
    permit: &Permit<Deliver>,
    token: &UploadToken,
    limits: &Limits,
    now: DateTime<Utc>,
    progress: OnProgress<'_>,
) -> Result<(Delivery, Option<NaiveDate>), DeliveryError> {
    let (files, through) = files_of(store, permit, token)?;
    Ok((parse(&files, limits, dutch_day(now), progress), through))
}

/// The files of an upload, and the last day for which everything is delivered if its sender gave one.
fn files_of(
    store: &Store,
    permit: &Permit<Deliver>,
    token: &UploadToken,
) -> Result<(Vec<SourceFile>, Option<NaiveDate>), DeliveryError> {
    let found = store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        uploads::find(conn, body.id, token.as_str())?.ok_or(DeliveryError::UploadNotFound)
    })?;
    let as_source = |(name, bytes): (String, Vec<u8>)| SourceFile { name: name.into(), bytes };
    Ok((found.files.into_iter().map(as_source).collect(), found.complete_through))
}

/// How often a check is done again because the register of the body changed meanwhile.
const TRIES: usize = 3;

/// Finds out what an upload would do if it were stored now, and keeps the outcome with it.
///
/// # Errors
/// As [`receive`], and [`DeliveryError::UploadNotFound`].
pub fn check(
    store: &Store,
    permit: &Permit<Deliver>,
    token: &UploadToken,
    limits: &Limits,
    now: DateTime<Utc>,
    progress: OnProgress<'_>,
) -> Result<(), DeliveryError> {
    let state = |conn: &mut Conn| -> Result<_, DeliveryError> {
        let body = body_of(conn, permit.body())?;
        Ok((body.id, deliveries::state_of(conn, body.id)?))
    };
    for attempt in 1..=TRIES {
        let (_, before) = store.read(state)?;
        let receipt = preview(store, permit, token, limits, now, progress)?;
        let kept = store.write(|conn| {
            let (body_id, after) = state(conn)?;
            if before != after && attempt < TRIES {
                return Ok(false);
            }
            let upload = uploads::key(conn, body_id, token.as_str())?.ok_or(DeliveryError::UploadNotFound)?;
            check::keep(conn, upload, &receipt)?;
            Ok::<_, DeliveryError>(true)
        })?;
        if kept {
            break;
        }
    }
    Ok(())
}

/// An upload that was checked.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What storing it would do.
    pub summary: Summary,
    /// The rows of the page that was asked for.
    pub rows: Paged<ListedRow>,
}

/// What was found of an upload, with a page of its rows; nothing as long as it was not checked.
///
/// # Errors
/// As [`preview`].
pub fn checked(
    store: &Store,
    permit: &Permit<Deliver>,
    token: &UploadToken,
    filter: &RowFilter,
    page: Page,
) -> Result<Option<Checked>, DeliveryError> {
    store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        let upload = uploads::key(conn, body.id, token.as_str())?.ok_or(DeliveryError::UploadNotFound)?;
        let Some(summary) = check::kept(conn, upload)? else { return Ok(None) };
        Ok(Some(Checked { summary, rows: check::rows(conn, upload, filter, page)? }))
    })
}

/// What an upload would do if it were stored now.
///
/// # Errors
/// As [`receive`], and [`DeliveryError::UploadNotFound`].
pub fn preview(
    store: &Store,
    permit: &Permit<Deliver>,
    token: &UploadToken,
    limits: &Limits,
    now: DateTime<Utc>,
    progress: OnProgress<'_>,
) -> Result<Receipt, DeliveryError> {
    let (delivery, through) = read_upload(store, permit, token, limits, now, progress)?;
    deliver(store, permit, Request { delivery, through, mode: Mode::Preview }, now, progress)
}

/// Stores an upload, with `accept_valid` also when rows are refused. An upload that was stored is gone, but for its refused rows;
/// one that was refused keeps waiting.
///
/// # Errors
/// As [`preview`].
pub fn store_upload(
    store: &Store,
    permit: &Permit<Deliver>,
    token: &UploadToken,
    accept_valid: bool,
    limits: &Limits,
    now: DateTime<Utc>,
    progress: OnProgress<'_>,
) -> Result<Receipt, DeliveryError> {
    let (files, through) = files_of(store, permit, token)?;
    let delivery = parse(&files, limits, dutch_day(now), progress);
    let mode = if accept_valid { Mode::AcceptValid } else { Mode::All };
    let receipt = store.write(|conn| {
        let receipt = deliver_in(conn, permit, Request { delivery, through, mode }, now, progress)?;
        if let Some(applied) = &receipt.applied
            && !uploads::remove(conn, applied.body_id, token.as_str())?
        {
            // Somebody pressed the button twice: the first press stored it.
            return Err(DeliveryError::UploadNotFound);
        }
        Ok(receipt)
    })?;
    if let Some(applied) = receipt.applied.as_ref().filter(|_| receipt.plan.counts.refused > 0)
        && let Err(error) = refused::keep(store, applied.delivery_id, &receipt.plan, &files, limits, now)
    {
        // The delivery is stored, and its faults were told: whoever has the files can mend them without these.
        tracing::warn!(delivery = applied.delivery_id, %error, "the refused rows of a delivery could not be kept");
    }
    Ok(receipt)
}

/// Drops an upload without storing it.
///
/// # Errors
/// As [`preview`].
pub fn discard(store: &Store, permit: &Permit<Deliver>, token: &UploadToken) -> Result<(), DeliveryError> {
    store.write(|conn| {
        let body = body_of(conn, permit.body())?;
        if uploads::remove(conn, body.id, token.as_str())? { Ok(()) } else { Err(DeliveryError::UploadNotFound) }
    })
}

/// The deliveries of a body, the latest first; for whoever may see the body.
///
/// # Errors
/// [`DeliveryError`] when the actor may not see the body, it is unknown, or the database fails.
pub fn list(store: &Store, permit: &Permit<SeeBody>, page: Page) -> Result<Paged<Delivered>, DeliveryError> {
    store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        Ok(deliveries::list(conn, body.id, page)?)
    })
}

/// A delivery with what it set in motion.
#[derive(Debug, Clone)]
pub struct StoredDelivery {
    /// The delivery.
    pub delivery: Delivered,
    /// What it did with each of its files.
    pub files: Vec<DeliveredFile>,
    /// The files with its refused rows that are still kept, by name.
    pub refused: Vec<String>,
    /// Until when those are kept.
    pub refused_until: Option<DateTime<Utc>>,
    /// That it was taken back, if it was.
    pub withdrawn: Option<Withdrawn>,
    /// Why it cannot be taken back now; nothing when it can.
    pub obstacles: Vec<Obstacle>,
    /// Verdicts of the body that came to be, or came to say something else, with this delivery.
    pub new_verdicts: i64,
}

/// One delivery of a body with what it set in motion, and whether it can be taken back at this moment; for whoever may see the body.
///
/// # Errors
/// As [`list`], and [`DeliveryError::DeliveryNotFound`].
pub fn receipt_of(
    store: &Store,
    permit: &Permit<SeeBody>,
    id: i64,
    now: DateTime<Utc>,
) -> Result<StoredDelivery, DeliveryError> {
    store.read(|conn| {
        let body = body_of(conn, permit.body())?;
        let delivery = deliveries::find(conn, body.id, id)?.ok_or(DeliveryError::DeliveryNotFound)?;
        let kept = refused_files::names(conn, id, now)?;
        Ok(StoredDelivery {
            refused_until: kept.iter().map(|(_, until)| *until).min(),
            refused: kept.into_iter().map(|(name, _)| name).collect(),
            files: deliveries::files(conn, id)?,
            withdrawn: deliveries::withdrawal(conn, id)?,
            obstacles: weigh(conn, &body, &delivery, now)?.err().unwrap_or_default(),
            new_verdicts: verdicts::recorded_at(conn, body.id, delivery.received_at)?,
            delivery,
        })
    })
}
