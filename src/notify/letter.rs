//! Mail to people with an account. What it says is settled when it is written; the links that only its reader may have are made
//! when it leaves.

use serde::{Deserialize, Serialize};

use super::message::{Mail, one_line};

/// A part of the text, with an empty line around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// A paragraph. Control characters become blanks, so no name from outside begins a line of its own.
    Text(String),
    /// Lines that belong together, each begun with a dash.
    Lines(Vec<String>),
    /// The address of a page, from its path.
    Page(String),
    /// A link that works once, for whoever gets this mail. The token stands behind the path.
    Once(Once),
}

/// A link that works once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Once {
    /// What it is for, as the tokens of accounts name it.
    pub purpose: String,
    /// The path of the page, without the token and without a slash at the end.
    pub path: String,
    /// After how many hours it stops working.
    pub hours: u32,
}

/// A mail to somebody with an account, as it is kept until it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The subject.
    pub subject: String,
    /// The text, part by part.
    pub parts: Vec<Part>,
}

impl Letter {
    /// A letter without text yet.
    pub fn about(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), parts: Vec::new() }
    }

    /// The letter with another paragraph.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.parts.push(Part::Text(text.into()));
        self
    }

    /// The letter with a list.
    #[must_use]
    pub fn lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.parts.push(Part::Lines(lines.into_iter().collect()));
        self
    }

    /// The letter with the address of a page.
    #[must_use]
    pub fn page(mut self, path: impl Into<String>) -> Self {
        self.parts.push(Part::Page(path.into()));
        self
    }

    /// The letter with a link that works once.
    #[must_use]
    pub fn once(mut self, purpose: &str, path: &str, hours: u32) -> Self {
        self.parts.push(Part::Once(Once { purpose: purpose.to_owned(), path: path.to_owned(), hours }));
        self
    }

    /// The mail; `page` gives the whole address of a path, `once` a fresh link.
    ///
    /// # Errors
    /// Those of making a link.
    pub fn mail<E>(
        &self,
        id: String,
        page: impl Fn(&str) -> String,
        mut once: impl FnMut(&Once) -> Result<String, E>,
    ) -> Result<Mail, E> {
        let mut parts = Vec::with_capacity(self.parts.len() + 1);
        for part in &self.parts {
            parts.push(match part {
                Part::Text(text) => one_line(text),
                Part::Lines(lines) => {
                    lines.iter().map(|line| format!("- {}", one_line(line))).collect::<Vec<_>>().join("\n")
                }
                Part::Page(path) => page(path),
                Part::Once(link) => once(link)?,
            });
        }
        parts.push("Stelselwacht, register van certificatiestelsels".to_owned());
        Ok(Mail { subject: one_line(&self.subject), text: parts.join("\n\n") + "\n", one_click: None, id })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn a_letter_survives_the_wait_and_keeps_names_on_their_line() {
        let letter = Letter::about("Uitnodiging van Alfa\r\nBcc: x@kwaad.example")
            .text("Beste An,\nDag")
            .lines(["een".to_owned(), "twee\n\ndrie".to_owned()])
            .page("/inloggen")
            .once("uitnodiging", "/uitnodiging", 72);
        let kept: Letter = serde_json::from_str(&serde_json::to_string(&letter).unwrap()).unwrap();
        assert_eq!(kept, letter);
        let page = |path: &str| format!("https://r.example{path}");
        let once = |link: &Once| Ok::<_, Infallible>(format!("https://r.example{}/geheim", link.path));
        let mail = kept.mail("1".to_owned(), page, once).unwrap();
        assert_eq!(mail.subject, "Uitnodiging van Alfa  Bcc: x@kwaad.example");
        assert_eq!(
            mail.text,
            "Beste An, Dag\n\n- een\n- twee  drie\n\nhttps://r.example/inloggen\n\n\
             https://r.example/uitnodiging/geheim\n\nStelselwacht, register van certificatiestelsels\n"
        );
    }
}
