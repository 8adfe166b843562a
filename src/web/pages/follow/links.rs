//! What the links in mails lead to. Opening one changes nothing: programs that look for danger open every link. What is
//! asked there is done when it is answered.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::in_words;
use crate::language::{FluentValue, Language};
use crate::services::alerts::answer::{self, Linked, Purpose};
use crate::web::csrf::{self, CsrfToken, Form};
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::Link;

/// A question, or what came of it.
#[derive(Debug, Clone, Serialize)]
pub struct LinkPage {
    title: String,
    text: String,
    /// What can be answered.
    answer: Option<Answer>,
    /// Where to go from here.
    ways: Vec<Link>,
}

/// The button under a question; it sends the form to the address of the page.
#[derive(Debug, Clone, Serialize)]
struct Answer {
    csrf: CsrfToken,
    label: String,
}

impl Page for LinkPage {
    const TEMPLATE: &'static str = "pages/follow/link";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, _: Language) -> String {
        self.title.clone()
    }

    /// Its address is for one person.
    fn is_listed(&self) -> bool {
        false
    }
}

/// The keys of a page: its title, its text, and its button if it has one.
type Keys = (&'static str, &'static str, Option<&'static str>);

const CONFIRM: Keys = ("follow-confirm-title", "follow-confirm-text", Some("follow-confirm-do"));
const CONFIRMED: Keys = ("follow-confirmed-title", "follow-confirmed-text", None);
const STOP: Keys = ("follow-stop-title", "follow-stop-text", Some("follow-stop-do"));
const STOPPED: Keys = ("follow-stopped-title", "follow-stopped-text", None);

fn page(language: Language, (title, text, label): Keys, linked: &Linked, csrf: CsrfToken) -> LinkPage {
    let what = in_words(language, &linked.what);
    LinkPage {
        title: language.text(title).into_owned(),
        text: language.text_with(text, &[("what", FluentValue::from(what.as_str()))]),
        answer: label.map(|label| Answer { csrf, label: language.text(label).into_owned() }),
        ways: vec![Link::new(what, language.path(&linked.followed.address()))],
    }
}

/// A link that is too old, was used, or never was one.
fn gone(language: Language, purpose: Purpose) -> LinkPage {
    let text = match purpose {
        Purpose::Confirm => "follow-gone-confirm",
        Purpose::Stop => "follow-gone-stop",
    };
    LinkPage {
        title: language.text("follow-gone-title").into_owned(),
        text: language.text(text).into_owned(),
        answer: None,
        ways: vec![Link::new(language.text("layout-search"), language.path("/"))],
    }
}

async fn look(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: String,
    purpose: Purpose,
) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let linked = portal.work(move |portal| answer::look(&portal.store, portal.now(), purpose, &token)).await?;
    let Some(linked) = linked else { return screen.show_as(StatusCode::NOT_FOUND, &gone(language, purpose)) };
    let keys = match purpose {
        Purpose::Confirm if linked.confirmed => CONFIRMED,
        Purpose::Confirm => CONFIRM,
        Purpose::Stop => STOP,
    };
    let (secret, cookie) = csrf::of_visitor(&request);
    screen.show_form(&page(language, keys, &linked, secret.token()), &cookie)
}

pub(super) async fn ask_to_confirm(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    look(request, portal, screen, token.into_inner(), Purpose::Confirm).await
}

pub(super) async fn ask_to_stop(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    look(request, portal, screen, token.into_inner(), Purpose::Stop).await
}

#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

pub(super) async fn confirm(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: web::Path<String>,
    _: Form<Nothing>,
) -> Result<HttpResponse, Error> {
    let token = token.into_inner();
    let linked = portal.work(move |portal| answer::confirm(&portal.store, portal.now(), &token)).await?;
    done(&request, &screen, linked.as_ref(), CONFIRMED, Purpose::Confirm)
}

/// Also what a mail program sends by itself when its reader wants no more (RFC 8058): it has no page of ours, so there is no
/// token of a form. The token in the address is what nobody else has.
pub(super) async fn stop(
    request: HttpRequest,
    portal: web::Data<Portal>,
    screen: Screen,
    token: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let token = token.into_inner();
    let linked = portal.work(move |portal| answer::stop(&portal.store, portal.now(), &token)).await?;
    done(&request, &screen, linked.as_ref(), STOPPED, Purpose::Stop)
}

fn done(
    request: &HttpRequest,
    screen: &Screen,
    linked: Option<&Linked>,
    keys: Keys,
    purpose: Purpose,
) -> Result<HttpResponse, Error> {
    let language = screen.language();
    match linked {
        Some(linked) => screen.show(&page(language, keys, linked, csrf::of_visitor(request).0.token())),
        None => screen.show_as(StatusCode::NOT_FOUND, &gone(language, purpose)),
    }
}

#[cfg(test)]
pub(in crate::web::pages) fn samples(language: Language) -> Vec<(&'static str, LinkPage)> {
    use crate::domain::identifiers::KvkNumber;
    use crate::services::alerts::{Followed, What};
    use crate::web::csrf::CsrfSecret;
    let Ok(kvk) = KvkNumber::parse("01234567") else { return Vec::new() };
    let what = What::Firm { kvk: kvk.to_string(), name: "Janssen Installatietechniek B.V.".to_owned() };
    let linked = Linked { followed: Followed::Firm(kvk), what, confirmed: false };
    let sample = |keys| page(language, keys, &linked, CsrfSecret::generate().token());
    vec![
        ("volgen-confirm", sample(CONFIRM)),
        ("volgen-confirmed", sample(CONFIRMED)),
        ("volgen-stop", sample(STOP)),
        ("volgen-stopped", sample(STOPPED)),
        ("volgen-gone", gone(language, Purpose::Confirm)),
    ]
}
