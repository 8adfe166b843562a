//! The portal as visitors meet it: a real server on a port of its own, and a browser without a screen.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::web;
use chrono::TimeDelta;
use reqwest::StatusCode;
use reqwest::blocking::multipart::{Form, Part};
use reqwest::blocking::{Client, Response};
use reqwest::cookie::Jar;
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use secrecy::{ExposeSecret, SecretString};
use stelselwacht::clock::Clock;
use stelselwacht::domain::access::program::{Scope, Scopes};
use stelselwacht::domain::access::{
    Actor, BodyDuty, Deliver, ManageAccounts, ManageKeys, ManageTokens, RegulatorDuty, Role, decide,
};
use stelselwacht::domain::identifiers::BodyCode;
use stelselwacht::services::accounts::{self, Lifetimes, NewAccount};
use stelselwacht::services::api_tokens::{self, NewToken};
use stelselwacht::services::delivery::apply::{Mode, Request, deliver};
use stelselwacht::services::delivery::parse::parse;
use stelselwacht::services::delivery::read::{Limits as FileLimits, SourceFile};
use stelselwacht::services::proof::keys;
use stelselwacht::web::pages;
use stelselwacht::web::portal::Portal;
use stelselwacht::web::rate_limit::Limits;
use stelselwacht::web::server::{Site, serve};

use super::system::{load_system_at, operator};
use super::{TestDatabase, moment};

/// The password of every account of the tests.
pub(crate) const PASSWORD: &str = "paard batterij nietje";

/// The address of the account of a supervisor of the regulator.
pub(crate) const REGULATOR: &str = "sanne@tlokb.example";

/// The address of the account of an administrator of the regulator; see [`RunningSite::add_everybody`].
pub(crate) const ADMINISTRATOR: &str = "beheer@tlokb.example";

/// The address of the account of a reader at alfa.
pub(crate) const READER: &str = "lezer@alfa.example";

/// The address of the account of a reader at bravo.
pub(crate) const READER_AT_BRAVO: &str = "lezer@bravo.example";

/// The address of the account of somebody who submits for an owner of schemes.
pub(crate) const SCHEME_OWNER: &str = "indiener@installaties.example";

/// The address that the site says it has; nobody goes there.
pub(crate) const PUBLIC_URL: &str = "https://register.example";

/// The largest upload that the site of the tests takes, in bytes.
pub(crate) const UPLOAD_LIMIT: usize = 256 * 1024;

/// After everything in the test data.
const NOW: &str = "2026-02-01T09:00:00Z";

/// A file of the test data of deliveries, as in `clean/alfa-besluiten.csv`.
pub(crate) fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/delivery").join(path)
}

/// The address of the account at a body.
pub(crate) fn at(body: &str) -> String {
    format!("iemand@{body}.example")
}

