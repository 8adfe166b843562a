//! The scope of a certificate (reikwijdte): which work, in which part of which scheme.

use std::collections::BTreeSet;

use super::appliance::Appliance;
use super::delivered::Activities;
use super::identifiers::SchemeCode;

/// A part of the scope of a scheme (deelgebied), as the scheme describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subarea {
    /// What certificates write, as in `1`.
    pub code: String,
    /// What the scheme calls it.
    pub label: String,
    /// What is worked on.
    pub appliances: Vec<Appliance>,
}

/// Activities within parts (deelgebieden) of a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The scheme.
    pub scheme: SchemeCode,
    /// The parts of the scheme.
    pub subareas: BTreeSet<String>,
    /// What may be done there.
    pub activities: Activities,
}

impl Scope {
    /// The scope as certificates write it: parts joined by `+`.
    pub fn new(scheme: SchemeCode, subareas: &str, activities: Activities) -> Self {
        let subareas = subareas.split('+').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Self { scheme, subareas, activities }
    }

    /// What is worked on, by the descriptions of the scheme; `None` when it does not describe every part of this scope.
    pub fn appliances(&self, described: &[Subarea]) -> Option<BTreeSet<Appliance>> {
        let mut found = BTreeSet::new();
        for code in &self.subareas {
            found.extend(&described.iter().find(|subarea| subarea.code == *code)?.appliances);
        }
        Some(found)
    }

    /// Whether all work of the other scope lies within this one.
    pub fn covers(&self, other: &Self) -> bool {
        self.scheme == other.scheme
            && self.subareas.is_superset(&other.subareas)
            && other.activities.iter().all(|activity| self.activities.allow(activity))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn scope(scheme: &str, subareas: &str, activities: &str) -> Scope {
        Scope::new(SchemeCode::parse(scheme).unwrap(), subareas, Activities::parse(activities).unwrap())
    }

    #[test]
    fn a_scope_covers_what_lies_within_it() {
        let wide = scope("CS-A", "1+2", "installeren+onderhouden");
        assert!(wide.covers(&scope("CS-A", "2", "onderhouden")));
        assert!(wide.covers(&wide));
        assert!(!wide.covers(&scope("CS-A", "3", "onderhouden")));
        assert!(!wide.covers(&scope("CS-A", "1", "repareren")));
        assert!(!wide.covers(&scope("CS-B", "1", "onderhouden")));
    }

    #[test]
    fn appliances_are_known_when_every_part_is_described() {
        let subarea = |code: &str, appliances: &[Appliance]| Subarea {
            code: code.to_owned(),
            label: format!("Deel {code}"),
            appliances: appliances.to_vec(),
        };
        let described = [subarea("1", &[Appliance::Boiler, Appliance::Geyser]), subarea("2", &[Appliance::Stove])];
        let both = scope("CS-A", "1+2", "repareren").appliances(&described);
        assert_eq!(
            both.unwrap().into_iter().collect::<Vec<_>>(),
            [Appliance::Boiler, Appliance::Geyser, Appliance::Stove]
        );
        assert_eq!(scope("CS-A", "1+3", "repareren").appliances(&described), None);
    }
}
