//! Everything that is proved from outside, in one binary: a folder per capability.
//!
//! Without `DATABASE_URL` each test has an SQLite file of its own; with the address of a PostgreSQL database each test
//! has a schema of its own in it. The tests are the same.

mod accounts;
mod alerts;
mod answer;
mod api;
mod assessment;
mod beforehand;
mod browser;
mod command_line;
mod consistency;
mod delivery;
mod factors;
mod faults;
mod house;
mod mirror;
mod moves;
mod open_data;
mod orders;
mod proof;
mod reasons;
mod replay;
mod search;
mod services;
mod settings;
mod storage;
mod supervision;
mod support;
mod web;