/// A portal that is being served until the test ends.
pub(crate) struct RunningSite {
    pub(crate) database: Arc<TestDatabase>,
    pub(crate) portal: Portal,
    address: SocketAddr,
    host: String,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl RunningSite {
    /// The schemes and bodies of the test data, an account at alfa, at bravo and at the regulator, and no deliveries.
    pub(crate) fn empty() -> Self {
        Self::with_deliveries(&[])
    }

    /// The same, with everything these bodies deliver in the clean test data, complete through 30 January 2026.
    pub(crate) fn with_deliveries(bodies: &[&str]) -> Self {
        Self::serve(delivered(bodies))
    }

    /// The same, with a key that signs statements.
    pub(crate) fn signing(bodies: &[&str]) -> Self {
        let database = delivered(bodies);
        let secret = SecretString::from(PASSWORD.repeat(2));
        keys::make(&database.store, &operator(ManageKeys), moment(NOW), &secret).expect("a key");
        let portal = portal(&database, NOW).signing_with(Some(secret)).expect("the key");
        Self::serve_portal(database, portal)
    }

    /// Serves what is in the database, after everything in the test data.
    pub(crate) fn serve(database: TestDatabase) -> Self {
        Self::serve_at(database, NOW)
    }

    /// Serves what is in the database, at this moment.
    pub(crate) fn serve_at(database: TestDatabase, now: &str) -> Self {
        let portal = portal(&database, now);
        Self::serve_portal(database, portal)
    }

    /// Serves what is in the database, with this many years of history for the public.
    pub(crate) fn showing_history_of(database: TestDatabase, years: u32) -> Self {
        let portal = portal(&database, NOW).showing_history_of(years);
        Self::serve_portal(database, portal)
    }

    /// A site that sends no mail.
    pub(crate) fn without_mail() -> Self {
        let database = delivered(&[]);
        let mut portal = portal(&database, NOW);
        portal.mails = false;
        Self::serve_portal(database, portal)
    }

    /// An empty register for visitors who may ask only so many times a minute.
    pub(crate) fn limited_to(requests_per_minute: u32) -> Self {
        let database = TestDatabase::new();
        let portal = portal(&database, NOW);
        Self::serve_within(database, portal, NonZeroU32::new(requests_per_minute).unwrap())
    }

    /// A register for which whoever sends has to keep sending.
    pub(crate) fn impatient() -> Self {
        let database = delivered(&[]);
        let portal = portal(&database, NOW);
        let pause = Duration::from_millis(300);
        let many = NonZeroU32::new(100_000).unwrap();
        let limits = Limits {
            requests_per_minute: many,
            attempts_per_minute: many,
            longest_head: pause * 5,
            longest_pause: pause,
            ..Limits::default()
        };
        Self::serve_limited(database, portal, limits)
    }

    /// Adds an account for each role that has none yet.
    pub(crate) fn add_everybody(&self) {
        add_account(&self.database, ADMINISTRATOR, &Role::Regulator(RegulatorDuty::Administrator));
        for (reader, body) in [(READER, "alfa"), (READER_AT_BRAVO, "bravo")] {
            add_account(&self.database, reader, &Role::Body(BodyCode::parse(body).unwrap(), BodyDuty::Reader));
        }
        self.add_scheme_owner(SCHEME_OWNER);
    }

    /// Adds an account that submits for the owner of the schemes of installations.
    pub(crate) fn add_scheme_owner(&self, email: &str) {
        add_account(&self.database, email, &Role::SchemeOwner("Stichting Installaties".to_owned()));
    }

    /// Lets a body deliver its clean test data.
    pub(crate) fn deliver(&self, body: &str) {
        deliver_clean(&self.database, body);
    }

    /// The schemes, bodies and accounts of the tests, with the inside of the site as somebody sets it.
    pub(crate) fn set_up(change: impl FnOnce(Portal) -> Portal) -> Self {
        let database = delivered(&[]);
        let portal = change(portal(&database, NOW));
        Self::serve_portal(database, portal)
    }

    /// The same, by the clock of the machine: another program judges its times.
    pub(crate) fn set_up_now(change: impl FnOnce(Portal) -> Portal) -> Self {
        let database = delivered(&[]);
        let mut portal = change(portal(&database, NOW));
        portal.clock = Clock::System;
        Self::serve_portal(database, portal)
    }

    fn serve_portal(database: TestDatabase, portal: Portal) -> Self {
        Self::serve_within(database, portal, NonZeroU32::new(100_000).unwrap())
    }

    /// The register of alfa, for programs that may ask only so many times a minute.
    pub(crate) fn limiting_tokens_to(requests_per_minute: u32) -> Self {
        let database = delivered(&["alfa"]);
        let portal = portal(&database, NOW);
        let per_token = NonZeroU32::new(requests_per_minute).unwrap();
        Self::serve_with(database, portal, NonZeroU32::new(100_000).unwrap(), per_token)
    }

    /// A token of a body with these scopes, made by its administrator, until the end of the month.
    pub(crate) fn token(&self, body: &str, name: &str, scopes: &str) -> String {
        let code = BodyCode::parse(body).unwrap();
        let role = Role::Body(code.clone(), BodyDuty::Administrator);
        let permit = decide(&Actor::Account { email: at(body), role }, ManageTokens(code)).unwrap();
        let scopes = Scopes::parse(scopes).expect("scopes");
        let new = NewToken { name, scopes, last_day: Some(super::day("2026-02-28")) };
        let made = api_tokens::make(&self.database.store, &permit, moment(NOW), &new).expect("a token");
        made.secret.expose_secret().to_owned()
    }

    /// A token of a body that may everything a token may.
    pub(crate) fn full_token(&self, body: &str) -> String {
        let all: Scopes = Scope::all().collect();
        self.token(body, "alles", &all.words())
    }

    /// The schemes, bodies and accounts of the tests at `localhost`, which the browser and the site then both say.
    pub(crate) fn at_a_name(change: impl FnOnce(Portal, &str) -> Portal) -> Self {
        let database = delivered(&[]);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = format!("localhost:{}", listener.local_addr().unwrap().port());
        let portal = change(portal(&database, NOW), &format!("http://{host}"));
        let many = NonZeroU32::new(100_000).unwrap();
        let mut site = Self::serve_on(listener, Arc::new(database), portal, limits(many, many));
        site.host = host;
        site
    }

    fn serve_within(database: TestDatabase, portal: Portal, per_minute: NonZeroU32) -> Self {
        Self::serve_with(database, portal, per_minute, NonZeroU32::new(100_000).unwrap())
    }

    /// Serves the same database once more, with this portal.
    pub(crate) fn again(&self, portal: Portal) -> Self {
        let many = NonZeroU32::new(100_000).unwrap();
        Self::serve_with(Arc::clone(&self.database), portal, many, many)
    }

    fn serve_with(
        database: impl Into<Arc<TestDatabase>>,
        portal: Portal,
        per_minute: NonZeroU32,
        per_token: NonZeroU32,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self::serve_on(listener, database.into(), portal, limits(per_minute, per_token))
    }

    fn serve_limited(database: impl Into<Arc<TestDatabase>>, portal: Portal, limits: Limits) -> Self {
        Self::serve_on(TcpListener::bind("127.0.0.1:0").unwrap(), database.into(), portal, limits)
    }

    fn serve_on(listener: TcpListener, database: Arc<TestDatabase>, portal: Portal, limits: Limits) -> Self {
        let address = listener.local_addr().unwrap();
        let shared = web::Data::new(portal.clone());
        let routes = move |config: &mut web::ServiceConfig| {
            config.app_data(shared.clone()).configure(pages::routes);
        };
        let site = Site { public_url: PUBLIC_URL.to_owned(), ..Site::default() };
        let (send, receive) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = serve(site, limits, listener, routes).expect("the server");
                send.send(server.handle()).unwrap();
                server.await.expect("the server");
            });
        });
        let handle = receive.recv().expect("the server starts");
        Self { database, portal, address, host: address.to_string(), handle, thread: Some(thread) }
    }

    /// Where the site listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The whole address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    /// A browser of somebody who is not logged in.
    pub(crate) fn visitor(&self) -> Browser<'_> {
        self.visitor_with("")
    }

    /// The same, in a browser that says this about itself.
    pub(crate) fn visitor_with(&self, user_agent: &str) -> Browser<'_> {
        let jar = Arc::new(Jar::default());
        let client = Client::builder().cookie_provider(jar.clone()).redirect(Policy::none());
        let client = client.user_agent(user_agent).build().unwrap();
        Browser { site: self, client, jar }
    }

    /// A browser of the account with this address, logged in.
    pub(crate) fn logged_in(&self, email: &str) -> Browser<'_> {
        let browser = self.visitor();
        let page = browser.get("/inloggen");
        let answer = browser.post(&page, "/inloggen", &[("email", email), ("wachtwoord", PASSWORD)]);
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser
    }
}

