//! Changes of the register, in a sentence.

use super::{FluentValue, Language};
use crate::domain::certificate::Standing;
use crate::domain::change::{About, ChangeKind, Happening};

impl Language {
    /// What happened, in a sentence without the day.
    pub fn happening(self, happening: &Happening) -> String {
        let is = |kind| happening.kinds.contains(&kind);
        match &happening.about {
            About::Certificate { number, firm, body, .. } => {
                let now = happening.standings.map(|(_, now)| self.standing(now)).unwrap_or_default();
                let values = [
                    ("certificate", FluentValue::from(number.as_str())),
                    ("firm", FluentValue::from(firm.as_str())),
                    ("body", FluentValue::from(body.as_str())),
                    ("standing", FluentValue::from(now)),
                ];
                self.text_with(certificate(happening), &values)
            }
            About::Body { name, .. } => {
                let key = if is(ChangeKind::New) {
                    "change-body-new"
                } else if is(ChangeKind::Designation) {
                    "change-body-designation"
                } else {
                    "change-body-data"
                };
                self.text_with(key, &[("body", FluentValue::from(name.as_str()))])
            }
            About::Scheme { name, .. } => {
                let key = if is(ChangeKind::New) { "change-scheme-new" } else { "change-scheme-data" };
                self.text_with(key, &[("scheme", FluentValue::from(name.as_str()))])
            }
        }
    }

    /// How a certificate stands, in a word or two.
    pub fn standing(self, standing: Standing) -> String {
        self.text(match standing {
            Standing::NotYet => "change-standing-not-yet",
            Standing::Valid => "change-standing-valid",
            Standing::Suspended => "change-standing-suspended",
            Standing::Withdrawn => "change-standing-withdrawn",
            Standing::Expired => "change-standing-expired",
            Standing::BodyNotDesignated => "change-standing-not-designated",
        })
        .into_owned()
    }
}

/// That a certificate stands differently matters most, then what was decided.
fn certificate(happening: &Happening) -> &'static str {
    if happening.kinds.contains(&ChangeKind::New) {
        return "change-new";
    }
    if happening.kinds.contains(&ChangeKind::TakenBack) {
        return if happening.kinds.len() == 1 { "change-taken-back" } else { "change-put-back" };
    }
    match happening.standings {
        Some((before, after)) if before != after => match after {
            Standing::Suspended => "change-suspended",
            Standing::Withdrawn => "change-withdrawn",
            Standing::Expired => "change-expired",
            Standing::BodyNotDesignated => "change-not-designated",
            Standing::NotYet => "change-not-yet",
            Standing::Valid if before == Standing::NotYet => "change-begun",
            Standing::Valid => "change-valid-again",
        },
        _ => decided(&happening.kinds),
    }
}

fn decided(kinds: &[ChangeKind]) -> &'static str {
    let order = [
        (ChangeKind::Withdrawal, "change-withdrawal"),
        (ChangeKind::Suspension, "change-suspension"),
        (ChangeKind::Lifting, "change-lifting"),
        (ChangeKind::Revocation, "change-revocation"),
        (ChangeKind::Designation, "change-designation"),
        (ChangeKind::Time, "change-designation"),
    ];
    order.iter().find(|(kind, _)| kinds.contains(kind)).map_or("change-data", |(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_told_in_both_languages() {
        let happening = |kinds: &[ChangeKind], standings| Happening {
            about: About::Certificate {
                number: "A-1".to_owned(),
                firm: "Jansen".to_owned(),
                kvk: "90000001".to_owned(),
                body: "Alfa".to_owned(),
            },
            kinds: kinds.to_vec(),
            standings,
            day: chrono::NaiveDate::default(),
        };
        let suspended = happening(&[ChangeKind::Suspension], Some((Standing::Valid, Standing::Suspended)));
        assert_eq!(Language::Dutch.happening(&suspended), "Certificaat A-1 van Jansen is geschorst door Alfa.");
        assert_eq!(Language::English.happening(&suspended), "Certificate A-1 of Jansen has been suspended by Alfa.");
        let later = happening(&[ChangeKind::Suspension], Some((Standing::Valid, Standing::Valid)));
        assert!(Language::Dutch.happening(&later).ends_with("Het certificaat is nu geldig."), "not suspended yet");
        let put_back =
            happening(&[ChangeKind::Suspension, ChangeKind::TakenBack], Some((Standing::Suspended, Standing::Valid)));
        assert!(Language::Dutch.happening(&put_back).contains("zoals het eerst was"), "not that it was lifted");
        for kind in ChangeKind::ALL {
            for language in Language::ALL {
                assert!(language.happening(&happening(&[kind], None)).contains("A-1"), "{kind:?}");
            }
        }
    }
}
