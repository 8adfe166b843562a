//! E-mail to those who follow changes.

mod following;
mod heads;
mod leaving;
mod pages;
mod servers;
mod signing_up;
mod support;
mod taking_back;
mod wrapped;
