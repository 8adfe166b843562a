//! Markup that is made so often that reading its template each time would cost more than everything else: it is rendered
//! once with marks where its values go, and from then on the values are put between the pieces.

use super::markup::escape_into;

/// Signs without meaning of their own, which no template and no text contains.
const FIRST_MARK: u32 = 0xE000;

/// The mark of a value, to be rendered in its place.
pub(super) fn mark(value: u8) -> String {
    char::from_u32(FIRST_MARK + u32::from(value)).into_iter().collect()
}

/// Markup with places for `N` values.
#[derive(Debug)]
pub(super) struct Mould<const N: usize> {
    /// Each piece of markup with the value that follows it, if any does.
    pieces: Vec<(String, Option<usize>)>,
}

impl<const N: usize> Mould<N> {
    /// Cuts markup at its marks.
    pub(super) fn cut(markup: &str) -> Self {
        let mut pieces = Vec::new();
        let mut piece = String::new();
        for c in markup.chars() {
            match u32::from(c).checked_sub(FIRST_MARK).and_then(|value| usize::try_from(value).ok()) {
                Some(value) if value < N => pieces.push((std::mem::take(&mut piece), Some(value))),
                _ => piece.push(c),
            }
        }
        pieces.push((piece, None));
        Self { pieces }
    }

    /// Adds the markup with these values, escaped, to what is there.
    pub(super) fn cast(&self, values: [&str; N], markup: &mut String) {
        for (piece, value) in &self.pieces {
            markup.push_str(piece);
            if let Some(value) = value.and_then(|value| values.get(value)) {
                escape_into(value, markup);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mould, mark};

    #[test]
    fn values_go_where_their_marks_were_and_are_escaped() {
        let mould = Mould::<2>::cut(&format!("<b title=\"{1}\">{0}</b>{1}", mark(0), mark(1)));
        let mut markup = String::from("-");
        mould.cast(["<i>", "\"é\""], &mut markup);
        assert_eq!(markup, "-<b title=\"&quot;é&quot;\">&lt;i&gt;</b>&quot;é&quot;");
    }
}
