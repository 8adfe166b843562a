//! Who gets what at which address: one table, walked as every role against a real server.
//!
//! The addresses are read from the sources of `src/web`, so that a route that is not in the table fails here, and so does
//! a row whose route is gone. Every parameter is filled with something of alfa, which for bravo does not exist, and then the
//! other way round.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use reqwest::StatusCode;
use reqwest::blocking::multipart::Form;
use stelselwacht::domain::access::orders::GiveOrders;
use stelselwacht::domain::access::{
    Actor, ManageAccounts, ManageMail, ManageTokens, Organisation, RegulatorDuty, Role, SeeBody, Supervise, decide,
};
use stelselwacht::domain::identifiers::{BodyCode, SchemeCode};
use stelselwacht::domain::order::{Addressee, Text};
use stelselwacht::language::Language;
use stelselwacht::services::delivery::upload;
use stelselwacht::services::post::{self, Wanted};
use stelselwacht::services::{Page, accounts, api_tokens, orders, supervise};
use stelselwacht::storage::{Conn, refused_files};
use stelselwacht::web::assets;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, Lit};

use crate::support::moment;
use crate::support::site::{
    ADMINISTRATOR, Answer, Browser, READER, READER_AT_BRAVO, REGULATOR, RunningSite, SCHEME_OWNER, at, data,
};
use crate::support::system::operator;

const TABLE: &str = include_str!("routes.txt");

/// A method and the pattern of an address.
pub(super) type Route = (String, String);

/// How many kinds of visitors the table tells apart.
const ROLES: usize = 7;

/// A row of the table: the route, whether it is there in English too, and the outcome for each of the roles in its head.
pub(super) struct Row {
    pub(super) route: Route,
    pub(super) in_english: bool,
    pub(super) outcomes: [&'static str; ROLES],
}

pub(super) fn table() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |line: &'static str| {
        let [method, pattern, ref outcomes @ ..] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("a row has a method and an address: {line}")
        };
        let (in_english, pattern) = pattern.strip_prefix("[/en]").map_or((false, pattern), |dutch| (true, dutch));
        let outcomes = match outcomes {
            [everybody] => [*everybody; ROLES],
            each => each.try_into().unwrap_or_else(|_| panic!("a row has one outcome or {ROLES}: {line}")),
        };
        Row { route: (method.to_owned(), pattern.to_owned()), in_english, outcomes }
    };
    lines.map(row).collect()
}

/// The routes that a source file declares.
#[derive(Default)]
pub(super) struct Declared {
    constants: BTreeMap<String, String>,
    pub(super) routes: BTreeSet<Route>,
    unreadable: Vec<String>,
}

const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

/// What a chain of calls starts with, as in `resource` for `web::resource("/a").get(show)`.
fn start_of(expression: &Expr) -> Option<(String, &ExprCall)> {
    match expression {
        Expr::MethodCall(call) => start_of(&call.receiver),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => Some((path.path.segments.last()?.ident.to_string(), call)),
            _ => None,
        },
        _ => None,
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

/// Whether it is `web::scope(Language::English.base())`, under which the public pages stand once more.
fn is_language(scope: &ExprCall) -> bool {
    matches!(scope.args.first(), Some(Expr::MethodCall(call)) if call.method == "base")
}

fn is_language_scope(expression: &Expr) -> bool {
    start_of(expression).is_some_and(|(start, call)| start == "scope" && is_language(call))
}

impl Declared {
    fn text(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            Expr::Path(path) => self.constants.get(&path.path.segments.last()?.ident.to_string()).cloned(),
            _ => None,
        }
    }

    fn add(&mut self, pattern: Option<&Expr>, method: Option<String>) {
        let pattern = pattern.and_then(|expression| self.text(expression));
        // What is empty is the home page, of which nothing is left under a language.
        let pattern = pattern.map(|pattern| if pattern.is_empty() { "/".to_owned() } else { pattern });
        match (pattern, method.filter(|method| METHODS.contains(&method.as_str()))) {
            (Some(pattern), Some(method)) => drop(self.routes.insert((method.to_uppercase(), pattern))),
            (pattern, method) => {
                self.unreadable
                    .push(format!("a route at {pattern:?} by {method:?}: write the address and the method out"));
            }
        }
    }

    fn method_call(&mut self, call: &ExprMethodCall) {
        let name = call.method.to_string();
        let resource = start_of(&call.receiver).filter(|(start, _)| start == "resource").map(|(_, call)| call);
        let method_of = |expression: &Expr| start_of(expression).map(|(start, _)| start);
        match (resource, name.as_str(), call.args.len()) {
            (Some(resource), "route", 1) => self.add(resource.args.first(), call.args.first().and_then(method_of)),
            (Some(resource), method, 1) if METHODS.contains(&method) => {
                self.add(resource.args.first(), Some(name));
            }
            (Some(_), "to", _) => self.unreadable.push("a resource that answers every method".to_owned()),
            (None, "route", 2) => self.add(call.args.first(), call.args.last().and_then(method_of)),
            (None, "service", _) if call.args.first().is_some_and(is_language_scope) => {}
            (None, "service", _) if call.args.first().and_then(method_of).as_deref() != Some("resource") => {
                self.unreadable.push("a service that is no web::resource".to_owned());
            }
            _ => {}
        }
    }
}

