//! Deliveries of certification bodies: from the bytes of files to records of the register.
//!
//! [`read`] recognises files and hands over rows, [`parse`] makes typed records of them and gathers all faults, [`plan`]
//! holds them against what is [`known`], and [`apply`] stores them in one transaction. [`upload`] is the same over the web,
//! with a look before storing.

pub mod apply;
pub mod calendar;
pub mod check;
mod checks;
pub mod columns;
pub mod compare;
mod csv_file;
mod decode;
mod drafts;
mod fields;
pub mod known;
mod package;
pub mod parse;
pub mod plan;
pub mod read;
mod readers;
mod receipt;
pub mod records;
pub mod refused;
pub(in crate::services) mod sheet;
pub mod templates;
pub mod upload;
pub mod withdraw;
mod xlsx_file;

use chrono::NaiveDate;

use crate::domain::access::Denied;
use crate::domain::identifiers::BodyCode;
use crate::domain::withdrawal::Obstacle;
use crate::services::reassess::ReassessError;
use crate::storage::bodies::{self, Body};
pub use crate::storage::deliveries::{Delivered, DeliveredFile, Withdrawn};
use crate::storage::{Conn, Known, StorageError};
pub use sheet::SheetError;

/// What a delivery is at while it is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading the files; the number counts rows read.
    Reading,
    /// Holding rows against the register; the number counts rows.
    Checking,
    /// Storing; the number counts rows stored.
    Storing,
}

/// Told now and then how far a delivery is.
pub type OnProgress<'a> = &'a dyn Fn(Step, usize);

/// Why nothing could be done with a delivery. Faults in its files are not among these: they are the answer.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The actor may not do this for this body.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no body with this code.
    #[error("Er is geen instelling met code {code}. {}", known_bodies(known))]
    UnknownBody {
        /// The code that was given.
        code: BodyCode,
        /// The codes there are.
        known: Vec<BodyCode>,
    },
    /// Nothing was sent.
    #[error("Er zijn geen bestanden aangeleverd: kies ten minste één bestand.")]
    NoFiles,
    /// A delivery cannot be complete through a day that is still to come.
    #[error("Compleet tot en met {through} kan niet: die dag ligt na vandaag ({today}).")]
    CompleteInFuture {
        /// The day that was given.
        through: NaiveDate,
        /// The day it is.
        today: NaiveDate,
    },
    /// This body has no such upload, or it was stored, dropped or forgotten.
    #[error(
        "Deze aanlevering is er niet meer: zij is al opgeslagen, verwijderd of verlopen. Lever zo nodig opnieuw aan."
    )]
    UploadNotFound,
    /// What is delivered cannot be judged; this is about what was stored earlier as well.
    #[error("De aanlevering kan niet worden beoordeeld: {0}")]
    Unassessable(#[from] ReassessError),
    /// This body has no such delivery.
    #[error("Deze aanlevering bestaat niet.")]
    DeliveryNotFound,
    /// This delivery cannot be taken back.
    #[error("{}", said(.0))]
    NotWithdrawable(Vec<Obstacle>),
    /// A file for its sender cannot be made.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The database fails.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

fn said(obstacles: &[Obstacle]) -> String {
    obstacles.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn known_bodies(known: &[BodyCode]) -> String {
    if known.is_empty() {
        "Er zijn nog geen instellingen geladen: gebruik eerst 'stelselwacht load-system'.".to_owned()
    } else {
        let codes: Vec<&str> = known.iter().map(BodyCode::as_str).collect();
        format!("Bekend zijn: {}.", codes.join(", "))
    }
}

/// The body that a permit is for; the command line can name one that does not exist.
fn body_of(conn: &mut Conn, code: &BodyCode) -> Result<Body, DeliveryError> {
    if let Some(body) = bodies::by_code(conn, code)? {
        return Ok(body);
    }
    let known = bodies::all(conn, Known::Now)?.into_iter().map(|body| body.code).collect();
    Err(DeliveryError::UnknownBody { code: code.clone(), known })
}
