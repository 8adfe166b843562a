//! The life of an account, from the invitation to the day that it is closed, as browsers and mail programs see it.

mod command;
mod guessing;
mod invitations;
mod keeping;
mod owners;
mod passwords;
mod sessions;
mod support;
