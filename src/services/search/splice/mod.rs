//! A register in which some firms are replaced, made of the one before and of those firms read anew: what reading all of it
//! would give, for the price of copying it.
//!
//! A [`Plan`] says what stands where; each part of the register is laid by it.

mod parts;
mod rows;

pub(super) use parts::{index, places};
pub(super) use rows::rows;

use super::texts::{Texts, short};

/// Which of the two registers something comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The one before.
    Old,
    /// Those that were read anew.
    New,
}

/// Neighbours of one register that stay neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) side: Side,
    pub(super) from: u32,
    pub(super) until: u32,
}

/// What stands where in the register that is made of two.
#[derive(Debug)]
pub(super) struct Plan {
    blocks: Vec<Block>,
    count: usize,
    /// The new places of what stood in either; [`GONE`] for what does not come along.
    old: Vec<u32>,
    new: Vec<u32>,
}

const GONE: u32 = u32::MAX;

impl Plan {
    /// The plan that lays these blocks, which are in order on each side, out of so many on either side.
    pub(super) fn of(blocks: Vec<Block>, old: usize, new: usize) -> Self {
        let mut plan = Self { blocks, count: 0, old: vec![GONE; old], new: vec![GONE; new] };
        for block in &plan.blocks {
            let places = if block.side == Side::Old { &mut plan.old } else { &mut plan.new };
            for place in places.get_mut(block.from as usize..block.until as usize).unwrap_or_default() {
                *place = short(plan.count);
                plan.count += 1;
            }
        }
        plan
    }

    /// The plan in which `old` come along, but for those that are `gone` (in order), and each of the new, in order, stands
    /// before the old one that `before` says.
    pub(super) fn merging(old: usize, gone: &[u32], before: &[u32]) -> Self {
        let (mut blocks, mut from, mut gone) = (Vec::new(), 0, gone.iter().copied().peekable());
        let mut keep = |blocks: &mut Vec<Block>, until: u32| {
            while let Some(next) = gone.next_if(|next| *next < until) {
                if from < next {
                    blocks.push(Block { side: Side::Old, from, until: next });
                }
                from = next + 1;
            }
            if from < until {
                blocks.push(Block { side: Side::Old, from, until });
                from = until;
            }
        };
        for (at, place) in (0..).zip(before) {
            keep(&mut blocks, *place);
            blocks.push(Block { side: Side::New, from: at, until: at + 1 });
        }
        keep(&mut blocks, short(old));
        Self::of(blocks, old, before.len())
    }

    /// The same for what these have each: where the first of each starts, on either side.
    pub(super) fn within(
        &self,
        old: impl Fn(u32) -> usize,
        new: impl Fn(u32) -> usize,
        counts: (usize, usize),
    ) -> Self {
        let blocks = self.blocks.iter().map(|block| {
            let (from, until) = match block.side {
                Side::Old => (old(block.from), old(block.until)),
                Side::New => (new(block.from), new(block.until)),
            };
            Block { from: short(from), until: short(until), ..*block }
        });
        Self::of(blocks.filter(|block| block.from < block.until).collect(), counts.0, counts.1)
    }

    pub(super) fn blocks(&self) -> impl Iterator<Item = Block> {
        self.blocks.iter().copied()
    }

    /// How many there are then.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Where what stood here in the old register stands then; nothing when it does not come along.
    pub(super) fn of_old(&self, place: u32) -> Option<u32> {
        self.old.get(place as usize).copied().filter(|place| *place != GONE)
    }

    /// Where what stands here in the new register stands then.
    pub(super) fn of_new(&self, place: u32) -> u32 {
        self.new.get(place as usize).copied().unwrap_or(GONE)
    }

    /// What each has, laid as the plan says.
    pub(super) fn lay<T: Copy>(&self, old: &[T], new: &[T]) -> Vec<T> {
        let mut laid = Vec::with_capacity(self.count);
        for block in &self.blocks {
            let from = if block.side == Side::Old { old } else { new };
            laid.extend_from_slice(from.get(block.from as usize..block.until as usize).unwrap_or_default());
        }
        laid
    }

    /// The text that each has, laid as the plan says.
    pub(super) fn lay_texts(&self, old: &Texts, new: &Texts) -> Texts {
        let mut laid = Texts::default();
        for block in &self.blocks {
            laid.push_all(if block.side == Side::Old { old } else { new }, block.from, block.until);
        }
        laid
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replaced_stands_where_it_belongs() {
        let plan = Plan::merging(6, &[1, 2, 5], &[0, 2, 6]);
        assert_eq!(plan.lay(&["a", "b", "c", "d", "e", "f"], &["x", "y", "z"]), ["x", "a", "y", "d", "e", "z"]);
        assert_eq!((plan.of_old(0), plan.of_old(1), plan.of_old(3), plan.of_new(2)), (Some(1), None, Some(3), 5));
        let mut texts = [Texts::default(), Texts::default()];
        for (at, text) in [(0, "a"), (0, "bb"), (0, ""), (0, "dd"), (0, "e"), (0, "f"), (1, "x"), (1, "yy"), (1, "z")] {
            texts[at].push(text);
        }
        assert_eq!(plan.lay_texts(&texts[0], &texts[1]).iter().collect::<Vec<_>>(), ["x", "a", "yy", "dd", "e", "z"]);
        // Each has as many as its place in the alphabet says.
        let twice = plan.within(|at| 2 * at as usize, |at| at as usize, (12, 3));
        assert_eq!(twice.len(), 2 * 3 + 3);
        assert_eq!(twice.of_old(6), Some(4), "the first of d, behind x, a's two, and y");
    }
}
