//! E-mail: what it says, and how it leaves.
//!
//! A [`Message`] is for those who follow changes; [`Message::mail`] writes it in the language of its reader. A [`Letter`] is for
//! people with an account, in Dutch. A [`Transport`] takes both away: over SMTP, into a folder, or into memory for tests. What
//! waits, and who gets it, is for `services::post`; this room knows no database.

mod address;
mod letter;
mod message;
mod server;
mod transport;

pub use address::{Address, InvalidAddress};
pub use letter::{Letter, Once, Part};
pub use message::{Mail, Message, News, What};
pub use transport::{BadTransport, NotSent, Transport};

/// The address of a public page, from its Dutch one, in the language with this code; in Dutch when there is none.
pub fn address_in(language: &str, path: &str) -> String {
    crate::language::Language::of_code(language).unwrap_or_default().path(path)
}
