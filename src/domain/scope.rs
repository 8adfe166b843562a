//! The scope of a certificate (reikwijdte): which work, in which part of which scheme.

use std::collections::BTreeSet;

use super::delivered::Activities;
use super::identifiers::SchemeCode;

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
}
