//! A drawing under construction. Values go in as numbers or as text that is escaped; the result is safe markup.

use std::fmt::Write;

use crate::web::markup::{SafeMarkup, escape};

/// A drawing with a width and a height in its own units.
#[derive(Debug)]
pub(super) struct Svg {
    width: f64,
    height: f64,
    shapes: String,
}

/// At which side of its place a text stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    /// The text begins there.
    Start,
    /// The text stands around it.
    Middle,
    /// The text ends there.
    End,
}

impl Svg {
    /// An empty drawing.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, shapes: String::new() }
    }

    fn add(&mut self, shape: std::fmt::Arguments<'_>) {
        // Writing to a text cannot fail.
        let _ = self.shapes.write_fmt(shape);
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &'static str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.add(format_args!(r#"<line class="{class}" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#));
    }

    /// A line through all points.
    pub(super) fn path(&mut self, class: &'static str, points: &[(f64, f64)]) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        self.add(format_args!(r#"<polyline class="{class}" points="{}"/>"#, points.join(" ")));
    }

    /// A dot that says what it stands for when pointed at.
    pub(super) fn dot(&mut self, class: &'static str, (x, y): (f64, f64), says: &str) {
        let says = escape(says);
        self.add(format_args!(
            r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="5"><title>{says}</title></circle>"#
        ));
    }

    /// A text.
    pub(super) fn text(&mut self, class: &'static str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = escape(text);
        self.add(format_args!(r#"<text class="{class}" x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#));
    }

    /// The finished drawing, named by its title and description.
    pub(super) fn finish(self, id: &str, title: &str, description: &str) -> SafeMarkup {
        let (id, title, description) = (escape(id), escape(title), escape(description));
        let Self { width, height, shapes } = self;
        SafeMarkup::vouched(format!(
            concat!(
                r#"<svg class="chart__svg" viewBox="0 0 {w:.0} {h:.0}" role="img" aria-labelledby="{id}-t {id}-d">"#,
                r#"<title id="{id}-t">{title}</title><desc id="{id}-d">{description}</desc>{shapes}</svg>"#
            ),
            w = width,
            h = height,
            id = id,
            title = title,
            description = description,
            shapes = shapes,
        ))
    }
}

/// The text, cut so that it fits about this many letters.
pub(super) fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_out_of_the_drawing() {
        let mut svg = Svg::new(10.0, 10.0);
        svg.text("chart__label", (0.0, 0.0), Anchor::Start, "</svg><script>");
        let markup = svg.finish("x\"y", "<b>", "&");
        assert!(!markup.as_str().contains("<script>"));
        assert!(!markup.as_str().contains("x\"y"));
        assert!(markup.as_str().starts_with("<svg") && markup.as_str().ends_with("</svg>"));
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(shortened("Normec", 8), "Normec");
        assert_eq!(shortened("Certificatie Nederland", 14), "Certificatie…");
    }
}
