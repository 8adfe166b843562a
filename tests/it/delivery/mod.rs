//! Deliveries of certification bodies, through the command line and the services.

mod command;
mod hostile;
mod killed;
mod mutations;
mod reading;
mod refusals;
mod staying;
mod storing;
pub(crate) mod support;
mod uploads;
mod withdrawing;
