//! Terms as a calendar (iCalendar, RFC 5545). Each is an event of a whole day: a last day has no hour, and a whole day is the
//! same day wherever the calendar is looked at.

use chrono::{DateTime, Days, NaiveDate, Utc};
use icalendar::{Calendar, Class, Component, Event, EventLike, EventStatus, Property};

/// How often a program should ask again.
const AGAIN_AFTER: &str = "PT6H";

/// The name of the program that made it.
const MADE_BY: &str = "-//Stelselwacht//Termijnen//NL";

/// A last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastDay {
    /// The same for the same term whenever it is asked, also when its day moves.
    pub uid: String,
    /// The day.
    pub day: NaiveDate,
    /// What is to be done, in a few words.
    pub summary: String,
    /// What it is about, in sentences.
    pub description: String,
    /// The page that tells all.
    pub url: String,
    /// Since when this is known.
    pub known_since: DateTime<Utc>,
}

/// The text of a calendar with this name.
pub fn calendar(name: &str, days: &[LastDay]) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", MADE_BY));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.name(name).timezone("Europe/Amsterdam");
    calendar.append_property(Property::new("REFRESH-INTERVAL", AGAIN_AFTER).add_parameter("VALUE", "DURATION").done());
    calendar.append_property(Property::new("X-PUBLISHED-TTL", AGAIN_AFTER));
    for day in days {
        calendar.push(event(day));
    }
    calendar.to_string()
}

fn event(day: &LastDay) -> Event {
    let mut event = Event::new();
    event
        .uid(&day.uid)
        .timestamp(day.known_since)
        .last_modified(day.known_since)
        .sequence(u32::try_from(day.known_since.timestamp() / 60).unwrap_or(u32::MAX))
        .starts(day.day)
        .ends(day.day.checked_add_days(Days::new(1)).unwrap_or(day.day))
        .summary(&day.summary)
        .description(&day.description)
        .url(&day.url)
        .class(Class::Confidential)
        .status(EventStatus::Confirmed)
        // A last day takes no time from anybody.
        .add_property("TRANSP", "TRANSPARENT");
    event.done()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use icalendar::parser::{read_calendar, unfold};

    use super::*;

    #[test]
    fn a_calendar_is_read_back_as_it_was_meant() {
        let summary = "Besluit over onderzoek A;1, \\ «é»\nBEGIN:VEVENT".repeat(4);
        let day = LastDay {
            uid: "abc@register.example".to_owned(),
            day: "2026-03-31".parse().unwrap(),
            summary: summary.clone(),
            description: "De matrix schrijft voor: waarschuwing.".to_owned(),
            url: "https://register.example/instelling/onderzoeken/A%3B1".to_owned(),
            known_since: "2026-02-01T09:00:00Z".parse().unwrap(),
        };
        let text = calendar("Termijnen van Alfa", std::slice::from_ref(&day));
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert!(text.split_inclusive('\n').all(|line| line.ends_with("\r\n")), "{text}");
        assert_eq!(text.matches("\r\nBEGIN:VEVENT").count(), 1, "{text}");
        for line in [
            "VERSION:2.0",
            "DTSTART;VALUE=DATE:20260331",
            "DTEND;VALUE=DATE:20260401",
            "DTSTAMP:20260201T090000Z",
            "UID:abc@register.example",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in {text}");
        }
        let unfolded = unfold(&text);
        let read = read_calendar(&unfolded).unwrap();
        assert_eq!(read.components.len(), 1);
        let event = read.components.first().unwrap();
        assert_eq!(event.find_prop("SUMMARY").unwrap().val.clone().unescape_text().as_str(), summary);
    }
}
