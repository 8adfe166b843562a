//! `withdraw`: taking a delivery of a certification body back.

use stelselwacht::clock::Clock;
use stelselwacht::domain::access::{Actor, Deliver, decide};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::domain::withdrawal::Reason;
use stelselwacht::services::delivery::DeliveryError;
use stelselwacht::services::delivery::withdraw::{Named, number_of, withdraw};

use super::import::body_code;
use super::output::say;
use super::{Failure, ready_store, settings};

/// Take a delivery of a certification body back, within 24 hours after it was stored.
///
/// The register says again what it said before; that the delivery was there can still be asked. It cannot be done when a
/// later delivery or a reason for a deviation builds on it: take those deliveries back first. Whoever delivered gets a mail.
///
/// Exit code: 0 when it was taken back; 1 when it cannot be; 2 for a wrong command line; 3 when the database or a setting
/// stands in the way.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Number of the delivery, or its checksum (the first twelve signs are enough)
    #[arg(value_name = "DELIVERY", value_parser = named)]
    delivery: Named,
    /// Code of the body that delivered
    #[arg(long, value_name = "CODE", value_parser = body_code)]
    body: BodyCode,
    /// Why, in a few words; the body and the supervisor read this
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    reason: Reason,
}

fn named(text: &str) -> Result<Named, String> {
    Named::parse(text).map_err(|fault| fault.to_string())
}

fn reason(text: &str) -> Result<Reason, String> {
    Reason::parse(text).map_err(|fault| fault.to_string())
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Arguments { delivery, body, reason } = arguments;
    let store = ready_store(&settings()?)?;
    let permit = decide(&Actor::Operator, Deliver(body.clone())).map_err(DeliveryError::from).map_err(refused)?;
    let number = number_of(&store, &permit, delivery).map_err(refused)?;
    withdraw(&store, &permit, number, reason, Clock::System.now()).map_err(refused)?;
    say!("Aanlevering {number} van {body} is ingetrokken.");
    Ok(())
}

fn refused(error: DeliveryError) -> Failure {
    match error {
        DeliveryError::Storage(fault) => Failure::from(fault),
        fault => Failure::Refused(fault.to_string()),
    }
}
