//! What surrounds every page: who looks, where they are, and where they can go.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use chrono::NaiveDate;
use serde::Serialize;

use super::address::{OF_BODY, with_query};
use super::csrf::{CsrfSecret, CsrfToken};
use super::head::{Head, is_not_public};
use super::portal::Portal;
use super::server::Site;
use super::view::Link;
use crate::domain::access::{BodyDuty, RegulatorDuty};
use crate::language::Language;

/// Who looks at the page; the session puts it into the request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Viewer {
    /// A visitor without account.
    #[default]
    Public,
    /// Somebody of a certification body.
    Body {
        /// The name of the person.
        name: String,
        /// The name of the body.
        body: String,
        /// What the person does there.
        duty: BodyDuty,
    },
    /// Somebody of the regulator.
    Regulator {
        /// The name of the person.
        name: String,
        /// What the person does there.
        duty: RegulatorDuty,
    },
    /// Somebody of an owner of schemes.
    SchemeOwner {
        /// The name of the person.
        name: String,
        /// The name of the owner.
        owner: String,
    },
}

impl Viewer {
    /// Who sent the request; a visitor unless the session says otherwise.
    pub fn of(request: &HttpRequest) -> Self {
        request.extensions().get().cloned().unwrap_or_default()
    }
}

/// The part of the site that a page belongs to; it is marked in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// No part of the navigation.
    None,
    /// Finding a firm.
    Search,
    /// Schemes and their matrices.
    Schemes,
    /// What the matrix prescribes beforehand.
    Guide,
    /// Certification bodies, for the public.
    Bodies,
    /// How verdicts and signals come about.
    Method,
    /// The overview of a body.
    OwnOverview,
    /// What a body delivered.
    Deliveries,
    /// The tokens for programs of a body.
    Tokens,
    /// The audits of a body.
    Audits,
    /// A body as it sees itself.
    Mirror,
    /// The signals.
    Inbox,
    /// The bodies, for the regulator.
    SupervisedBodies,
    /// Drafts of matrices run over the past.
    Replays,
    /// The audit trail.
    Trail,
    /// The mail that leaves.
    Post,
    /// The orders of the regulator.
    Orders,
    /// The schemes of their owner.
    OwnSchemes,
    /// The accounts of an organisation.
    Accounts,
    /// The own account.
    Account,
    /// Logging in.
    LogIn,
}

/// Everything around a page that depends on the request. An extractor: a handler that asks for it can render pages.
#[derive(Debug, Clone)]
pub struct Screen {
    viewer: Viewer,
    csrf: Option<CsrfToken>,
    demo: bool,
    language: Language,
    /// The Dutch address of the page with its query, for the way to the other language.
    address: String,
    /// What stands before every address when it is given whole.
    public_url: String,
    /// Whether the page is there in the other language too, if it is in all of them.
    can_turn: bool,
    /// The day on which it is asked for.
    today: Option<NaiveDate>,
}

impl Screen {
    /// The surroundings for this viewer.
    pub fn new(viewer: Viewer, csrf: Option<CsrfToken>, demo: bool, language: Language) -> Self {
        let (address, public_url) = ("/".to_owned(), String::new());
        Self { viewer, csrf, demo, language, address, public_url, can_turn: true, today: None }
    }

    /// The language of the page.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The surroundings of the answer to this request.
    pub fn of(request: &HttpRequest) -> Self {
        let viewer = Viewer::of(request);
        let csrf = request.extensions().get::<CsrfSecret>().map(CsrfSecret::token);
        let site = request.app_data::<web::Data<Site>>();
        let demo = site.is_some_and(|site| site.demo);
        let public_url = site.map_or_else(String::new, |site| site.public_url.clone());
        let language = Language::of_path(request.path());
        let path = Language::without_base(request.path());
        let query = request.query_string();
        let address = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        // What was posted, and what is behind the login, cannot be asked for in another language.
        let can_turn = request.method().is_safe() && !is_not_public(path);
        let today = request.app_data::<web::Data<Portal>>().map(|portal| portal.today());
        Self { viewer, csrf, demo, language, address, public_url, can_turn, today }
    }

    /// The same for a page that is about something of this body, also where the address that was asked for leaves the body
    /// out.
    #[must_use]
    pub fn of_body(mut self, code: &str) -> Self {
        let (path, query) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let mut pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        pairs.retain(|(name, _)| name != OF_BODY);
        let rest = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        self.address = with_query(path, [(OF_BODY, code)].into_iter().chain(rest));
        self
    }

    /// What the head of a page says about its address: only a visitor's page in all languages is listed.
    pub(super) fn head(&self, languages: &[Language], is_listed: bool) -> Head {
        if is_listed && self.viewer == Viewer::Public && languages.len() == Language::ALL.len() {
            Head::of_public(&self.public_url, self.language, &self.address)
        } else {
            Head::unlisted()
        }
    }