fn limits(per_minute: NonZeroU32, per_token: NonZeroU32) -> Limits {
    Limits {
        requests_per_minute: per_minute,
        attempts_per_minute: per_minute,
        token_requests_per_minute: per_token,
        ..Limits::default()
    }
}

impl Drop for RunningSite {
    fn drop(&mut self) {
        // The order to stop is given even though nobody waits for its answer.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What a visitor does with the site. Redirects are not followed by themselves.
pub(crate) struct Browser<'a> {
    site: &'a RunningSite,
    client: Client,
    jar: Arc<Jar>,
}

/// What the site answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// Where a redirect leads, the path only.
    pub(crate) location: String,
    /// After how many seconds the browser asks again by itself.
    pub(crate) refresh: Option<String>,
    pub(crate) headers: HeaderMap,
    /// The page, with its entities.
    pub(crate) text: String,
}

impl Answer {
    fn of(response: Response) -> Self {
        let header =
            |name: &str| response.headers().get(name).map(|value| value.to_str().expect("a header").to_owned());
        let (status, location, refresh) =
            (response.status(), header("location").unwrap_or_default(), header("refresh"));
        let headers = response.headers().clone();
        Self { status, location, refresh, headers, text: response.text().unwrap() }
    }

    /// A header of the answer, empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header"))
    }

    /// The token of the forms on the page.
    pub(crate) fn csrf(&self) -> &str {
        self.value_of("csrf").unwrap_or_else(|| panic!("no form on {}", self.text))
    }

    /// The value of the first hidden field with this name.
    pub(crate) fn value_of(&self, name: &str) -> Option<&str> {
        let field = self.text.split_once(&format!("name=\"{name}\" value=\""))?.1;
        field.split_once('"').map(|(value, _)| value)
    }

    /// The text of the page without markup, blanks made single.
    pub(crate) fn words(&self) -> String {
        let main = self.text.split_once("<main").map_or(self.text.as_str(), |(_, main)| main);
        let main = main.split_once("</main>").map_or(main, |(main, _)| main);
        let without_tags = main.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        let text = without_tags.collect::<Vec<_>>().join(" ");
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Fails unless the page says this.
    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Self {
        let text = self.words();
        assert!(text.contains(words), "«{words}» is not on the page ({}): {text}", self.status);
        self
    }
}