impl Visit<'_> for Declared {
    fn visit_item_mod(&mut self, module: &syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &syn::ItemFn) {
        let is_route = |attribute: &syn::Attribute| {
            METHODS.into_iter().chain(["route"]).any(|method| attribute.path().is_ident(method))
        };
        if function.attrs.iter().any(is_route) {
            self.unreadable.push(format!("{} is a route by attribute", function.sig.ident));
        }
        if !is_for_tests(&function.attrs) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        self.method_call(call);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &ExprCall) {
        if let Expr::Path(path) = &*call.func
            && path.path.segments.last().is_some_and(|last| last.ident == "scope")
            && !is_language(call)
        {
            self.unreadable.push("a scope".to_owned());
        }
        visit::visit_expr_call(self, call);
    }
}

pub(super) fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs"))
        .collect()
}

pub(super) fn declared(files: &[syn::File]) -> Declared {
    let mut declared = Declared::default();
    for item in files.iter().flat_map(|file| &file.items) {
        if let syn::Item::Const(constant) = item
            && let Some(text) = declared.text(&constant.expr)
        {
            declared.constants.insert(constant.ident.to_string(), text);
        }
    }
    for file in files {
        declared.visit_file(file);
    }
    declared
}

#[test]
fn the_table_holds_every_route_and_no_other() {
    let files = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"));
    let parsed: Vec<_> =
        files.iter().map(|file| syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap()).collect();
    let declared = declared(&parsed);
    assert!(declared.unreadable.is_empty(), "the table cannot be held against: {}", declared.unreadable.join("; "));
    let rows: Vec<Route> = table().into_iter().map(|row| row.route).collect();
    let listed: BTreeSet<Route> = rows.iter().cloned().collect();
    assert_eq!(rows.len(), listed.len(), "a route has one row");
    let missing: Vec<_> = declared.routes.difference(&listed).collect();
    assert!(missing.is_empty(), "tests/it/web/routes.txt must say who may see {missing:?}");
    let gone: Vec<_> = listed.difference(&declared.routes).collect();
    assert!(gone.is_empty(), "tests/it/web/routes.txt has rows for routes that are gone: {gone:?}");
}