    pub(super) fn frame(&self, section: Section, languages: &[Language]) -> Frame {
        let person = match &self.viewer {
            Viewer::Public => None,
            Viewer::Body { name, body: works_for, .. } | Viewer::SchemeOwner { name, owner: works_for } => {
                Some(Person { name: name.clone(), works_for: works_for.clone() })
            }
            Viewer::Regulator { name, .. } => Some(Person { name: name.clone(), works_for: "TloKB".to_owned() }),
        };
        let item = |(of, key, href, reach): &(Section, &str, &str, Reach)| NavItem {
            link: Link::new(
                self.language.text(key),
                if *reach == Reach::Public { self.language.path(href) } else { (*href).to_owned() },
            ),
            current: *of == section,
        };
        let other = self.language.other();
        Frame {
            language: self.language.code(),
            other_language: (self.can_turn && languages.contains(&other)).then(|| OtherLanguage {
                code: other.code(),
                name: other.own_name(),
                href: other.path(&self.address),
            }),
            navigation: self.navigation().iter().chain(self.administration()).map(item).collect(),
            log_in_current: section == Section::LogIn,
            account_current: section == Section::Account,
            person,
            csrf: self.csrf.clone(),
            demo: self.demo,
            own_address: format!("{}{}", self.public_url, self.language.path(&self.address)),
            today: self.today.map(|today| self.language.day(today)),
        }
    }

    /// What only administrators find in the navigation, behind what everybody of their organisation does.
    fn administration(&self) -> &'static [(Section, &'static str, &'static str, Reach)] {
        match self.viewer {
            Viewer::Regulator { duty: RegulatorDuty::Administrator, .. } => &[
                (Section::Post, "layout-post", "/beheer/berichten", Reach::LoggedIn),
                (Section::Accounts, "layout-accounts", "/beheer/accounts", Reach::LoggedIn),
            ],
            Viewer::Body { duty: BodyDuty::Administrator, .. } => &[
                (Section::Tokens, "layout-tokens", "/instelling/tokens", Reach::LoggedIn),
                (Section::Accounts, "layout-accounts", "/instelling/accounts", Reach::LoggedIn),
            ],
            _ => &[],
        }
    }

    fn navigation(&self) -> &'static [(Section, &'static str, &'static str, Reach)] {
        match self.viewer {
            Viewer::SchemeOwner { .. } => &[
                (Section::OwnSchemes, "layout-own-schemes", "/beheer/schemas", Reach::LoggedIn),
                (Section::Orders, "layout-orders", "/beheer/lasten", Reach::LoggedIn),
                (Section::Search, "layout-register", "/", Reach::Public),
                (Section::Schemes, "layout-schemes", "/schemas", Reach::Public),
                (Section::Guide, "layout-guide", "/sanctiewijzer", Reach::Public),
            ],
            Viewer::Public => &[
                (Section::Search, "layout-search", "/", Reach::Public),
                (Section::Schemes, "layout-schemes", "/schemas", Reach::Public),
                (Section::Guide, "layout-guide", "/sanctiewijzer", Reach::Public),
                (Section::Bodies, "layout-bodies", "/instellingen", Reach::Public),
                (Section::Method, "layout-method", "/methode", Reach::Public),
            ],
            Viewer::Body { .. } => &[
                (Section::OwnOverview, "layout-overview", "/instelling", Reach::LoggedIn),
                (Section::Deliveries, "layout-deliveries", "/instelling/aanleveringen", Reach::LoggedIn),
                (Section::Audits, "layout-audits", "/instelling/onderzoeken", Reach::LoggedIn),
                (Section::Guide, "layout-guide", "/instelling/sanctiewijzer", Reach::LoggedIn),
                (Section::Mirror, "layout-mirror", "/instelling/spiegel", Reach::LoggedIn),
                (Section::Search, "layout-register", "/", Reach::Public),
                (Section::Schemes, "layout-schemes", "/schemas", Reach::Public),
            ],
            Viewer::Regulator { .. } => &[
                (Section::Inbox, "layout-signals", "/toezicht", Reach::LoggedIn),
                (Section::SupervisedBodies, "layout-bodies", "/toezicht/instellingen", Reach::LoggedIn),
                (Section::Orders, "layout-orders", "/toezicht/lasten", Reach::LoggedIn),
                (Section::Replays, "layout-replays", "/toezicht/doorrekenen", Reach::LoggedIn),
                (Section::Trail, "layout-trail", "/beheer/logboek", Reach::LoggedIn),
                (Section::Search, "layout-register", "/", Reach::Public),
                (Section::Schemes, "layout-schemes", "/schemas", Reach::Public),
                (Section::Guide, "layout-guide", "/sanctiewijzer", Reach::Public),
            ],
        }
    }
}

/// Who a page is for: those of the public are there in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Public,
    LoggedIn,
}

impl FromRequest for Screen {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(request)))
    }
}

/// The surroundings as the layout template reads them.
#[derive(Debug, Serialize)]
pub(super) struct Frame {
    language: &'static str,
    other_language: Option<OtherLanguage>,
    navigation: Vec<NavItem>,
    log_in_current: bool,
    account_current: bool,
    person: Option<Person>,
    csrf: Option<CsrfToken>,
    demo: bool,
    /// Where the page is and of which day, for whoever holds it on paper.
    own_address: String,
    today: Option<String>,
}

/// The same page in the other language.
#[derive(Debug, Serialize)]
struct OtherLanguage {
    code: &'static str,
    name: &'static str,
    href: String,
}

#[derive(Debug, Serialize)]
struct NavItem {
    link: Link,
    current: bool,
}

#[derive(Debug, Serialize)]
struct Person {
    name: String,
    works_for: String,
}
