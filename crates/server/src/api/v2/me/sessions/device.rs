//! A short name for what a client says of itself.

/// The marks of browsers; a browser also carries the marks of those below it.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The marks of systems; Android also says Linux, an iPhone also says Mac OS.
const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
];

/// `Firefox on Linux`, `python-requests`; empty when the client said nothing.
pub(super) fn label(user_agent: &str) -> String {
    let found = |marks: &[(&str, &'static str)]| {
        let mut known = marks.iter();
        known
            .find(|(mark, _)| user_agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let product = user_agent.split([' ', '/']).next().unwrap_or("");
    if product != "Mozilla" {
        return product.chars().take(40).collect();
    }
    match (found(&BROWSERS), found(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => product.to_owned(),
    }
}
