//! The texts of `texts/`, read once into one bundle per language.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};
use unic_langid::LanguageIdentifier;

use super::Language;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Why a text cannot be read; only a mistake of ours can cause it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("texts/{file}: {fault}")]
pub struct Unreadable {
    file: String,
    fault: String,
}

pub(super) struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

static DUTCH: LazyLock<Result<Texts, Unreadable>> = LazyLock::new(|| Texts::read(Language::Dutch));
static ENGLISH: LazyLock<Result<Texts, Unreadable>> = LazyLock::new(|| Texts::read(Language::English));
/// What speaks when the texts cannot be read; the program does not start then, so nobody hears it.
static NOTHING: LazyLock<Texts> = LazyLock::new(|| Texts {
    language: Language::Dutch,
    bundle: FluentBundle::new_concurrent(vec![identifier(Language::Dutch)]),
});

fn identifier(language: Language) -> LanguageIdentifier {
    // Both codes are well formed, so the language that is undetermined never speaks.
    language.code().parse().unwrap_or_default()
}

fn read(language: Language) -> Result<&'static Texts, Unreadable> {
    let texts = match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    };
    texts.as_ref().map_err(Clone::clone)
}

/// Reads all texts.
///
/// # Errors
/// [`Unreadable`] when one is wrong: then the program must not start.
pub fn prepare() -> Result<(), Unreadable> {
    Language::ALL.into_iter().try_for_each(|language| read(language).map(|_| ()))
}

pub(super) fn of(language: Language) -> &'static Texts {
    read(language).unwrap_or(&NOTHING)
}

impl Texts {
    fn read(language: Language) -> Result<Self, Unreadable> {
        let mut bundle = FluentBundle::new_concurrent(vec![identifier(language)]);
        // The marks that keep right-to-left text apart would stand in what people copy from the pages.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Dutch => |value: &FluentValue<'_>, _: &_| number(Language::Dutch, value),
            Language::English => |value: &FluentValue<'_>, _: &_| number(Language::English, value),
        }));
        for (code, name, source) in TEXTS.iter().filter(|(code, ..)| *code == language.code()) {
            let wrong = |fault: String| Unreadable { file: format!("{code}/{name}.ftl"), fault };
            let resource = FluentResource::try_new((*source).to_owned())
                .map_err(|(_, faults)| wrong(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
            bundle
                .add_resource(resource)
                .map_err(|faults| wrong(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
        }
        Ok(Self { language, bundle })
    }

    pub(super) fn say(&'static self, key: &str, values: &[(&str, FluentValue<'_>)]) -> Cow<'static, str> {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, "a text is missing");
            debug_assert!(false, "the text {key} is missing");
            return Cow::Owned(key.to_owned());
        };
        if let Some(text) = plain(self.language, pattern, values) {
            return text;
        }
        let arguments: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut faults);
        if !faults.is_empty() {
            tracing::error!(key, ?faults, "a text lacks a value");
            debug_assert!(faults.is_empty(), "the text {key} lacks a value: {faults:?}");
        }
        text
    }
}

/// The text if nothing in it depends on a value but the value itself. Nearly all are so, and a page has hundreds; nothing
/// is looked up for them then.
fn plain(
    language: Language,
    pattern: &'static Pattern<&'static str>,
    values: &[(&str, FluentValue<'_>)],
) -> Option<Cow<'static, str>> {
    if let [PatternElement::TextElement { value }] = pattern.elements.as_slice() {
        return Some(Cow::Borrowed(value));
    }
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable {
                expression: Expression::Inline(InlineExpression::VariableReference { id }),
            } => match &values.iter().find(|(name, _)| *name == id.name)?.1 {
                FluentValue::String(value) => text.push_str(value),
                value => text.push_str(&number(language, value)?),
            },
            PatternElement::Placeable { .. } => return None,
        }
    }
    Some(Cow::Owned(text))
}

/// Whole numbers are grouped as the language does; a number with decimals is given as text.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be a whole count just before")]
fn number(language: Language, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value >= 0.0 && number.value.fract() == 0.0 => {
            Some(language.count(number.value as u64))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_can_be_read() {
        prepare().map_err(|error| error.to_string()).unwrap_or_else(|fault| panic!("{fault}"));
    }

    #[test]
    fn values_and_counts_stand_in_their_places() {
        let named = [("number", FluentValue::from("AL-1"))];
        assert_eq!(
            Language::English.text_with("search-reason-certificate", &named),
            "found by certificate number AL-1"
        );
        let counted = |count: u64| Language::Dutch.text_with("search-things", &[("count", count.into())]);
        assert_eq!((counted(1).as_str(), counted(1204).as_str()), ("1 bedrijf", "1.204 bedrijven"));
        let found = Language::English.text_around("search-found", "query", &[("count", 2_u64.into())]);
        assert_eq!(found, ("2 firms for ‘".to_owned(), "’".to_owned()));
    }

    #[test]
    fn a_text_speaks_its_language() {
        assert_eq!(Language::Dutch.text("parts-next"), "Volgende");
        assert_eq!(Language::English.text("parts-next"), "Next");
    }
}
