//! The only place that knows diesel.
//!
//! A [`Store`] gives a connection inside a transaction: [`Store::read`] sees one consistent state, [`Store::write`] is
//! the only writer while it runs. The modules hold free functions per aggregate that take the connection; what they
//! change is kept when the transaction ends well and is gone when it does not. All of it blocks.
//!
//! A record is never overwritten. A row is closed (`recorded_until`) and a new one opened, so that what the register
//! said at any time can still be asked.

pub mod account_devices;
pub mod account_life;
pub mod account_tokens;
pub mod accounts;
pub mod alerts;
pub mod api_answers;
pub mod api_tokens;
pub mod audit_trail;
pub mod audits;
mod batch;
pub mod bodies;
pub mod calendar_keys;
pub mod certificate_page;
pub mod certificates;
pub mod changes;
mod columns;
mod connection;
pub mod decisions;
mod delivered;
pub mod deliveries;
pub mod delivery_rhythms;
mod errors;
pub mod histories;
mod history;
pub mod identities;
mod migrate;
mod new_verdicts;
pub mod newer;
pub mod nonconformities;
pub mod open_terms;
pub mod orders;
pub mod outbox;
pub mod own_references;
mod paging;
mod particulars;
pub mod passkeys;
pub mod published;
pub mod reasons;
pub mod refused_files;
pub mod register;
pub mod register_day;
pub mod register_state;
pub mod reminders;
pub mod replays;
mod schema;
pub mod schemes;
pub mod second_factors;
pub mod sessions;
pub mod signals;
pub mod signing_keys;
pub mod statistics;
mod store;
pub mod subscriptions;
pub mod supervision;
pub mod takeovers;
mod transaction;
mod types;
pub mod upload_plans;
pub mod uploads;
mod url;
pub mod verdicts;
pub mod whole_register;
pub mod withdrawals;

pub use connection::{Conn, Multi};
pub use delivered::{Origin, Stored};
pub use errors::StorageError;
pub use history::{Change, Known};
pub use paging::{Page, Paged};
pub use schema::check_tables;
pub use store::Store;
pub use types::UtcTime;
pub use url::{DatabaseUrl, InvalidDatabaseUrl};
