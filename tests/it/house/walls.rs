//! Reads the sources and holds every arrow between rooms to the map.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// A room, the rooms it may know, and the outside things that only it may know.
const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("storage", &["storage", "domain"]),
    ("exchange", &["exchange", "domain"]),
    ("language", &["language", "domain"]),
    // What mails say and how they leave; who gets them is for the services.
    ("notify", &["notify", "language", "domain"]),
    ("services", &["services", "storage", "exchange", "notify", "domain", "config"]),
    ("web", &["web", "services", "exchange", "language", "domain", "config", "clock"]),
    // The address of the database is a type of storage, so that it is checked with the other settings.
    // Which role a group of a sign-in service stands for is said in the words of the rules.
    ("config", &["config", "storage", "domain"]),
    ("clock", &["clock", "domain"]),
];

/// Outside things that belong to certain rooms alone.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("diesel", &["storage"]),
    ("diesel_migrations", &["storage"]),
    ("actix_web", &["web", "main", "cli"]),
    ("actix_multipart", &["web"]),
    ("handlebars", &["web"]),
    ("fluent_bundle", &["language"]),
    ("lettre", &["notify"]),
    ("icalendar", &["exchange"]),
    // The types of the exchange carry their description; only the web makes a document of it.
    ("utoipa", &["web", "exchange"]),
    ("ed25519_dalek", &["services"]),
    ("chacha20poly1305", &["services"]),
    ("argon2", &["services"]),
    ("totp_rs", &["services"]),
    ("webauthn_rs", &["services"]),
    ("openidconnect", &["services"]),
    ("ureq", &["services"]),
    ("zxcvbn", &["services"]),
    ("qrcode", &["web"]),
    ("png", &["web"]),
    ("std::env", &["config", "main", "cli"]),
];

/// What the rules may never touch.
const NOT_IN_DOMAIN: &[&str] =
    &["std::fs", "std::net", "std::env", "std::io", "std::time", "tokio", "tracing", "csv", "rand"];

struct Paths(BTreeSet<String>);

impl Paths {
    fn of(file: &Path) -> Result<BTreeSet<String>, Box<dyn std::error::Error>> {
        let mut paths = Self(BTreeSet::new());
        paths.visit_file(&syn::parse_file(&fs::read_to_string(file)?)?);
        Ok(paths.0)
    }

    fn tree(&mut self, before: &str, tree: &syn::UseTree) {
        let join = |name: &str| if before.is_empty() { name.to_owned() } else { format!("{before}::{name}") };
        match tree {
            syn::UseTree::Path(path) => self.tree(&join(&path.ident.to_string()), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(before, item)),
            syn::UseTree::Name(name) => drop(self.0.insert(join(&name.ident.to_string()))),
            syn::UseTree::Rename(name) => drop(self.0.insert(join(&name.ident.to_string()))),
            syn::UseTree::Glob(_) => drop(self.0.insert(before.to_owned())),
        }
    }
}

impl Visit<'_> for Paths {
    fn visit_item_use(&mut self, item: &syn::ItemUse) {
        self.tree("", &item.tree);
    }

    fn visit_path(&mut self, path: &syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.0.insert(names.join("::"));
        visit::visit_path(self, path);
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

fn starts_with_path(path: &str, start: &str) -> bool {
    path == start || path.strip_prefix(start).is_some_and(|rest| rest.starts_with("::"))
}

fn faults_in(room: &str, file: &str, path: &str) -> Option<String> {
    let inside = path.strip_prefix("crate::").and_then(|rest| rest.split("::").next());
    let known = ROOMS.iter().find(|(name, _)| *name == room);
    if let (Some(inside), Some((_, may_know))) = (inside, known)
        && ROOMS.iter().any(|(name, _)| *name == inside)
        && !may_know.contains(&inside)
    {
        return Some(format!("{file}: {room} may not know {inside} ({path})"));
    }
    let foreign = OUTSIDE.iter().find(|(name, rooms)| starts_with_path(path, name) && !rooms.contains(&room));
    if let Some((name, rooms)) = foreign {
        return Some(format!("{file}: {name} belongs in {rooms:?} ({path})"));
    }
    (room == "domain" && NOT_IN_DOMAIN.iter().any(|name| starts_with_path(path, name)))
        .then(|| format!("{file}: the rules reach outside themselves ({path})"))
}

#[test]
fn every_arrow_is_on_the_map() -> Result<(), Box<dyn std::error::Error>> {
    let sources_at = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&sources_at, &mut files)?;
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for file in &files {
        let relative = file.strip_prefix(&sources_at)?.display().to_string();
        let room = relative.split(['/', '.']).next().unwrap_or_default().to_owned();
        faults.extend(Paths::of(file)?.iter().filter_map(|path| faults_in(&room, &relative, path)));
        seen.insert(room);
    }
    for (room, _) in ROOMS {
        assert!(seen.contains(*room), "the map names a room that is gone: {room}");
    }
    let unknown: Vec<_> = seen
        .iter()
        .filter(|room| !["main", "lib", "cli"].contains(&room.as_str()) && !ROOMS.iter().any(|(name, _)| name == room))
        .collect();
    assert!(unknown.is_empty(), "rooms that the map does not know: {unknown:?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[test]
fn a_wrong_arrow_is_seen() {
    assert!(faults_in("domain", "x.rs", "crate::storage::Store").is_some());
    assert!(faults_in("services", "x.rs", "diesel::prelude").is_some());
    assert!(faults_in("domain", "x.rs", "std::fs::read").is_some());
    assert!(faults_in("storage", "x.rs", "crate::web").is_some());
    assert!(faults_in("web", "x.rs", "crate::services::search::Index").is_none());
}
