//! Atom feeds (RFC 4287) with the newest changes: of the whole register or a search, of a firm, of a body.

use actix_web::http::header::ETag;
use actix_web::{HttpRequest, HttpResponse, web};
use atom_syndication::{Entry, Feed, FixedDateTime, Link, Person, Text};
use chrono::{DateTime, Utc};

use crate::domain::change::About;
use crate::domain::identifiers::{BodyCode, KvkNumber};
use crate::language::{FluentValue, Language};
use crate::services::alerts::search::Search;
use crate::services::alerts::sign_up::known;
use crate::services::alerts::{Followed, What};
use crate::services::changes::told::{Of, Told, newest};
use crate::web::address;
use crate::web::conditional::{is_known, tag_of};
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::pages::follow::wrong;
use crate::web::portal::Portal;
use crate::web::server::Site;

/// Changes in one feed.
const NEWEST: i64 = 50;

/// Firms of which a feed of a search tells.
const FIRMS: usize = 5_000;

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/wijzigingen.atom", web::get().to(of_search))
        .route("/installateurs/{kvk}/wijzigingen.atom", web::get().to(of_firm))
        .route("/instellingen/{code}/wijzigingen.atom", web::get().to(of_body));
}

async fn of_search(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let search = Search::parse(request.query_string()).map_err(|field| wrong(language, field.0))?;
    let Some(search) = search else {
        let told = portal.work(|portal| newest(&portal.store, &Of::Everything, NEWEST)).await?;
        let title = language.text("feed-title").into_owned();
        return Ok(answer(&request, &feed(&site, language, &title, "/", &told)));
    };
    let wanted = search.clone();
    let told = portal.work(move |portal| {
        let mut firms: Vec<KvkNumber> = wanted.firms(&portal.register, portal.today()).into_iter().collect();
        firms.sort_unstable();
        firms.truncate(FIRMS);
        newest(&portal.store, &Of::Firms(firms), NEWEST)
    });
    let told = told.await?;
    let title = language.text_with("feed-title-search", &[("text", FluentValue::from(search.words()))]);
    Ok(answer(&request, &feed(&site, language, &title, &Followed::Search(search).address(), &told)))
}

async fn of_firm(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    kvk: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let kvk = KvkNumber::parse(&kvk).map_err(|_| Error::NotFound)?;
    of_known(request, portal, site, screen, Followed::Firm(kvk.clone()), Of::Firms(vec![kvk])).await
}

async fn of_body(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    code: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let code = BodyCode::parse(&code).map_err(|_| Error::NotFound)?;
    of_known(request, portal, site, screen, Followed::Body(code.clone()), Of::Body(code)).await
}

async fn of_known(
    request: HttpRequest,
    portal: web::Data<Portal>,
    site: web::Data<Site>,
    screen: Screen,
    followed: Followed,
    of: Of,
) -> Result<HttpResponse, Error> {
    let language = screen.language();
    let wanted = followed.clone();
    let found = portal.work(move |portal| match known(&portal.store, &wanted)? {
        Some(what) => newest(&portal.store, &of, NEWEST).map(|told| Some((what, told))),
        None => Ok(None),
    });
    let (what, told) = found.await?.ok_or(Error::NotFound)?;
    let (What::Firm { name, .. } | What::Body(name) | What::Search(name)) = what;
    let title = language.text_with("feed-title-of", &[("name", FluentValue::from(name))]);
    Ok(answer(&request, &feed(&site, language, &title, &followed.address(), &told)))
}

/// What stands in every identifier here (RFC 4151): the site, and a day on which it was ours.
fn tag(site: &Site, specific: &str) -> String {
    let host = url::Url::parse(&site.public_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    format!("tag:{},2026-11-24:{specific}", host.as_deref().unwrap_or("stelselwacht.invalid"))
}

/// A feed of these changes; `page` is the Dutch address of the page that it stands beside.
fn feed(site: &Site, language: Language, title: &str, page: &str, told: &[Told]) -> Feed {
    let own = address::feed(page);
    let address = |path: &str| format!("{}{}", site.public_url, language.path(path));
    let link = |rel: &str, kind: &str, href: String| Link {
        rel: rel.to_owned(),
        mime_type: Some(kind.to_owned()),
        href,
        ..Link::default()
    };
    let updated = told.iter().map(|told| told.recorded_at).max().unwrap_or(DateTime::UNIX_EPOCH);
    let entry = |told: &Told| Entry {
        title: Text::plain(legal(&language.happening(&told.happening))),
        id: tag(site, &format!("wijziging/{}", told.place)),
        updated: moment(told.recorded_at),
        published: Some(moment(told.recorded_at)),
        links: vec![link("alternate", "text/html", address(&page_of(&told.happening.about)))],
        summary: Some(Text::plain(language.text_with("feed-day", &[("day", language.day(told.happening.day).into())]))),
        ..Entry::default()
    };
    Feed {
        title: Text::plain(legal(title)),
        id: tag(site, &format!("feed{own}")),
        updated: moment(updated),
        authors: vec![Person { name: "Stelselwacht".to_owned(), ..Person::default() }],
        links: vec![link("self", "application/atom+xml", address(&own)), link("alternate", "text/html", address(page))],
        lang: Some(language.code().to_owned()),
        entries: told.iter().map(entry).collect(),
        ..Feed::default()
    }
}

fn moment(at: DateTime<Utc>) -> FixedDateTime {
    at.fixed_offset()
}

/// The Dutch address of what a change is about.
fn page_of(about: &About) -> String {
    match about {
        About::Certificate { kvk, .. } => address::path(["installateurs", kvk]),
        About::Body { code, .. } => address::path(["instellingen", code]),
        About::Scheme { code, .. } => address::path(["schemas", code]),
    }
}

/// Names come from outside; XML has no place for some characters, whatever they are written as.
fn legal(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') { ' ' } else { c }).collect()
}

fn answer(request: &HttpRequest, feed: &Feed) -> HttpResponse {
    let xml = feed.to_string();
    let tag = tag_of(xml.as_bytes());
    let has_it = is_known(request, &tag);
    let mut response = if has_it { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag));
    if has_it {
        return response.finish();
    }
    response.content_type("application/atom+xml; charset=utf-8").body(xml)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::{ChangeKind, Happening};

    #[test]
    fn a_feed_can_be_read_back_whatever_the_names_are() {
        let site = Site { public_url: "https://register.example".to_owned(), ..Site::default() };
        let told = Told {
            place: 17,
            recorded_at: DateTime::UNIX_EPOCH,
            happening: Happening {
                about: About::Certificate {
                    number: "A<1>".to_owned(),
                    firm: "Jansen & \u{1}Zn ]]>".to_owned(),
                    kvk: "90000001".to_owned(),
                    body: "Alfa".to_owned(),
                },
                kinds: vec![ChangeKind::New],
                standings: None,
                day: chrono::NaiveDate::default(),
            },
        };
        let feed = feed(&site, Language::English, "Title", "/", &[told]);
        let read = feed.to_string().parse::<Feed>().unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(read.entries[0].id, "tag:register.example,2026-11-24:wijziging/17");
        assert_eq!(read.entries[0].title.value, "Jansen &  Zn ]]> has a new certificate of Alfa: A<1>.");
        assert_eq!(read.links[0].href, "https://register.example/en/wijzigingen.atom");
    }
}
