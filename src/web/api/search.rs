//! What can be asked of the list of firms, and how its parts follow each other while the register changes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::asked::Asked;
use super::problem::FaultCode;
use crate::domain::delivered::Activity;
use crate::domain::identifiers::{BodyCode, Postcode, SchemeCode};
use crate::domain::text::fold;
use crate::services::search::{Answer, Filters, Hit, Near, Question, Register, Wanted, places};

/// Which firms are asked for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HolderParams {
    /// Zoektekst: naam, plaats, postcode, KvK-nummer of certificaatnummer, in elke volgorde. Spelfouten mogen.
    #[param(rename = "q", max_length = 200, example = "jansen utrecht")]
    pub text: Option<String>,
    /// Alleen houders met een certificaat voor deze werkzaamheid.
    #[param(rename = "werkzaamheid", value_type = Option<WorkWord>)]
    pub work: Option<String>,
    /// Alleen houders met een certificaat voor dit deelgebied van het schema.
    #[param(rename = "deelgebied", max_length = 100, example = "1")]
    pub subarea: Option<String>,
    /// Alleen houders met een certificaat volgens dit certificatieschema: zijn code.
    #[param(rename = "schema", max_length = 100, example = "CS-A")]
    pub scheme: Option<String>,
    /// Alleen houders met een certificaat van deze certificerende instelling: haar code.
    #[param(rename = "instelling", max_length = 100, example = "alfa")]
    pub body: Option<String>,
    /// Alleen houders van wie de certificaten die passen bij de andere parameters zo staan op de peildatum.
    #[param(rename = "status", value_type = Option<StandingWord>)]
    pub standing: Option<String>,
    /// Alleen houders rond deze postcode: vier cijfers, met of zonder letters.
    #[param(rename = "postcode", pattern = "^[1-9][0-9]{3} ?([A-Za-z]{2})?$", example = "3511AB")]
    pub postcode: Option<String>,
    /// Binnen hoeveel kilometer van de postcode, hemelsbreed. Alleen samen met `postcode`.
    #[param(rename = "straal", minimum = 1, maximum = 400, default = 10)]
    pub radius: Option<u32>,
}

/// Werkzaamheid waarvoor een certificaat kan gelden.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Werkzaamheid)]
#[serde(rename_all = "kebab-case")]
pub enum WorkWord {
    /// Installeren.
    Installeren,
    /// Repareren.
    Repareren,
    /// Onderhouden.
    Onderhouden,
    /// In bedrijf stellen en vrijgeven.
    InBedrijfStellen,
}

/// Hoe certificaten van een houder kunnen staan.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = Houderstatus)]
#[serde(rename_all = "kebab-case")]
pub enum StandingWord {
    /// Ten minste één is te gebruiken.
    MagWerken,
    /// Geen is te gebruiken.
    MagNietWerken,
    /// Ten minste één is geschorst.
    Geschorst,
    /// Ten minste één is ingetrokken.
    Ingetrokken,
    /// Ten minste één is verlopen.
    Verlopen,
}

const LONGEST_TEXT: usize = 200;
const LONGEST_CODE: usize = 100;
const FARTHEST: u32 = Near::LARGEST_KM as u32;
const _: () = assert!(FARTHEST == 400, "the description names this number");

/// Reads the question of the list.
pub fn question(asked: &mut Asked) -> Question {
    Question {
        text: asked.bounded("q", LONGEST_TEXT).unwrap_or_default(),
        filters: Filters {
            work: asked.parsed("werkzaamheid", work),
            subarea: asked.bounded("deelgebied", LONGEST_CODE),
            scheme: asked.parsed("schema", SchemeCode::parse),
            body: asked.parsed("instelling", BodyCode::parse),
            standing: asked.parsed("status", standing),
        },
        near: near(asked),
    }
}

fn work(word: &str) -> Result<Activity, String> {
    let words = Activity::ALL.map(Activity::word).join(", ");
    Activity::ALL.into_iter().find(|work| work.word() == word).ok_or_else(|| format!("kies uit: {words}"))
}

fn standing(word: &str) -> Result<Wanted, String> {
    let words = Wanted::ALL.map(Wanted::word).join(", ");
    Wanted::ALL.into_iter().find(|wanted| wanted.word() == word).ok_or_else(|| format!("kies uit: {words}"))
}

