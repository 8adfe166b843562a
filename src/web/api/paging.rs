//! Lists in parts. A cursor says behind what the next part begins: it is opaque, belongs to one question, and stays good
//! while the register changes.

use std::ops::RangeInclusive;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::asked::Asked;
use super::problem::FaultCode;

/// How many results an answer holds unless asked otherwise.
pub const USUAL: u32 = 25;

/// How many results an answer may hold.
pub const LIMITS: RangeInclusive<u32> = 1..=100;

/// The parameters that say which part of a list is asked for.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PartParams {
    /// Hoeveel resultaten het antwoord ten hoogste bevat.
    #[param(rename = "limiet", minimum = 1, maximum = 100, default = 25)]
    pub limit: Option<u32>,
    /// Waar dit deel van de lijst begint. Neem de cursor over uit `_links.next` van het vorige deel; hij hoort bij precies
    /// die vraag.
    #[param(rename = "cursor", max_length = 2000)]
    pub cursor: Option<String>,
}

/// The names of the parameters that say which part of a list is asked for; all others say which list.
const PARTS: [&str; 2] = ["limiet", "cursor"];

/// The first bytes of a cursor: the check of the rest.
const CHECK: usize = 9;

/// No cursor of ours is longer.
const LONGEST: usize = 2_000;

/// Which part of a list is asked for.
#[derive(Debug)]
pub struct Part<P> {
    /// How many results at most.
    pub limit: usize,
    /// Behind what; absent for the first part.
    pub after: Option<P>,
    question: String,
}

impl<P: Serialize + DeserializeOwned> Part<P> {
    /// Reads `limiet` and `cursor` of a question to this list.
    pub fn read(asked: &mut Asked, list: &str) -> Self {
        let limit = asked.number("limiet", LIMITS).unwrap_or(USUAL);
        let question = format!("{list}?{}", asked.question_without(&PARTS));
        let after = asked.text("cursor").map(|text| opened(text, &question));
        if matches!(after, Some(None)) {
            let detail = "deze cursor hoort niet bij deze vraag; neem de cursor over uit ‘_links.next’ of begin zonder";
            asked.fault("cursor", FaultCode::Cursor, detail);
        }
        Self { limit: usize::try_from(limit).unwrap_or(usize::MAX), after: after.flatten(), question }
    }

    /// The cursor of the part that begins behind this place.
    pub fn behind(&self, place: &P) -> String {
        // Only maps with keys that are no text can fail, and there are none.
        let place = serde_json::to_vec(place).unwrap_or_default();
        let mut bytes = check(&place, &self.question).to_vec();
        bytes.extend(place);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The results of this part of a list that is at hand, each with its place, and the cursor of the next part. The
    /// results come in the order of their places.
    pub fn of_all<T>(&self, all: impl IntoIterator<Item = T>, place: impl Fn(&T) -> P) -> (Vec<T>, Option<String>)
    where
        P: Ord,
    {
        let after = self.after.as_ref();
        let rest = all.into_iter().filter(|item| after.is_none_or(|after| place(item) > *after));
        self.of_rest(rest, &place)
    }

    /// The same of what stands behind the cursor already.
    pub fn of_rest<T>(&self, rest: impl IntoIterator<Item = T>, place: impl Fn(&T) -> P) -> (Vec<T>, Option<String>) {
        let mut rest = rest.into_iter();
        let part: Vec<T> = rest.by_ref().take(self.limit).collect();
        let next = rest.next().and(part.last()).map(|last| self.behind(&place(last)));
        (part, next)
    }
}

fn check(place: &[u8], question: &str) -> [u8; CHECK] {
    let mut hash = Sha256::new_with_prefix(b"cursor 1\n");
    hash.update(question.len().to_be_bytes());
    hash.update(question);
    hash.update(place);
    let hash = hash.finalize();
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}

/// The place that a cursor of this question says; none when it is not a cursor of ours for this question.
fn opened<P: DeserializeOwned>(cursor: &str, question: &str) -> Option<P> {
    if cursor.len() > LONGEST {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (found, place) = bytes.split_at_checked(CHECK)?;
    if found != check(place, question) {
        return None;
    }
    serde_json::from_slice(place).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::web::api::problem::Refusal;

    fn part(query: &str) -> Result<Part<u32>, Refusal> {
        let mut asked = Asked::of(query, &["limiet", "cursor", "q"].map(str::to_owned));
        let part = Part::read(&mut asked, "lijst");
        asked.finish().map(|()| part)
    }

    #[test]
    fn a_walk_sees_everything_once() {
        let (mut seen, mut query) = (Vec::new(), "limiet=7".to_owned());
        loop {
            let (items, next) = part(&query).unwrap().of_all(0..50, |item| *item);
            seen.extend(items);
            let Some(next) = next else { break };
            query = format!("limiet=9&cursor={next}");
        }
        assert_eq!(seen, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn a_cursor_is_of_one_question_and_cannot_be_changed() {
        let cursor = part("q=a").unwrap().behind(&7);
        assert_eq!(part(&format!("q=a&cursor={cursor}")).unwrap().after, Some(7));
        assert!(part(&format!("q=b&cursor={cursor}")).is_err());
        assert!(part(&format!("cursor={cursor}")).is_err());
        for at in 0..cursor.len() {
            let mut changed = cursor.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(part(&format!("q=a&cursor={changed}")).is_err(), "{changed}");
        }
        for wrong in ["x", "%F0%9F%92%A9", "AAAA", "' OR 1=1", &"A".repeat(100_000)] {
            assert!(part(&format!("q=a&cursor={wrong}")).is_err(), "{wrong}");
        }
    }
}
