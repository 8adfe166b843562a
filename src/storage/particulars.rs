//! The lists that belong to a scheme as a whole, kept as JSON beside its name: parts of its scope, and lapses.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::StorageError;
use crate::domain::appliance::Appliance;
use crate::domain::designation::{End, Lapse};
use crate::domain::period::Period;
use crate::domain::scope::Subarea;

pub(super) fn subareas_as_text(subareas: &[Subarea]) -> String {
    let as_json = |subarea: &Subarea| {
        let appliances: Vec<_> = subarea.appliances.iter().map(|appliance| appliance.word()).collect();
        json!({"code": subarea.code, "naam": subarea.label, "toestellen": appliances})
    };
    Value::from(subareas.iter().map(as_json).collect::<Vec<_>>()).to_string()
}

pub(super) fn lapses_as_text(lapses: &[Lapse]) -> String {
    let as_json = |lapse: &Lapse| json!({"op": lapse.days.from, "tot": lapse.days.until, "einde": lapse.end.word()});
    Value::from(lapses.iter().map(as_json).collect::<Vec<_>>()).to_string()
}

pub(super) fn subareas(text: &str) -> Result<Vec<Subarea>, StorageError> {
    list(text, |item| {
        let appliances = item.get("toestellen")?.as_array()?.iter();
        Some(Subarea {
            code: item.get("code")?.as_str()?.to_owned(),
            label: item.get("naam")?.as_str()?.to_owned(),
            appliances: appliances.map(|word| Appliance::parse(word.as_str()?).ok()).collect::<Option<_>>()?,
        })
    })
}

pub(super) fn lapses(text: &str) -> Result<Vec<Lapse>, StorageError> {
    let day = |value: &Value| value.as_str().and_then(|text| text.parse::<NaiveDate>().ok());
    list(text, |item| {
        let until = match item.get("tot")? {
            Value::Null => None,
            given => Some(day(given)?),
        };
        Some(Lapse {
            days: Period { from: day(item.get("op")?)?, until },
            end: End::parse(item.get("einde")?.as_str()?).ok()?,
        })
    })
}

fn list<T>(text: &str, read: impl Fn(&Value) -> Option<T>) -> Result<Vec<T>, StorageError> {
    let items = serde_json::from_str::<Vec<Value>>(text).ok();
    let items = items.and_then(|items| items.iter().map(read).collect::<Option<Vec<T>>>());
    items.ok_or_else(|| StorageError::damaged(format!("wat bij een schema staat, is niet te lezen: {text}")))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn what_is_kept_is_read_back_and_damage_is_told() {
        let boilers = Subarea {
            code: "1".into(),
            label: "Cv-ketels".into(),
            appliances: vec![Appliance::Boiler, Appliance::Geyser],
        };
        assert_eq!(subareas(&subareas_as_text(std::slice::from_ref(&boilers))).unwrap(), [boilers]);
        let days = Period { from: "2026-01-01".parse().unwrap(), until: Some("2026-02-01".parse().unwrap()) };
        let kept = [Lapse { days, end: End::Suspended }, Lapse { days: Period::open(days.from), end: End::Withdrawn }];
        assert_eq!(lapses(&lapses_as_text(&kept)).unwrap(), kept);
        for damaged in ["", "{}", "[{}]", "[{\"op\":\"2026-01-01\",\"tot\":1,\"einde\":\"schorsing\"}]"] {
            assert!(lapses(damaged).is_err(), "{damaged}");
        }
        assert!(subareas("[{\"code\":\"1\",\"naam\":\"x\",\"toestellen\":[\"oven\"]}]").is_err());
    }
}
