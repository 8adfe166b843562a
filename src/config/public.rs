//! What the public is shown and given.

use secrecy::SecretString;

use super::reader::{Reader, Setting};

const PUBLIC_HISTORY: Setting = Setting {
    name: "STELSELWACHT_PUBLIC_HISTORY_YEARS",
    default: "5",
    meaning: "Years for which the public pages show measures that are over, and answer for days that have passed, from 0 to 100. \
              With `0` they only say what holds now. A measure in effect is always shown, and nothing is ever erased.",
};
const SECRET: Setting = Setting {
    name: "STELSELWACHT_SECRET",
    default: "not set",
    meaning: "Seals the keys that sign statements and the secrets of authenticator apps: at least 32 characters that nobody can \
              guess, such as the output of `openssl rand -base64 32`. Without it there are no statements, and no second factor \
              is demanded of anybody. Never shown; only whether it is set.",
};

pub(super) const SETTINGS: [Setting; 2] = [PUBLIC_HISTORY, SECRET];

/// Fewer characters than this can be guessed by whoever has a copy of the database.
const SHORTEST_SECRET: usize = 32;

/// What the public is shown and given.
#[derive(Debug, Clone)]
pub struct Public {
    /// How many years of past measures and former answers the public pages show.
    pub history_years: u32,
    /// What keys and secrets in the database are sealed with; without it the portal signs nothing and demands no second factor.
    pub secret: Option<SecretString>,
}

impl Public {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let history_years = reader.number(PUBLIC_HISTORY, 0..=100_u32);
        let secret = secret(reader);
        Some(Self { history_years: history_years?, secret })
    }

    pub(super) fn values(&self) -> [String; SETTINGS.len()] {
        [self.history_years.to_string(), (if self.secret.is_some() { "set" } else { SECRET.default }).to_owned()]
    }
}

/// Nothing of a secret is told, also not when it is refused.
fn secret(reader: &mut Reader<'_>) -> Option<SecretString> {
    let text = reader.given(SECRET)?;
    if text.chars().count() < SHORTEST_SECRET {
        let message = format!("is te kort: geef ten minste {SHORTEST_SECRET} tekens die niemand kan raden");
        reader.hidden_fault(SECRET, message);
    }
    Some(text.into())
}
