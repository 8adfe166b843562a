//! Whatever anybody types into an address: an answer or a page that says what is wrong, never a failure of ours, and
//! never markup that came from outside. Pages that are added are walked as well: the addresses come from the table, the
//! names of the fields from the sources.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use reqwest::StatusCode;
use stelselwacht::language::Language;
use syn::visit::Visit;

use super::public::BODIES;
use super::routes::{Row, Things, declared, sources, table};
use crate::support::site::{Browser, REGULATOR, RunningSite, at};

/// What is typed, percent-encoded where it has to be.
fn typed() -> Vec<(&'static str, String)> {
    let plain = [
        ("nothing", ""),
        ("only spaces", "%20%20%20+++%09"),
        ("emoji", "%F0%9F%94%A5%F0%9F%91%A9%E2%80%8D%F0%9F%9A%92"),
        ("right to left", "%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D%E2%80%AC"),
        ("a null", "a%00b"),
        ("no text at all", "%FF%FE%C3"),
        ("broken percent signs", "%zz%2"),
        ("SQL", "%27%20OR%201=1;%20DROP%20TABLE%20certificates;%20--"),
        ("HTML", "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%3Cimg%20src=x%20onerror=alert(1)%3E"),
        ("a template", "%7B%7B7*7%7D%7D%7B%25x%25%7D%24%7Bx%7D"),
        ("a header", "a%0D%0Aset-cookie:%20x=y"),
        ("another folder", "..%2F..%2F..%2Fetc%2Fpasswd"),
        ("the year 9999", "9999-12-31"),
        ("a day before all days", "-9999-02-30"),
        ("a time at the end of time", "9999-12-31T23:59:59%2B14:00"),
        ("a negative number", "-1"),
        ("a huge number", "99999999999999999999999999"),
        ("the largest number", "9223372036854775807"),
        ("no number", "NaN"),
    ];
    let plain = plain.into_iter().map(|(what, text)| (what, text.to_owned()));
    plain.chain([("10 kB", "ketel%20".repeat(10_000 / 8)), ("one word of 10 kB", "a".repeat(10_000))]).collect()
}

/// The words in a piece of code.
#[derive(Default)]
struct Words(BTreeSet<String>);

impl Visit<'_> for Words {
    fn visit_lit_str(&mut self, word: &syn::LitStr) {
        self.0.insert(word.value());
    }
}

/// The names of the fields of every query and form in a file: those of structs that are read, and what the kinds of a field
/// are called.
#[derive(Default)]
struct Fields(BTreeSet<String>);

impl Visit<'_> for Fields {
    fn visit_impl_item_fn(&mut self, function: &syn::ImplItemFn) {
        if function.sig.ident == "name" {
            let mut words = Words::default();
            words.visit_impl_item_fn(function);
            self.0.extend(words.0);
        }
    }

    fn visit_item_struct(&mut self, item: &syn::ItemStruct) {
        let derives = item.attrs.iter().filter(|attribute| attribute.path().is_ident("derive"));
        let is_read = derives
            .into_iter()
            .any(|derive| derive.meta.require_list().is_ok_and(|list| list.tokens.to_string().contains("Deserialize")));
        if !is_read {
            return;
        }
        for field in &item.fields {
            let mut name = field.ident.as_ref().map(ToString::to_string);
            for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("serde")) {
                let text = attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
                if let Some((_, renamed)) = text.split_once("rename = \"") {
                    name = renamed.split_once('"').map(|(name, _)| name.to_owned());
                }
            }
            self.0.extend(name);
        }
    }
}

/// The names that a page may read from its query: those of its own file or folder, and of what pages share.
fn names_by_pattern() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web");
    let (mut fields, mut patterns) = (BTreeMap::<String, BTreeSet<String>>::new(), BTreeMap::new());
    for file in sources(&root) {
        let inside = file.strip_prefix(&root).unwrap().with_extension("");
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let group = if parts[0] == "pages" { parts[1].clone() } else { String::new() };
        let parsed = syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap();
        let mut found = Fields::default();
        found.visit_file(&parsed);
        fields.entry(group.clone()).or_default().extend(found.0);
        patterns.extend(declared(&[parsed]).routes.into_iter().map(|(_, pattern)| (pattern, group.clone())));
    }
    let shared = fields.get("").cloned().unwrap_or_default();
    let of = |group: &String| fields.get(group).into_iter().flatten().chain(&shared).cloned().collect();
    patterns.into_iter().map(|(pattern, group)| (pattern, of(&group))).collect()
}

