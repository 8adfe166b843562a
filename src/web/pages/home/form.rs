//! The form of the search: the box, the filters, and what is chosen now.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use serde::Serialize;

use super::asked::{Asked, Key, Understood};
use crate::domain::delivered::Activity;
use crate::domain::identifiers::{BodyCode, SchemeCode};
use crate::language::Language;
use crate::services::search::Near;
use crate::services::search::{Choices, Wanted};
use crate::web::markup::SafeMarkup;
use crate::web::render::{self, Unrenderable};
use crate::web::view::{Field, Kind, Link, Select};

/// Distances to choose from, in kilometres.
const RADII: [u16; 5] = [5, 10, 25, 50, 100];

/// The filters under the search box.
#[derive(Debug, Clone, Serialize)]
struct FilterForm {
    /// Whether they are shown: one is set, or one is wrong.
    open: bool,
    /// How many are set, in words; nothing when none is.
    chosen: Option<String>,
    /// Where the firm is looked for.
    postcode: Field,
    /// How far from there.
    radius: Select,
    /// The other filters.
    selects: Vec<Select>,
}

/// A field that makes no sense, for the list above the form.
#[derive(Debug, Clone, Serialize)]
pub struct Fault {
    /// The id of the field, unless it is on no page.
    pub field: Option<&'static str>,
    /// What is wrong, and what would be right.
    pub text: String,
}

/// What is to be filled in, with what was.
pub(super) struct Form<'a> {
    pub(super) language: Language,
    pub(super) asked: &'a Asked,
    pub(super) understood: &'a Understood,
    pub(super) choices: &'a Arc<Choices>,
}

/// The filters as they are when none is set, with the choices they were made for. Every search shows them.
type Unset = ArcSwapOption<(Arc<Choices>, SafeMarkup)>;

static DUTCH: Unset = ArcSwapOption::const_empty();
static ENGLISH: Unset = ArcSwapOption::const_empty();

