//! To be written.

/// To be written.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_arguments: &Arguments) -> Result<(), super::Failure> {
    Ok(())
}
