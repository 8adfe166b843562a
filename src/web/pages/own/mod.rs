//! Pages for somebody who works for a certification body.

pub mod audits;
pub mod dashboard;
pub mod deliveries;
pub mod progress;
pub mod upload;
