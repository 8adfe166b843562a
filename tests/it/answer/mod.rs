//! What the register answers about a day, now and as it was known before.

mod designations;
mod known;
mod pages;
mod retention;
mod same_number;
mod support;
mod system;
