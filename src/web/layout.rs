//! What surrounds every page: who looks, where they are, and where they can go.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use serde::Serialize;

use super::csrf::{CsrfSecret, CsrfToken};
use super::server::Site;
use super::view::Link;

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
    },
    /// Somebody of the regulator.
    Regulator {
        /// The name of the person.
        name: String,
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
    /// Certification bodies, for the public.
    Bodies,
    /// How verdicts and signals come about.
    Method,
    /// The overview of a body.
    OwnOverview,
    /// What a body delivered.
    Deliveries,
    /// The audits of a body.
    Audits,
    /// The signals.
    Inbox,
    /// The bodies, for the regulator.
    SupervisedBodies,
    /// The audit trail.
    Trail,
    /// Logging in.
    LogIn,
}

/// Everything around a page that depends on the request. An extractor: a handler that asks for it can render pages.
#[derive(Debug, Clone)]
pub struct Screen {
    viewer: Viewer,
    csrf: Option<CsrfToken>,
    demo: bool,
}

impl Screen {
    /// The surroundings for this viewer.
    pub fn new(viewer: Viewer, csrf: Option<CsrfToken>, demo: bool) -> Self {
        Self { viewer, csrf, demo }
    }

    /// The surroundings of the answer to this request.
    pub fn of(request: &HttpRequest) -> Self {
        let viewer = Viewer::of(request);
        let csrf = request.extensions().get::<CsrfSecret>().map(CsrfSecret::token);
        let demo = request.app_data::<web::Data<Site>>().is_some_and(|site| site.demo);
        Self { viewer, csrf, demo }
    }

    pub(super) fn frame(&self, section: Section) -> Frame {
        let person = match &self.viewer {
            Viewer::Public => None,
            Viewer::Body { name, body } => Some(Person { name: name.clone(), works_for: body.clone() }),
            Viewer::Regulator { name } => Some(Person { name: name.clone(), works_for: "TloKB".to_owned() }),
        };
        let item = |(of, label, href): &(Section, &str, &str)| NavItem {
            link: Link::new(*label, *href),
            current: *of == section,
        };
        Frame {
            navigation: self.navigation().iter().map(item).collect(),
            log_in_current: section == Section::LogIn,
            person,
            csrf: self.csrf.clone(),
            demo: self.demo,
        }
    }

    fn navigation(&self) -> &'static [(Section, &'static str, &'static str)] {
        match self.viewer {
            Viewer::Public => &[
                (Section::Search, "Zoek een installateur", "/"),
                (Section::Schemes, "Schema’s", "/schemas"),
                (Section::Bodies, "Instellingen", "/instellingen"),
                (Section::Method, "Methode", "/methode"),
            ],
            Viewer::Body { .. } => &[
                (Section::OwnOverview, "Overzicht", "/instelling"),
                (Section::Deliveries, "Aanleveringen", "/instelling/aanleveringen"),
                (Section::Audits, "Onderzoeken", "/instelling/onderzoeken"),
                (Section::Search, "Register", "/"),
                (Section::Schemes, "Schema’s", "/schemas"),
            ],
            Viewer::Regulator { .. } => &[
                (Section::Inbox, "Signalen", "/toezicht"),
                (Section::SupervisedBodies, "Instellingen", "/toezicht/instellingen"),
                (Section::Trail, "Logboek", "/beheer/logboek"),
                (Section::Search, "Register", "/"),
                (Section::Schemes, "Schema’s", "/schemas"),
            ],
        }
    }
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
    navigation: Vec<NavItem>,
    log_in_current: bool,
    person: Option<Person>,
    csrf: Option<CsrfToken>,
    demo: bool,
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
