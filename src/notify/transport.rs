//! How a mail leaves.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::{SmtpTransport, Transport as _};

use super::address::Address;
use super::message::{Mail, one_line};
use super::server::{self, PATIENCE};
use crate::domain::setback::{Obstacle, Reply, Setback};

/// Takes mails away.
#[derive(Clone)]
pub struct Transport {
    from: Mailbox,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(Box<SmtpTransport>),
    Folder(PathBuf),
    Memory(Arc<Mutex<Vec<(String, Mail)>>>),
}

/// A transport that cannot be used; the text says why, without password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadTransport(String);

/// A mail that did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct NotSent {
    /// What the server or the machine said. It may hold an address: it is for tests, and kept nowhere.
    pub reason: String,
    /// The same without words from outside.
    pub setback: Setback,
    /// Whether sending it again can never help.
    pub for_good: bool,
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.way {
            Way::Smtp(_) => "Transport(smtp)",
            Way::Folder(_) => "Transport(folder)",
            Way::Memory(_) => "Transport(memory)",
        })
    }
}

impl Transport {
    /// Over SMTP: `smtps://user:password@host`, or `smtp://host:port`. The way to another machine is secured before anything
    /// is said, unless the address ends in `?tls=none`; a password never goes in the open.
    ///
    /// # Errors
    /// [`BadTransport`] when the address or the sender cannot be used.
    pub fn smtp(url: &str, from: &str) -> Result<Self, BadTransport> {
        Self::smtp_within(url, from, PATIENCE)
    }

    /// The same, with another time that the server may take for each step of the conversation.
    ///
    /// # Errors
    /// As [`Self::smtp`].
    pub fn smtp_within(url: &str, from: &str, patience: Duration) -> Result<Self, BadTransport> {
        let smtp = server::server(url, patience).map_err(|error| BadTransport(error.to_string()))?;
        Ok(Self { from: sender(from)?, way: Way::Smtp(Box::new(smtp)) })
    }

    /// Into a folder, a file per mail.
    ///
    /// # Errors
    /// [`BadTransport`] when the folder cannot be made or the sender cannot be used.
    pub fn folder(folder: PathBuf, from: &str) -> Result<Self, BadTransport> {
        fs::create_dir_all(&folder).map_err(|error| BadTransport(format!("{}: {error}", folder.display())))?;
        Ok(Self { from: sender(from)?, way: Way::Folder(folder) })
    }

    /// Into memory, for tests.
    ///
    /// # Errors
    /// [`BadTransport`] when the sender cannot be used.
    pub fn memory(from: &str) -> Result<Self, BadTransport> {
        Ok(Self { from: sender(from)?, way: Way::Memory(Arc::default()) })
    }

    /// The mails that were sent into memory since this was asked last, with who gets them.
    pub fn taken(&self) -> Vec<(String, Mail)> {
        match &self.way {
            Way::Memory(sent) => std::mem::take(&mut *sent.lock().unwrap_or_else(PoisonError::into_inner)),
            Way::Smtp(_) | Way::Folder(_) => Vec::new(),
        }
    }

    /// Sends a mail; waits until it was taken.
    ///
    /// # Errors
    /// [`NotSent`], with whether it helps to try again.
    pub fn send(&self, to: &Address, mail: &Mail) -> Result<(), NotSent> {
        match &self.way {
            Way::Smtp(smtp) => {
                let sent = smtp.send(&self.message(to, mail)?).map(drop);
                sent.map_err(|error| refused(&error))
            }
            Way::Folder(folder) => {
                let name = mail.id.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
                let written = fs::write(folder.join(format!("{name}.eml")), self.message(to, mail)?.formatted());
                let setback = Setback::of(Obstacle::Unusable);
                written.map_err(|error| NotSent { reason: error.to_string(), setback, for_good: false })
            }
            Way::Memory(sent) => {
                self.message(to, mail)?;
                sent.lock().unwrap_or_else(PoisonError::into_inner).push((to.as_str().to_owned(), mail.clone()));
                Ok(())
            }
        }
    }

    fn message(&self, to: &Address, mail: &Mail) -> Result<lettre::Message, NotSent> {
        let setback = Setback::of(Obstacle::Unusable);
        let broken = |error: &dyn std::fmt::Display| NotSent { reason: error.to_string(), setback, for_good: true };
        let to = to.as_str().parse::<lettre::Address>().map_err(|error| broken(&error))?;
        let mut builder = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(shortened(&one_line(&mail.subject)))
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .raw_header(header("Auto-Submitted", "auto-generated"));
        if let Some(link) = &mail.one_click {
            builder = builder
                .raw_header(header("List-Unsubscribe", &format!("<{link}>")))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(mail.text.clone());
        builder.singlepart(text).map_err(|error| broken(&error))
    }
}

/// The longest subject, in signs: more is not read, and long heads are refused by some servers.
const LONGEST_SUBJECT: usize = 200;

fn shortened(subject: &str) -> String {
    if subject.chars().count() <= LONGEST_SUBJECT {
        return subject.to_owned();
    }
    subject.chars().take(LONGEST_SUBJECT - 1).chain(['…']).collect()
}

fn refused(error: &lettre::transport::smtp::Error) -> NotSent {
    let reason = error.to_string();
    let reply = error.status().map(|code| {
        let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        Reply { code: code.into(), status: Reply::status_in(&said) }
    });
    let for_good = error.is_permanent() && reply.is_some_and(Reply::is_about_the_address);
    let obstacle = match reply {
        Some(_) if for_good => Obstacle::Refused,
        Some(Reply { code: 530 | 534 | 535 | 538 | 454, .. } | Reply { status: Some([_, 7, _]), .. }) => {
            Obstacle::NotOurs
        }
        Some(_) if error.is_permanent() => Obstacle::Refused,
        Some(_) => Obstacle::NotNow,
        None => obstacle_of(error, &reason),
    };
    NotSent { reason, setback: Setback { obstacle, reply }, for_good }
}

fn obstacle_of(error: &lettre::transport::smtp::Error, reason: &str) -> Obstacle {
    use std::io::ErrorKind::{InvalidData, TimedOut, WouldBlock};
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        match cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind) {
            // A read that took too long is told as one that would block.
            Some(TimedOut | WouldBlock) => return Obstacle::TooSlow,
            // So TLS tells of a certificate that is not to be trusted.
            Some(InvalidData) => return Obstacle::Insecure,
            _ => source = cause.source(),
        }
    }
    if error.is_tls() || error.is_client() {
        Obstacle::Insecure
    } else if reason.starts_with("Connection error") {
        Obstacle::Unreachable
    } else {
        Obstacle::BrokenOff
    }
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn sender(from: &str) -> Result<Mailbox, BadTransport> {
    from.parse().map_err(|error| BadTransport(format!("{from}: {error}")))
}
