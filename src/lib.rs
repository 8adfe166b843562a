//! Stelselwacht: the register and supervision portal for Dutch certification systems.
//!
//! The house has few walls, and the arrows between the rooms run one way:
//!
//! - [`domain`]: the rules of law and schemes. Knows no database, no web, no clock.
//! - [`storage`]: the only place that knows diesel, on SQLite and PostgreSQL.
//! - [`services`]: the use cases. Permit, load, rule, save and audit trail in one transaction.
//! - [`exchange`]: the JSON that comes in and goes out, with the Dutch names of the law.
//! - [`language`]: what the public reads, in Dutch and in English.
//! - [`notify`]: what mails say, and how they leave.
//! - [`web`]: pages and their addresses; each parses, calls a service, and renders.
//! - [`config`] and [`clock`]: the only places that read the environment and the time.
//!
//! `web -> services -> {storage, exchange, notify, domain}`, `{web, notify} -> language -> domain`, `storage -> domain`,
//! `exchange -> domain`; [`config`] knows how an address of a database is written, which is up to [`storage`]. There are
//! no other arrows; a test holds the sources to it.

pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod language;
pub mod notify;
pub mod services;
pub mod storage;
pub mod web;
