//! Families of schemes.

use std::fmt;

/// The statutory system (stelsel) that a scheme belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// Work on gas combustion appliances: the CO-stelsel.
    Co,
    /// Recognised quality declarations: the EKV-stelsel.
    Ekv,
}

/// The text names no system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is geen stelsel: kies co of ekv")]
pub struct UnknownSystem;

impl System {
    /// Reads the code of a system.
    ///
    /// # Errors
    /// [`UnknownSystem`], which names the systems there are.
    pub fn parse(text: &str) -> Result<Self, UnknownSystem> {
        match text.trim() {
            "co" => Ok(Self::Co),
            "ekv" => Ok(Self::Ekv),
            _ => Err(UnknownSystem),
        }
    }

    /// The code as it is stored and exchanged.
    pub fn code(self) -> &'static str {
        match self {
            Self::Co => "co",
            Self::Ekv => "ekv",
        }
    }
}

impl fmt::Display for System {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Co => "CO-stelsel",
            Self::Ekv => "EKV-stelsel",
        })
    }
}
