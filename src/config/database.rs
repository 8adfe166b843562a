//! Where the register is kept.

use super::reader::{Reader, Setting};
use crate::storage::{DatabaseUrl, Store};

const DATABASE_URL: Setting = Setting {
    name: "DATABASE_URL",
    default: "sqlite:stelselwacht.db",
    meaning: "Where the register is kept: `sqlite:PATH`, or `postgres://user:password@host:5432/database`. \
              Shown without its password.",
};
const POOL_SIZE: Setting = Setting {
    name: "STELSELWACHT_POOL_SIZE",
    default: "8",
    meaning: "Connections to the database that are kept at most, from 1 to 100.",
};

pub(super) const SETTINGS: [Setting; 2] = [DATABASE_URL, POOL_SIZE];

/// The one variable of ours that has a name of its own.
pub(super) const NAME: &str = DATABASE_URL.name;

const _: () = assert!(Store::DEFAULT_POOL_SIZE == 8, "the table of settings names this number");

/// Where the register is kept.
#[derive(Debug, Clone)]
pub struct Database {
    /// Its address.
    pub url: DatabaseUrl,
    /// How many connections to it are kept at most.
    pub pool_size: u32,
}

impl Database {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let url = reader.masked(DATABASE_URL, DatabaseUrl::parse);
        let pool_size = reader.number(POOL_SIZE, 1..=100);
        Some(Self { url: url?, pool_size: pool_size? })
    }

    pub(super) fn values(&self) -> [String; SETTINGS.len()] {
        [self.url.to_string(), self.pool_size.to_string()]
    }
}
