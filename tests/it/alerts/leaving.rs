//! How mails leave: over SMTP, into a folder, later, or not at all.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use mailin_embedded::response::{NO_MAILBOX, OK};
use mailin_embedded::{Handler, Response, Server, SslConfig};
use stelselwacht::notify::Transport;
use stelselwacht::services::alerts::Frequency;
use stelselwacht::storage::audit_trail::{self, Filter};
use stelselwacht::storage::{Page, StorageError};

use super::support::{FROM, READER, World, firm};

#[derive(Debug, Default)]
struct Received {
    from: String,
    to: Vec<String>,
    data: Vec<u8>,
}

/// A server that keeps what it gets, and knows no mailbox of `weg@`.
#[derive(Clone, Default)]
struct Postman {
    current: Arc<Mutex<Received>>,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Handler for Postman {
    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        *self.current.lock().unwrap() = Received { from: from.to_owned(), ..Received::default() };
        OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        if to.starts_with("weg@") {
            return NO_MAILBOX;
        }
        self.current.lock().unwrap().to.push(to.to_owned());
        OK
    }

    fn data(&mut self, part: &[u8]) -> std::io::Result<()> {
        self.current.lock().unwrap().data.extend_from_slice(part);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let done = std::mem::take(&mut *self.current.lock().unwrap());
        self.received.lock().unwrap().push(done);
        OK
    }
}

/// Starts the server on a port of its own; it ends with the process.
fn postman() -> (Postman, String) {
    let postman = Postman::default();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let mut server = Server::new(postman.clone());
    server.with_name("postbode.example").with_ssl(SslConfig::None).unwrap().with_tcp_listener(listener);
    std::thread::spawn(move || drop(server.serve()));
    (postman, url)
}

fn given_up(world: &World) -> Vec<String> {
    let filter = Filter { action: Some("bericht-opgegeven".to_owned()), ..Filter::default() };
    let page = |conn: &mut _| audit_trail::list(conn, &filter, Page::new(1, 10));
    let entries = world.store().read::<_, StorageError>(page).unwrap();
    entries.rows.into_iter().map(|entry| format!("{} {} {}", entry.actor, entry.subject, entry.details)).collect()
}

#[test]
fn a_mail_arrives_over_smtp_with_the_heads_that_mail_programs_need() {
    let (postman, url) = postman();
    let mut world = World::new();
    world.follow(READER, &firm(1), Frequency::AtOnce);
    world.transport = Transport::smtp(&url, FROM).unwrap();
    world.certificate(1, 1, "Jansen Ünlü", 200);
    let done = world.round();
    assert_eq!((done.mails.left, done.mails.postponed), (1, 0));
    let received = postman.received.lock().unwrap();
    let [mail] = &received[..] else { panic!("one mail: {received:?}") };
    assert_eq!((mail.from.as_str(), mail.to.as_slice()), ("register@stelselwacht.example", &[READER.to_owned()][..]));
    let text = String::from_utf8(mail.data.clone()).unwrap();
    for head in [
        "From: Stelselwacht <register@stelselwacht.example>",
        "To: lezer@voorbeeld.example",
        "List-Unsubscribe: <https://register.example/volgen/opzeggen/",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Auto-Submitted: auto-generated",
        "Message-ID: <",
        "Date: ",
        "Content-Type: text/plain; charset=utf-8",
    ] {
        assert!(text.lines().any(|line| line.starts_with(head)), "{head}: {text}");
    }
    assert!(!text.contains("<img") && !text.contains("text/html"), "nothing that tells who reads");
}

#[test]
fn an_address_that_does_not_exist_is_given_up_at_once() {
    let (postman, url) = postman();
    let mut world = World::new();
    world.transport = Transport::smtp(&url, FROM).unwrap();
    world.ask("weg@voorbeeld.example", &firm(1), Frequency::AtOnce);
    let done = world.round();
    assert_eq!((done.mails.left, done.mails.given_up), (0, 1));
    let told = given_up(&world);
    assert!(told.len() == 1 && told[0].starts_with("systeem bericht/"), "{told:?}");
    assert!(!told[0].contains("weg@"));
    assert_eq!(world.round().mails.given_up, 0);
    assert!(postman.received.lock().unwrap().is_empty());
}

#[test]
fn a_server_that_is_away_is_tried_again_for_three_days() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut world = World::new();
    world.transport = Transport::smtp(&format!("smtp://{closed}"), FROM).unwrap();
    world.ask(READER, &firm(1), Frequency::AtOnce);
    let begin = world.now;
    let mut tried = Vec::new();
    while world.now < begin + TimeDelta::days(5) {
        let done = world.round().mails;
        assert_eq!(done.left, 0);
        if done.postponed + done.given_up > 0 {
            tried.push((world.now - begin).num_minutes());
        }
        if done.given_up > 0 {
            break;
        }
        world.now += TimeDelta::minutes(if tried.len() < 4 { 1 } else { 30 });
    }
    assert_eq!(&tried[..5], [0, 1, 6, 36, 156], "soon at first, then less often");
    let last = *tried.last().unwrap();
    assert!((60 * 48..=60 * 72).contains(&last) && tried.len() < 15, "{tried:?}");
    assert_eq!(given_up(&world).len(), 1);
}

#[test]
fn a_server_that_comes_back_gets_what_waited_once() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut world = World::new();
    let working = world.transport.clone();
    world.transport = Transport::smtp(&format!("smtp://{closed}"), FROM).unwrap();
    world.ask(READER, &firm(1), Frequency::AtOnce);
    assert_eq!(world.round().mails.postponed, 1);
    world.transport = working;
    assert_eq!(world.mails(), [], "not before its time");
    world.now += TimeDelta::minutes(1);
    assert_eq!(world.mails().len(), 1);
    world.pass(1);
    assert_eq!(world.mails(), []);
}

#[test]
fn a_folder_gets_a_file_per_mail() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::new();
    world.transport = Transport::folder(folder.path().join("post"), FROM).unwrap();
    world.ask(READER, &firm(1), Frequency::AtOnce);
    assert_eq!(world.round().mails.left, 1);
    let files: Vec<_> =
        std::fs::read_dir(folder.path().join("post")).unwrap().map(|file| file.unwrap().path()).collect();
    let [file] = &files[..] else { panic!("{files:?}") };
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("To: lezer@voorbeeld.example") && text.contains("/volgen/bevestigen/"), "{text}");
}

#[test]
fn a_transport_that_cannot_be_used_is_refused() {
    assert!(Transport::smtp("ftp://mail.example", FROM).is_err());
    assert!(Transport::smtp("smtp://mail.example", "geen adres").is_err());
    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(Transport::folder(file.path().join("in"), FROM).is_err());
}
