//! Open data: the page that says what there is, and the files.

mod file;

use actix_web::{HttpResponse, web};
use serde::Serialize;

use crate::language::{FluentValue, Language};
use crate::services::dumps::{Dumps, Format, Moment, Name, Subject};
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::view::Link;

/// What there is to download and to follow.
#[derive(Debug, Clone, Serialize)]
pub struct OpenDataPage {
    /// For which day each status holds, in a sentence.
    pub day: String,
    /// The files.
    pub files: Vec<Files>,
    /// The address of the changes since these files.
    pub changes: String,
}

/// The files about one subject.
#[derive(Debug, Clone, Serialize)]
pub struct Files {
    /// What they are about, as in `Certificaten`.
    pub title: String,
    /// What stands in them.
    pub text: String,
    /// The columns of the table.
    pub columns: String,
    /// The files and their checksums.
    pub links: Vec<Link>,
}

impl Page for OpenDataPage {
    const TEMPLATE: &'static str = "pages/open_data/page";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("data-title").into_owned()
    }

    fn description(&self, language: Language) -> String {
        language.text("described-data").into_owned()
    }
}

/// The pages of this folder.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/open-data", web::get().to(show));
}

/// The files, which are the same in every language.
pub fn files(config: &mut web::ServiceConfig) {
    config.route("/open-data/{bestand}", web::get().to(file::show));
}

async fn show(portal: web::Data<Portal>, screen: Screen) -> Result<HttpResponse, Error> {
    let moment = portal.work(|portal| Dumps::moment(&portal.store, portal.today())).await?;
    screen.show(&OpenDataPage::new(screen.language(), moment))
}

impl OpenDataPage {
    fn new(language: Language, moment: Moment) -> Self {
        Self {
            day: language.text_with("data-day", &[("day", FluentValue::from(language.day(moment.day)))]),
            files: Subject::ALL.iter().map(|subject| Files::new(language, *subject)).collect(),
            changes: format!("/api/v1/wijzigingen?sinds={}", moment.place),
        }
    }
}

impl Files {
    fn new(language: Language, subject: Subject) -> Self {
        let (title, text) = match subject {
            Subject::Certificates => ("data-certificates", "data-certificates-text"),
            Subject::Holders => ("data-holders", "data-holders-text"),
            Subject::Bodies => ("data-bodies", "data-bodies-text"),
            Subject::Designations => ("data-designations", "data-designations-text"),
            Subject::Schemes => ("data-schemes", "data-schemes-text"),
            Subject::Versions => ("data-versions", "data-versions-text"),
        };
        let links = Format::ALL.into_iter().flat_map(|format| {
            let name = Name { subject, format }.to_string();
            [Link::new(name.clone(), format!("/open-data/{name}")), {
                let checksum = format!("{name}.sha256");
                Link::new(checksum.clone(), format!("/open-data/{checksum}"))
            }]
        });
        Self {
            title: language.text(title).into_owned(),
            text: language.text(text).into_owned(),
            columns: subject.columns().join(", "),
            links: links.collect(),
        }
    }
}

#[cfg(test)]
pub(super) fn samples(language: Language) -> Vec<(&'static str, OpenDataPage)> {
    let moment =
        Moment { counter: 1, place: 120, day: chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default() };
    vec![("open-data", OpenDataPage::new(language, moment))]
}
