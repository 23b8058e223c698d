//! Where a scan leads. Only addresses that the company has stored are ever answered, never one
//! that a request brings along.

use countermark_store::scans::Met;
use std::fmt::Write as _;

/// The address that a scan of that code leads to; none when the company has stored no address for
/// it. `scan` is the scan's id, empty when there is none.
#[must_use]
pub fn leads_to(met: &Met, scan: &str) -> Option<String> {
    let product = met.product.as_ref()?;
    let template = [&product.client_url, &product.brand_url]
        .into_iter()
        .find(|url| !url.is_empty())?;
    let mut address = encoded(template, false);
    for (name, value) in [("%7Bqr%7D", met.extended_id.as_str()), ("%7Bid%7D", scan)] {
        address = address.replace(name, &encoded(value, true));
    }
    // What is stored was checked when it came in; this is where it goes out.
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    is_web.then_some(address)
}

/// What cannot stand in a URL as it is, percent-encoded; `all`: what has a meaning in one, too.
fn encoded(text: &str, all: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        let kept = !all && byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        if plain || kept {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
