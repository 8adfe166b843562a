//! The areas around a postcode, nearest first.

use super::places::{area_of, areas, distance_km};
use super::question::Near;

/// Areas within a distance.
#[derive(Debug)]
pub(super) struct Around {
    /// How many distances lie before that of each area; [`FAR`] for areas that lie too far.
    ranks: Vec<u16>,
    /// The areas, nearest first, with their distances in kilometres.
    pub(super) nearest: Vec<(f64, u16)>,
}

/// The rank of an area that lies too far, and the area of a firm that is nowhere.
pub(super) const FAR: u16 = u16::MAX;

/// One degree of latitude is at least this long, in kilometres.
const DEGREE_KM: f64 = 110.5;

impl Around {
    /// The areas within the distance; none when the postcode is nowhere.
    pub(super) fn of(near: Near) -> Self {
        let mut around = Self { ranks: vec![FAR; areas().len()], nearest: Vec::new() };
        let Some(centre) = area_of(near.postcode4).map(|area| area.middle) else { return around };
        let far = f64::from(near.km);
        for (at, area) in (0_u16..).zip(areas()) {
            // Most areas lie too far north or south, which is quicker to see than how far they are.
            if (area.middle.latitude - centre.latitude).abs() * DEGREE_KM <= far {
                let distance = distance_km(centre, area.middle);
                if distance <= far {
                    around.nearest.push((distance, at));
                }
            }
        }
        around.nearest.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let (mut rank, mut before) = (0, None);
        for (distance, area) in &around.nearest {
            // Areas that are as far share a rank, so that their firms are listed by name.
            if before.is_some_and(|before: f64| before < *distance) {
                rank += 1;
            }
            before = Some(*distance);
            if let Some(kept) = around.ranks.get_mut(usize::from(*area)) {
                *kept = rank;
            }
        }
        around
    }

    /// How many distances lie before that of the area; nothing when it lies too far.
    pub(super) fn rank(&self, area: u16) -> Option<u16> {
        self.ranks.get(usize::from(area)).copied().filter(|rank| *rank != FAR)
    }

    /// How far the area is, in kilometres.
    pub(super) fn distance_km(&self, area: u16) -> Option<f64> {
        self.nearest.iter().find(|(_, near)| *near == area).map(|(distance, _)| *distance)
    }
}

#[cfg(test)]
mod tests {
    use super::super::places::position;
    use super::*;

    #[test]
    fn the_nearest_areas_come_first_and_the_far_ones_not_at_all() {
        let around = Around::of(Near { postcode4: 3511, km: 12 });
        let own = position(3511).and_then(|at| u16::try_from(at).ok()).unwrap_or(FAR);
        assert_eq!((around.rank(own), around.nearest.first().map(|near| near.1)), (Some(0), Some(own)));
        assert!(around.nearest.is_sorted_by_key(|near| near.0));
        let centre = area_of(3511).map(|area| area.middle);
        for (at, area) in (0..).zip(areas()) {
            let distance = centre.map(|centre| distance_km(centre, area.middle));
            assert_eq!(around.rank(at).is_some(), distance.is_some_and(|distance| distance <= 12.0), "{area:?}");
            assert_eq!(around.distance_km(at), distance.filter(|distance| *distance <= 12.0));
        }
        assert!(Around::of(Near { postcode4: 99, km: 500 }).nearest.is_empty());
    }
}
