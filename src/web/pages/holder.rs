//! The page of a firm: may it do which work, today or on another day?

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::in_words;
use crate::domain::identifiers::KvkNumber;
use crate::language::Language;
use crate::services::StorageError;
use crate::services::register::{self, Listing};
use crate::web::error::Error;
use crate::web::layout::{Screen, Section};
use crate::web::portal::Portal;
use crate::web::render::Page;
use crate::web::standing::{self, Permission};
use crate::web::view::{Event, Field, Kind, Link, Status, Table, Tone};

/// A firm and what it may do on a day.
#[derive(Debug, Clone, Serialize)]
pub struct HolderPage {
    /// The name of the firm.
    pub name: String,
    /// Its number in the trade register.
    pub kvk: String,
    /// Where it is, as in `Oudegracht 12, 3511 AB Utrecht`.
    pub address: String,
    /// The day the page is about; the field is called `peildatum` and carries the error of a wrong date.
    pub day: Field,
    /// The day in words, `vandaag, 24 november 2026` or `op 1 maart 2026`.
    pub day_in_words: String,
    /// Whether the page is about another day than today.
    pub other_day: bool,
    /// The answer in one sentence.
    pub answer: Answer,
    /// What to do when the answer is not a plain yes.
    pub advice: Vec<String>,
    /// The certificates that hold, or held, on the day.
    pub certificates: Vec<CertificateCard>,
    /// What happened, latest first.
    pub history: Vec<Event>,
}

/// The answer to "may this firm do the work?".
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The colour and shape.
    pub tone: Tone,
    /// The answer in a word: `Ja`, `Nee` or `Ja, maar niet alles`.
    pub word: String,
    /// The answer in one sentence, with the name of the firm, the day and the work.
    pub sentence: String,
}

/// The day that the answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// Today.
    Today,
    /// A day that is over.
    Past(NaiveDate),
    /// A day to come, when everything may still change.
    Future(NaiveDate),
}

impl Day {
    /// The day `chosen` as seen from `today`.
    pub fn new(chosen: NaiveDate, today: NaiveDate) -> Self {
        match chosen.cmp(&today) {
            std::cmp::Ordering::Less => Self::Past(chosen),
            std::cmp::Ordering::Equal => Self::Today,
            std::cmp::Ordering::Greater => Self::Future(chosen),
        }
    }

    fn verb(self) -> &'static str {
        if matches!(self, Self::Past(_)) { "mocht" } else { "mag" }
    }

    /// The day above the answer.
    fn as_heading(self, day: NaiveDate) -> String {
        let day = in_words(day);
        if self == Self::Today { format!("Vandaag, {day}") } else { format!("Op {day}") }
    }

    fn in_words(self) -> String {
        match self {
            Self::Today => "vandaag".to_owned(),
            Self::Past(day) => format!("op {}", in_words(day)),
            Self::Future(day) => format!("op {}, als er niets verandert,", in_words(day)),
        }
    }
}

impl Answer {
    /// The answer for this firm on this day.
    pub fn new(name: &str, day: Day, permission: &Permission) -> Self {
        let (verb, when) = (day.verb(), day.in_words());
        let (tone, word, sentence) = match permission {
            Permission::All(work) => (Tone::Positive, "Ja", format!("{name} {verb} {when} {work}.")),
            Permission::Some { may, may_not, because } => (
                Tone::Warning,
                "Ja, maar niet alles",
                format!("{name} {verb} {when} {may}, maar niet {may_not}: {because}."),
            ),
            Permission::None(because) => {
                (Tone::Negative, "Nee", format!("{name} {verb} {when} niet aan gastoestellen werken: {because}."))
            }
        };
        Self { tone, word: word.to_owned(), sentence }
    }
}

/// A certificate with the work it is for.
#[derive(Debug, Clone, Serialize)]
pub struct CertificateCard {
    /// Its number, leading to its page.
    pub number: Link,
    /// Its status on the day.
    pub status: Status,
    /// The kind of appliance or part, as in `Cv-ketels en geisers`.
    pub subarea: String,
    /// The body that gave it.
    pub body: Link,
    /// The scheme version that the body works by.
    pub scheme: Link,
    /// From when until when it holds, in a sentence.
    pub validity: String,
    /// Per kind of work whether it may be done on the day and since when.
    pub works: Table,
}

impl Page for HolderPage {
    const TEMPLATE: &'static str = "pages/holder";

    fn title(&self, _: Language) -> String {
        self.name.clone()
    }

    fn section(&self) -> Section {
        Section::Search
    }

    fn trail(&self, _: Language) -> Vec<Link> {
        vec![Link::new("Zoek een installateur", "/")]
    }
}

/// The addresses of this file.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/installateurs/{kvk}", web::get().to(show));
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    peildatum: String,
}