#[test]
fn every_way_to_declare_a_route_is_seen() {
    let seen = |code: &str| {
        let file = syn::parse_str(&format!("const AT: &str = \"/vast\"; {code}")).unwrap();
        let Declared { routes, unreadable, .. } = declared(&[file]);
        (
            routes.into_iter().map(|(method, pattern)| format!("{method} {pattern}")).collect::<Vec<_>>(),
            unreadable.len(),
        )
    };
    assert_eq!(
        seen("fn r(c: C) { c.route(AT, web::get().to(a)).service(web::resource(\"/b\").get(b).post(c)); }"),
        (vec!["GET /b".to_owned(), "GET /vast".to_owned(), "POST /b".to_owned()], 0)
    );
    assert_eq!(seen("fn r() { web::resource(\"/c\").route(web::put().to(c)) }").0, ["PUT /c"]);
    for hidden in [
        "fn r(c: C) { c.service(web::scope(\"/d\")); }",
        "fn r(c: C) { c.service(show); }",
        "fn r(c: C) { c.route(&format!(\"/{x}\"), web::get().to(a)); }",
        "fn r(c: C) { c.route(\"/e\", web::method(m).to(a)); }",
        "fn r(c: C) { c.service(web::resource(\"/f\").to(a)); }",
        "#[get(\"/g\")] async fn g() {}",
    ] {
        assert!(seen(hidden).1 > 0, "{hidden}");
    }
    assert_eq!(seen("#[cfg(test)] mod tests { fn r(c: C) { c.route(\"/h\", web::get().to(a)); } }"), (vec![], 0));
}

/// Something of a body for every parameter of an address.
#[derive(Clone)]
pub(super) struct Things {
    pub(super) body: &'static str,
    firm: &'static str,
    certificate: &'static str,
    audit: String,
    delivery: String,
    upload: String,
    signal: i64,
    mail: i64,
    /// The account of the reader.
    account: i64,
    /// The token of the API.
    token: String,
    /// An order that was given to the body and to a scheme, and a draft.
    orders: [String; 2],
    /// The body and the scheme, as they are addressed by the order.
    addressees: [String; 2],
}

impl Things {
    /// Those of alfa, whose browser this is.
    pub(super) fn of(site: &RunningSite, alfa: &Browser<'_>) -> Self {
        Self::made(site, alfa, "alfa", ["90000007", "AL-B-000001", "A000016"])
    }

    /// Those of bravo, whose browser this is.
    pub(super) fn of_bravo(site: &RunningSite, bravo: &Browser<'_>) -> Self {
        Self::made(site, bravo, "bravo", ["90000084", "BR-A-000012", "B000001"])
    }