impl Form<'_> {
    fn error(&self, key: Key) -> Option<String> {
        self.understood.faults.contains(&key).then(|| key.fault(self.language).into_owned())
    }

    /// The search box.
    pub(super) fn search(&self) -> Field {
        Field::new(Kind::Search, Key::Text.name(), self.language.text("search-box"))
            .value(self.asked.get(Key::Text))
            .error(self.error(Key::Text))
            .as_filter()
    }

    /// Everything that makes no sense, in the order of the form.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let fault = |key: &Key| Fault {
            field: (*key != Key::Page).then(|| key.name()),
            text: key.fault(self.language).into_owned(),
        };
        self.understood.faults.iter().map(fault).collect()
    }

    /// The filters as markup.
    ///
    /// # Errors
    /// [`Unrenderable`] when their template is wrong.
    pub(super) fn filters(&self, chosen: usize) -> Result<SafeMarkup, Unrenderable> {
        let unset = match self.language {
            Language::Dutch => &DUTCH,
            Language::English => &ENGLISH,
        };
        let is_set = |key: &Key| !matches!(key, Key::Text | Key::Page) && self.asked.says(*key);
        let set = Key::ALL.iter().any(is_set) || !self.understood.faults.is_empty();
        if let Some(kept) = unset.load().as_ref().filter(|kept| !set && Arc::ptr_eq(&kept.0, self.choices)) {
            return Ok(kept.1.clone());
        }
        let markup = render::part(self.language, "pages/home/filters", &self.filter_form(chosen))?;
        let markup = SafeMarkup::vouched(markup);
        if !set {
            unset.store(Some(Arc::new((Arc::clone(self.choices), markup.clone()))));
        }
        Ok(markup)
    }

    fn filter_form(&self, chosen: usize) -> FilterForm {
        let language = self.language;
        let of_filters = |key: &Key| !matches!(key, Key::Text | Key::Page);
        FilterForm {
            open: chosen > 0 || self.understood.faults.iter().any(of_filters),
            chosen: (chosen > 0).then(|| language.text_with("search-filters-chosen", &[("count", chosen.into())])),
            postcode: Field::new(Kind::Text, Key::Postcode.name(), language.text("search-postcode"))
                .value(self.asked.get(Key::Postcode))
                .help(language.text("search-postcode-help"))
                .error(self.error(Key::Postcode))
                .autocomplete("postal-code")
                .as_filter(),
            radius: self.radius(),
            selects: self.selects(),
        }
    }

    fn radius(&self) -> Select {
        let km = self.understood.question.near.map_or(Near::USUAL_KM, |near| near.km);
        let mut radii = RADII.to_vec();
        if let Err(place) = radii.binary_search(&km) {
            radii.insert(place, km);
        }
        let choices = radii.into_iter().map(|km| (km.to_string(), radius_words(self.language, km)));
        Select::new(Key::Radius.name(), self.language.text("search-radius"), &km.to_string(), choices)
            .error(self.error(Key::Radius))
    }

    fn selects(&self) -> Vec<Select> {
        let (language, filters) = (self.language, &self.understood.question.filters);
        let text = |key: &str| language.text(key).into_owned();
        let select = |key: Key, label: &str, any: &str, chosen: &str, choices: Vec<(String, String)>| {
            let all = std::iter::once((String::new(), text(any))).chain(choices);
            Select::new(key.name(), text(label), chosen, all).error(self.error(key))
        };
        let works = Activity::ALL.map(|work| (work.word().to_owned(), work_words(language, work)));
        let statuses = Wanted::ALL.map(|wanted| (wanted.word().to_owned(), status_words(language, wanted)));
        let schemes = self.choices.schemes.iter().map(|(code, name)| (code.to_string(), name.clone()));
        let bodies = self.choices.bodies.iter().map(|(code, name)| (code.to_string(), name.clone()));
        let subareas =
            self.choices.subareas.iter().map(|(part, label)| (part.clone(), subarea_words(language, part, label)));
        let code = |code: Option<&str>| code.unwrap_or_default().to_owned();
        vec![
            select(
                Key::Status,
                "search-status",
                "search-status-any",
                filters.standing.map_or("", Wanted::word),
                statuses.into(),
            ),
            select(Key::Work, "search-work", "search-work-any", filters.work.map_or("", Activity::word), works.into()),
            select(
                Key::Scheme,
                "search-scheme",
                "search-scheme-any",
                &code(filters.scheme.as_ref().map(SchemeCode::as_str)),
                schemes.collect(),
            ),
            select(
                Key::Subarea,
                "search-subarea",
                "search-subarea-any",
                &code(filters.subarea.as_deref()),
                subareas.collect(),
            ),
            select(
                Key::Body,
                "search-body",
                "search-body-any",
                &code(filters.body.as_ref().map(BodyCode::as_str)),
                bodies.collect(),
            ),
        ]
    }

    /// The filters that are set, each leading to the same question without it.
    pub(super) fn chosen(&self) -> Vec<Link> {
        let (language, question) = (self.language, &self.understood.question);
        let filters = &question.filters;
        let name_of = |named: Option<&String>, code: &str| named.cloned().unwrap_or_else(|| code.to_owned());
        let mut chosen = Vec::new();
        let mut add = |keys: &[Key], label: String| {
            chosen.push(Link::new(label, self.asked.without(keys).href(language)));
        };
        if let Some(near) = question.near {
            let values = [("km", near.km.into()), ("postcode", self.asked.get(Key::Postcode).into())];
            add(&[Key::Postcode, Key::Radius], language.text_with("search-chosen-near", &values));
        }
        if let Some(wanted) = filters.standing {
            add(&[Key::Status], status_words(language, wanted));
        }
        if let Some(work) = filters.work {
            add(&[Key::Work], work_words(language, work));
        }
        if let Some(scheme) = &filters.scheme {
            let named = self.choices.schemes.iter().find(|(code, _)| code == scheme).map(|(_, name)| name);
            add(&[Key::Scheme], name_of(named, scheme.as_str()));
        }
        if let Some(part) = &filters.subarea {
            let label = self.choices.subareas.iter().find(|(code, _)| code == part).map_or("", |(_, label)| label);
            add(&[Key::Subarea], subarea_words(language, part, label));
        }
        if let Some(body) = &filters.body {
            let named = self.choices.bodies.iter().find(|(code, _)| code == body).map(|(_, name)| name);
            add(&[Key::Body], name_of(named, body.as_str()));
        }
        chosen
    }

    /// The same question without any filter.
    pub(super) fn without_filters(&self) -> String {
        let filters: Vec<Key> = Key::ALL.into_iter().filter(|key| *key != Key::Text).collect();
        self.asked.without(&filters).href(self.language)
    }
}

fn radius_words(language: Language, km: u16) -> String {
    language.text_with("search-radius-choice", &[("km", km.into())])
}

fn subarea_words(language: Language, part: &str, label: &str) -> String {
    if label.is_empty() {
        return language.text_with("search-subarea-choice", &[("part", part.into())]);
    }
    language.text_with("search-subarea-described", &[("part", part.into()), ("label", label.into())])
}

fn work_words(language: Language, work: Activity) -> String {
    let key = match work {
        Activity::Install => "search-work-install",
        Activity::Repair => "search-work-repair",
        Activity::Maintain => "search-work-maintain",
        Activity::Commission => "search-work-commission",
    };
    language.text(key).into_owned()
}

fn status_words(language: Language, wanted: Wanted) -> String {
    let key = match wanted {
        Wanted::MayWork => "search-status-may-work",
        Wanted::MayNotWork => "search-status-may-not-work",
        Wanted::Suspended => "search-status-suspended",
        Wanted::Withdrawn => "search-status-withdrawn",
        Wanted::Expired => "search-status-expired",
    };
    language.text(key).into_owned()
}