async fn show(
    portal: web::Data<Portal>,
    screen: Screen,
    kvk: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Error> {
    let kvk = KvkNumber::parse(&kvk).map_err(|_| Error::NotFound)?;
    let holder = kvk.clone();
    let listings = portal.work(move |portal| register::holder(&portal.store, &holder)).await?;
    if listings.is_empty() {
        return Err(Error::NotFound);
    }
    screen.show(&page(&kvk, &listings, &asked.peildatum, portal.today())?)
}

fn page(kvk: &KvkNumber, listings: &[Listing], asked: &str, today: NaiveDate) -> Result<HolderPage, StorageError> {
    let latest = listings.last().map(|listing| &listing.certificate);
    let name = latest.map(|certificate| certificate.name.clone()).unwrap_or_default();
    let chosen = if asked.is_empty() { Ok(today) } else { read_day(asked) };
    let day = chosen.clone().unwrap_or(today);
    let field = Field::new(Kind::Date, "peildatum", "Kies een dag")
        .help("Bijvoorbeeld de dag waarop aan uw toestel is gewerkt.")
        .value(if asked.is_empty() { today.to_string() } else { asked.to_owned() })
        .error(chosen.err());
    let permission = Permission::of(&register::permission(listings, day)?, day, today);
    Ok(HolderPage {
        answer: Answer::new(&name, Day::new(day, today), &permission),
        advice: advice(&permission, day, today),
        name,
        kvk: kvk.to_string(),
        // A sole trader's address is a private one, and the register cannot tell who is; the place is enough to choose by.
        address: latest.map(|certificate| certificate.place.clone()).unwrap_or_default(),
        day: field,
        day_in_words: Day::new(day, today).as_heading(day),
        other_day: day != today,
        certificates: listings.iter().map(|listing| card(listing, day)).collect::<Result<_, _>>()?,
        history: history(listings, day),
    })
}

/// Reads a day as forms and people write it.
fn read_day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d-%m-%Y")).map_err(|_| {
        format!("‘{text}’ is geen bestaande dag. Schrijf een dag als 31-12-2025. U ziet de gegevens van vandaag.")
    })
}

/// What somebody can do who did not get a plain yes.
fn advice(permission: &Permission, day: NaiveDate, today: NaiveDate) -> Vec<String> {
    let sentences: &[&str] = match (permission, day < today) {
        (Permission::All(_), _) => &[],
        (Permission::Some { .. }, _) => {
            &["Kijk hieronder of het werk dat u wilt laten doen, bij een geldig certificaat staat."]
        }
        (Permission::None(_), false) => &[
            "Geef dit bedrijf nu geen opdracht voor werk aan uw gastoestel, en laat werk dat begonnen is niet afmaken.",
            "Zoek een ander gecertificeerd bedrijf. Als opdrachtgever mag u dit werk ook niet laten doen.",
            "Werkt het bedrijf toch door? Meld dat bij uw gemeente.",
        ],
        (Permission::None(_), true) => &[
            "Is er op die dag aan uw toestel gewerkt? Laat een gecertificeerd bedrijf het controleren.",
            "U kunt het melden bij uw gemeente.",
        ],
    };
    sentences.iter().map(|sentence| (*sentence).to_owned()).collect()
}

fn card(listing: &Listing, day: NaiveDate) -> Result<CertificateCard, StorageError> {
    let (certificate, scope) = (&listing.certificate, listing.scope()?);
    let mut subarea = standing::subareas(&scope);
    if let Some(first) = subarea.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Ok(CertificateCard {
        number: standing::certificate_link(listing),
        status: standing::label(listing.status_on(day)),
        subarea: format!("{subarea}, {}", listing.scheme.scheme.name),
        body: standing::body_link(listing),
        scheme: standing::scheme_link(listing, day),
        validity: format!(
            "Afgegeven op {}, geldig tot en met {}.",
            in_words(certificate.issued_on),
            in_words(certificate.valid_until)
        ),
        works: standing::works(listing, &scope, day),
    })
}

fn history(listings: &[Listing], day: NaiveDate) -> Vec<Event> {
    let mut happened: Vec<_> = listings.iter().flat_map(|listing| standing::happened(listing, day)).collect();
    happened.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    happened.into_iter().map(|(_, event)| event).collect()
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, HolderPage)> {
    vec![("holder-yes", yes()), ("holder-no", no())]
}

#[cfg(test)]
fn sample_card(status: Status, may: &Status, since: &str) -> CertificateCard {
    use crate::web::view::{Cell, Column};
    let columns = [Column::text("Werk"), Column::text("Mag dit bedrijf dit?"), Column::text("Sinds")];
    let rows = ["Installeren", "Repareren", "Onderhouden", "In bedrijf stellen en vrijgeven"]
        .map(|work| [Cell::heading(work), Cell::status(may.clone()), Cell::text(since)]);
    CertificateCard {
        number: Link::new("BV-2023-00417", "/certificaten/BV-2023-00417"),
        status,
        subarea: "Cv-ketels en geisers tot 130 kW".to_owned(),
        body: Link::new("Bravo Certificatie", "/instellingen/bravo"),
        scheme: Link::new("CS-A, versie 2.0", "/schemas/CS-A/2.0"),
        validity: "Afgegeven op 2 februari 2024, geldig tot en met 1 februari 2027.".to_owned(),
        works: Table::new("Werk waarvoor certificaat BV-2023-00417 geldt", columns).under_heading().with(rows),
    }
}

