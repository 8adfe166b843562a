//! From a page context to HTML. All templates are in the binary and are read once, strictly: a template that names what
//! its context does not have is an error, and a test renders every page with its samples.
//!
//! A template says `{{t "holder-history"}}` for a text of `texts/`, with values as in `{{t "home-count" number=total}}`, and
//! `{{to "/privacy"}}` for the address of a public page, both in the language of the page.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason, ScopedJson, TemplateError,
};
use serde::Serialize;
use serde_json::Value;

use super::assets;
use super::error::Error;
use super::head::Head;
use super::layout::{Frame, Screen, Section};
use super::markup::{SafeMarkup, escape, escape_into};
use super::mould::{Moulds, Unoutlined};
use super::schema_org;
use super::view::Link;
use crate::language::{self, FluentValue, Language};

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// What a page shows. Handlers fill one and give it to [`Screen::show`].
pub trait Page: Serialize {
    /// The template, by its path under `templates/` without extension.
    const TEMPLATE: &'static str;

    /// Whether it is asked for so often that it is cast (`web::mould`). Its template may not choose by what a text says.
    const IS_CAST: bool = false;

    /// The languages it can be had in.
    const LANGUAGES: &'static [Language] = &[Language::Dutch];

    /// What the page is about; the name of the product is added.
    fn title(&self, language: Language) -> String;

    /// What the page offers, in a sentence or two, as search engines show it under the title.
    fn description(&self, language: Language) -> String {
        language.text("described-search").into_owned()
    }

    /// The address of the feed with its changes, if it has one.
    fn feed(&self, _: Language) -> Option<String> {
        None
    }

    /// Whether search engines may list it.
    fn is_listed(&self) -> bool {
        true
    }

    /// What the page is about, for machines, in the words of schema.org. The address of the page is given whole.
    fn data(&self, _: Language, _address: &str) -> Option<Value> {
        None
    }

    /// The part of the site it belongs to.
    fn section(&self) -> Section {
        Section::None
    }

    /// The pages above this one, from the outside in; empty for a page at the top.
    fn trail(&self, _: Language) -> Vec<Link> {
        Vec::new()
    }
}

static DUTCH: LazyLock<Result<Handlebars<'static>, TemplateError>> = LazyLock::new(|| templates(Language::Dutch));
static ENGLISH: LazyLock<Result<Handlebars<'static>, TemplateError>> = LazyLock::new(|| templates(Language::English));

fn templates(language: Language) -> Result<Handlebars<'static>, TemplateError> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(escape);
    registry.register_helper("t", Box::new(Text(language)));
    registry.register_helper("to", Box::new(Address(language)));
    for (name, source) in TEMPLATES {
        registry.register_template_string(name, said(language, source))?;
    }
    Ok(registry)
}

/// The template with its fixed texts and addresses written out, so that they are not looked up for every page.
fn said(language: Language, template: &str) -> String {
    let mut rest = template;
    let mut said = String::with_capacity(template.len());
    while let Some(start) = rest.find("{{t") {
        let (before, from) = rest.split_at(start);
        said.push_str(before);
        let fixed = [("{{t \"", true), ("{{to \"", false)].into_iter().find_map(|(opening, is_text)| {
            let (argument, after) = from.strip_prefix(opening)?.split_once('"')?;
            let after = after.strip_prefix("}}")?;
            let written = if is_text { language.text(argument).into_owned() } else { language.path(argument) };
            Some((written, after))
        });
        if let Some((written, after)) = fixed {
            escape_into(&written, &mut said);
            rest = after;
        } else {
            // With values, or of something else.
            said.push_str("{{t");
            rest = from.strip_prefix("{{t").unwrap_or_default();
        }
    }
    said.push_str(rest);
    said
}

/// `{{t "key" name=value}}`: a text in the language of the page. It is escaped like every other value.
struct Text(Language);

/// `{{to "/path"}}`: the address of a public page in the language of the page.
struct Address(Language);

/// The first argument of a helper, which is always text.
fn first<'a>(helper: &'a Helper<'_>, name: &'static str) -> Result<&'a str, RenderError> {
    let first = helper.param(0).and_then(|param| param.value().as_str());
    Ok(first.ok_or(RenderErrorReason::ParamNotFoundForIndex(name, 0))?)
}

