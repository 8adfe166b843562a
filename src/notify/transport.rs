//! How a mail leaves.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::{SmtpTransport, Transport as _};

use super::address::Address;
use super::message::Mail;

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
    /// What the server or the machine said.
    pub reason: String,
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
    /// Over SMTP: `smtps://user:password@host`, or `smtp://host:port` with `?tls=required` for a connection that is made
    /// secure before anything is said.
    ///
    /// # Errors
    /// [`BadTransport`] when the address or the sender cannot be used.
    pub fn smtp(url: &str, from: &str) -> Result<Self, BadTransport> {
        let smtp = SmtpTransport::from_url(url).map_err(|error| BadTransport(error.to_string()))?;
        Ok(Self { from: sender(from)?, way: Way::Smtp(Box::new(smtp.build())) })
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
                sent.map_err(|error| NotSent { for_good: error.is_permanent(), reason: error.to_string() })
            }
            Way::Folder(folder) => {
                let name = mail.id.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
                let written = fs::write(folder.join(format!("{name}.eml")), self.message(to, mail)?.formatted());
                written.map_err(|error| NotSent { reason: error.to_string(), for_good: false })
            }
            Way::Memory(sent) => {
                self.message(to, mail)?;
                sent.lock().unwrap_or_else(PoisonError::into_inner).push((to.as_str().to_owned(), mail.clone()));
                Ok(())
            }
        }
    }

    fn message(&self, to: &Address, mail: &Mail) -> Result<lettre::Message, NotSent> {
        let broken = |error: &dyn std::fmt::Display| NotSent { reason: error.to_string(), for_good: true };
        let to = to.as_str().parse::<lettre::Address>().map_err(|error| broken(&error))?;
        let mut builder = lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject.clone())
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

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn sender(from: &str) -> Result<Mailbox, BadTransport> {
    from.parse().map_err(|error| BadTransport(format!("{from}: {error}")))
}
