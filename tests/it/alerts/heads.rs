//! No name, subject or address that comes from outside adds a head or a reader to a mail, whatever is in it.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::convert::Infallible;

use chrono::NaiveDate;
use proptest::prelude::*;
use stelselwacht::domain::certificate::Standing;
use stelselwacht::domain::change::{About, ChangeKind, Happening};
use stelselwacht::notify::{Address, Letter, Mail, Message, News, Once, Transport, What};

use super::support::{FROM, READER};

/// The heads that our mails have, and no other.
const HEADS: [&str; 11] = [
    "from",
    "to",
    "subject",
    "message-id",
    "auto-submitted",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "content-type",
    "content-transfer-encoding",
    "mime-version",
    "date",
];

/// Text as an attacker writes it: line ends of all kinds, heads, encoded words, signs that turn the direction, and much of it.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\nBcc: kwaad@elders.example\r\n".to_owned()),
        Just("\nTo: kwaad@elders.example\n\n".to_owned()),
        Just("\r\n.\r\nMAIL FROM:<kwaad@elders.example>\r\n".to_owned()),
        Just("\u{2028}Bcc: kwaad@elders.example\u{2029}\u{85}\u{b}\u{c}\0".to_owned()),
        Just("=?utf-8?q?a=0D=0ABcc:_kwaad@elders.example?=".to_owned()),
        Just("=?utf-8?b?DQpCY2M6IGt3YWFkQGVsZGVycy5leGFtcGxl?=".to_owned()),
        Just("\u{202e}moc.elpmaxe\u{202c}\u{2066}\u{feff}".to_owned()),
        Just("\", <kwaad@elders.example>, \"".to_owned()),
        "[a-zé ]{0,30}",
        ".{0,20}",
        (0_usize..3_000).prop_map(|length| "x".repeat(length)),
        (0_usize..500).prop_map(|length| "é ".repeat(length)),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// What a mail becomes on its way out.
fn sent(to: &Address, mail: &Mail) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let transport = Transport::folder(folder.path().to_path_buf(), FROM).unwrap();
    transport.send(to, mail).ok()?;
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    Some(String::from_utf8(std::fs::read(file).unwrap()).unwrap())
}

fn check(mail: &Mail) -> Result<(), TestCaseError> {
    let sent = sent(&Address::parse(READER).unwrap(), mail).unwrap();
    let (head, _) = sent.split_once("\r\n\r\n").unwrap();
    let mut names = Vec::new();
    for line in head.split("\r\n") {
        prop_assert!(!line.contains(['\n', '\r', '\0']), "{:?}", line);
        prop_assert!(line.is_ascii() && line.len() <= 998, "{:?}", line);
        if !line.starts_with([' ', '\t']) {
            names.push(line.split_once(':').unwrap().0.to_lowercase());
        }
    }
    for name in &names {
        prop_assert!(HEADS.contains(&name.as_str()), "{}", head);
    }
    let before = names.len();
    names.sort();
    names.dedup();
    prop_assert_eq!(names.len(), before, "each head once: {}", head);
    prop_assert!(head.contains(&format!("\r\nTo: {READER}\r\n")), "{}", head);
    prop_assert!(mail.subject.chars().all(|sign| !sign.is_control()), "{:?}", mail.subject);
    Ok(())
}

fn letter(subject: &str, text: &str, id: &str) -> Mail {
    let letter = Letter::about(subject).text(text).lines([text.to_owned(), subject.to_owned()]).page("/inloggen").once(
        "uitnodiging",
        "/uitnodiging",
        72,
    );
    let once = |link: &Once| Ok::<_, Infallible>(format!("https://register.example{}/token", link.path));
    letter.mail(id.to_owned(), |path| format!("https://register.example{path}"), once).unwrap()
}

fn messages(firm: &str, number: &str, question: &str) -> Vec<Mail> {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
    let about = About::Certificate {
        number: number.to_owned(),
        firm: firm.to_owned(),
        kvk: "90000001".to_owned(),
        body: question.to_owned(),
    };
    let standings = Some((Standing::Valid, Standing::Suspended));
    let happening = Happening { about, kinds: vec![ChangeKind::Suspension], standings, day };
    let link = || "https://register.example/volgen/opzeggen/token".to_owned();
    let messages = [
        Message::Confirm { link: link() },
        Message::Already { stop: link() },
        Message::News { news: vec![News { recorded_on: day, happening }], more: 1, look: link(), stop: link() },
    ];
    let followed = [
        What::Search(question.to_owned()),
        What::Firm { kvk: number.to_owned(), name: firm.to_owned() },
        What::Body(firm.to_owned()),
    ];
    let mail = |message: &Message, what: &What, language: &str| message.mail(language, what, "1.2".to_owned());
    let each = |message: &Message| followed.iter().map(|what| mail(message, what, "nl")).collect::<Vec<_>>();
    messages.iter().flat_map(each).chain([mail(&messages[2], &followed[1], "en")]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_in_a_letter_adds_a_head_or_a_reader(subject in text(), words in text()) {
        let mail = letter(&subject, &words, "1.2");
        check(&mail)?;
        let lines = mail.text.lines().filter(|line| line.starts_with("Bcc:") || line.starts_with("To:"));
        prop_assert_eq!(lines.count(), 0, "names stay on their line: {}", mail.text);
    }

    #[test]
    fn nothing_in_a_message_adds_a_head_or_a_reader(firm in text(), number in text(), question in text()) {
        for mail in messages(&firm, &number, &question) {
            check(&mail)?;
        }
    }

    #[test]
    fn what_is_taken_for_an_address_is_one(text in prop_oneof![text(), text().prop_map(|text| format!("a{text}@x.nl")), "[!-~]{1,20}@[!-~]{1,20}"]) {
        if let Ok(address) = Address::parse(&text) {
            let folder = tempfile::tempdir().unwrap();
            let transport = Transport::folder(folder.path().to_path_buf(), FROM).unwrap();
            let mail = letter("Onderwerp", "Tekst", "1.2");
            if transport.send(&address, &mail).is_ok() {
                let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
                let sent = String::from_utf8(std::fs::read(file).unwrap()).unwrap();
                let readers = as_a_server::readers(&sent);
                prop_assert_eq!(readers, 1, "{:?}: {}", text, sent);
            }
        }
    }
}

/// Who gets a mail, read as a server reads it.
mod as_a_server {
    /// The addresses in the head `To`: a comma outside quotes and brackets parts them.
    pub(super) fn readers(mail: &str) -> usize {
        let head = mail.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
        let mut count = 0;
        for line in head
            .split("\r\n")
            .filter(|line| ["to:", "cc:", "bcc:"].iter().any(|name| line.to_lowercase().starts_with(name)))
        {
            let (mut quoted, mut escaped) = (false, false);
            count += 1;
            for sign in line.chars() {
                match sign {
                    _ if escaped => escaped = false,
                    '\\' if quoted => escaped = true,
                    '"' => quoted = !quoted,
                    ',' | ';' if !quoted => count += 1,
                    _ => {}
                }
            }
        }
        count
    }
}