    fn made(
        site: &RunningSite,
        browser: &Browser<'_>,
        body: &'static str,
        [firm, certificate, audit]: [&'static str; 3],
    ) -> Self {
        let page = browser.get("/instelling/aanleveringen/nieuw");
        let audit = deviating(browser, body).unwrap_or_else(|| audit.to_owned());
        let mut bytes = fs::read(data(&format!("clean/{body}-certificaten.csv"))).unwrap();
        // A row that is refused, so that there is something to take home.
        bytes.extend_from_slice(b"AL-X;1;;;;;;;;;;;\n");
        let at = "/instelling/aanleveringen/nieuw";
        let sent = browser.upload(page.csrf(), at, "", &[("certificaten", "certificaten.csv", bytes)]);
        let upload = sent.location.rsplit_once('/').unwrap().1.to_owned();
        let store = &site.database.store;
        let standing = supervise::standing(store, &operator(Supervise)).unwrap();
        let code = BodyCode::parse(body).unwrap();
        // Where nobody else is, the one who asks.
        let organisation = Organisation::Body(code.clone());
        let accounts = accounts::all(store, &operator(ManageAccounts(organisation))).unwrap();
        let reader = [READER, READER_AT_BRAVO];
        let account =
            accounts.iter().find(|account| reader.contains(&&*account.email)).or(accounts.first()).unwrap().id;
        site.token(body, "van de instelling", "besluiten:lezen");
        let tokens = api_tokens::list(store, &operator(ManageTokens(code.clone()))).unwrap();
        let (orders, addressees) = some_orders(site, &code);
        let delivered = upload::list(store, &operator(SeeBody(code)), Page::new(1, 1)).unwrap();
        let until = site.portal.now() + chrono::TimeDelta::days(1);
        let keep = |conn: &mut Conn| {
            refused_files::insert(conn, delivered.rows[0].id, "certificaten.csv", body.as_bytes(), until)
        };
        store.write(keep).unwrap();
        Self {
            body,
            firm,
            certificate,
            audit,
            delivery: delivered.rows[0].id.to_string(),
            upload,
            signal: standing[0].id,
            mail: waiting_mail(site, body),
            account,
            token: tokens[0].id.to_string(),
            orders,
            addressees,
        }
    }

    pub(super) fn fill(&self, pattern: &str) -> String {
        let Self { body, firm, certificate, audit, delivery, upload, signal, mail, account, .. } = self;
        let [given, draft] = &self.orders;
        let parts: [(&str, &str); PARAMETERS] = [
            ("/lasten/{order}", &format!("/lasten/{given}")),
            ("/lasten/{ontwerp}", &format!("/lasten/{draft}")),
            ("/assets/{file}", assets::stylesheet()),
            ("/installateurs/{kvk}", &format!("/installateurs/{firm}")),
            ("/houders/{kvk}", &format!("/houders/{firm}")),
            ("/certificaten/{number}", &format!("/certificaten/{certificate}")),
            ("/certificaathouders/{kvkNummer}", &format!("/certificaathouders/{firm}")),
            ("/certificaten/{instelling}/{nummer}", &format!("/certificaten/{body}/{certificate}")),
            ("/certificatieschemas/{code}", "/certificatieschemas/CS-A"),
            ("/schemaversies/{versie}", "/schemaversies/1.0"),
            ("/certificerende-instellingen/{code}", &format!("/certificerende-instellingen/{body}")),
            ("-{part:[0-9]{1,6}}.xml", "-1.xml"),
            ("/schemas/{code}", "/schemas/CS-A"),
            ("/{version}", "/1.0"),
            ("/instellingen/{code}", &format!("/instellingen/{body}")),
            ("/instellingen/{body}", &format!("/instellingen/{body}")),
            ("/onderzoeken/{body}/{reference}", &format!("/onderzoeken/{body}/{audit}")),
            ("/onderzoeken/{verwijzing}", &format!("/onderzoeken/{audit}")),
            ("/aanleveringen/{nummer:[0-9]{1,18}}", &format!("/aanleveringen/{delivery}")),
            ("/aanleveringen/{upload:[0-9a-f]{32}}", &format!("/aanleveringen/{upload}")),
            ("/signalen/{id}", &format!("/signalen/{signal}")),
            ("/accounts/{account:[0-9]{1,18}}", &format!("/accounts/{account}")),
            ("/accounts/{soort}/{naam}", &format!("/accounts/instelling/{body}")),
            ("/{bericht:[0-9]{1,18}}", &format!("/{mail}")),
            ("/sjablonen/{bestand}", "/sjablonen/certificaten.csv"),
            ("/geweigerd/{bestand}", "/geweigerd/certificaten.csv"),
            ("/{bestand}", "/schemas.csv"),
            ("/certificaten/{certificaatnummer}", "/certificaten/AL-B-000001"),
            ("/onderzoeken/{onderzoekId}", "/onderzoeken/A000001"),
            ("/afwijkingen/{afwijkingId}", "/afwijkingen/A000001-1"),
            ("/besluiten/{besluitId}", "/besluiten/A000001-B1"),
            // The first of its kind: the row that makes it stands before those that ask for it.
            ("/doorrekenen/bezig/{taak:[0-9]{1,18}}", "/doorrekenen/bezig/1"),
            ("/doorrekenen/{doorrekening:[0-9]{1,18}}", "/doorrekenen/1"),
            ("/{token}", "/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        ];
        let filled = parts.iter().fold(pattern.to_owned(), |path, (part, thing)| path.replace(part, thing));
        assert!(!filled.contains('{'), "what stands for the parameters of {pattern}?");
        filled
    }
}

/// How many kinds of parameters there are.
const PARAMETERS: usize = 34;

/// An order to the body and to a scheme, and a draft of another, by two supervisors who are not those who walk.
fn some_orders(site: &RunningSite, body: &BodyCode) -> ([String; 2], [String; 2]) {
    let store = &site.database.store;
    let supervisor = |email: &str| {
        let role = Role::Regulator(RegulatorDuty::Supervisor);
        decide(&Actor::Account { email: email.to_owned(), role }, GiveOrders).unwrap()
    };
    let to = vec![Addressee::Body(body.clone()), Addressee::Scheme(SchemeCode::parse("CS-A").unwrap())];
    let text = Text::read("Pas de matrix toe", "Doe dit.", "Bkl 3.75", "8", to).unwrap();
    let now = moment("2026-01-05T09:00:00Z");
    let draft = || orders::draft(store, &supervisor("een@tlokb.example"), now, &text).unwrap();
    let (given, waiting) = (draft(), draft());
    orders::give(store, &supervisor("twee@tlokb.example"), now, given).unwrap();
    let all = orders::all(store, &operator(Supervise), Some(given)).unwrap();
    let id = |wanted: fn(&Addressee) -> bool| {
        all.orders[0].addressed.iter().find(|one| wanted(&one.to)).unwrap().id.to_string()
    };
    let addressees = [id(|to| matches!(to, Addressee::Body(_))), id(|to| matches!(to, Addressee::Scheme(_)))];
    ([given.to_string(), waiting.to_string()], addressees)
}

/// An audit of the body whose decisions deviate, so that a reason can be given.
fn deviating(browser: &Browser<'_>, body: &str) -> Option<String> {
    let table = fs::read_to_string(data(&format!("clean/{body}-onderzoeken.csv"))).unwrap();
    let references = table.lines().skip(1).filter_map(|line| line.split([';', ',']).next());
    let can = |reference: &&str| {
        let at = format!("/instelling/onderzoeken/{reference}");
        browser.get(&at).text.contains(&format!("action=\"{at}/reden\""))
    };
    references.map(|reference| reference.trim_matches('"')).find(can).map(str::to_owned)
}

/// A mail that waits: somebody asked to follow a body.
fn waiting_mail(site: &RunningSite, body: &str) -> i64 {
    let visitor = site.visitor();
    let page = visitor.get("/volgen?instelling=alfa");
    let email = format!("volger@{body}.example");
    let fields = [("soort", "instelling"), ("onderwerp", body), ("email", &email), ("frequentie", "dagelijks")];
    assert_eq!(visitor.post(&page, "/volgen", &fields).status, StatusCode::SEE_OTHER);
    let wanted = Wanted::default();
    post::list(&site.database.store, &operator(ManageMail), &wanted, Page::new(1, 1)).unwrap().mails.rows[0].id
}

/// What the form at this address sends; each has all it needs to be taken.
fn fields<'a>(pattern: &str, things: &'a Things) -> Vec<(&'static str, &'a str)> {
    let fields: &[(&str, &str)] = match pattern {
        "/instelling/aanleveringen/{upload:[0-9a-f]{32}}" => &[("keuze", "niets")],
        // Alfa gives a reason first, and then the regulator has one to judge.
        "/instelling/onderzoeken/{verwijzing}/reden" => {
            &[("keuze", "geven"), ("gezien", "0"), ("woorden", "Wij waren verhinderd.")]
        }
        "/toezicht/onderzoeken/{body}/{reference}/reden" => {
            &[("keuze", "aanvaarden"), ("gezien", "1"), ("woorden", "Overmacht.")]
        }
        "/toezicht/lasten/nieuw" => &[
            ("titel", "Pas de matrix toe"),
            ("wat", "Doe dit."),
            ("grond", "Bkl 3.75"),
            ("weken", "8"),
            ("aan", "schema/CS-A"),
        ],
        "/toezicht/lasten/{ontwerp}/besluit" => &[("keuze", "geven")],
        "/instelling/lasten/{order}/melding" => {
            return vec![("geadresseerde", &things.addressees[0]), ("gezien", "0"), ("woorden", "Gedaan.")];
        }
        "/beheer/lasten/{order}/melding" => {
            return vec![("geadresseerde", &things.addressees[1]), ("gezien", "0"), ("woorden", "Gedaan.")];
        }
        // The body reported before.
        "/toezicht/lasten/{order}/oordeel" => {
            return vec![
                ("geadresseerde", &things.addressees[0]),
                ("gezien", "1"),
                ("woorden", "Akkoord."),
                ("keuze", "voldaan"),
            ];
        }
        "/account/sessies" => &[("sessie", "andere")],
        "/account/naam" => &[("naam", "Iemand")],
        "/wachtwoord-vergeten" => &[("email", "lezer@alfa.example")],
        "/instelling/accounts/{account:[0-9]{1,18}}" | "/beheer/accounts/{account:[0-9]{1,18}}" => {
            &[("keuze", "taak"), ("taak", "lezer")]
        }
        "/instelling/tokens" => &[("naam", "planning"), ("bereik", "besluiten:lezen"), ("tot_en_met", "2026-03-01")],
        "/instelling/tokens/intrekken" => return vec![("token", &things.token)],
        "/instelling/aanleveringen/{nummer:[0-9]{1,18}}/intrekken" => &[("reden", "verkeerd bestand")],
        "/volgen" => &[
            ("soort", "installateur"),
            ("onderwerp", "90000007"),
            ("email", "lezer@voorbeeld.example"),
            ("frequentie", "dagelijks"),
        ],
        "/instelling/agenda" => &[("keuze", "trek-in")],
        "/instelling/herinneringen" => &[("dagen", "7, 1")],
        "/account/tweede-factor/app/bevestigen" | "/inloggen/code" => &[("code", "geen code")],
        "/account/tweede-factor/wijzigen" => &[("wat", "app"), ("bewijs", "niets")],
        "/account/tweede-factor/passkey" => &[("naam", "Telefoon")],
        "/account/tweede-factor/passkey/naam" => &[("passkey", "1"), ("andere_naam", "Telefoon")],
        _ => &[],
    };
    fields.to_vec()
}

pub(super) fn ask(browser: &Browser<'_>, (method, pattern): &Route, path: &str, csrf: &str, things: &Things) -> Answer {
    match (method.as_str(), pattern.as_str()) {
        ("GET", _) => browser.get(path),
        ("POST", "/instelling/aanleveringen/nieuw") => {
            browser.upload(csrf, path, "", &[("certificaten", "c.csv", b"a;b\n".to_vec())])
        }
        ("POST", "/toezicht/doorrekenen/nieuw") => {
            let draft = include_str!("../../../matrices/kritiek-niet-kritiek.json");
            let form = Form::new().text("csrf", csrf.to_owned()).text("schema", "CS-A").text("tekst", draft);
            browser.send_parts(path, form)
        }
        // Each as somebody else, or guessing would be slowed down.
        ("POST", "/inloggen") => browser.post_with(csrf, path, &[("email", csrf), ("wachtwoord", "niet het goede")]),
        // What programs send holds no token of a form, and needs none: it holds no cookie that another site could use either.
        ("POST" | "PUT", _) if path.contains("/api/") => browser.send(method, path, "application/json", "{}"),
        ("POST", _) => browser.post_with(csrf, path, &fields(pattern, things)),
        _ => panic!("how is {method} {pattern} asked?"),
    }
}

fn outcome(answer: &Answer) -> String {
    if answer.status == StatusCode::SEE_OTHER && answer.location.starts_with("/inloggen") {
        "inloggen".to_owned()
    } else {
        answer.status.as_u16().to_string()
    }
}

/// Somebody who walks the table.
struct Walker<'a> {
    name: &'static str,
    browser: Browser<'a>,
    /// The column of somebody like them.
    column: usize,
    /// The body whose things are theirs.
    body: Option<&'static str>,
    token: String,
}

impl<'a> Walker<'a> {
    fn new(name: &'static str, browser: Browser<'a>, column: usize, body: Option<&'static str>) -> Self {
        let token = browser.get(if column == 0 { "/inloggen" } else { "/" }).csrf().to_owned();
        Self { name, browser, column, body, token }
    }

