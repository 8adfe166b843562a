//! E-mail to those who follow changes: what it says, and how it leaves.
//!
//! A [`Message`] is typed and knows no address; [`Message::mail`] writes it in the language of its reader. A [`Transport`]
//! takes it away: over SMTP, into a folder, or into memory for tests. What waits, and who gets it, is for
//! `services::alerts`; this room knows no database.

mod address;
mod message;
mod transport;

pub use address::{Address, InvalidAddress};
pub use message::{Mail, Message, News, What};
pub use transport::{BadTransport, NotSent, Transport};

/// The address of a public page, from its Dutch one, in the language with this code; in Dutch when there is none.
pub fn address_in(language: &str, path: &str) -> String {
    crate::language::Language::of_code(language).unwrap_or_default().path(path)
}
