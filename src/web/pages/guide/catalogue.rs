//! The catalogue of a matrix to choose from, by category and by what is searched for.

use serde::Serialize;

use crate::domain::matrix::Matrix;
use crate::domain::text::fold;
use crate::language::Language;

/// Nonconformities that are shown at once; more are found by searching.
const SHOWN: usize = 150;

/// The nonconformities of a matrix.
#[derive(Debug, Clone, Serialize)]
pub struct Catalogue {
    /// What is searched for; the field is called `zoek`.
    pub search: String,
    /// Per category, from heavy to light.
    pub groups: Vec<Group>,
    /// How many are not shown, in a sentence.
    pub more: Option<String>,
    /// That nothing was found.
    pub nothing: bool,
    /// Where what is ticked can go: this audit, or one of the earlier ones.
    pub targets: Vec<Target>,
}

/// The nonconformities of a category.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    /// The name of the category.
    pub name: String,
    /// How many there are, in words.
    pub count: String,
    /// Whether it is open at once.
    pub open: bool,
    /// The nonconformities.
    pub entries: Vec<Entry>,
}

/// A nonconformity.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Its id on the page.
    pub id: String,
    /// Its code.
    pub code: String,
    /// What it is.
    pub description: String,
}

/// Where what is ticked can go.
#[derive(Debug, Clone, Serialize)]
pub struct Target {
    /// The number of the audit; 0 is this one.
    pub number: usize,
    /// What the button says.
    pub label: String,
}

/// The catalogue with what fits the words that are searched for; `rows` earlier audits can be chosen.
pub(in crate::web::pages) fn catalogue(matrix: &Matrix, search: &str, rows: usize, language: Language) -> Catalogue {
    let words: Vec<String> = fold(search).split_whitespace().map(str::to_owned).collect();
    let fits = |text: &str| {
        let text = fold(text);
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let mut left = SHOWN;
    let mut hidden = 0_usize;
    let mut groups = Vec::new();
    for category in matrix.categories().iter().rev() {
        let mut entries = Vec::new();
        for (number, entry) in matrix.catalogue().iter().enumerate() {
            let text = || format!("{} {} {}", entry.code, entry.description, category.name);
            if entry.category != category.code || !(words.is_empty() || fits(&text())) {
                continue;
            }
            if left == 0 {
                hidden += 1;
                continue;
            }
            left -= 1;
            let (code, description) = (entry.code.to_string(), entry.description.clone());
            entries.push(Entry { id: format!("kies-{number}"), code, description });
        }
        if !entries.is_empty() {
            let count = language.text_with("guide-count", &[("count", entries.len().into())]);
            groups.push(Group { name: category.name.clone(), count, open: !words.is_empty(), entries });
        }
    }
    let label = |number: usize| match number {
        0 => language.text("guide-to-this").into_owned(),
        row => language.text_with("guide-to-earlier", &[("number", row.into())]),
    };
    Catalogue {
        search: search.to_owned(),
        nothing: groups.is_empty(),
        groups,
        more: (hidden > 0).then(|| language.text_with("guide-more", &[("count", hidden.into())])),
        targets: (0..=rows).map(|number| Target { number, label: label(number) }).collect(),
    }
}