/// The addresses at which something was typed in the place of each parameter.
fn in_the_path(pattern: &str, filled: &str, text: &str) -> Vec<String> {
    let (wanted, there): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), filled.split('/').collect());
    assert_eq!(wanted.len(), there.len(), "{pattern} is filled as {filled}");
    let parameters = (0..wanted.len()).filter(|place| wanted[*place].contains('{'));
    parameters
        .map(|place| {
            let mut parts = there.clone();
            parts[place] = text;
            parts.join("/")
        })
        .collect()
}

/// What is typed into every field in every language.
const SAID_BACK: [&str; 4] = ["HTML", "right to left", "a template", "10 kB"];

const ALLOWED: [u16; 7] = [200, 301, 303, 400, 404, 414, 431];

fn check(browser: &Browser<'_>, address: &str, what: &str, wrong: &mut Vec<String>) {
    let answer = browser.ask(address, &[]);
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let page = String::from_utf8_lossy(&answer.bytes().unwrap()).into_owned();
    let begin: String = address.chars().take(120).collect();
    if !ALLOWED.contains(&status) {
        wrong.push(format!("{what}: {status} at {begin}"));
    }
    if page.contains("<script>alert") || page.contains("<img src=x") || page.contains("49%x%") {
        wrong.push(format!("{what}: comes back as markup at {begin}"));
    }
    if headers.get_all("set-cookie").iter().any(|cookie| cookie.as_bytes().starts_with(b"x=y")) {
        wrong.push(format!("{what}: sets a header at {begin}"));
    }
    if headers.get("location").is_some_and(|to| !to.as_bytes().starts_with(b"/") || to.as_bytes().starts_with(b"//")) {
        wrong.push(format!("{what}: leads away from {begin}"));
    }
}

#[test]
fn whatever_is_typed_into_an_address_there_is_an_answer() {
    let site = RunningSite::with_deliveries(&BODIES);
    let (visitor, alfa, regulator) = (site.visitor(), site.logged_in(&at("alfa")), site.logged_in(REGULATOR));
    let (things, names, typed) = (Things::of(&site, &alfa), names_by_pattern(), typed());
    let mut wrong = Vec::new();
    let pages = |row: &Row| row.route.0 == "GET" && !row.route.1.starts_with("/api/");
    for Row { route: (_, pattern), in_english, outcomes } in table().into_iter().filter(pages) {
        let filled = things.fill(&pattern);
        let browser = match outcomes {
            ["200" | "303", ..] => &visitor,
            [_, "200", ..] => &alfa,
            _ => &regulator,
        };
        let languages = if in_english { &Language::ALL[..] } else { &[Language::Dutch] };
        for (what, text) in &typed {
            let bare = in_the_path(&pattern, &filled, text).into_iter().chain([format!("{filled}?{text}")]);
            let bare: Vec<_> = bare.collect();
            let taken = names.get(&pattern).into_iter().flatten();
            let fields: Vec<_> = taken.map(|name| format!("{filled}?{name}={text}")).collect();
            for language in languages {
                // What reads a field is the same in every language; what says it back is not.
                let repeated = *language == Language::Dutch || SAID_BACK.contains(what);
                for address in bare.iter().chain(fields.iter().filter(|_| repeated)) {
                    check(browser, &language.path(address), what, &mut wrong);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_names_of_fields_are_found() {
    let names = names_by_pattern();
    let of = |pattern: &str| names.get(pattern).unwrap();
    assert!(of("/").contains("zoek"), "{:?}", of("/"));
    assert!(of("/installateurs/{kvk}").contains("peildatum"), "{:?}", of("/installateurs/{kvk}"));
    assert!(of("/toezicht/instellingen/{body}/onderzoeken").contains("oordeel"));
}

#[test]
fn an_address_without_end_is_refused_and_costs_nothing() {
    let site = RunningSite::empty();
    let visitor = site.visitor();
    let long = visitor.get(&format!("/?zoek={}", "a".repeat(50_000)));
    assert_eq!(long.status, StatusCode::URI_TOO_LONG);
    long.says("Dit adres is te lang");
    let mut connection = TcpStream::connect(site.address()).unwrap();
    // Whether it is answered or the connection is closed: nobody waits for the end of it.
    let _ = connection.write_all(format!("GET /?zoek={} HTTP/1.1\r\nhost: a\r\n", "a".repeat(1_000_000)).as_bytes());
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer);
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(visitor.get("/").status, StatusCode::OK);
}
