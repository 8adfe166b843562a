//! Servers that do not do what is hoped: they refuse, delay, drop the connection, or cannot be trusted. Nothing is lost, nothing
//! is sent in the open that should not be, and the administration sees why.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::{BufRead, BufReader, Write};
use std::net::{IpAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::TimeDelta;
use mailin_embedded::response::OK;
use mailin_embedded::{AuthMechanism, Handler, Response, Server, SslConfig};
use stelselwacht::clock::Clock;
use stelselwacht::domain::access::ManageMail;
use stelselwacht::notify::Transport;
use stelselwacht::services::Page;
use stelselwacht::services::alerts::Frequency;
use stelselwacht::services::post::{self, Listed, Wanted};

use super::support::{FROM, READER, World, firm};
use crate::support::system::operator;

/// A server that answers as it is told, and keeps what it took.
#[derive(Clone)]
pub(super) struct Postman {
    to_recipient: Arc<Mutex<Response>>,
    to_password: Response,
    pub(super) heard: Arc<Mutex<Vec<String>>>,
    current: Vec<u8>,
    taken: Arc<Mutex<Vec<String>>>,
}

impl Postman {
    pub(super) fn new() -> Self {
        Self {
            to_recipient: Arc::new(Mutex::new(OK)),
            to_password: Response::custom(535, "5.7.8 onbekend".to_owned()),
            heard: Arc::default(),
            current: Vec::new(),
            taken: Arc::default(),
        }
    }

    fn answering(code: u16, text: &str) -> Self {
        let postman = Self::new();
        *postman.to_recipient.lock().unwrap() = Response::custom(code, text.to_owned());
        postman
    }

    /// Starts on a port of its own; ends with the process.
    pub(super) fn start(&self, ssl: SslConfig) -> u16 {
        self.start_with(ssl, |_| {})
    }

    fn start_with(&self, ssl: SslConfig, set: impl FnOnce(&mut Server<Self>)) -> u16 {
        // Which cryptography a server of the tests uses has to be said once in a process.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut server = Server::new(self.clone());
        server.with_name("postbode.example").with_ssl(ssl).unwrap();
        set(&mut server);
        server.with_num_threads(8).with_tcp_listener(listener);
        std::thread::spawn(move || drop(server.serve()));
        port
    }

    pub(super) fn ids(&self) -> Vec<String> {
        self.taken.lock().unwrap().iter().map(|mail| message_id(mail)).collect()
    }
}

impl Handler for Postman {
    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        self.heard.lock().unwrap().push(format!("{user}:{password}"));
        self.to_password.clone()
    }

    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        self.heard.lock().unwrap().push(from.to_owned());
        self.current.clear();
        OK
    }

    fn rcpt(&mut self, _: &str) -> Response {
        self.to_recipient.lock().unwrap().clone()
    }

    fn data(&mut self, part: &[u8]) -> std::io::Result<()> {
        self.current.extend_from_slice(part);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let mail = std::mem::take(&mut self.current);
        self.taken.lock().unwrap().push(String::from_utf8(mail).unwrap());
        OK
    }
}

fn message_id(mail: &str) -> String {
    let line = mail.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_else(|| panic!("{mail}"));
    line.trim_matches(['<', '>', ' ']).to_owned()
}

