//! Markup that is made so often that reading its template each time would cost more than everything else.
//!
//! What fills the template is outlined first: marks take the place of its texts ([`outline`]). The outline is rendered, and
//! the markup cut at the marks: that is the mould of this outline. From then on the texts of whatever has the same outline
//! are put between its pieces. So markup that is cast is what the template would have rendered, as long as the template
//! chooses by flags, numbers, words of enums and whether something is there, and never by what a text says; a test holds
//! every page that is cast to that.

mod outline;

use std::sync::Arc;

use arc_swap::ArcSwap;
use foldhash::HashMap;
use serde::Serialize;
use serde_json::Value;

use self::outline::Outline;
pub(super) use self::outline::Unoutlined;

/// Signs without meaning of their own, which no template and no text of ours contains.
const FIRST_MARK: u32 = 0xE000;

/// The first sign after those.
const END_OF_MARKS: u32 = 0xF900;

/// What visitors ask has more outlines than are ever worth a mould. When there are as many as this, all are made anew.
const MOST_MOULDS: usize = 256;

/// The mark of a text; nothing when there are more texts than marks.
fn mark(at: usize) -> Option<char> {
    let mark = u32::try_from(at).ok()?.checked_add(FIRST_MARK)?;
    char::from_u32(mark).filter(|_| mark < END_OF_MARKS)
}

/// Markup with places for texts.
#[derive(Debug)]
struct Mould {
    /// Each piece of markup with the text that follows it, if any does.
    pieces: Vec<(String, Option<usize>)>,
}

impl Mould {
    /// Cuts markup at the marks of this many texts.
    fn cut(markup: &str, texts: usize) -> Self {
        let mut pieces = Vec::new();
        let mut piece = String::new();
        for c in markup.chars() {
            match u32::from(c).checked_sub(FIRST_MARK).and_then(|at| usize::try_from(at).ok()) {
                Some(at) if at < texts => pieces.push((std::mem::take(&mut piece), Some(at))),
                _ => piece.push(c),
            }
        }
        pieces.push((piece, None));
        Self { pieces }
    }

    fn cast(&self, outline: &Outline, markup: &mut String) {
        for (piece, text) in &self.pieces {
            markup.push_str(piece);
            if let Some(text) = text {
                markup.push_str(outline.text(*text));
            }
        }
    }
}

/// The moulds that were made so far.
#[derive(Debug, Default)]
pub(super) struct Moulds(ArcSwap<HashMap<String, Arc<Mould>>>);

impl Moulds {
    /// Adds the template with this filling to the markup. A mould is rendered for it if there is none yet.
    ///
    /// # Errors
    /// Those of rendering, and [`Unoutlined`] when the filling has no outline.
    pub(super) fn cast<E: From<Unoutlined>>(
        &self,
        template: &str,
        filling: &impl Serialize,
        render: impl FnOnce(&Value) -> Result<String, E>,
        markup: &mut String,
    ) -> Result<(), E> {
        let outline = Outline::of(template, filling)?;
        if let Some(mould) = self.0.load().get(outline.shape()) {
            mould.cast(&outline, markup);
            return Ok(());
        }
        let mould = Arc::new(Mould::cut(&render(&outline.marked()?)?, outline.len()));
        mould.cast(&outline, markup);
        self.0.rcu(|kept| {
            let mut moulds = if kept.len() < MOST_MOULDS { HashMap::clone(kept) } else { HashMap::default() };
            moulds.insert(outline.shape().to_owned(), Arc::clone(&mould));
            moulds
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