#[cfg(test)]
fn yes() -> HolderPage {
    use crate::web::view::Kind;
    HolderPage {
        name: "Janssen Installatietechniek B.V.".to_owned(),
        kvk: "01234567".to_owned(),
        address: "Oudegracht 12, 3511 AB Utrecht".to_owned(),
        day: Field::new(Kind::Date, "peildatum", "Kies een dag").value("2026-11-24"),
        day_in_words: "Vandaag, 24 november 2026".to_owned(),
        other_day: false,
        answer: Answer::new(
            "Janssen Installatietechniek B.V.",
            Day::Today,
            &Permission::All("cv-ketels en geisers installeren, repareren, onderhouden en in bedrijf stellen".into()),
        ),
        advice: Vec::new(),
        certificates: vec![sample_card(
            Status::new(Tone::Positive, "geldig"),
            &Status::new(Tone::Positive, "ja"),
            "2 februari 2024",
        )],
        history: vec![
            Event::new("14 juni 2025", Tone::Positive, "De schorsing is opgeheven."),
            Event::new(
                "3 juni 2025",
                Tone::Negative,
                "Certificaat BV-2023-00417 is geschorst door Bravo Certificatie.",
            ),
            Event::new(
                "2 februari 2024",
                Tone::Info,
                "Certificaat BV-2023-00417 is afgegeven door Bravo Certificatie.",
            ),
        ],
    }
}

#[cfg(test)]
fn no() -> HolderPage {
    use crate::web::view::Kind;
    HolderPage {
        name: "Technisch Installatie- en Onderhoudsbureau Van den Heuvel-Janssens-Oosterhuis Verwarmingstechniek"
            .to_owned(),
        day: Field::new(Kind::Date, "peildatum", "Kies een dag")
            .value("2026-11-31")
            .error(Some("31 november 2026 bestaat niet. U ziet de gegevens van vandaag.".to_owned())),
        other_day: true,
        answer: Answer::new(
            "Technisch Installatie- en Onderhoudsbureau Van den Heuvel-Janssens-Oosterhuis Verwarmingstechniek",
            Day::Today,
            &Permission::None("het certificaat is geschorst sinds 3 november 2026".into()),
        ),
        advice: vec![
            "Geef dit bedrijf nu geen opdracht voor werk aan uw gastoestel, en laat werk dat begonnen is niet afmaken."
                .to_owned(),
            "Is er na 3 november 2026 aan uw toestel gewerkt? Laat een gecertificeerd bedrijf het controleren."
                .to_owned(),
            "Werkt het bedrijf toch door? Meld dat bij uw gemeente.".to_owned(),
        ],
        certificates: vec![sample_card(
            Status::new(Tone::Negative, "geschorst"),
            &Status::new(Tone::Negative, "nee"),
            "3 november 2026",
        )],
        history: vec![Event::new(
            "3 november 2026",
            Tone::Negative,
            "Certificaat BV-2023-00417 is geschorst door Bravo Certificatie.",
        )],
        ..yes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(day: u32, permission: &Permission) -> String {
        let date = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default();
        Answer::new("De Vries", Day::new(date(day), date(24)), permission).sentence
    }

    #[test]
    fn the_answer_is_one_sentence_in_the_right_tense() {
        let work = &Permission::All("cv-ketels onderhouden".into());
        assert_eq!(sentence(24, work), "De Vries mag vandaag cv-ketels onderhouden.");
        assert_eq!(sentence(3, work), "De Vries mocht op 3 november 2026 cv-ketels onderhouden.");
        assert_eq!(
            sentence(30, work),
            "De Vries mag op 30 november 2026, als er niets verandert, cv-ketels onderhouden."
        );
        assert_eq!(
            sentence(24, &Permission::None("het certificaat is verlopen op 12 mei 2026".into())),
            "De Vries mag vandaag niet aan gastoestellen werken: het certificaat is verlopen op 12 mei 2026."
        );
        let some = Permission::Some {
            may: "cv-ketels onderhouden".into(),
            may_not: "gashaarden".into(),
            because: "daar heeft het bedrijf geen certificaat voor".into(),
        };
        assert_eq!(
            sentence(24, &some),
            "De Vries mag vandaag cv-ketels onderhouden, maar niet gashaarden: daar heeft het bedrijf geen certificaat voor."
        );
    }
}