pub(super) fn file(name: &str) -> String {
    format!("{}/tests/data/mail/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn certified() -> SslConfig {
    SslConfig::SelfSigned { cert_path: file("server.pem"), key_path: file("key.pem") }
}

/// What the administration sees.
fn listed(world: &World) -> Vec<Listed> {
    let wanted = Wanted::default();
    post::list(world.store(), &operator(ManageMail), &wanted, Page::new(1, 100)).unwrap().mails.rows
}

pub(super) fn setback(world: &World) -> String {
    listed(world)[0].setback.map(|setback| setback.to_string()).unwrap_or_default()
}

/// Somebody asks for mail about a firm, and a round is done over this address.
pub(super) fn world_with(url: &str) -> World {
    let mut world = World::new();
    world.transport = Transport::smtp(url, FROM).unwrap();
    world.ask(READER, &firm(1), Frequency::AtOnce);
    world
}

#[test]
fn a_server_that_asks_for_patience_gets_it_and_the_codes_alone_are_kept() {
    let postman = Postman::answering(451, "4.7.1 <lezer@voorbeeld.example> even geduld");
    let mut world = world_with(&format!("smtp://127.0.0.1:{}", postman.start(SslConfig::None)));
    assert_eq!(world.round().mails.postponed, 1);
    assert_eq!(setback(&world), "afzender 451 4.7.1");
    *postman.to_recipient.lock().unwrap() = OK;
    assert_eq!(world.round().mails.left, 0, "not before its time");
    world.now += TimeDelta::minutes(1);
    assert_eq!(world.round().mails.left, 1);
    world.pass(24);
    assert_eq!(world.round().mails.left, 0);
    assert_eq!(postman.ids().len(), 1);
}

#[test]
fn a_refusal_that_is_about_us_is_tried_for_three_days_and_then_seen() {
    let postman = Postman::answering(550, "5.7.1 wij vertrouwen u niet, lezer@voorbeeld.example");
    let mut world = world_with(&format!("smtp://127.0.0.1:{}", postman.start(SslConfig::None)));
    let (begin, mut pauses, mut last) = (world.now, Vec::new(), world.now);
    loop {
        let done = world.round().mails;
        if done.postponed + done.given_up > 0 {
            pauses.push((world.now - last).num_minutes());
            last = world.now;
        }
        if done.given_up > 0 {
            break;
        }
        assert!(world.now < begin + TimeDelta::days(4), "it ends");
        world.now = listed(&world)[0].next_attempt_at.utc();
    }
    assert!(pauses.is_sorted() && pauses.len() > 8, "{pauses:?}");
    assert!(world.now <= begin + TimeDelta::days(3) && world.now > begin + TimeDelta::days(2), "{pauses:?}");
    let mail = &listed(&world)[0];
    assert!(mail.given_up_at.is_some() && mail.sent_at.is_none() && mail.email.is_none());
    assert_eq!(setback(&world), "afzender 550 5.7.1");
    assert!(postman.ids().is_empty());
}

#[test]
fn a_server_that_never_answers_is_left_alone_after_a_while() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let mut world = world_with(&url);
    world.transport = Transport::smtp_within(&url, FROM, Duration::from_millis(200)).unwrap();
    assert_eq!(world.round().mails.postponed, 1);
    assert_eq!(setback(&world), "te-traag");
}

#[test]
fn a_server_that_is_not_there_is_told_as_such() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let world = world_with(&format!("smtp://{closed}"));
    assert_eq!(world.round().mails.postponed, 1);
    assert_eq!(setback(&world), "onbereikbaar");
}

/// Takes one mail and, instead of saying that it has it, tells the test and waits; the connection is dropped when the test
/// answers or is over.
fn treacherous() -> (u16, Receiver<String>, Sender<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let ((tell, told), (allow, allowed)) = (channel(), channel());
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        tell.send(take_one(&stream)).unwrap();
        let _ = allowed.recv();
    });
    (port, told, allow)
}

