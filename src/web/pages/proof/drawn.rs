//! QR codes as drawings: SVG for screens and printers of any size, PNG for programs that take nothing else.

use std::fmt::Write as _;

use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode};

use crate::web::markup::escape;

/// Free space around the code that ISO/IEC 18004 asks for, in modules.
const QUIET: usize = 4;

/// Pixels per module: with some 50 modules this is 10 cm at 300 dots per inch, enough for a van.
const PIXELS: usize = 24;

/// A module is whole bytes wide in a picture of one bit per pixel, so a row of bits never has to be packed.
const _: () = assert!(PIXELS.is_multiple_of(8));

/// 300 dots per inch, in dots per metre.
const DOTS_PER_METRE: u32 = 11_811;

/// A quarter of the code may be dirty or scratched: it drives around on a van.
const CORRECTION: EcLevel = EcLevel::Q;

/// Why a code cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub(in crate::web::pages) enum Undrawable {
    /// The text is too long for a QR code.
    #[error("the address does not fit in a QR code: {0}")]
    TooLong(QrError),
    /// The picture cannot be written.
    #[error("the picture cannot be written")]
    Png(#[from] png::EncodingError),
}

/// The modules of the code of a text, row by row, with the free space around it.
struct Modules {
    side: usize,
    dark: Vec<bool>,
}

impl Modules {
    fn of(text: &str) -> Result<Self, Undrawable> {
        let code = QrCode::with_error_correction_level(text, CORRECTION).map_err(Undrawable::TooLong)?;
        let (inside, side) = (code.width(), code.width() + 2 * QUIET);
        let mut dark = vec![false; side * side];
        for (row, colors) in code.to_colors().chunks(inside).enumerate() {
            for (column, color) in colors.iter().enumerate() {
                if let Some(module) = dark.get_mut((row + QUIET) * side + column + QUIET) {
                    *module = *color == Color::Dark;
                }
            }
        }
        Ok(Self { side, dark })
    }

    fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.side)
    }
}

/// The code as SVG: one path, black on white whatever the theme, because phones read nothing else for certain.
pub(in crate::web::pages) fn svg(text: &str, title: &str, language: &str) -> Result<String, Undrawable> {
    let modules = Modules::of(text)?;
    let side = modules.side;
    let mut path = String::new();
    for (y, row) in modules.rows().enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] {
                let length = run.len();
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            x += run.len();
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{size}\" height=\"{size}\" \
         role=\"img\" aria-labelledby=\"t\" lang=\"{language}\" shape-rendering=\"crispEdges\"><title id=\"t\">{title}</title>\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{path}\"/></svg>\n",
        size = side * 8,
        title = escape(title),
    ))
}

/// The code as PNG, two colours, at print size.
pub(super) fn png(text: &str) -> Result<Vec<u8>, Undrawable> {
    let modules = Modules::of(text)?;
    let side = u32::try_from(modules.side * PIXELS).unwrap_or(u32::MAX);
    let mut content = Vec::new();
    let mut encoder = png::Encoder::new(&mut content, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: DOTS_PER_METRE,
        yppu: DOTS_PER_METRE,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    let mut pixels = Vec::with_capacity(modules.side * modules.side * PIXELS * PIXELS / 8);
    for row in modules.rows() {
        let line: Vec<u8> = row.iter().flat_map(|dark| [if *dark { 0x00 } else { 0xff }; PIXELS / 8]).collect();
        for _ in 0..PIXELS {
            pixels.extend_from_slice(&line);
        }
    }
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(content)
}
