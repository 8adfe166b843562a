//! E-mail to those who follow changes.

mod following;
mod leaving;
mod signing_up;
mod support;