fn near(asked: &mut Asked) -> Option<Near> {
    const RIGHT: &str = "schrijf een postcode als 3511 of 3511 AB";
    let radius = asked.number("straal", 1..=FARTHEST);
    if radius.is_some() && asked.text("postcode").is_none() {
        asked.fault("straal", FaultCode::Incomplete, "geef ook de postcode waar de straal omheen ligt");
    }
    let postcode4 = asked.parsed("postcode", |text| {
        let digits =
            if text.len() == 4 { Some(text) } else { Postcode::parse(text).is_ok().then(|| text.get(..4)).flatten() };
        let code =
            digits.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())).and_then(|text| text.parse().ok());
        code.filter(|code| places::area_of(*code).is_some()).ok_or(RIGHT)
    })?;
    Some(Near { postcode4, km: radius.and_then(|km| u16::try_from(km).ok()).unwrap_or(Near::USUAL_KM) })
}

/// Behind which firm the next part begins. The day holds for the whole walk, also when midnight passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The day that the walk is about.
    #[serde(rename = "d")]
    day: NaiveDate,
    /// How many firms have been seen.
    #[serde(rename = "n")]
    seen: usize,
    /// The number of the firm that was seen last.
    #[serde(rename = "k")]
    kvk: String,
    /// Its name as firms are sorted by it.
    #[serde(rename = "s")]
    name: String,
}

/// One part of the firms that were found.
#[derive(Debug)]
pub struct Part {
    /// The day that the walk is about.
    pub day: NaiveDate,
    /// How many firms there are in all.
    pub total: u64,
    /// Whether there are more.
    pub at_least: bool,
    /// Those of this part.
    pub hits: Vec<Hit>,
    /// Where the next part begins, if there is one.
    pub next: Option<Place>,
}

/// The part of at most `limit` firms behind this place.
pub fn found(
    register: &Register,
    question: &Question,
    day: NaiveDate,
    today: NaiveDate,
    limit: usize,
    after: Option<&Place>,
) -> Part {
    let about = after.map_or(day, |place| place.day);
    // The day decides only which firms stand as is asked; the register is ready for today.
    let day = if question.filters.standing.is_some() { about } else { today };
    // The last firm that was seen is asked for again: when it stands where it stood, nothing moved.
    let (skip, extra) = after.map_or((0, 0), |place| (place.seen.saturating_sub(1), 1));
    let mut answer = register.search(question, day, skip, limit + extra + 1);
    let mut begin = skip + extra;
    if let Some(place) = after {
        if answer.hits.first().is_some_and(|hit| hit.firm.kvk().as_str() == place.kvk) {
            answer.hits.remove(0);
        } else {
            begin = resume(register, question, day, place);
            answer = register.search(question, day, begin, limit + 1);
        }
    }
    let Answer { total, at_least, mut hits, .. } = answer;
    let more = hits.len() > limit;
    hits.truncate(limit);
    let last = hits.last().filter(|_| more);
    let next = last.map(|last| Place {
        day: about,
        seen: begin + hits.len(),
        kvk: last.firm.kvk().to_string(),
        name: fold(last.firm.name()).chars().take(LONGEST_KEY).collect(),
    });
    Part { day: about, total, at_least, hits, next }
}

/// As much of a name as a cursor carries.
const LONGEST_KEY: usize = 200;

/// How far a firm is looked for from where it stood.
const WINDOW: usize = 2_000;

/// How many firms to skip so that those behind this place follow, after the register changed.
fn resume(register: &Register, question: &Question, day: NaiveDate, place: &Place) -> usize {
    let by_name = question.text.trim().is_empty() && question.near.is_none();
    if by_name {
        let total = register.search(question, day, 0, 1).total;
        let (mut low, mut high) = (0, usize::try_from(total).unwrap_or(usize::MAX));
        while low < high {
            let middle = low + (high - low) / 2;
            let seen = register.search(question, day, middle, 1).hits.first().is_some_and(|hit| {
                let name: String = fold(hit.firm.name()).chars().take(LONGEST_KEY).collect();
                (name.as_str(), hit.firm.kvk().as_str()) <= (place.name.as_str(), place.kvk.as_str())
            });
            if seen { low = middle + 1 } else { high = middle }
        }
        return low;
    }
    // What fits best may have moved a little; when the last firm is gone, one is shown again rather than left out.
    let from = place.seen.saturating_sub(WINDOW);
    let around = register.search(question, day, from, 2 * WINDOW).hits;
    let at = around.iter().position(|hit| hit.firm.kvk().as_str() == place.kvk);
    at.map_or_else(|| place.seen.saturating_sub(1), |at| from + at + 1)
}
