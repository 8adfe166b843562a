//! Reasons in every state, so that the demonstration shows what bodies and supervisors do with them.

use chrono::{DateTime, NaiveDate, Utc};

use super::DemoError;
use super::table::BrokenDemo;
use crate::domain::access::{Actor, BodyDuty, GiveReasons, JudgeReasons, RegulatorDuty, Role, SeeBody, decide};
use crate::domain::calendar::dutch_day;
use crate::domain::identifiers::{AuditRef, BodyCode};
use crate::domain::reason::Judgement;
use crate::services::audits::{self, Wanted};
use crate::services::reasons::{self, ReasonError, Written};
use crate::storage::{Page, Store};

/// Two supervisors, as the accounts of the demonstration name them.
const SUPERVISORS: [&str; 2] = ["toezicht@tlokb.example", "tweede@tlokb.example"];

/// What alfa wrote about its latest deviations, and what became of it.
const THREADS: [(&str, Fate); 5] = [
    ("De inspecteur was ziek en niemand kon het besluit op tijd nemen. Het bedrijf had al hersteld.", Fate::Waits),
    ("Het bedrijf herstelde op de dag van het onderzoek. De maatregel vonden wij niet in verhouding.", Fate::Proposed),
    ("Door een storing bij onze database kon het besluit drie dagen niet worden verzonden.", Fate::Accepted),
    ("Het was druk.", Fate::Rejected),
    ("Wij dachten dat dit onder de vorige versie viel.", Fate::Withdrawn),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Waits,
    Proposed,
    Accepted,
    Rejected,
    Withdrawn,
}

/// Gives the reasons of alfa and judges them.
pub(super) fn fill(store: &Store, now: DateTime<Utc>) -> Result<(), DemoError> {
    let broken = |error: &dyn std::fmt::Display| BrokenDemo(error.to_string());
    let alfa = BodyCode::parse("alfa").map_err(|error| broken(&error))?;
    let today = dutch_day(now);
    for (audit, (words, fate)) in deviating(store, &alfa, today)?.iter().zip(THREADS) {
        one(store, &alfa, audit, words, fate, (now, today)).map_err(|error| broken(&error))?;
    }
    Ok(())
}

/// The latest audits of the body that deviate.
fn deviating(store: &Store, body: &BodyCode, today: NaiveDate) -> Result<Vec<AuditRef>, DemoError> {
    let wanted = Wanted { deviating: true, ..Wanted::default() };
    let permit = decide(&Actor::Operator, SeeBody(body.clone()))?;
    let found = audits::list(store, &permit, today, &wanted, Page::new(1, 25));
    let found = found.map_err(|error| BrokenDemo(error.to_string()))?;
    let rows = found.map_or_else(Vec::new, |found| found.audits.rows);
    Ok(rows.into_iter().map(|row| row.verdict.audit_reference).collect())
}

fn one(
    store: &Store,
    body: &BodyCode,
    audit: &AuditRef,
    words: &str,
    fate: Fate,
    at: (DateTime<Utc>, NaiveDate),
) -> Result<(), ReasonError> {
    let somebody = |email: &str, role: Role| Actor::Account { email: email.to_owned(), role };
    let author = somebody("alfa@instelling.example", Role::Body(body.clone(), BodyDuty::Administrator));
    let [first, second] = SUPERVISORS.map(|email| somebody(email, Role::Regulator(RegulatorDuty::Supervisor)));
    let denied = |_| ReasonError::NoSuchAudit;
    let gives = decide(&author, GiveReasons(body.clone())).map_err(denied)?;
    let (proposes, confirms) =
        (decide(&first, JudgeReasons).map_err(denied)?, decide(&second, JudgeReasons).map_err(denied)?);
    let written = |seen, words| Written { audit, seen, words };
    reasons::give(store, &gives, at.0, at.1, written(0, words))?;
    let (judgement, answer) = match fate {
        Fate::Waits => return Ok(()),
        Fate::Withdrawn => return reasons::withdraw(store, &gives, at.0, at.1, written(1, "Bij nader inzien niet.")),
        Fate::Proposed | Fate::Accepted => {
            (Judgement::Accept, "Wij vinden dit een goede reden: het doel van de maatregel was al bereikt.")
        }
        Fate::Rejected => (Judgement::Reject, "Drukte is geen reden om later te besluiten dan de matrix vraagt."),
    };
    reasons::propose(store, &proposes, at, body, judgement, written(1, answer))?;
    if fate == Fate::Proposed {
        return Ok(());
    }
    reasons::confirm(store, &confirms, at, body, written(2, ""))
}