impl Browser<'_> {
    /// Takes this cookie as if the site had sent it.
    pub(crate) fn keep(&self, cookie: &str) {
        self.jar.add_cookie_str(cookie, &self.site.url("/").parse().unwrap());
    }

    /// Asks for a page.
    pub(crate) fn get(&self, path: &str) -> Answer {
        Answer::of(self.client.get(self.site.url(path)).send().unwrap())
    }

    /// Asks for something with these headers, and leaves the answer as it came.
    pub(crate) fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let request = self.client.get(self.site.url(path));
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().unwrap()
    }

    /// Asks for a page and goes where it leads, also when it asks to come back a moment later.
    pub(crate) fn follow(&self, mut answer: Answer) -> Answer {
        let mut at = answer.location.clone();
        for _ in 0..300 {
            if answer.status.is_redirection() {
                at.clone_from(&answer.location);
            } else if answer.refresh.is_some() {
                std::thread::sleep(std::time::Duration::from_millis(50));
            } else {
                return answer;
            }
            answer = self.get(&at);
        }
        panic!("{at} keeps leading on");
    }

    /// Sends a form of the page, with its token.
    pub(crate) fn post(&self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(page.csrf(), path, fields)
    }

    /// Sends a form with this token.
    pub(crate) fn post_with(&self, csrf: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", csrf).extend_pairs(fields);
        let request = self.client.post(self.site.url(path)).body(form.finish());
        Answer::of(request.header("content-type", "application/x-www-form-urlencoded").send().unwrap())
    }

    /// Sends a form of many parts.
    pub(crate) fn send_parts(&self, path: &str, form: Form) -> Answer {
        Answer::of(self.client.post(self.site.url(path)).multipart(form).send().unwrap())
    }

    /// Sends something that is no form.
    pub(crate) fn send(&self, method: &str, path: &str, kind: &str, body: &str) -> Answer {
        let method = method.parse::<reqwest::Method>().unwrap();
        let request = self.client.request(method, self.site.url(path)).header("content-type", kind);
        Answer::of(request.body(body.to_owned()).send().unwrap())
    }

    /// Sends files as the form for deliveries does: fields with the name of the kind, the name of the file and its bytes.
    pub(crate) fn upload(&self, csrf: &str, path: &str, through: &str, files: &[(&str, &str, Vec<u8>)]) -> Answer {
        let form = Form::new().text("csrf", csrf.to_owned()).text("compleet_tot", through.to_owned());
        let form = files.iter().fold(form, |form, (field, name, bytes)| {
            form.part((*field).to_owned(), Part::bytes(bytes.clone()).file_name((*name).to_owned()))
        });
        Answer::of(self.client.post(self.site.url(path)).multipart(form).send().unwrap())
    }
}

