//! QR codes as pictures: SVG for whoever prints at any size, PNG of one bit a pixel for the rest.

use fast_qr::{ECL, QRBuilder, QRCode};
use std::{fmt::Write as _, io};

/// The white margin in modules that readers need (ISO/IEC 18004 §9.1).
const QUIET: usize = 4;
/// Pixels of one module in a PNG.
const SCALE: usize = 8;

/// The modules of a text's QR code, of the smallest size that holds it with error correction M.
pub(super) fn matrix(text: &str) -> io::Result<QRCode> {
    let code = QRBuilder::new(text).ecl(ECL::M).build();
    code.map_err(|error| io::Error::other(error.to_string()))
}

/// As an SVG: one path over a white square, a unit a module.
pub(super) fn svg(code: &QRCode) -> String {
    let size = code.size + 2 * QUIET;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\""
    );
    for y in 0..code.size {
        let row = &code[y][..code.size];
        let mut x = 0;
        while x < code.size {
            let dark = row[x..].iter().take_while(|module| module.value()).count();
            if dark > 0 {
                let _ = write!(svg, "M{} {}h{dark}v1h-{dark}z", x + QUIET, y + QUIET);
            }
            x += dark.max(1);
        }
    }
    svg.push_str("\"/></svg>\n");
    svg
}

/// As a PNG of one bit a pixel.
pub(super) fn png(code: &QRCode) -> io::Result<Vec<u8>> {
    let side = (code.size + 2 * QUIET) * SCALE;
    let line = side.div_ceil(8);
    let mut pixels = vec![0xff_u8; line * side];
    for y in 0..code.size {
        let row = &code[y][..code.size];
        for (x, module) in row.iter().enumerate() {
            if module.value() {
                // A module is a byte wide, so nothing is shifted.
                for below in 0..SCALE {
                    let at = ((y + QUIET) * SCALE + below) * line + (x + QUIET) * SCALE / 8;
                    pixels[at] = 0;
                }
            }
        }
    }
    let mut out = Vec::new();
    let wide = u32::try_from(side).map_err(io::Error::other)?;
    let mut encoder = png::Encoder::new(&mut out, wide, wide);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(io::Error::other)?;
    writer.write_image_data(&pixels).map_err(io::Error::other)?;
    writer.finish().map_err(io::Error::other)?;
    Ok(out)
}
