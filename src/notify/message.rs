//! What mails say.

use chrono::NaiveDate;

use crate::domain::change::Happening;
use crate::language::{FluentValue, Language};

/// What somebody follows, by the name that they know it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Firms that a search finds.
    Search(String),
    /// A firm.
    Firm {
        /// Its number in the trade register.
        kvk: String,
        /// Its name.
        name: String,
    },
    /// A certification body and its certificates.
    Body(String),
}

/// One change with the day it was written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// The day on which the register got to know it.
    pub recorded_on: NaiveDate,
    /// What happened.
    pub happening: Happening,
}

/// A message to somebody who follows something, or asked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Asks whether it was really they who asked.
    Confirm {
        /// Where to say so.
        link: String,
    },
    /// They asked for what they have.
    Already {
        /// Where to stop.
        stop: String,
    },
    /// What changed.
    News {
        /// The changes, oldest first.
        news: Vec<News>,
        /// How many more there are.
        more: u64,
        /// Where to see what the register says now.
        look: String,
        /// Where to stop.
        stop: String,
    },
}

/// A mail, ready to be sent but for who gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The subject, on one line.
    pub subject: String,
    /// The text, with short lines of its own only where paragraphs end.
    pub text: String,
    /// Where a mail program can unsubscribe without opening the mail (RFC 8058).
    pub one_click: Option<String>,
    /// What tells the mail from every other; sent again it stays the same.
    pub id: String,
}

impl Message {
    /// The mail in the language with this code; in Dutch when there is none.
    pub fn mail(&self, language: &str, what: &What, id: String) -> Mail {
        let language = Language::of_code(language).unwrap_or_default();
        let what = in_words(language, what);
        let with = |key: &str| language.text_with(key, &[("what", FluentValue::from(what.as_str()))]);
        let say = |key: &str| language.text(key).into_owned();
        let (subject, mut parts, stop) = match self {
            Self::Confirm { link } => {
                let parts =
                    [with("mail-confirm-asked"), say("mail-confirm-do"), link.clone(), say("mail-confirm-nothing")];
                (say("mail-confirm-subject"), parts.to_vec(), None)
            }
            Self::Already { stop } => (say("mail-already-subject"), vec![with("mail-already-text")], Some(stop)),
            Self::News { news, more, look, stop } => {
                let mut parts = vec![with("mail-news-lead"), listed(language, news)];
                if *more > 0 {
                    parts.push(language.text_with("mail-news-more", &[("count", count(*more))]));
                }
                parts.extend([say("mail-news-look"), look.clone()]);
                let all = u64::try_from(news.len()).unwrap_or(u64::MAX).saturating_add(*more);
                let values = [("count", count(all)), ("what", FluentValue::from(what.as_str()))];
                (language.text_with("mail-news-subject", &values), parts, Some(stop))
            }
        };
        if let Some(stop) = stop {
            parts.extend(["-- ".to_owned(), with("mail-stop"), stop.clone()]);
        }
        parts.push(say("mail-from"));
        Mail { subject: one_line(&subject), text: parts.join("\n\n") + "\n", one_click: stop.cloned(), id }
    }
}

fn count(value: u64) -> FluentValue<'static> {
    FluentValue::from(value)
}

fn in_words(language: Language, what: &What) -> String {
    let text = |text: &str| FluentValue::from(one_line(text));
    match what {
        What::Search(question) => language.text_with("mail-what-search", &[("text", text(question))]),
        What::Firm { kvk, name } => language.text_with("mail-what-firm", &[("name", text(name)), ("kvk", text(kvk))]),
        What::Body(name) => language.text_with("mail-what-body", &[("name", text(name))]),
    }
}

fn listed(language: Language, news: &[News]) -> String {
    let line = |news: &News| {
        let sentence = language.happening(&news.happening);
        format!("- {}: {}", language.day(news.recorded_on), one_line(&sentence))
    };
    news.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Names come from outside: none begins a new line of a mail or of its head, and none turns the direction of what follows.
pub(super) fn one_line(text: &str) -> String {
    let ends_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| !turns(*c)).map(|c| if ends_line(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::certificate::Standing;
    use crate::domain::change::{About, ChangeKind};

    fn news() -> News {
        News {
            recorded_on: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default(),
            happening: Happening {
                about: About::Certificate {
                    number: "AL-1".to_owned(),
                    firm: "Jansen\r\nBcc: x@kwaad.example".to_owned(),
                    kvk: "90000001".to_owned(),
                    body: "Certificatie Alfa".to_owned(),
                },
                kinds: vec![ChangeKind::Suspension],
                standings: Some((Standing::Valid, Standing::Suspended)),
                day: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default(),
            },
        }
    }

    #[test]
    fn news_say_what_changed_and_how_to_stop() {
        let message = Message::News {
            news: vec![news()],
            more: 2,
            look: "https://r.example/installateurs/90000001".to_owned(),
            stop: "https://r.example/volgen/opzeggen/x".to_owned(),
        };
        let what = What::Firm { kvk: "90000001".to_owned(), name: "Jansen\nB.V.".to_owned() };
        let mail = message.mail("nl", &what, "1".to_owned());
        assert_eq!(mail.subject, "3 wijzigingen bij Jansen B.V. (KvK-nummer 90000001)");
        assert_eq!(
            mail.text,
            "Dit veranderde in het register bij Jansen B.V. (KvK-nummer 90000001):\n\n\
             - 24 november 2026: Certificaat AL-1 van Jansen  Bcc: x@kwaad.example is geschorst door Certificatie Alfa.\n\n\
             En nog 2 andere wijzigingen.\n\n\
             Wat het register nu zegt, ziet u hier:\n\nhttps://r.example/installateurs/90000001\n\n-- \n\n\
             U krijgt dit bericht omdat u Jansen B.V. (KvK-nummer 90000001) volgt. Wilt u dat niet meer? Meld u hier af:\n\n\
             https://r.example/volgen/opzeggen/x\n\nStelselwacht, register van certificatiestelsels\n"
        );
        assert_eq!(mail.one_click.as_deref(), Some("https://r.example/volgen/opzeggen/x"));
        let english = message.mail("en", &What::Search("a".to_owned()), "1".to_owned());
        assert_eq!(english.subject, "3 changes: the search ‘a’");
    }

    #[test]
    fn a_mail_that_asks_for_confirmation_cannot_be_unsubscribed_from() {
        let message = Message::Confirm { link: "https://r.example/volgen/bevestigen/x".to_owned() };
        let mail = message.mail("en", &What::Body("Alfa".to_owned()), "1".to_owned());
        assert!(mail.one_click.is_none() && mail.text.contains("\n\nhttps://r.example/volgen/bevestigen/x\n\n"));
        assert!(mail.text.contains("when Alfa changes in the register"));
    }
}
