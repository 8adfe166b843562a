//! Pages of long lists.

/// Which part of a list: counted from one, of at most [`Page::LARGEST`] rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    number: u32,
    size: u32,
}

impl Page {
    /// More rows than this nobody reads on one screen.
    pub const LARGEST: u32 = 500;

    /// The page with this number and size, both brought within bounds.
    pub fn new(number: u32, size: u32) -> Self {
        Self { number: number.max(1), size: size.clamp(1, Self::LARGEST) }
    }

    /// Number of the page, the first is one.
    pub fn number(self) -> u32 {
        self.number
    }

    /// Rows on a full page.
    pub fn size(self) -> u32 {
        self.size
    }

    /// Rows on a full page, as queries count them.
    pub fn limit(self) -> i64 {
        self.size.into()
    }

    /// Rows before this page.
    pub fn offset(self) -> i64 {
        i64::from(self.number - 1) * i64::from(self.size)
    }
}

/// One page of a list and how long the whole list is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Rows in the whole list.
    pub total: i64,
    /// Which page this is.
    pub page: Page,
}

impl<T> Paged<T> {
    /// Whether there is such a page: one with rows, or the first.
    pub fn exists(&self) -> bool {
        !self.rows.is_empty() || self.page.number() == 1
    }

    /// How many pages the list has, at least one.
    pub fn pages(&self) -> i64 {
        let size = self.page.limit();
        ((self.total + size - 1) / size).max(1)
    }
}