fn take_one(mut stream: &TcpStream) -> String {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut say = |text: &str| stream.write_all(format!("{text}\r\n").as_bytes()).unwrap();
    say("220 postbode.example");
    while let Some(Ok(line)) = lines.next() {
        if line == "DATA" {
            say("354 ga door");
            break;
        }
        say("250 goed");
    }
    let data = lines.map_while(Result::ok).take_while(|line| line != ".");
    data.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_connection_that_drops_midway_loses_nothing_and_the_mail_keeps_its_number() {
    let (port, told, allow) = treacherous();
    let mut world = world_with(&format!("smtp://127.0.0.1:{port}"));
    allow.send(()).unwrap();
    assert_eq!(world.round().mails.postponed, 1);
    assert_eq!(setback(&world), "afgebroken");
    let first = message_id(&told.recv().unwrap());
    let postman = Postman::new();
    world.transport = Transport::smtp(&format!("smtp://127.0.0.1:{}", postman.start(SslConfig::None)), FROM).unwrap();
    world.now += TimeDelta::minutes(1);
    assert_eq!(world.round().mails.left, 1);
    assert_eq!(postman.ids(), [first]);
    assert!(listed(&world)[0].sent_at.is_some());
}

#[test]
fn mail_goes_over_tls_to_a_server_that_is_trusted() {
    let postman = Postman::new();
    let port = postman.start(certified());
    let world = world_with(&format!("smtp://localhost:{port}?tls=required&ca={}", file("ca.pem")));
    let done = world.round().mails;
    assert_eq!((done.left, postman.ids().len()), (1, 1), "{}", setback(&world));
}

#[test]
fn nothing_is_said_to_a_server_that_is_not_trusted_or_has_no_tls() {
    let postman = Postman::new();
    let (certified, plain) = (postman.start(certified()), postman.start(SslConfig::None));
    for url in [
        format!("smtp://localhost:{certified}?tls=required"),
        format!("smtp://127.0.0.1:{certified}?tls=required&ca={}", file("ca.pem")),
        format!("smtp://localhost:{plain}?tls=required"),
        format!("smtps://localhost:{plain}"),
    ] {
        let world = world_with(&url);
        assert_eq!(world.round().mails.postponed, 1, "{url}");
        assert_eq!(setback(&world), "onveilig", "{url}");
    }
    assert_eq!(postman.heard.lock().unwrap().as_slice(), [""; 0], "no sender, no reader, no password");
}

#[test]
fn a_password_is_said_over_tls_alone_and_a_wrong_one_costs_no_mail() {
    let mut postman = Postman::new();
    let start = |postman: &Postman| {
        postman.start_with(certified(), |server| {
            server.with_auth(AuthMechanism::Plain);
        })
    };
    let port = start(&postman);
    let url =
        |port: u16| format!("smtp://stelsel%40wacht:ge%3Aheim@localhost:{port}?tls=required&ca={}", file("ca.pem"));
    let mut world = world_with(&url(port));
    assert_eq!(world.round().mails.postponed, 1, "not given up: the password can be mended");
    assert_eq!(setback(&world), "afzender 535 5.7.8");
    assert_eq!(postman.heard.lock().unwrap().as_slice(), ["stelsel@wacht:ge:heim"]);
    postman.to_password = Response::custom(235, "2.7.0 welkom".to_owned());
    world.transport = Transport::smtp(&url(start(&postman)), FROM).unwrap();
    world.now += TimeDelta::minutes(1);
    assert_eq!(world.round().mails.left, 1);
}

fn notify(world: &World, port: u16) -> Child {
    Command::new(env!("CARGO_BIN_EXE_stelselwacht"))
        .arg("notify")
        .env("DATABASE_URL", world.database.url())
        .env("STELSELWACHT_SMTP_URL", format!("smtp://127.0.0.1:{port}"))
        .env("STELSELWACHT_MAIL_FROM", FROM)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn two_programs_on_one_database_send_everything_once() {
    let postman = Postman::new();
    let port = postman.start(SslConfig::None);
    let mut world = World::new();
    world.now = Clock::System.now();
    for number in 0..24 {
        world.ask(&format!("lezer{number}@voorbeeld.example"), &firm(1), Frequency::AtOnce);
    }
    let mut programs = [notify(&world, port), notify(&world, port)];
    assert!(programs.iter_mut().all(|program| program.wait().unwrap().success()));
    let mut ids = postman.ids();
    assert_eq!(ids.len(), 24);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 24);
}

#[test]
fn a_program_killed_between_sending_and_noting_sends_again_under_the_same_number() {
    let (port, told, _allow) = treacherous();
    let mut world = World::new();
    world.now = Clock::System.now();
    world.ask(READER, &firm(1), Frequency::AtOnce);
    let mut program = notify(&world, port);
    let first = message_id(&told.recv().unwrap());
    program.kill().unwrap();
    program.wait().unwrap();
    world.now = Clock::System.now();
    assert!(world.mails().is_empty(), "whoever claimed it may still be at it");
    world.now += TimeDelta::minutes(16);
    let again = world.mails();
    assert_eq!(again.len(), 1);
    assert!(
        first.starts_with(&format!("{}@", again[0].1.id)),
        "{first}: mail programs show one of two with the same number"
    );
}
