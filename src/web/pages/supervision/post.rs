//! The mail of the last month: to whom, about what, whether it left, and why not. Never what it says.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::words;
use crate::domain::access::{ManageMail, decide};
use crate::domain::setback::{Obstacle, Setback};
use crate::language::Language;
use crate::services::Page as Part;
use crate::services::post::{self, Fate, Listed, Post, Wanted};
use crate::web::address;
use crate::web::address::see_other;
use crate::web::csrf::{CsrfToken, Form};
use crate::web::error::Error;
use crate::web::format::count;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::session::LoggedIn;
use crate::web::view::{Alert, Cell, Column, Pagination, Row, Select, Status, Table, Tone};

/// A part of the mail, latest first.
#[derive(Debug, Clone, Serialize)]
pub struct PostPage {
    /// That mail is off, or that a mail is tried again.
    pub alert: Option<Alert>,
    /// Which became what is shown; the field is called `stand`.
    pub fate: Select,
    /// Which kind is shown; the field is called `soort`.
    pub kind: Select,
    /// The columns of the table, and the sentence in its place; the rows are in `mails`.
    pub table: Table,
    /// The mails.
    pub mails: Vec<MailRow>,
    /// The token of the forms.
    pub csrf: CsrfToken,
    /// The way to the others.
    pub pagination: Pagination,
}

/// A mail in the table.
#[derive(Debug, Clone, Serialize)]
pub struct MailRow {
    /// What is told of it.
    pub row: Row,
    /// Where to ask that it is tried now, if it waits.
    pub again: Option<String>,
    /// Its number.
    pub number: String,
}

impl Page for PostPage {
    const TEMPLATE: &'static str = "pages/supervision/post";

    fn title(&self, _: Language) -> String {
        "Berichten".to_owned()
    }

    fn section(&self) -> Section {
        Section::Post
    }
}

/// Where the mail stands.
const POST: &str = "/beheer/berichten";

/// Mails on a page.
const AT_ONCE: u32 = 50;

/// The address of the form that has a mail tried now; the part between is its number.
pub(super) const AGAIN: &str = "/beheer/berichten/{bericht:[0-9]{1,18}}/opnieuw";

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    stand: String,
    #[serde(default)]
    soort: String,
    #[serde(default)]
    gevraagd: String,
    pagina: Option<u32>,
}

const FATES: [(&str, &str, Option<Fate>); 4] = [
    ("", "Alle berichten", None),
    ("wacht", "Wacht", Some(Fate::Waiting)),
    ("verstuurd", "Verstuurd", Some(Fate::Left)),
    ("opgegeven", "Opgegeven", Some(Fate::GivenUp)),
];

impl Asked {
    fn wanted(&self) -> Result<Wanted, Error> {
        let known = FATES.iter().find(|(code, ..)| *code == self.stand);
        let (.., fate) = known.ok_or_else(|| Error::BadRequest(format!("De stand ‘{}’ bestaat niet.", self.stand)))?;
        let kind: String = self.soort.chars().filter(|sign| !sign.is_control()).collect();
        Ok(Wanted { fate: *fate, kind: Some(kind).filter(|kind| !kind.is_empty()) })
    }

    fn href(&self, page: u64) -> String {
        let page = page.to_string();
        address::with_query(
            POST,
            [("stand", &self.stand), ("soort", &self.soort), ("pagina", &page)].map(|(n, v)| (n, v.as_str())),
        )
    }
}

pub(super) async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    who: LoggedIn,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), ManageMail)?;
    let (wanted, part) = (asked.wanted()?, Part::new(asked.pagina.unwrap_or(1), AT_ONCE));
    let found = portal.work(move |portal| post::list(&portal.store, &permit, &wanted, part)).await?;
    if !found.mails.exists() {
        return Err(Error::NotFound);
    }
    screen.show(&page(&asked, &found, portal.mails, who.form_token()))
}

#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

