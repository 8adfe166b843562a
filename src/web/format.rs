//! Numbers and counts on the pages that are only there in Dutch. Dates in words are in [`crate::domain::calendar::in_words`].

use crate::language::Language;

/// The number with this many decimals, a comma before them and points between thousands: `1.234,5`.
pub fn decimal(value: f64, decimals: usize) -> String {
    Language::Dutch.decimal(value, decimals)
}

/// The count with points between thousands: `11.204`.
pub fn count(value: u64) -> String {
    Language::Dutch.count(value)
}

/// A share between 0 and 1 as a percentage with one decimal: `13,6%`.
pub fn percent(share: f64) -> String {
    format!("{}%", decimal(share * 100.0, 1))
}

/// The count with the word that goes with it: `1 rij`, `2 rijen`, `0 rijen`.
pub fn plural(number: u64, one: &str, more: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { more })
}

/// A probability for a sentence: `0,012`, and `minder dan 0,001` for what rounds away.
pub fn probability(p: f64) -> String {
    if p < 0.001 { "minder dan 0,001".to_owned() } else { decimal(p, 3) }
}

/// A probability in evidence, so exact that it can be laid beside a recomputation: `0,0123`, `2,42 × 10⁻¹⁴`.
pub fn exact_probability(p: f64) -> String {
    if p >= 0.000_1 || p <= 0.0 {
        let text = decimal(p, 4);
        return text.trim_end_matches('0').trim_end_matches(',').to_owned();
    }
    let scientific = format!("{p:.2e}");
    let (digits, power) = scientific.split_once("e-").unwrap_or((&scientific, "0"));
    let raised = power.chars().map(|digit| match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    });
    format!("{} × 10⁻{}", digits.replace('.', ","), raised.collect::<String>())
}

/// The parts joined as in a sentence: `a`, `a en b`, `a, b en c`.
pub fn enumeration<S: AsRef<str>>(parts: &[S]) -> String {
    Language::Dutch.list(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_dutch() {
        assert_eq!(decimal(1234.56, 1), "1.234,6");
        assert_eq!(decimal(-0.04, 1), "0,0");
        assert_eq!(decimal(-12.5, 1), "−12,5");
        assert_eq!(decimal(7.0, 0), "7");
        assert_eq!(count(11_204), "11.204");
        assert_eq!(count(999), "999");
        assert_eq!(percent(0.1364), "13,6%");
        assert_eq!(plural(1, "rij", "rijen"), "1 rij");
        assert_eq!(plural(1200, "rij", "rijen"), "1.200 rijen");
        assert_eq!(probability(0.0004), "minder dan 0,001");
        assert_eq!(exact_probability(0.01234), "0,0123");
        assert_eq!(exact_probability(0.05), "0,05");
        assert_eq!(exact_probability(2.42e-14), "2,42 × 10⁻¹⁴");
        assert_eq!(enumeration(&["onderhouden"]), "onderhouden");
        assert_eq!(enumeration(&["a", "b", "c"]), "a, b en c");
    }
}
