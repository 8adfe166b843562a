//! The settings, and what they are in this process.

use stelselwacht::config::Settings;

use super::output::say;
use super::{Failure, settings};

/// Show every setting with its value, its default and what it does
///
/// Settings are read from the environment. A password in an address is not shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_arguments: &Arguments) -> Result<(), Failure> {
    // The list of what is right must also be there for whoever has it wrong.
    let current = settings();
    if let Ok(settings) = &current {
        for (setting, value) in settings.current() {
            say!("{}={value}\n    default: {}\n    {}\n", setting.name, setting.default, setting.meaning);
        }
    } else {
        for setting in Settings::table() {
            say!("{}\n    default: {}\n    {}\n", setting.name, setting.default, setting.meaning);
        }
    }
    current.map(drop)
}
