//! Whether a statement is real, for whoever was sent one: what it says, and what the register says now.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::exchange::statement::Statement;
use crate::language::Language;
use crate::services::Known;
use crate::services::proof::keys;
use crate::services::proof::token::{self, LARGEST, Rejection, Verified};
use crate::services::register::Listing;
use crate::web::error::Error;
use crate::web::layout::Screen;
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::standing::certificate_path;
use crate::web::view::{Alert, Fact, Field, Kind, Link, Tone};

/// The form to check a statement, with the outcome when one was sent.
#[derive(Debug, Clone, Serialize)]
pub struct CheckPage {
    /// The field for the statement, with what was pasted.
    pub pasted: Field,
    /// Whether it is real.
    pub outcome: Option<Alert>,
    /// What it says, when it is real.
    pub stated: Option<Vec<Fact>>,
    /// Where the certificate stands as it is now.
    pub now: Option<Link>,
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "pages/proof/check";
    const LANGUAGES: &'static [Language] = &Language::ALL;

    fn title(&self, language: Language) -> String {
        language.text("proof-check-title").into_owned()
    }

    fn description(&self, language: Language) -> String {
        language.text("proof-check-lead").into_owned()
    }
}

/// Reading changes nothing, so the form is sent as a question: without cookie, and to be kept or sent on.
#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    verklaring: String,
}

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/verklaringen/controleren", web::get().to(show));
}

async fn show(portal: web::Data<Portal>, screen: Screen, asked: web::Query<Asked>) -> Result<HttpResponse, Error> {
    // Programs that copy a long line often break it; a statement has no blanks of its own.
    let pasted: String = asked.into_inner().verklaring.split_whitespace().collect();
    let language = screen.language();
    let mut page = empty(language);
    if pasted.is_empty() {
        return screen.show(&page);
    }
    page.pasted.value = pasted.chars().take(LARGEST).collect();
    let checked =
        portal.work(move |portal| keys::public(&portal.store).map(|keys| token::verify(&pasted, &keys))).await?;
    match checked {
        Ok(verified) => {
            let found = found(&portal, &verified.statement).await?;
            fill(&mut page, language, &verified, found.as_ref());
        }
        Err(rejection) => page.outcome = Some(rejected(language, &rejection)),
    }
    screen.show(&page)
}

/// The form alone.
fn empty(language: Language) -> CheckPage {
    let field = Field::new(Kind::Text, "verklaring", language.text("proof-check-paste"));
    let pasted = field.help(language.text("proof-check-paste-help"));
    CheckPage { pasted, outcome: None, stated: None, now: None }
}

/// The certificate that the statement is about, as it is known now.
async fn found(portal: &web::Data<Portal>, statement: &Statement) -> Result<Option<Listing>, Error> {
    let (number, body) = (statement.certificaatnummer.as_str(), statement.instelling.to_string());
    super::meant(portal, number, body, Known::Now).await
}

fn fill(page: &mut CheckPage, language: Language, verified: &Verified, now: Option<&Listing>) {
    let Verified { statement, signed_at, .. } = verified;
    let values = [("day", language.day(signed_at.date_naive()).into())];
    page.outcome = Some(Alert::new(
        Tone::Positive,
        language.text("proof-check-real"),
        language.text_with("proof-check-real-text", &values),
    ));
    page.stated = Some(stated(language, statement));
    page.now =
        now.map(|listing| Link::new(language.text("proof-check-now"), language.path(&certificate_path(listing, ""))));
}

fn stated(language: Language, statement: &Statement) -> Vec<Fact> {
    let text = |key: &str| language.text(key);
    let until = |day: Option<chrono::NaiveDate>| {
        day.map_or_else(|| text("proof-not-known").into_owned(), |day| language.day(day))
    };
    let known =
        format!("{}, {} UTC", language.day(statement.bekend_op.date_naive()), statement.bekend_op.format("%H:%M:%S"));
    vec![
        Fact::new(text("proof-fact-certificate"), statement.certificaatnummer.as_str()),
        Fact::new(text("proof-fact-firm"), format!("{}, {}", statement.naam, statement.plaats)),
        Fact::new(text("proof-fact-kvk"), statement.kvk_nummer.as_str()),
        Fact::new(text("proof-fact-body"), statement.instelling_naam.as_str()),
        Fact::new(text("proof-fact-scheme"), statement.schema_naam.as_str()),
        Fact::new(text("proof-fact-day"), language.day(statement.peildatum)),
        Fact::new(text("proof-fact-status"), text(super::badge::word(statement.status))),
        Fact::new(text("proof-fact-since"), until(statement.sinds)),
        Fact::new(text("proof-fact-until"), until(statement.tot_en_met)),
        Fact::new(text("proof-fact-known"), known),
    ]
}

fn rejected(language: Language, rejection: &Rejection) -> Alert {
    let key = match rejection {
        Rejection::Empty | Rejection::TooLarge | Rejection::NotAStatement => "proof-check-no-statement",
        Rejection::WrongAlgorithm | Rejection::WrongType => "proof-check-other-kind",
        Rejection::UnknownKey { .. } => "proof-check-unknown-key",
        Rejection::BadSignature => "proof-check-changed",
        Rejection::Revoked { .. } => "proof-check-revoked",
        Rejection::OutsideKeyTime { .. } => "proof-check-outside-time",
    };
    Alert::new(Tone::Negative, language.text("proof-check-not-real"), language.text(key))
}

#[cfg(test)]
pub(in crate::web::pages) fn samples(language: Language) -> Vec<(&'static str, CheckPage)> {
    let empty = empty(language);
    let changed = CheckPage {
        pasted: empty.pasted.clone().value("eyJhbGciOiJFZERTQSJ9.eyJ9.AAAA"),
        outcome: Some(rejected(language, &Rejection::BadSignature)),
        ..empty.clone()
    };
    let real = CheckPage {
        outcome: Some(Alert::new(Tone::Positive, language.text("proof-check-real"), "…")),
        stated: Some(vec![Fact::new(language.text("proof-fact-kvk"), "01234567")]),
        now: Some(Link::new(language.text("proof-check-now"), "/certificaten/BV-2023-00417?instelling=bravo")),
        ..changed.clone()
    };
    vec![("statement-check", empty), ("statement-changed", changed), ("statement-real", real)]
}
