//! The register for machines: changes, dumps and feeds.

pub(crate) mod copy;
pub(crate) mod deliveries;
mod dumps;
mod following;
mod formulas;
mod history;
mod web;
