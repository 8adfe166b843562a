//! The words for signals: what a kind is called, what it means, and what it does not.

use chrono::{DateTime, Utc};

use crate::domain::calendar::{dutch_day, in_words};
use crate::domain::signal::SignalKind;
use crate::domain::supervision::Level;
use crate::web::view::{Status, Tone};

/// The place of the kind in a list.
pub(super) fn place(kind: SignalKind) -> Option<usize> {
    SignalKind::ALL.iter().position(|known| *known == kind)
}

/// The first sentence, which says what was seen, and the others, which say how sure that is.
pub(super) fn first_sentence(text: &str) -> (String, String) {
    let ends = text.match_indices(". ").find(|(place, _)| text[place + 2..].starts_with(char::is_uppercase));
    let (first, others) = ends.map_or((text, ""), |(place, _)| (&text[..=place], &text[place + 2..]));
    (first.to_owned(), others.to_owned())
}

/// What the kind is called.
pub(super) fn kind(kind: SignalKind) -> &'static str {
    match kind {
        SignalKind::Grave => "Ernstige afwijking",
        SignalKind::Norm => "Afwijken van de norm",
        SignalKind::OwnPolicy => "Eigen beleid",
        SignalKind::Uniformity => "Ongelijke behandeling",
        SignalKind::Silence => "Stilte",
        SignalKind::Drift => "Verloop",
        SignalKind::Movement => "Overstap",
        SignalKind::MissingDelivery => "Aanlevering ontbreekt",
    }
}

/// What the kind means, then what it does not, each in a paragraph.
pub(super) fn meaning(kind: SignalKind) -> [&'static str; 2] {
    match kind {
        SignalKind::Grave => [
            "In een categorie die het schema als ernstig aanmerkt, week de instelling zelf één of meer keren af van de matrix. Daarvoor is geen statistiek nodig: één geval is een signaal, vanaf het aantal hieronder is het een alarm.",
            "Het signaal zegt niet waarom de instelling anders besloot, en niet of daar een goede reden voor was. Lees daarvoor de onderzoeken en de motivering van de besluiten. Een instelling met meer onderzoeken heeft ook meer kans op één geval.",
        ],
        SignalKind::Norm => [
            "De instelling wijkt vaker af van de matrix dan de norm toelaat, ook als toeval wordt meegerekend. Te licht, te zwaar, te laat en geen besluit tellen alle mee. De kans geldt voor een instelling die precies zo vaak afwijkt als de norm toelaat, en is aangepast voor het aantal instellingen dat is getoetst.",
            "Het signaal zegt niet waarom de instelling afwijkt, en het vergelijkt haar niet met de andere: als alle instellingen evenveel afwijken, krijgen zij alle een signaal. Afwijkingen die bij elkaar horen, zoals een reeks van één behandelaar, maken de kans kleiner dan zij is. Kijk daarom ook naar de datums.",
        ],
        SignalKind::OwnPolicy => [
            "In een bepaald geval van de matrix legt de instelling meestal een andere maatregel op dan is voorgeschreven. Dat is meer dan de helft van de keren, ook als toeval wordt meegerekend. Dat wijst op een vaste lijn, en niet op losse uitzonderingen.",
            "Het signaal zegt niet of die lijn is opgeschreven, en niet of zij lichter of zwaarder uitpakt voor de bedrijven. Een instelling die in veel richtingen afwijkt, is hier niet te zien, maar wel bij het afwijken van de norm.",
        ],
        SignalKind::Uniformity => [
            "De instellingen die met dit schema werken, leggen in hetzelfde geval niet dezelfde maatregelen op. Een bedrijf mag verwachten dat het niet uitmaakt welke instelling het kiest.",
            "Het signaal wijst geen instelling aan: het zegt niet wie van de matrix afwijkt. Zie daarvoor de tabel. Bij kleine verwachte aantallen is de uitkomst indicatief, en dan is zij nooit meer dan attentie. Tussen schema’s mogen verschillen bestaan; die worden niet getoetst.",
        ],
        SignalKind::Silence => [
            "De instelling meldt minder afwijkingen per onderzoek dan de andere instellingen van het schema samen, ook als toeval wordt meegerekend. De matrix kan niet zien wat niet wordt gemeld; daarom wordt hier apart op gelet.",
            "Het signaal zegt niet dat afwijkingen worden verzwegen. De bedrijven van deze instelling kunnen beter werken, of zij onderzoekt andere bedrijven. Meer afwijkingen melden dan de andere geeft nooit een signaal.",
        ],
        SignalKind::Drift => [
            "De lopende score telt de besluiten op volgorde: zij stijgt bij elke afwijking van de matrix en daalt bij elk ander onderzoek. Bij de grens is er een signaal, en begint de score weer bij nul. Zo is een verslechtering te zien voordat het jaarcijfer haar laat zien.",
            "Het signaal zegt niet hoe groot het aandeel afwijkende besluiten over het hele jaar is. Een korte reeks afwijkingen kan genoeg zijn.",
        ],
        SignalKind::Movement => [
            "Rond een sanctie of een aanwijzing die eindigt, veranderde een certificaat van instelling, of het verliep. Daardoor kan een bedrijf een schorsing of intrekking ontlopen, ook zonder dat iemand dat wilde.",
            "Het signaal zegt niet dat de nieuwe instelling van de sanctie wist, en niet dat het nieuwe certificaat onterecht is.",
        ],
        SignalKind::MissingDelivery => [
            "De gegevens van de instelling lopen verder achter dan is afgesproken. Over de dagen die ontbreken, kan niets worden gezegd: niet over sancties en niet over stilte.",
            "Het signaal zegt niet waarom de aanlevering uitbleef. Ook een storing of een ziek persoon kan de reden zijn.",
        ],
    }
}

/// The level as a label.
pub(super) fn level(level: Level) -> Status {
    match level {
        Level::Alarm => Status::new(Tone::Negative, "alarm"),
        Level::Attention => Status::new(Tone::Warning, "attentie"),
        Level::None => Status::new(Tone::Positive, "geen signaal"),
        Level::NotAssessable => Status::new(Tone::Neutral, "niet beoordeelbaar"),
    }
}

/// The day and the time to the second: `23 november 2026, 09.14.08 uur`.
pub(super) fn moment_exactly(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&chrono_tz::Europe::Amsterdam);
    format!("{}, {} uur", in_words(dutch_day(at)), local.format("%H.%M.%S"))
}
