//! How many mistakes lie between what was typed and a word: letters that are wrong, missing, too many, or swapped with the
//! next one.

/// How a word of the register resembles what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Likeness {
    /// How many mistakes make it the whole word, if that is within the bound.
    pub(super) whole: Option<u8>,
    /// How many mistakes make it a beginning of the word, if that is within the bound.
    pub(super) beginning: Option<u8>,
}

/// Words longer than this are not compared: nobody types them by mistake.
pub(super) const LONGEST: usize = 48;

/// Compares bytes; words are folded, so that nearly all letters are one byte.
pub(super) fn compare(typed: &[u8], word: &[u8], most: u8) -> Likeness {
    let none = Likeness { whole: None, beginning: None };
    let bound = usize::from(most);
    if typed.len() > LONGEST || word.len() + bound < typed.len() {
        return none;
    }
    // What lies beyond cannot be the end of a beginning within the bound.
    let seen = word.get(..typed.len() + bound).unwrap_or(word);
    let width = seen.len() + 1;
    let mut rows = [[u8::MAX; LONGEST + 4]; 3];
    if width > LONGEST + 4 {
        return none;
    }
    for (column, cell) in rows[0].iter_mut().take(bound.min(seen.len()) + 1).enumerate() {
        *cell = u8::try_from(column).unwrap_or(u8::MAX);
    }
    for (i, letter) in typed.iter().enumerate() {
        let (now, before, earlier) = ((i + 1) % 3, i % 3, (i + 2) % 3);
        let (from, until) = ((i + 1).saturating_sub(bound), (i + 1 + bound).min(seen.len()));
        let mut row = [u8::MAX; LONGEST + 4];
        let mut least = u8::MAX;
        for j in from..=until {
            let cost = if j == 0 {
                u8::try_from(i + 1).unwrap_or(u8::MAX)
            } else {
                let same = *letter == seen[j - 1];
                let mut cost = rows[before][j - 1].saturating_add(u8::from(!same));
                cost = cost.min(rows[before][j].saturating_add(1)).min(row[j - 1].saturating_add(1));
                if i > 0 && j > 1 && *letter == seen[j - 2] && typed[i - 1] == seen[j - 1] {
                    cost = cost.min(rows[earlier][j - 2].saturating_add(1));
                }
                cost
            };
            row[j] = cost;
            least = least.min(cost);
        }
        if least > most {
            return none;
        }
        rows[now] = row;
    }
    let last = &rows[typed.len() % 3][..width];
    let within = |cost: u8| (cost <= most).then_some(cost);
    let whole = if seen.len() == word.len() { within(last[seen.len()]) } else { None };
    Likeness { whole, beginning: last.iter().copied().min().and_then(within) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(typed: &str, word: &str) -> Option<u8> {
        compare(typed.as_bytes(), word.as_bytes(), 2).whole
    }

    #[test]
    fn mistakes_are_counted() {
        assert_eq!(whole("bakker", "bakker"), Some(0));
        assert_eq!(whole("baker", "bakker"), Some(1));
        assert_eq!(whole("bakkker", "bakker"), Some(1));
        assert_eq!(whole("bakkre", "bakker"), Some(1), "swapped");
        assert_eq!(whole("abkkre", "bakker"), Some(2));
        assert_eq!(whole("makker", "bakker"), Some(1), "the first letter");
        assert_eq!(whole("slager", "bakker"), None);
        assert_eq!(whole("", "ab"), Some(2));
    }

    #[test]
    fn a_beginning_may_have_mistakes_too() {
        let beginning = |typed: &str| compare(typed.as_bytes(), b"installatietechniek", 2).beginning;
        assert_eq!(beginning("instalatie"), Some(1));
        assert_eq!(beginning("isntalatie"), Some(2));
        assert_eq!(beginning("techniek"), None);
        assert_eq!(compare(b"instalatie", b"installatietechniek", 2).whole, None);
        assert_eq!(compare(&[b'a'; 60], &[b'a'; 60], 2).whole, None, "too long to be compared");
    }

    /// The plain way, without bounds.
    fn slow(a: &[u8], b: &[u8]) -> usize {
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut cost = (d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                    cost = cost.min(d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]));
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        cost = cost.min(d[i - 2][j - 2] + 1);
                    }
                    cost
                };
            }
        }
        d[a.len()][b.len()]
    }

    proptest::proptest! {
        #[test]
        fn the_quick_way_says_what_the_plain_way_says(typed in "[a-c]{0,9}", word in "[a-c]{0,9}") {
            let (a, b) = (typed.as_bytes(), word.as_bytes());
            let found = compare(a, b, 2);
            let plain = |cost: usize| u8::try_from(cost).ok().filter(|cost| *cost <= 2);
            proptest::prop_assert_eq!(found.whole, plain(slow(a, b)));
            let best = (0..=b.len()).map(|end| slow(a, &b[..end])).min().unwrap_or_default();
            proptest::prop_assert_eq!(found.beginning, plain(best));
        }
    }
}
