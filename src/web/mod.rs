//! Pages and their addresses: each parses what came in, calls a service, and renders.
//!
//! [`server`] builds the application for `main` and tests alike; [`render`] turns a page context into HTML; [`pages`] has
//! one file per noun; [`view`] has the parts that pages share, [`charts`] the drawings.

pub mod address;
pub mod answer;
pub mod api;
pub mod assets;
mod canonical;
pub mod charts;
mod conditional;
pub mod csrf;
pub mod error;
pub mod format;
mod head;
pub mod jobs;
pub mod layout;
pub mod markup;
pub mod moment;
mod mould;
pub mod pages;
pub mod portal;
pub mod rate_limit;
pub mod render;
pub mod replays;
pub mod request_id;
mod runs;
pub mod schema_org;
pub mod security;
pub mod server;
pub mod session;
mod slow;
pub mod standing;
pub mod then;
pub mod view;
