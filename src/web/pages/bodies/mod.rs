//! Certification bodies as the public sees them.

#[cfg(test)]
mod samples;

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::designation::{End, Ground, designated_around, ground_on, may_certify, usable_after_designation};
use crate::domain::identifiers::BodyCode;
use crate::domain::text::fold;
use crate::language::Language;
use crate::services::register::{self, DesignatedBody};
use crate::web::address::{feed, path, path_part, with_query};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::moment::{Asked, Chooser, Moment};
use crate::web::pages::unknown::not_there_yet;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::then::Found;
use crate::web::view::{Cell, Column, Fact, Link, Status, Table, Tone};

#[cfg(test)]
pub(super) use samples::{body_samples, list_samples};

/// All certification bodies, sorted by name.
#[derive(Debug, Clone, Serialize)]
pub struct BodiesPage {
    /// The form for another day.
    pub moment: Chooser,
    /// The bodies with the schemes they are designated for.
    pub bodies: Table,
}

impl Page for BodiesPage {
    const TEMPLATE: &'static str = "pages/bodies/list";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("bodies-title").into_owned()
    }

    fn description(&self, language: Language) -> String {
        language.text("described-bodies").into_owned()
    }

    fn section(&self) -> Section {
        Section::Bodies
    }
}

/// A certification body.
#[derive(Debug, Clone, Serialize)]
pub struct BodyPage {
    /// Its name.
    pub name: String,
    /// Where to follow it by e-mail.
    pub follow: String,
    /// The feed with its changes.
    pub feed: String,
    /// The form for another day.
    pub moment: Chooser,
    /// What it may do, in a sentence.
    pub sentence: String,
    /// Code, number in the trade register, count of certified firms.
    pub facts: Vec<Fact>,
    /// Its designations: scheme, from, until, how that stands on the day.
    pub designations: Table,
}

impl Page for BodyPage {
    const TEMPLATE: &'static str = "pages/bodies/body";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, _: Language) -> String {
        self.name.clone()
    }

    fn description(&self, language: Language) -> String {
        language.text_with("described-body", &[("name", self.name.as_str().into())])
    }

    fn section(&self) -> Section {
        Section::Bodies
    }

    fn feed(&self, _: Language) -> Option<String> {
        Some(self.feed.clone())
    }

    fn trail(&self, language: Language) -> Vec<Link> {
        vec![Link::new(language.text("layout-bodies"), language.path("/instellingen"))]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/instellingen", web::get().to(list)).route("/instellingen/{code}", web::get().to(show));
}

async fn list(portal: web::Data<Portal>, screen: Screen, asked: web::Query<Asked>) -> Result<HttpResponse, Error> {
    let moment = portal.moment(asked.into_inner(), screen.language()).await?;
    let known = moment.known;
    let mut bodies = portal.work(move |portal| register::bodies(&portal.store, known)).await?;
    bodies.sort_by_cached_key(|entry| fold(&entry.body.name));
    let firms = |code: &BodyCode| firms(&portal, code, &moment);
    screen.show_as(moment.status(), &overview(&bodies, firms, &moment))
}

/// How many firms may work under a certificate of the body. Only counted for now: the register in memory knows no other day.
fn firms(portal: &Portal, code: &BodyCode, moment: &Moment) -> Option<u64> {
    moment.is_now().then(|| portal.register.firms_of(code, moment.today))
}

fn overview(bodies: &[DesignatedBody], firms: impl Fn(&BodyCode) -> Option<u64>, moment: &Moment) -> BodiesPage {
    let language = moment.language;
    let columns = [
        Column::text(language.text("bodies-column-body")),
        Column::text(language.text("bodies-column-for")),
        Column::number(language.text("bodies-column-firms")),
    ];
    let rows = bodies.iter().map(|entry| {
        let schemes = designated(entry, moment.day);
        let schemes =
            if schemes.is_empty() { language.text("bodies-none").into_owned() } else { language.list(&schemes) };
        let path = format!("/instellingen/{}", path_part(entry.body.code.as_str()));
        let firms = firms(&entry.body.code).map_or_else(|| "–".to_owned(), |count| language.count(count));
        [Cell::heading(entry.body.name.clone()).linked(moment.link(&path)), Cell::text(schemes), Cell::text(firms)]
    });
    let bodies = Table::new(language.text("bodies-caption"), columns)
        .under_heading()
        .or_say(language.text("bodies-empty"))
        .with(rows);
    BodiesPage { moment: moment.chooser("/instellingen"), bodies }
}

