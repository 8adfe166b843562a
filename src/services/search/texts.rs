//! Many short texts in one piece of memory.

/// Texts, each known by its place in the row.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text and says its place.
    pub(super) fn push(&mut self, text: &str) -> u32 {
        self.all.push_str(text);
        self.ends.push(short(self.all.len()));
        short(self.ends.len() - 1)
    }

    /// Adds these texts, which are neighbours elsewhere.
    pub(super) fn push_all(&mut self, other: &Self, from: u32, until: u32) {
        let start = |at: u32| if at == 0 { 0 } else { other.ends.get(at as usize - 1).map_or(0, |end| *end as usize) };
        let (first, base) = (start(from), self.all.len());
        self.all.push_str(other.all.get(first..start(until)).unwrap_or_default());
        let ends = other.ends.get(from as usize..until as usize).unwrap_or_default();
        self.ends.extend(ends.iter().map(|end| short(base + *end as usize - first)));
    }

    /// The text at this place; empty when there is none.
    pub(super) fn get(&self, place: u32) -> &str {
        let at = place as usize;
        let from = if at == 0 { 0 } else { self.ends.get(at - 1).map_or(0, |end| *end as usize) };
        self.ends.get(at).and_then(|end| self.all.get(from..*end as usize)).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(short(at)))
    }

    /// Forgets the texts and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.ends.clear();
    }

    pub(super) fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// A length or place as it is kept. Four billion is far beyond any register; what does not fit is the largest.
pub(super) fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_by_place() {
        let mut texts = Texts::default();
        assert_eq!((texts.push("één"), texts.push(""), texts.push("drie")), (0, 1, 2));
        assert_eq!((texts.get(0), texts.get(1), texts.get(2), texts.get(3)), ("één", "", "drie", ""));
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["één", "", "drie"]);
        texts.clear();
        assert_eq!(texts.len(), 0);
    }
}
