//! Where postcodes are: the middles of the areas of their four digits, and the distance between two of them.
//!
//! The data are in `data/postcode4.csv`: `GeoNames`, CC BY 4.0.

use std::sync::LazyLock;

static POSTCODES: &str = include_str!("../../../data/postcode4.csv");

/// A spot on the map, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// The area of a postcode of four digits.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The four digits.
    pub postcode4: u16,
    /// The place it lies in.
    pub place: &'static str,
    /// Its middle.
    pub middle: Spot,
}

static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| POSTCODES.lines().skip(1).filter_map(area).collect());

/// The mean radius of the earth, in kilometres.
const EARTH_KM: f64 = 6_371.009;

fn area(line: &'static str) -> Option<Area> {
    let mut fields = line.split(',');
    let postcode4 = fields.next()?.parse().ok()?;
    let place = fields.next()?;
    let (latitude, longitude) = (fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(Area { postcode4, place, middle: Spot { latitude, longitude } })
}

/// Every area, by postcode.
pub fn areas() -> &'static [Area] {
    &AREAS
}

/// The area of this postcode. A postcode that is missing, such as one of post boxes, is taken for the nearest lower one,
/// and what is no postcode (below 1000, above 9999) is nowhere.
pub fn area_of(postcode4: u16) -> Option<&'static Area> {
    position(postcode4).and_then(|position| areas().get(position))
}

/// Where the area of this postcode stands in [`areas`].
pub(super) fn position(postcode4: u16) -> Option<usize> {
    let lower = areas().partition_point(|area| area.postcode4 <= postcode4);
    (1000..=9999).contains(&postcode4).then(|| lower.saturating_sub(1))
}

/// The four digits of a postcode that is written with or without letters.
pub fn postcode4(text: &str) -> Option<u16> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (digits, letters) = compact.split_at_checked(4)?;
    let letters_fit = matches!(letters.len(), 0 | 2) && letters.bytes().all(|b| b.is_ascii_alphabetic());
    let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    (letters_fit && number >= 1000).then_some(number)
}

/// How far two spots are from each other as the crow flies, in kilometres.
pub fn distance_km(from: Spot, to: Spot) -> f64 {
    let (lat1, lat2) = (from.latitude.to_radians(), to.latitude.to_radians());
    let (north, east) = (lat2 - lat1, (to.longitude - from.longitude).to_radians());
    let half_chord = (north / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (east / 2.0).sin().powi(2);
    2.0 * EARTH_KM * half_chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_postcode_is_read_as_people_write_it() {
        for (text, postcode) in [("3511", 3511), ("3511 ab", 3511), ("3511AB", 3511), (" 9 9 9 9 ", 9999)] {
            assert_eq!(postcode4(text), Some(postcode), "{text}");
        }
        for wrong in ["", "351", "35111", "0999", "3511A", "3511A1", "abcd", "３５１１", "3511ÄB"] {
            assert_eq!(postcode4(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_line_of_the_data_is_an_area_of_the_netherlands() {
        assert_eq!(areas().len(), POSTCODES.lines().count() - 1);
        assert!(areas().is_sorted_by_key(|area| area.postcode4));
        for Area { middle, postcode4, .. } in areas() {
            assert!((50.7..53.6).contains(&middle.latitude) && (3.3..7.3).contains(&middle.longitude), "{postcode4}");
        }
    }

    #[test]
    fn a_missing_postcode_is_taken_for_the_nearest_lower_one() {
        assert_eq!(area_of(3511).unwrap().place, "Utrecht");
        assert_eq!(area_of(1000).unwrap().postcode4, areas()[0].postcode4);
        let missing = (3500..3600).find(|code| areas().iter().all(|area| area.postcode4 != *code)).unwrap();
        assert!(area_of(missing).unwrap().postcode4 < missing);
        assert_eq!(area_of(9999).unwrap().postcode4, areas().last().unwrap().postcode4);
        assert!(area_of(999).is_none() && area_of(10_000).is_none());
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let (utrecht, groningen) = (area_of(3511).unwrap().middle, area_of(9711).unwrap().middle);
        let far = distance_km(utrecht, groningen);
        assert!((155.0..165.0).contains(&far), "{far}");
        assert!(distance_km(utrecht, utrecht) < 0.001);
    }
}
