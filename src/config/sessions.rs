//! How long somebody stays logged in.

use chrono::TimeDelta;

use super::reader::{Reader, Setting};

const SESSION_IDLE: Setting = Setting {
    name: "STELSELWACHT_SESSION_IDLE_MINUTES",
    default: "30",
    meaning: "Minutes without use after which a session ends, from 1 to 1440.",
};
const SESSION_LIFETIME: Setting = Setting {
    name: "STELSELWACHT_SESSION_HOURS",
    default: "12",
    meaning: "Hours after which a session ends whatever happens, from 1 to 168.",
};

pub(super) const SETTINGS: [Setting; 2] = [SESSION_IDLE, SESSION_LIFETIME];

/// How long somebody stays logged in.
#[derive(Debug, Clone)]
pub struct Sessions {
    /// After how long without use a session ends.
    pub idle: TimeDelta,
    /// After how long a session ends whatever happens.
    pub lifetime: TimeDelta,
}

impl Sessions {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let idle = reader.number(SESSION_IDLE, 1..=1440_i64);
        let lifetime = reader.number(SESSION_LIFETIME, 1..=168_i64);
        let (idle, lifetime) = (idle?, lifetime?);
        if idle > lifetime * 60 {
            let message = format!("mag niet langer zijn dan {} ({lifetime} uur)", SESSION_LIFETIME.name);
            reader.fault(SESSION_IDLE, &idle.to_string(), &message);
        }
        Some(Self { idle: TimeDelta::minutes(idle), lifetime: TimeDelta::hours(lifetime) })
    }

    pub(super) fn values(&self) -> [String; SETTINGS.len()] {
        [self.idle.num_minutes().to_string(), self.lifetime.num_hours().to_string()]
    }
}
