//! What reserved work is done on: gas combustion appliances and what belongs to them (Bbl art. 6.45).

/// A kind of appliance, or a part of the installation that is not an appliance itself.
///
/// The gas part of a hybrid heat pump is a boiler: whoever may work on boilers may work on it, and on nothing else of the
/// heat pump is work reserved. It is therefore no kind of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Appliance {
    /// A central heating boiler (cv-ketel), also as the gas part of a hybrid heat pump.
    Boiler,
    /// A geyser (geiser): heats tap water as it flows.
    Geyser,
    /// A gas water heater with a tank (gasboiler).
    WaterHeater,
    /// A hearth that heats other rooms as well (moederhaard).
    BackBoilerHearth,
    /// A decorative hearth (sfeerhaard).
    Hearth,
    /// A gas stove (gaskachel).
    Stove,
    /// What brings the air for combustion (verbrandingsluchttoevoer).
    AirSupply,
    /// What takes the flue gas away (rookgasafvoer).
    Flue,
}

/// The text names no appliance.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is geen toestel: kies {}", known_words())]
pub struct UnknownAppliance;

fn known_words() -> String {
    Appliance::ALL.map(Appliance::word).join(", ")
}

impl Appliance {
    /// Every kind, in the order in which they are named to people.
    pub const ALL: [Self; 8] = [
        Self::Boiler,
        Self::Geyser,
        Self::WaterHeater,
        Self::BackBoilerHearth,
        Self::Hearth,
        Self::Stove,
        Self::AirSupply,
        Self::Flue,
    ];

    /// The Dutch word, as loaded, stored and exchanged.
    pub fn word(self) -> &'static str {
        match self {
            Self::Boiler => "cv-ketel",
            Self::Geyser => "geiser",
            Self::WaterHeater => "gasboiler",
            Self::BackBoilerHearth => "moederhaard",
            Self::Hearth => "sfeerhaard",
            Self::Stove => "gaskachel",
            Self::AirSupply => "verbrandingsluchttoevoer",
            Self::Flue => "rookgasafvoer",
        }
    }

    /// The kind with this Dutch word.
    ///
    /// # Errors
    /// [`UnknownAppliance`], which names the words there are.
    pub fn parse(text: &str) -> Result<Self, UnknownAppliance> {
        Self::ALL.into_iter().find(|kind| kind.word() == text.trim()).ok_or(UnknownAppliance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_word_and_others_hear_which_there_are() {
        for kind in Appliance::ALL {
            assert_eq!(Appliance::parse(kind.word()), Ok(kind));
        }
        let fault = Appliance::parse("warmtepomp").map_err(|fault| fault.to_string());
        assert!(fault.is_err_and(|text| text.contains("cv-ketel, geiser")));
    }
}
