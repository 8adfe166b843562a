//! What happened to certificates: measures and dates, never grounds.

use chrono::NaiveDate;

use super::because::consequence;
use crate::domain::matrix::Effect;
use crate::services::register::Listing;
use crate::web::moment::Moment;
use crate::web::view::{Event, Tone};

/// What happened to these certificates up to and including the day, latest first.
pub fn history(listings: &[Listing], moment: &Moment) -> Vec<Event> {
    let mut events: Vec<_> = listings.iter().flat_map(|listing| happened(listing, moment)).collect();
    events.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    events.into_iter().map(|(_, event)| event).collect()
}

/// What happened to the certificate up to and including the day. A decision that was revoked never had effect and is left
/// out; what ended before the history that the public is shown, as well.
pub fn happened(listing: &Listing, moment: &Moment) -> Vec<(NaiveDate, Event)> {
    let (certificate, language) = (&listing.certificate, moment.language);
    if certificate.valid_until < moment.oldest {
        return Vec::new();
    }
    let values = [("number", certificate.number.as_str().into()), ("body", listing.body.name.as_str().into())];
    let mut events = Vec::new();
    let mut note = |on: NaiveDate, tone: Tone, text: String| {
        if on <= moment.day {
            events.push((on, Event::new(language.day(on), tone, text)));
        }
    };
    note(certificate.issued_on, Tone::Info, language.text_with("standing-event-issued", &values));
    for (measure, effect) in listing.measures.iter().filter(|(measure, _)| measure.revoked_on.is_none()) {
        match effect {
            Effect::None => {}
            Effect::Suspends => {
                // What a certificate carries follows an audit of the one before it.
                let carried =
                    measure.audit_date < certificate.issued_on && measure.effective_on == certificate.issued_on;
                let text = if carried {
                    language.text_with("standing-event-carried", &values[..1])
                } else {
                    language.text_with("standing-event-suspended", &values)
                };
                note(measure.effective_on, Tone::Negative, text);
                if let Some(lifted) = measure.lifted_on {
                    note(lifted, Tone::Positive, language.text_with("standing-event-lifted", &values[..1]));
                }
            }
            Effect::Ends => {
                note(measure.effective_on, Tone::Negative, language.text_with("standing-event-withdrawn", &values));
            }
        }
    }
    let withdrawn = listing.withdrawn_on().is_some_and(|on| on <= certificate.valid_until);
    if let (false, Some(expired)) = (withdrawn, certificate.valid_until.succ_opt()) {
        note(expired, Tone::Neutral, language.text_with("standing-event-expired", &values[..1]));
    }
    if let Some(consequence) = consequence(listing, moment)
        && let Some(since) = listing.lost_on(moment.day).iter().filter_map(|lost| lost.since).min()
    {
        note(since, Tone::Warning, consequence);
    }
    events
}
