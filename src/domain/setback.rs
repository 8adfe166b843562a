//! Why a mail did not leave: what stood in its way, and the codes of the server. What a server says in words is not kept: it
//! often repeats an address.

use std::fmt;

/// What stood in the way of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// No connection could be made.
    Unreachable,
    /// The server did not answer in time.
    TooSlow,
    /// No secure connection could be made, or the certificate of the server is not to be trusted.
    Insecure,
    /// The connection broke off, or the server said what no server says.
    BrokenOff,
    /// The server does not take mail from us: the log-in or the sender is not accepted.
    NotOurs,
    /// The server takes this mail later, perhaps.
    NotNow,
    /// The server refuses this mail, such as when the address does not exist.
    Refused,
    /// The mail could not be made or written.
    Unusable,
}

impl Obstacle {
    /// Every obstacle.
    pub const ALL: [Self; 8] = [
        Self::Unreachable,
        Self::TooSlow,
        Self::Insecure,
        Self::BrokenOff,
        Self::NotOurs,
        Self::NotNow,
        Self::Refused,
        Self::Unusable,
    ];

    /// The word under which it is kept.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "onbereikbaar",
            Self::TooSlow => "te-traag",
            Self::Insecure => "onveilig",
            Self::BrokenOff => "afgebroken",
            Self::NotOurs => "afzender",
            Self::NotNow => "nu-niet",
            Self::Refused => "geweigerd",
            Self::Unusable => "onbruikbaar",
        }
    }
}

/// The number with which a server answers (RFC 5321) and, where it gives one, its finer status (RFC 3463).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reply {
    /// Three digits, as in 550.
    pub code: u16,
    /// The finer status, as in 5.1.1.
    pub status: Option<[u16; 3]>,
}

impl Reply {
    /// The finer status at the beginning of what a server said.
    pub fn status_in(text: &str) -> Option<[u16; 3]> {
        let parts: Vec<u16> = text
            .split_whitespace()
            .next()?
            .split('.')
            .map(|part| part.parse().ok().filter(|_| part.len() <= 3))
            .collect::<Option<_>>()?;
        <[u16; 3]>::try_from(parts).ok().filter(|[class, ..]| matches!(class, 2 | 4 | 5))
    }

    /// Whether trying again can never help: the address does not exist. Any other refusal may be about us, and be mended.
    pub fn is_about_the_address(self) -> bool {
        match self.status {
            Some(status) => matches!(status, [5, 1, 1 | 2 | 3 | 6 | 10] | [5, 2, 1]),
            None => matches!(self.code, 550 | 551 | 553 | 556),
        }
    }
}

/// Why a mail did not leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setback {
    /// What stood in its way.
    pub obstacle: Obstacle,
    /// What the server answered, if it did.
    pub reply: Option<Reply>,
}

impl Setback {
    /// Without an answer of a server.
    pub fn of(obstacle: Obstacle) -> Self {
        Self { obstacle, reply: None }
    }

    /// Reads what [`fmt::Display`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let word = parts.next()?;
        let obstacle = Obstacle::ALL.into_iter().find(|obstacle| obstacle.code() == word)?;
        let reply = match parts.next() {
            None => None,
            Some(code) => Some(Reply { code: code.parse().ok()?, status: parts.next().and_then(Reply::status_in) }),
        };
        Some(Self { obstacle, reply })
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        self.status.map_or(Ok(()), |[class, subject, detail]| write!(f, " {class}.{subject}.{detail}"))
    }
}

/// As it is kept: `geweigerd 550 5.1.1`. At most 30 signs, and no words of a server among them.
impl fmt::Display for Setback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.obstacle.code())?;
        self.reply.map_or(Ok(()), |reply| write!(f, " {reply}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        for obstacle in Obstacle::ALL {
            for reply in
                [None, Some(Reply { code: 550, status: None }), Some(Reply { code: 451, status: Some([4, 7, 1]) })]
            {
                let setback = Setback { obstacle, reply };
                assert_eq!(Setback::parse(&setback.to_string()), Some(setback));
            }
        }
        assert_eq!(Setback::parse("jan@x.nl bestaat niet"), None);
    }

    #[test]
    fn only_the_codes_of_a_server_are_kept() {
        assert_eq!(Reply::status_in("5.1.1 <jan@x.nl> unknown"), Some([5, 1, 1]));
        for text in ["", "jan@x.nl", "Mailbox 5.1.1", "9.1.1", "5.1", "5.1.1.1", "5.99999.1"] {
            assert_eq!(Reply::status_in(text), None, "{text}");
        }
    }

    #[test]
    fn only_an_address_that_does_not_exist_is_beyond_help() {
        let about = |code, status| Reply { code, status }.is_about_the_address();
        assert!(about(550, None) && about(550, Some([5, 1, 1])) && about(553, None));
        // We may not send, the password is wrong, the mailbox is full, the mail is too large.
        for (code, status) in [(550, Some([5, 7, 1])), (535, None), (554, None), (552, Some([5, 2, 2])), (530, None)] {
            assert!(!about(code, status), "{code} {status:?}");
        }
    }
}
