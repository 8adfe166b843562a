//! The rules: what a jurist must be able to check. Pure functions and types without I/O, SQL, HTTP or clock.

pub mod access;
pub mod appliance;
pub mod as_of;
pub mod assessment;
pub mod calendar;
pub mod certificate;
pub mod change;
pub mod delivered;
pub mod delivery_report;
pub mod designation;
pub mod faults;
pub mod four_eyes;
pub mod identifiers;
pub mod json;
pub mod matrix;
pub mod period;
pub mod reason;
pub mod scheme;
pub mod scope;
pub mod setback;
pub mod signal;
pub mod supervision;
pub mod takeover;
pub mod text;
pub mod written_day;