    /// What the table says for things of this body. Its columns are about things of alfa: what bravo gets is what any other
    /// body gets.
    fn outcome(&self, outcomes: &[&'static str; ROLES], things_of: &str) -> &'static str {
        const ALFA: usize = 1;
        const BRAVO: usize = 3;
        match self.body {
            None => outcomes[self.column],
            Some(own) if own == things_of => outcomes[self.column],
            // What has nothing of anybody in its address is there for both.
            Some(_) if outcomes[ALFA] == outcomes[BRAVO] => outcomes[self.column],
            Some(_) => outcomes[BRAVO],
        }
    }
}

/// One of every kind, at alfa and at bravo.
fn walkers(site: &RunningSite) -> Vec<Walker<'_>> {
    let bodies =
        [("alfa", 1, "alfa"), ("bravo", 1, "bravo")].map(|(name, column, body)| (name, at(body), column, body));
    let readers =
        [("lezer", READER.to_owned(), 2, "alfa"), ("lezer van bravo", READER_AT_BRAVO.to_owned(), 2, "bravo")];
    let others = [("schema", SCHEME_OWNER, 4), ("toezicht", REGULATOR, 5), ("beheer", ADMINISTRATOR, 6)];
    let mut all = vec![("bezoeker", site.visitor(), 0, None)];
    all.extend(others.map(|(name, email, column)| (name, site.logged_in(email), column, None)));
    all.extend(
        readers
            .into_iter()
            .chain(bodies)
            .map(|(name, email, column, body)| (name, site.logged_in(&email), column, Some(body))),
    );
    all.into_iter().map(|(name, browser, column, body)| Walker::new(name, browser, column, body)).collect()
}

fn walk(walkers: &[Walker<'_>], things: &Things, wrong: &mut Vec<String>) {
    // Whose things they are comes last: what it does may be the end of them.
    let mut order: Vec<usize> = (0..walkers.len()).collect();
    order.sort_by_key(|place| walkers[*place].body == Some(things.body) && walkers[*place].column == 1);
    let visitor = &walkers[0];
    for Row { route, in_english, outcomes } in table() {
        let path = things.fill(&route.1);
        let english = Language::English.path(&path);
        let got = outcome(&ask(&visitor.browser, &route, &english, &visitor.token, things));
        let wanted = if in_english { outcomes[0] } else { "404" };
        if got != wanted {
            wrong.push(format!("{} {english}: {got} instead of {wanted}", route.0));
        }
        for place in &order {
            let Walker { name, browser, token, .. } = &walkers[*place];
            if route.0 != "GET" && !path.starts_with("/api/") {
                for stale in ["", "AAAA", &walkers[(place + 1) % walkers.len()].token] {
                    let got = outcome(&ask(browser, &route, &path, stale, things));
                    if !["400", "404", "inloggen"].contains(&got.as_str()) {
                        wrong.push(format!("{} {path} as {name} without its token: {got}", route.0));
                    }
                }
            }
            let got = outcome(&ask(browser, &route, &path, token, things));
            let wanted = walkers[*place].outcome(&outcomes, things.body);
            if got != wanted {
                wrong.push(format!("{} {path} as {name}: {got}, and the table says {wanted}", route.0));
            }
        }
    }
}

#[test]
fn every_role_gets_at_every_address_what_the_table_says() {
    let mut wrong = Vec::new();
    for owner in ["alfa", "bravo"] {
        // Each walk begins anew: it changes much, and the last thing that the table does is to log out.
        let site = RunningSite::signing(&["alfa", "bravo"]);
        site.add_everybody();
        let walkers = walkers(&site);
        let browser = &walkers.iter().find(|walker| walker.name == owner).unwrap().browser;
        let things = if owner == "alfa" { Things::of(&site, browser) } else { Things::of_bravo(&site, browser) };
        walk(&walkers, &things, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
