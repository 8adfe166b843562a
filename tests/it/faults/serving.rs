//! The program as it serves, started as people start it.

use std::io::{BufRead, BufReader, Lines, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};

use reqwest::StatusCode;
use reqwest::blocking::Client;
use reqwest::blocking::multipart::{Form, Part};
use reqwest::redirect::Policy;

use super::{program, told};
use crate::support::TestDatabase;
use crate::support::system::database_with_system;

/// A program that serves until the test ends.
struct Serving {
    process: Child,
    address: String,
    /// Kept open: a program whose output nobody takes any more ends.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Serving {
    /// Starts a command that serves on a free port, and reads which.
    fn start(url: &str, arguments: &[&str]) -> Self {
        let mut command = program(url);
        command.args(arguments).args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = output.by_ref().map_while(Result::ok).find_map(|line| {
            let rest = line.split_once("http://")?.1;
            rest.split(['/', ' ']).next().map(str::to_owned)
        });
        Self { process, address: address.expect("the program says where it serves"), _output: output }
    }

    fn get(&self, path: &str) -> String {
        reqwest::blocking::get(format!("http://{}{path}", self.address)).unwrap().text().unwrap()
    }

    /// The most memory that the process used so far, in MiB, where the system tells.
    fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It serves until it is stopped.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn an_address_that_is_taken_is_named_with_the_way_out() {
    let database = database_with_system();
    let serving = Serving::start(database.url(), &["serve"]);
    let again = program(database.url()).args(["serve", "--listen", &serving.address]).output().unwrap();
    let (code, _, err) = told(&again);
    assert_eq!(code, Some(3), "{err}");
    assert!(err.contains(&serving.address) && err.contains("een ander programma") && err.contains("--listen"), "{err}");
    assert!(serving.get("/gezondheid").contains("in orde"), "who was there first is not disturbed");
}

#[test]
fn the_demonstration_can_be_started_again_and_touches_no_other_database() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("demo").display().to_string();
    let mine = database_with_system();
    let start = || Serving::start(mine.url(), &["demo", "--folder", &place]);
    let first = start();
    assert!(first.get("/").contains("verzonnen"));
    assert!(first.get("/.well-known/jwks.json").contains("Ed25519"), "it signs statements with a key of its own");
    let taken = program(mine.url()).args(["demo", "--folder", &place, "--listen", &first.address]).output().unwrap();
    assert_eq!(taken.status.code(), Some(3));
    assert!(first.get("/?zoek=bakker").contains("bedrijven bij"), "the one that runs keeps its data");
    let beside = start();
    assert!(beside.get("/?zoek=bakker").contains("bedrijven bij"));
    assert!(
        first.get("/installateurs/90000007").contains("Certificaten"),
        "one beside it in the same folder takes nothing"
    );
    drop((first, beside));
    let second = start();
    assert!(second.get("/?zoek=bakker").contains("bedrijven bij"));
    let (_, out, _) = told(&program(mine.url()).args(["audit-trail", "verify"]).output().unwrap());
    assert!(out.contains("1 regels") || out.contains("1 regel"), "the database of the settings is left alone: {out}");
    let outside = program(mine.url()).args(["demo", "--folder", &place, "--listen", "0.0.0.0:0"]).output().unwrap();
    let (code, _, err) = told(&outside);
    assert!(code == Some(1) && err.contains("alleen op deze computer"), "{err}");
}

const EMAIL: &str = "an@alfa.example";
const PASSWORD: &str = "paard batterij nietje";

fn with_account(database: &TestDatabase) {
    let add = ["user", "add", "--email", EMAIL, "--name", "An", "--role", "instelling", "--body", "alfa"];
    let mut child = program(database.url())
        .args(add)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());
}

fn csrf(page: &str) -> String {
    let after = page.split_once("name=\"csrf\" value=\"").expect("a form").1;
    after.split_once('"').unwrap().0.to_owned()
}

#[test]
fn an_upload_of_200_mb_is_refused_and_does_not_fill_the_memory() {
    const SIZE: u64 = 200 * 1024 * 1024;
    let database = database_with_system();
    with_account(&database);
    let serving = Serving::start(database.url(), &["serve"]);
    let url = |path: &str| format!("http://{}{path}", serving.address);
    let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
    let page = |path: &str| client.get(url(path)).send().unwrap().text().unwrap();
    let fields = [("csrf", csrf(&page("/inloggen"))), ("email", EMAIL.to_owned()), ("wachtwoord", PASSWORD.to_owned())];
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let opened = client.post(url("/inloggen")).header(kind.0, kind.1).body(form).send().unwrap();
    assert_eq!(opened.status(), StatusCode::SEE_OTHER);

    let token = csrf(&page("/instelling/aanleveringen/nieuw"));
    let file = Part::reader_with_length(std::io::repeat(b'a').take(SIZE), SIZE).file_name("certificaten.csv");
    let form = Form::new().text("csrf", token).part("certificaten", file);
    let answer = client.post(url("/instelling/aanleveringen/nieuw")).multipart(form).send().unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let text = answer.text().unwrap();
    assert!(text.contains("Er is niets opgeslagen") && text.contains("64 MB"), "{text}");
    if let Some(peak) = serving.peak_memory() {
        assert!(peak < 300, "{peak} MiB for an upload of which 64 are taken");
    }
    assert!(serving.get("/gezondheid").contains("in orde"));
}

#[test]
fn who_hangs_up_halfway_or_talks_nonsense_disturbs_nobody() {
    let database = database_with_system();
    let serving = Serving::start(database.url(), &["serve"]);
    for said in [
        &b"\x00\x01\x02\xff\r\n\r\n"[..],
        b"GET /%00%ff%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /inloggen HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\nhalf",
        b"GET / HTTP/1.1\r\nHost: x\r\nCookie: sessie=\xff\xfe; formulier=onzin\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(&serving.address).unwrap();
        stream.write_all(said).unwrap();
        drop(stream);
        assert!(serving.get("/gezondheid").contains("in orde"), "{said:?}");
    }
    for path in
        ["/installateurs/%00", "/schemas/..%2f..", "/certificaten/%F0%9F%92%A5", "/?zoek=%00%FF", "/?pagina=-1&zoek=a"]
    {
        let answer = reqwest::blocking::get(format!("http://{}{path}", serving.address)).unwrap();
        assert!(!answer.status().is_server_error(), "{path}: {}", answer.status());
    }
}