/// Has a mail tried in the next round. One that left, or that is not there, cannot be.
pub(super) async fn again(
    portal: web::Data<Portal>,
    who: LoggedIn,
    number: web::Path<i64>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, Error> {
    let permit = decide(&who.actor(), ManageMail)?;
    let id = number.into_inner();
    if !portal.work(move |portal| post::try_now(&portal.store, &permit, portal.now(), id)).await? {
        return Err(Error::NotFound);
    }
    let back = address::with_query(POST, [("stand", "wacht"), ("gevraagd", &id.to_string())]);
    Ok(see_other(&back))
}

fn page(asked: &Asked, found: &Post, mails: bool, csrf: CsrfToken) -> PostPage {
    let all = std::iter::once((String::new(), "Alle soorten".to_owned()));
    let kinds = found.kinds.iter().map(|kind| (kind.clone(), kind_in_words(kind)));
    let total = u64::try_from(found.mails.total).unwrap_or_default();
    let number = u64::from(found.mails.page.number());
    let (table, rows) = rows(&found.mails.rows);
    PostPage {
        alert: alert(asked, mails),
        fate: Select::new("stand", "Stand", &asked.stand, FATES.map(|(code, word, _)| (code, word))),
        kind: Select::new("soort", "Soort", &asked.soort, all.chain(kinds)),
        table,
        mails: rows,
        csrf,
        pagination: Pagination::new(number, AT_ONCE.into(), total, ("bericht", "berichten"), |n| asked.href(n)),
    }
}

fn alert(asked: &Asked, mails: bool) -> Option<Alert> {
    if !mails {
        let text = "Er gaat niets weg tot iemand die het programma beheert STELSELWACHT_SMTP_URL instelt. Berichten blijven bewaard.";
        return Some(Alert::new(Tone::Warning, "E-mail staat uit", text));
    }
    let number: u64 = asked.gevraagd.parse().ok()?;
    let text = "Dat gebeurt binnen een halve minuut. Ververs de pagina om te zien hoe het afliep.";
    Some(Alert::new(Tone::Info, format!("Bericht {number} wordt opnieuw geprobeerd"), text))
}

/// What a kind of mail is called. A kind that is not listed here is shown as it is named.
fn kind_in_words(kind: &str) -> String {
    let known = match kind {
        "bevestigen" => "Bevestiging van volgen",
        "volgt-al" => "Volgt al",
        "nieuws" => "Wijzigingen in het register",
        "uitnodiging" => "Uitnodiging",
        "wachtwoord-vergeten" => "Nieuw wachtwoord",
        "ontvangstbewijs" => "Ontvangstbewijs van een aanlevering",
        other => {
            let mut words = other.replace('-', " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            return words;
        }
    };
    known.to_owned()
}

/// Why a mail did not leave, and what to do about it.
fn setback_in_words(setback: Setback) -> String {
    let text = match setback.obstacle {
        Obstacle::Unreachable => "de mailserver was niet te bereiken",
        Obstacle::TooSlow => "de mailserver antwoordde niet op tijd",
        Obstacle::Insecure => "er kwam geen beveiligde verbinding met de mailserver tot stand",
        Obstacle::BrokenOff => "de verbinding met de mailserver brak af",
        Obstacle::NotOurs => "de mailserver neemt geen berichten van ons aan: controleer het account en de afzender",
        Obstacle::NotNow => "de mailserver vroeg het later opnieuw te proberen",
        Obstacle::Refused => "de mailserver weigerde het bericht",
        Obstacle::Unusable => "het bericht kon niet worden gemaakt of weggeschreven",
    };
    setback.reply.map_or_else(|| text.to_owned(), |reply| format!("{text} ({reply})"))
}

fn rows(mails: &[Listed]) -> (Table, Vec<MailRow>) {
    let columns = ["Bericht", "Soort", "Aan", "Geschreven", "Stand", "Pogingen"].map(Column::text);
    let mut table = Table::new("Berichten, het nieuwste eerst", columns)
        .under_heading()
        .or_say("Met deze keuze zijn er geen berichten.")
        .with(mails.iter().map(|mail| {
            [
                Cell::heading(count(u64::try_from(mail.id).unwrap_or_default())),
                Cell::text(kind_in_words(&mail.kind)),
                Cell::text(mail.email.as_deref().unwrap_or("iemand die wijzigingen volgt")),
                Cell::text(words::moment_exactly(mail.created_at.utc())),
                standing(mail),
                Cell::text(mail.attempts.to_string()),
            ]
        }));
    let taken = std::mem::take(&mut table.rows);
    let row = |(row, mail): (Row, &Listed)| MailRow {
        row,
        again: (mail.sent_at.is_none() && mail.given_up_at.is_none())
            .then(|| AGAIN.replace("{bericht:[0-9]{1,18}}", &mail.id.to_string())),
        number: mail.id.to_string(),
    };
    (table, taken.into_iter().zip(mails).map(row).collect())
}

fn standing(mail: &Listed) -> Cell {
    let (status, mut note) = match (mail.sent_at, mail.given_up_at) {
        (Some(at), _) => (Status::new(Tone::Positive, "verstuurd"), words::moment_exactly(at.utc())),
        (None, Some(at)) => (Status::new(Tone::Negative, "opgegeven"), words::moment_exactly(at.utc())),
        (None, None) => (
            Status::new(Tone::Neutral, "wacht"),
            format!("volgende poging {}", words::moment_exactly(mail.next_attempt_at.utc())),
        ),
    };
    if let Some(setback) = mail.setback.filter(|_| mail.sent_at.is_none()) {
        note = format!("{note}; {}", setback_in_words(setback));
    }
    Cell::status(status).note(note)
}

#[cfg(test)]
pub(in crate::web::pages) fn samples() -> Vec<(&'static str, PostPage)> {
    use crate::services::{Paged, UtcTime};
    use crate::web::csrf::CsrfSecret;
    use chrono::{DateTime, TimeDelta};
    let written = DateTime::from_timestamp(1_795_000_000, 0).unwrap_or_default();
    let mail = |id, email: Option<&str>, kind: &str, attempts, left: bool, given_up: bool| {
        let at = |yes: bool| yes.then(|| UtcTime::from(written + TimeDelta::days(3)));
        Listed {
            id,
            email: email.map(str::to_owned),
            kind: kind.to_owned(),
            created_at: UtcTime::from(written),
            attempts,
            next_attempt_at: UtcTime::from(written + TimeDelta::minutes(5)),
            sent_at: at(left),
            given_up_at: at(given_up),
            setback: Setback::parse("geweigerd 550 5.1.1").filter(|_| attempts > 1),
        }
    };
    let rows = vec![
        mail(4, Some("r.bakker@bravo.example"), "uitnodiging", 2, false, false),
        mail(3, None, "nieuws", 1, true, false),
        mail(2, None, "bevestigen", 9, false, true),
    ];
    let token = || CsrfSecret::generate().token();
    let post = |rows: Vec<Listed>| Post {
        mails: Paged { total: i64::try_from(rows.len()).unwrap_or_default(), rows, page: Part::new(1, AT_ONCE) },
        kinds: vec!["nieuws".to_owned(), "uitnodiging".to_owned()],
    };
    let asked = Asked { gevraagd: "4".to_owned(), ..Asked::default() };
    vec![
        ("supervision-post", page(&asked, &post(rows), true, token())),
        ("supervision-post-empty", page(&Asked::default(), &post(Vec::new()), false, token())),
    ]
}
