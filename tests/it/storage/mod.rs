//! The database: the same on SQLite and PostgreSQL, kept whole, and clear when it cannot be.

mod audit_trail;
mod faults;
mod history;
mod migrations;
mod plans;
mod transactions;
