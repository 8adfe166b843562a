//! From a page context to HTML. All templates are in the binary and are read once, strictly: a template that names what
//! its context does not have is an error, and a test renders every page with its samples.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::ContentType;
use handlebars::{Handlebars, RenderError, TemplateError};
use serde::Serialize;

use super::assets;
use super::error::Error;
use super::layout::{Frame, Screen, Section};
use super::markup::SafeMarkup;
use super::view::Link;

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// What a page shows. Handlers fill one and give it to [`Screen::show`].
pub trait Page: Serialize {
    /// The template, by its path under `templates/` without extension.
    const TEMPLATE: &'static str;

    /// What the page is about; the name of the product is added.
    fn title(&self) -> String;

    /// The part of the site it belongs to.
    fn section(&self) -> Section {
        Section::None
    }

    /// The pages above this one, from the outside in; empty for a page at the top.
    fn trail(&self) -> Vec<Link> {
        Vec::new()
    }
}

static TEMPLATES_READ: LazyLock<Result<Handlebars<'static>, TemplateError>> = LazyLock::new(|| {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    for (name, source) in TEMPLATES {
        registry.register_template_string(name, source)?;
    }
    Ok(registry)
});

/// Why a page could not be made; only a mistake of ours can cause it.
#[derive(Debug, thiserror::Error)]
pub enum Unrenderable {
    /// A template is wrong.
    #[error("a template cannot be read")]
    Template(#[from] &'static TemplateError),
    /// A template and its context do not fit.
    #[error("a page cannot be rendered")]
    Render(#[from] Box<RenderError>),
}

/// Reads all templates.
///
/// # Errors
/// [`Unrenderable::Template`] when one is wrong: then the program must not start.
pub fn prepare() -> Result<(), Unrenderable> {
    registry().map(|_| ())
}

fn registry() -> Result<&'static Handlebars<'static>, Unrenderable> {
    TEMPLATES_READ.as_ref().map_err(Unrenderable::Template)
}

#[derive(Serialize)]
struct Layout {
    title: String,
    trail: Vec<Link>,
    frame: Frame,
    body: SafeMarkup,
    stylesheet: &'static str,
    icon: &'static str,
    font: &'static str,
}

/// The page with everything around it, as HTML.
///
/// # Errors
/// [`Unrenderable`] when the template and the context do not fit.
pub fn html<P: Page>(screen: &Screen, page: &P) -> Result<String, Unrenderable> {
    let registry = registry()?;
    let body = registry.render(P::TEMPLATE, page).map_err(Box::new)?;
    let layout = Layout {
        title: page.title(),
        trail: page.trail(),
        frame: screen.frame(page.section()),
        body: SafeMarkup::vouched(body),
        stylesheet: assets::stylesheet(),
        icon: assets::icon(),
        font: assets::font(),
    };
    Ok(registry.render("layout/page", &layout).map_err(Box::new)?)
}

impl Screen {
    /// Answers with the page.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be rendered.
    pub fn show<P: Page>(&self, page: &P) -> Result<HttpResponse, Error> {
        self.show_as(StatusCode::OK, page)
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
    use super::TEMPLATES;

    #[test]
    fn only_the_layout_and_the_drawing_take_markup_unescaped() {
        for (name, source) in TEMPLATES {
            let allowed = match *name {
                "layout/page" => "{{{body}}}",
                "partials/drawing" => "{{{svg}}}",
                _ => "",
            };
            let rest = if allowed.is_empty() { (*source).to_owned() } else { source.replacen(allowed, "", 1) };
            assert!(!rest.contains("{{{") && !rest.contains("{{&") && !rest.contains("{{~{"), "{name} does not escape");
        }
    }

    #[test]
    fn no_template_has_inline_style_or_script() {
        for (name, source) in TEMPLATES {
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
