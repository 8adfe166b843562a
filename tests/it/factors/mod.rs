//! The second factor, through the pages: getting one, giving it, losing it, and what a password alone reaches.

mod apps;
mod attacks;
mod linked;
mod program;
mod provider;
pub(crate) mod support;
mod told;
