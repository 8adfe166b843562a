//! The register for machines: changes, dumps and feeds.

mod copy;
mod dumps;
mod following;
