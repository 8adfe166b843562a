//! One bit per firm.

/// A set of firms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// No firm out of this many.
    pub(super) fn none(count: usize) -> Self {
        Self { words: vec![0; count.div_ceil(64)] }
    }

    pub(super) fn has(&self, firm: u32) -> bool {
        self.words.get(firm as usize / 64).is_some_and(|word| word >> (firm % 64) & 1 == 1)
    }

    /// Adds a firm and says whether it is new.
    pub(super) fn add(&mut self, firm: u32) -> bool {
        let Some(word) = self.words.get_mut(firm as usize / 64) else { return false };
        let bit = 1 << (firm % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    pub(super) fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The firms in order, after the first `skip` of them. What is skipped costs next to nothing.
    pub(super) fn after(&self, mut skip: u64) -> impl Iterator<Item = u32> {
        let mut words = (0_u32..).zip(&self.words);
        let mut first = None;
        for (at, word) in words.by_ref() {
            let here = u64::from(word.count_ones());
            if skip < here {
                let mut rest = *word;
                for _ in 0..skip {
                    rest &= rest - 1;
                }
                first = Some((at, rest));
                break;
            }
            skip -= here;
        }
        first.into_iter().chain(words.map(|(at, word)| (at, *word))).flat_map(|(at, word)| Ones(at * 64, word))
    }
}

/// The bits of one word.
struct Ones(u32, u64);

impl Iterator for Ones {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.1 == 0 {
            return None;
        }
        let bit = self.1.trailing_zeros();
        self.1 &= self.1 - 1;
        Some(self.0 + bit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firms_are_counted_and_skipped() {
        let mut bits = Bits::none(300);
        let firms = [0, 5, 63, 64, 190, 299];
        for firm in firms {
            assert!(bits.add(firm) && !bits.add(firm) && bits.has(firm));
        }
        assert!(!bits.has(1) && !bits.has(9000) && !bits.add(9000));
        assert_eq!(bits.count(), 6);
        for skip in 0..8 {
            let rest: Vec<u32> = bits.after(skip as u64).collect();
            assert_eq!(rest, firms.get(skip..).unwrap_or_default(), "{skip}");
        }
    }
}
