//! Why a question did not find what was meant: whether it could have.
//!
//! Mistakes turn names into other names. When a page of other firms is called more nearly what was typed than the firm that
//! was meant, no search can know; when as many are just as near, one can only guess.

use std::collections::HashMap;

use crate::firms::{firms, without_legal_form};
use crate::questions::PAGE;

/// How many firms have each name, without its legal form.
pub(crate) struct Names(HashMap<String, usize>);

/// How many firms with other names were nearer to what was typed than what was meant, or as near.
#[derive(Debug, Default)]
pub(crate) struct Others {
    nearer: usize,
    as_near: usize,
}

impl Others {
    /// A page of them is nearer.
    pub(crate) fn hide_it(&self) -> bool {
        self.nearer >= PAGE
    }

    /// A page of them is nearer or as near.
    pub(crate) fn leave_it_to_luck(&self) -> bool {
        !self.hide_it() && self.nearer + self.as_near >= PAGE
    }
}

impl Names {
    /// Of this many firms.
    pub(crate) fn of(size: usize) -> Self {
        let mut names = HashMap::new();
        for firm in firms(size, 7) {
            *names.entry(without_legal_form(&firm.name).to_lowercase()).or_default() += 1;
        }
        Self(names)
    }

    /// The others around what was typed for this name. A beginning is no mistake.
    pub(crate) fn around(&self, typed: &str, meant: &str) -> Others {
        let letters = |text: &str| text.chars().collect::<Vec<char>>();
        let (asked, begins) = (letters(typed), meant.starts_with(typed));
        let limit = if begins { 0 } else { distance(&asked, &letters(meant)) };
        let mut others = Others::default();
        for (name, firms) in self.0.iter().filter(|(name, _)| *name != meant) {
            let other = letters(name);
            let far = if begins && name.starts_with(typed) {
                0
            } else if asked.len().abs_diff(other.len()) > limit {
                continue;
            } else {
                distance(&asked, &other)
            };
            match far.cmp(&limit) {
                std::cmp::Ordering::Less => others.nearer += firms,
                std::cmp::Ordering::Equal => others.as_near += firms,
                std::cmp::Ordering::Greater => {}
            }
        }
        others
    }
}

/// How many letters are wrong, missing, too many or swapped with the next.
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let (mut earlier, mut before, mut now) = (vec![0; width], (0..width).collect::<Vec<usize>>(), vec![0; width]);
    for i in 1..=a.len() {
        now[0] = i;
        for j in 1..=b.len() {
            let mut cost = (before[j] + 1).min(now[j - 1] + 1).min(before[j - 1] + usize::from(a[i - 1] != b[j - 1]));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(earlier[j - 2] + 1);
            }
            now[j] = cost;
        }
        (earlier, before, now) = (before, now, earlier);
    }
    before[b.len()]
}
