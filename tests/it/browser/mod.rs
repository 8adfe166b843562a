//! The main journeys in a real browser: headless Chromium, driven by the chromedriver of the same release.
//!
//! Every page on the way is held against [`page::Tab::inspect`]: no violation that axe-core knows of, by light and by
//! dark; nothing to scroll sideways on a small and on a large screen; the skip link first, and always visible where the
//! keyboard is. Every page of the public is held against more, in [`everyone`].

mod accounts;
mod chrome;
mod everyone;
mod journeys;
mod page;
mod passkeys;
mod proof;
mod search;