fn portal(database: &TestDatabase, now: &str) -> Portal {
    let lifetimes = Lifetimes { idle: TimeDelta::minutes(30), absolute: TimeDelta::hours(12) };
    let clock = Clock::fixed(moment(now));
    let mut portal = Portal::open(database.store.clone(), clock, lifetimes, UPLOAD_LIMIT).expect("the portal");
    portal.mails = true;
    portal
}

/// Adds an account with [`PASSWORD`].
pub(crate) fn add_account(database: &TestDatabase, email: &str, role: &Role) {
    let password = SecretString::from(PASSWORD.to_owned());
    let new = NewAccount { email, name: "Iemand", role, password: &password };
    let permit = operator(ManageAccounts(role.organisation()));
    accounts::add(&database.store, &permit, moment(NOW), &new).expect("an account");
}

/// A database with the schemes, bodies and accounts of the tests, and what these bodies deliver.
pub(crate) fn delivered(bodies: &[&str]) -> TestDatabase {
    let database = TestDatabase::new();
    let system = std::fs::read_to_string(data("clean/stelsel.json")).unwrap();
    load_system_at(&database, &system, "2023-04-01T09:00:00Z").expect("the system of the test data");
    for body in ["alfa", "bravo"] {
        add_account(&database, &at(body), &Role::Body(BodyCode::parse(body).unwrap(), BodyDuty::Administrator));
    }
    add_account(&database, REGULATOR, &Role::Regulator(RegulatorDuty::Supervisor));
    for body in bodies {
        deliver_clean(&database, body);
    }
    database
}

fn deliver_clean(database: &TestDatabase, code: &str) {
    let kinds = ["certificaten", "onderzoeken", "afwijkingen", "besluiten"];
    let paths = kinds.iter().map(|kind| data(&format!("clean/{code}-{kind}.csv"))).filter(|path| path.exists());
    let read = |path: PathBuf| SourceFile {
        name: path.file_name().unwrap().to_string_lossy().into(),
        bytes: std::fs::read(&path).unwrap(),
    };
    let files: Vec<SourceFile> = paths.map(read).collect();
    let now = moment("2026-01-31T09:00:00Z");
    let delivery = parse(&files, &FileLimits::default(), super::day("2026-01-31"), &|_, _| {});
    let request = Request { delivery, through: Some(super::day("2026-01-30")), mode: Mode::All };
    let body = BodyCode::parse(code).unwrap();
    let permit = operator(Deliver(body.clone()));
    let receipt = deliver(&database.store, &permit, request, now, &|_, _| {}).expect("the delivery");
    assert!(receipt.applied.is_some(), "{code}: {:?}", receipt.plan.faults);
}
