//! Leafing through a list that is longer than a page.

use serde::Serialize;

use crate::language::Language;
use crate::web::format::plural;

/// Links to the other pages of a list, and a sentence that says where the reader is.
#[derive(Debug, Clone, Serialize)]
pub struct Pagination {
    /// Which part of the list this is: `26 tot en met 50 van 312 onderzoeken`.
    pub sentence: String,
    /// The page before this one.
    pub previous: Option<String>,
    /// The page after this one.
    pub next: Option<String>,
    /// The pages around this one, the first and the last.
    pub pages: Vec<PageLink>,
}

/// A link to one page of a list.
#[derive(Debug, Clone, Serialize)]
pub struct PageLink {
    /// The number of the page; the first is 1.
    pub number: String,
    /// Where it is.
    pub href: String,
    /// Whether it is this page.
    pub current: bool,
    /// Whether pages are left out before it.
    pub gap: bool,
}

impl Pagination {
    /// Page `page` (the first is 1) of a Dutch list of `total` things, `size` on a page; `href` gives the address of a
    /// page.
    pub fn new(page: u64, size: u64, total: u64, (one, more): (&str, &str), href: impl Fn(u64) -> String) -> Self {
        Self::speaking(Language::Dutch, page, size, total, &plural(total, one, more), href)
    }

    /// The same in any language; `things` says how many of what there are, as in `312 firms`.
    pub fn speaking(
        language: Language,
        page: u64,
        size: u64,
        total: u64,
        things: &str,
        href: impl Fn(u64) -> String,
    ) -> Self {
        let size = size.max(1);
        let last = total.div_ceil(size).max(1);
        let page = page.clamp(1, last);
        let (from, to) = ((page - 1) * size + 1, (page * size).min(total));
        let sentence = if last == 1 {
            things.to_owned()
        } else {
            language.text_with("parts-range", &[("from", from.into()), ("to", to.into()), ("things", things.into())])
        };
        let mut before = 0;
        let mut numbers = vec![1, page.saturating_sub(1), page, page.saturating_add(1), last];
        numbers.retain(|number| (1..=last).contains(number));
        numbers.sort_unstable();
        numbers.dedup();
        let pages = numbers.into_iter().map(|number| {
            let gap = number > before + 1;
            before = number;
            PageLink { number: language.count(number), href: href(number), current: number == page, gap }
        });
        let pages = if last == 1 { Vec::new() } else { pages.collect() };
        Self {
            sentence,
            previous: (page > 1).then(|| href(page - 1)),
            next: (page < last).then(|| href(page + 1)),
            pages,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(page: u64, total: u64) -> Pagination {
        Pagination::new(page, 25, total, ("onderzoek", "onderzoeken"), |n| format!("?pagina={n}"))
    }

    #[test]
    fn the_sentence_says_where_the_reader_is() {
        assert_eq!(at(1, 3).sentence, "3 onderzoeken");
        assert_eq!(at(2, 312).sentence, "26 tot en met 50 van 312 onderzoeken");
        assert_eq!(at(99, 26).sentence, "26 tot en met 26 van 26 onderzoeken");
    }

    #[test]
    fn the_sentence_speaks_english_too() {
        let pages = Pagination::speaking(Language::English, 2, 25, 1204, "1,204 firms", |n| format!("?pagina={n}"));
        assert_eq!(pages.sentence, "26 to 50 of 1,204 firms");
    }

    #[test]
    fn far_pages_are_left_out() {
        let pages: Vec<_> = at(6, 312).pages.into_iter().map(|p| (p.number, p.gap)).collect();
        let expected = [("1", false), ("5", true), ("6", false), ("7", false), ("13", true)];
        assert_eq!(pages, expected.map(|(number, gap)| (number.to_owned(), gap)));
        assert!(at(1, 312).previous.is_none());
        assert!(at(13, 312).next.is_none());
    }
}
