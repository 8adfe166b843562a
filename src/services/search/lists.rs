//! Many short lists in one piece of memory.

use super::splice::{Plan, Side};
use super::texts::short;

/// Lists, each known by its place.
#[derive(Debug)]
pub(super) struct Lists<T> {
    starts: Vec<u32>,
    all: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { starts: vec![0], all: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// Lists of which the ends are known.
    pub(super) fn of(starts: Vec<u32>, all: Vec<T>) -> Self {
        Self { starts, all }
    }

    /// How many lists there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The items of these lists, one after the other.
    pub(super) fn range(&self, from: u32, until: u32) -> &[T] {
        let at = |list: u32| self.starts.get(list as usize).map_or(self.all.len(), |start| *start as usize);
        self.all.get(at(from)..at(until)).unwrap_or_default()
    }

    /// The items of the list.
    pub(super) fn list(&self, list: u32) -> &[T] {
        self.range(list, list + 1)
    }

    /// Sorts the pairs of a list and what it holds into lists, keeping the order within each.
    pub(super) fn sorted(count: usize, pairs: impl Iterator<Item = (u32, T)> + Clone, empty: T) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for (list, _) in pairs.clone() {
            starts[list as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let (mut all, mut next) = (vec![empty; sum as usize], starts.clone());
        for (list, item) in pairs {
            let at = &mut next[list as usize];
            all[*at as usize] = item;
            *at += 1;
        }
        Self { starts, all }
    }

    /// The lists of two registers as the plan lays their owners, each item as it is called then.
    pub(super) fn spliced(
        plan: &Plan,
        old: &Self,
        new: &Self,
        of_old: impl Fn(T) -> T,
        of_new: impl Fn(T) -> T,
    ) -> Self {
        let mut starts = Vec::with_capacity(plan.len() + 1);
        let mut all = Vec::with_capacity(old.all.len() + new.all.len());
        starts.push(0);
        for block in plan.blocks() {
            let base = all.len();
            let lists = if block.side == Side::Old { old } else { new };
            let items = lists.range(block.from, block.until).iter();
            match block.side {
                Side::Old => all.extend(items.map(|item| of_old(*item))),
                Side::New => all.extend(items.map(|item| of_new(*item))),
            }
            let first = lists.starts.get(block.from as usize).copied().unwrap_or_default() as usize;
            let ends = lists.starts.get(block.from as usize + 1..=block.until as usize).unwrap_or_default();
            starts.extend(ends.iter().map(|end| short(base + *end as usize - first)));
        }
        Self { starts, all }
    }
}

impl Lists<u32> {
    /// Lists of what the plan moves, each made of one of the old register and one of the new, in order.
    pub(super) fn joined<'a>(plan: &Plan, pairs: impl Iterator<Item = (&'a [u32], &'a [u32])>) -> Self {
        let (mut starts, mut all) = (vec![0], Vec::new());
        for (old, new) in pairs {
            let from = all.len();
            all.extend(old.iter().filter_map(|item| plan.of_old(*item)));
            merge(&mut all, from, new.iter().map(|item| plan.of_new(*item)));
            starts.push(short(all.len()));
        }
        Self { starts, all }
    }
}

/// Adds to what is in order from here on what is in order too.
pub(super) fn merge<T: Copy + Ord>(all: &mut Vec<T>, from: usize, added: impl Iterator<Item = T>) {
    let mut kept = all.len();
    all.extend(added);
    let added = all.split_off(kept);
    let mut free = kept + added.len();
    all.extend_from_slice(&added);
    // From the back: each is moved once, and what stands before the first that was added not at all.
    for item in added.into_iter().rev() {
        while kept > from && all[kept - 1] > item {
            kept -= 1;
            free -= 1;
            all[free] = all[kept];
        }
        free -= 1;
        all[free] = item;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_added_stands_where_it_belongs(mut kept: Vec<u8>, mut added: Vec<u8>) {
            kept.sort_unstable();
            added.sort_unstable();
            let mut all = [vec![200, 7], kept.clone()].concat();
            merge(&mut all, 2, added.iter().copied());
            let mut wanted = [kept, added].concat();
            wanted.sort_unstable();
            proptest::prop_assert_eq!(all, [vec![200, 7], wanted].concat());
        }
    }
}