/// The schemes that the body may certify for on the day: it is designated for them, and they are designated themselves.
fn designated(entry: &DesignatedBody, day: NaiveDate) -> Vec<&str> {
    let valid = entry.designations.iter().filter(|(own, scheme)| may_certify(&own.valid, &scheme.lapses, day));
    valid.map(|(_, scheme)| scheme.name.as_str()).collect()
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    code: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let code = BodyCode::parse(&code).map_err(|_| Error::NotFound)?;
    let moment = portal.moment(asked.into_inner(), screen.language()).await?;
    let wanted = code.clone();
    let read = move |portal: &Portal, known| {
        Ok(register::bodies(&portal.store, known)?.into_iter().find(|entry| entry.body.code == wanted))
    };
    match portal.found_at(&moment, read).await? {
        Found::Then(entry) => screen.show_as(moment.status(), &page(&entry, firms(&portal, &code, &moment), &moment)),
        Found::Since(entry) => {
            not_there_yet(&screen, &moment, &entry.body.name, &path(["instellingen", code.as_str()]))
        }
        Found::Never => Err(Error::NotFound),
    }
}

fn page(entry: &DesignatedBody, firms: Option<u64>, moment: &Moment) -> BodyPage {
    let language = moment.language;
    let (name, schemes) = (&entry.body.name, designated(entry, moment.day));
    let [named, tense, day] = [
        ("name", name.as_str().into()),
        ("tense", moment.tense().name().into()),
        ("day", moment.day_in_words().into()),
    ];
    let sentence = if schemes.is_empty() {
        language.text_with("bodies-may-not", &[named, tense, day])
    } else {
        language.text_with("bodies-may", &[named, tense, day, ("schemes", language.list(&schemes).into())])
    };
    let mut facts = vec![
        Fact::new(language.text("bodies-code"), entry.body.code.as_str()),
        Fact::new(language.text("bodies-kvk"), entry.body.kvk_number.as_str()),
    ];
    facts.extend(firms.map(|count| Fact::new(language.text("bodies-firms"), language.count(count))));
    let code = entry.body.code.as_str();
    BodyPage {
        name: name.clone(),
        follow: language.path(&with_query("/volgen", [("instelling", code)])),
        feed: language.path(&feed(&path(["instellingen", code]))),
        moment: moment.chooser(&format!("/instellingen/{}", path_part(entry.body.code.as_str()))),
        sentence,
        facts,
        designations: designations(entry, moment),
    }
}

fn designations(entry: &DesignatedBody, moment: &Moment) -> Table {
    let language = moment.language;
    let columns = ["bodies-column-scheme", "bodies-column-from", "bodies-column-until", "bodies-column-status"];
    let rows = entry.designations.iter().map(|(designation, scheme)| {
        let (valid, open) = (designation.valid, || language.text("bodies-open").into_owned());
        let status = match valid.until {
            Some(ended) if ended <= moment.day => ended_on(ended, designation.ended_by, moment),
            _ if valid.from > moment.day => Cell::status(Status::new(Tone::Neutral, language.text("bodies-not-yet"))),
            _ => match ground_on(&designated_around(&scheme.lapses), moment.day) {
                Ground::Ended(since) => scheme_ended(since, moment),
                Ground::Designated | Ground::Never => {
                    Cell::status(Status::new(Tone::Positive, language.text("bodies-designated")))
                }
            },
        };
        let path = format!("/schemas/{}", path_part(scheme.code.as_str()));
        [
            Cell::heading(scheme.name.clone()).linked(moment.link(&path)),
            Cell::text(language.day(valid.from)),
            Cell::text(valid.until.map_or_else(open, |day| language.day(day))),
            status,
        ]
    });
    let caption = language.text_with("bodies-designations-of", &[("name", entry.body.name.as_str().into())]);
    Table::new(caption, columns.map(|key| Column::text(language.text(key))))
        .under_heading()
        .or_say(language.text("bodies-no-designation"))
        .with(rows)
}

/// That a designation ended, since when, and until when certificates stay usable.
fn ended_on(ended: NaiveDate, by: Option<End>, moment: &Moment) -> Cell {
    let (tone, key) = match by {
        Some(End::Suspended) => (Tone::Warning, "bodies-suspended"),
        Some(End::Withdrawn) => (Tone::Negative, "bodies-withdrawn"),
        None => (Tone::Neutral, "bodies-ended"),
    };
    Cell::status(Status::new(tone, moment.language.text(key))).note(usable("bodies-usable", ended, moment))
}

fn scheme_ended(since: NaiveDate, moment: &Moment) -> Cell {
    let status = Status::new(Tone::Warning, moment.language.text("bodies-scheme-ended"));
    Cell::status(status).note(usable("bodies-usable-scheme", since, moment))
}

fn usable(key: &'static str, since: NaiveDate, moment: &Moment) -> String {
    let last = usable_after_designation(since);
    let values = [("since", moment.language.day(since).into()), ("last", moment.language.day(last).into())];
    moment.language.text_with(key, &values)
}