impl HelperDef for Text {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let key = first(helper, "t")?;
        let values = helper.hash().iter().map(|(name, value)| match value.value() {
            Value::String(text) => Ok((*name, FluentValue::from(text.as_str()))),
            Value::Number(number) => Ok((*name, FluentValue::from(number.as_f64().unwrap_or_default()))),
            _ => Err(RenderErrorReason::InvalidParamType("text or a number")),
        });
        let values = values.collect::<Result<Vec<_>, _>>()?;
        let text = self.0.text_with(key, &values);
        Ok(ScopedJson::Derived(text.into()))
    }
}

impl HelperDef for Address {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        Ok(ScopedJson::Derived(self.0.path(first(helper, "to")?).into()))
    }
}

/// Why a page could not be made; only a mistake of ours can cause it.
#[derive(Debug, thiserror::Error)]
pub enum Unrenderable {
    /// A text is wrong.
    #[error(transparent)]
    Text(#[from] language::Unreadable),
    /// A template is wrong.
    #[error("a template cannot be read")]
    Template(#[from] &'static TemplateError),
    /// A template and its context do not fit.
    #[error("a page cannot be rendered")]
    Render(#[from] Box<RenderError>),
    /// What fills a template of which moulds are made cannot be taken apart.
    #[error(transparent)]
    Outline(#[from] Unoutlined),
}

/// Reads all templates.
///
/// # Errors
/// [`Unrenderable::Template`] when one is wrong: then the program must not start.
pub fn prepare() -> Result<(), Unrenderable> {
    language::prepare()?;
    Language::ALL.into_iter().try_for_each(|language| registry(language).map(|_| ()))
}

fn registry(language: Language) -> Result<&'static Handlebars<'static>, Unrenderable> {
    let read = match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    };
    read.as_ref().map_err(Unrenderable::Template)
}

/// The template of what surrounds every page.
const LAYOUT: &str = "layout/page";

/// Room for most pages, in bytes.
const LARGE_PAGE: usize = 16 * 1024;

#[derive(Serialize)]
struct Layout {
    title: String,
    /// Only for pages that may be listed.
    description: Option<String>,
    head: Head,
    feed: Option<String>,
    /// JSON that cannot be taken for markup.
    data: Option<SafeMarkup>,
    trail: Vec<Link>,
    frame: Frame,
    body: SafeMarkup,
    stylesheet: &'static str,
    inside_stylesheet: &'static str,
    icon: &'static str,
    font: &'static str,
}

/// The moulds of the templates in each language.
static DUTCH_MOULDS: LazyLock<Moulds> = LazyLock::new(Moulds::default);
static ENGLISH_MOULDS: LazyLock<Moulds> = LazyLock::new(Moulds::default);

/// Adds a template filled with this to the markup, cast: for what is shown so often that reading its template each time
/// would take most of the time. The template may not choose by what a text says.
///
/// # Errors
/// [`Unrenderable`] when the template and what it is filled with do not fit.
pub(super) fn cast(
    language: Language,
    template: &str,
    filling: &impl Serialize,
    markup: &mut String,
) -> Result<(), Unrenderable> {
    let moulds = match language {
        Language::Dutch => &DUTCH_MOULDS,
        Language::English => &ENGLISH_MOULDS,
    };
    moulds.cast(template, filling, |marked| part(language, template, marked), markup)
}

/// A template on its own, filled with this.
///
/// # Errors
/// [`Unrenderable`] when the template and what it is filled with do not fit.
pub(super) fn part(language: Language, template: &str, filling: &impl Serialize) -> Result<String, Unrenderable> {
    Ok(registry(language)?.render(template, filling).map_err(Box::new)?)
}

/// The page with everything around it, as HTML.
///
/// # Errors
/// [`Unrenderable`] when the template and the context do not fit.
pub fn html<P: Page>(screen: &Screen, page: &P) -> Result<String, Unrenderable> {
    let language = screen.language();
    let body = if P::IS_CAST {
        let mut body = String::with_capacity(LARGE_PAGE);
        cast(language, P::TEMPLATE, page, &mut body)?;
        body
    } else {
        part(language, P::TEMPLATE, page)?
    };
    let mut html = String::with_capacity(body.len() + LARGE_PAGE);
    cast(language, LAYOUT, &surrounding(screen, page, body), &mut html)?;
    Ok(html)
}

/// The same without moulds.
#[cfg(test)]
pub(super) fn uncast<P: Page>(screen: &Screen, page: &P) -> Result<String, Unrenderable> {
    let language = screen.language();
    part(language, LAYOUT, &surrounding(screen, page, part(language, P::TEMPLATE, page)?))
}

fn surrounding<P: Page>(screen: &Screen, page: &P, body: String) -> Layout {
    let language = screen.language();
    let head = screen.head(P::LANGUAGES, page.is_listed());
    let data = head.canonical.as_deref().filter(|_| !head.unlisted).and_then(|address| page.data(language, address));
    Layout {
        title: page.title(language),
        description: head.canonical.is_some().then(|| page.description(language)),
        data: data.as_ref().map(schema_org::in_a_page),
        head,
        feed: page.feed(language),
        trail: page.trail(language),
        frame: screen.frame(page.section(), P::LANGUAGES),
        body: SafeMarkup::vouched(body),
        stylesheet: assets::stylesheet(),
        inside_stylesheet: assets::inside_stylesheet(),
        icon: assets::icon(),
        font: assets::font(),
    }
}

impl Screen {
    /// Answers with the page.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be rendered.
    pub fn show<P: Page>(&self, page: &P) -> Result<HttpResponse, Error> {
        self.show_as(StatusCode::OK, page)
    }

    /// Answers with the page of a form for visitors, whose browser keeps the cookie that the form is held against.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be rendered.
    pub fn show_form<P: Page>(&self, page: &P, kept: &Cookie<'_>) -> Result<HttpResponse, Error> {
        let mut response = self.show(page)?;
        response.add_cookie(kept).map_err(Error::internal)?;
        Ok(response)
    }

    /// Answers with the page under another status, as for a form that was filled in wrongly.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be rendered.
    pub fn show_as<P: Page>(&self, status: StatusCode, page: &P) -> Result<HttpResponse, Error> {
        let html = html(self, page).map_err(Error::internal)?;
        Ok(HttpResponse::build(status).content_type(ContentType::html()).body(html))
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, TEMPLATES, said};

    #[test]
    fn fixed_texts_and_addresses_are_written_out_once() {
        let template =
            r#"<a href="{{to "/privacy"}}" title="{{title}}">{{t "layout-privacy"}}</a>{{t "a" b=c}}{{text}}"#;
        let written = r#"<a href="/en/privacy" title="{{title}}">Privacy</a>{{t "a" b=c}}{{text}}"#;
        assert_eq!(said(Language::English, template), written);
    }

    #[test]
    fn only_what_is_safe_markup_by_type_is_taken_unescaped() {
        for (name, source) in TEMPLATES {
            let allowed: &[&str] = match *name {
                "layout/page" => &["{{{body}}}", "{{{data}}}"],
                "partials/drawing" => &["{{{svg}}}"],
                "pages/home/page" => &["{{{filters}}}", "{{{hits}}}", "{{{near_misses}}}"],
                _ => &[],
            };
            let rest = allowed.iter().fold((*source).to_owned(), |rest, markup| rest.replacen(markup, "", 1));
            assert!(!rest.contains("{{{") && !rest.contains("{{&") && !rest.contains("{{~{"), "{name} does not escape");
        }
    }

    #[test]
    fn no_template_has_inline_style_or_script() {
        for (name, source) in TEMPLATES {
            // The one script is a file of this site; a block of data is none, nothing runs it.
            let source = source.replace("<script src=\"{{script}}\" defer></script>", "");
            let source = source.replace("<script type=\"application/ld+json\">", "");
            for forbidden in ["style=", "<style", "<script", " onclick", "javascript:"] {
                assert!(!source.contains(forbidden), "{name} has {forbidden}, which the content policy blocks");
            }
        }
    }

    #[test]
    fn every_form_that_posts_carries_the_token() {
        for (name, source) in TEMPLATES {
            let posts = source.matches("method=\"post\"").count();
            let tokens = source.matches("name=\"csrf\"").count();
            assert_eq!(posts, tokens, "{name}");
        }
    }
}
