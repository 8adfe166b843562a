//! One file per noun: the context of each page, to be filled by the handler beside it.

pub mod about;
pub mod bodies;
pub mod certificate;
pub mod holder;
pub mod home;
pub mod login;
pub mod own;
pub mod schemes;
pub mod supervision;

#[cfg(test)]
mod samples;
