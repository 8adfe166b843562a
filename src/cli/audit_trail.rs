//! Following the chain of the audit trail.

use stelselwacht::storage::audit_trail::{Chain, verify};

use super::{Failure, ready_store, settings};

/// Verify that nobody changed the audit trail
///
/// Prints how many entries there are and the hash of the newest one. Keep that hash elsewhere: when it is among the
/// hashes of a later day, no entry before it was left out. Ends with exit code 1 when the chain is broken.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_arguments: &Arguments) -> Result<(), Failure> {
    match ready_store(&settings()?)?.read(verify)? {
        Chain::Intact { entries, last_hash } => {
            println!("Het logboek is gaaf: {entries} regels, laatste hash {last_hash}.");
            Ok(())
        }
        Chain::Broken { id } => {
            Err(Failure::Refused(format!("Het logboek is gewijzigd: regel {id} sluit niet aan op de regel ervoor.")))
        }
    }
}
