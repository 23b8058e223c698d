//! What a `User-Agent` says, in a few words; the text itself is not kept.

use countermark_store::scans::Device;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use woothee::parser::Parser;

/// The longest `User-Agent` that is looked at.
const LONGEST: usize = 1_000;

/// Programs that look at links on their own: they are no scans.
const CRAWLER: &str = "crawler";

/// So many texts are known by heart, and then none: few models of phones make most scans.
const MOST_KNOWN: usize = 1_000;

/// What the device is, and whether it is a program that looks at links on its own.
type Described = (Device, bool);

/// What was found out about texts that came lately: to read one costs more than to look it up.
/// Nothing in here says who sent them.
#[derive(Default)]
pub struct Devices(Mutex<HashMap<Box<str>, Described>>);

impl Devices {
    /// What the device is, and whether it is a program that looks at links on its own.
    #[must_use]
    pub fn describe(&self, user_agent: &str) -> Described {
        let text = &user_agent[..user_agent.floor_char_boundary(LONGEST)];
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(text) {
            return found.clone();
        }
        let found = read(text);
        let mut known = known();
        if known.len() == MOST_KNOWN {
            known.clear();
        }
        known.insert(text.into(), found.clone());
        found
    }
}

fn read(user_agent: &str) -> Described {
    let Some(found) = Parser::new().parse(user_agent) else {
        return (Device::default(), false);
    };
    let known = |text: &str| match text {
        "UNKNOWN" => String::new(),
        text => text
            .chars()
            .filter(|c| !c.is_control())
            .take(60)
            .collect::<String>(),
    };
    let device = Device {
        kind: known(found.category),
        os: known(found.os),
        os_version: known(&found.os_version),
        browser: known(found.name),
        browser_version: known(found.version),
    };
    (device, found.category == CRAWLER)
}

#[cfg(test)]
mod tests {
    use super::{Devices, MOST_KNOWN};

    fn describe(text: &str) -> super::Described {
        let devices = Devices::default();
        let first = devices.describe(text);
        assert_eq!(devices.describe(text), first, "known by heart");
        first
    }

    #[test]
    fn phones_computers_and_crawlers_are_told_apart() {
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 \
                     (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
        let (device, crawls) = describe(phone);
        assert_eq!(
            (device.kind.as_str(), device.os.as_str()),
            ("smartphone", "iPhone")
        );
        assert_eq!((device.browser.as_str(), crawls), ("Safari", false));
        assert_eq!(device.os_version, "18.1");
        let crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
        assert!(describe(crawler).1);
        let preview = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)";
        assert!(describe(preview).1);
    }

    #[test]
    fn nonsense_says_nothing_and_breaks_nothing() {
        for text in ["", "-", "x", "ä", "Mozilla/5.0 (", "\u{1f600}"] {
            let (device, crawls) = describe(text);
            assert!(!crawls, "{text}");
            assert_eq!(device.browser, "", "{text}");
        }
        let _ = describe(&"ä".repeat(10_000));
    }

    #[test]
    fn only_so_many_are_known_by_heart() {
        let devices = Devices::default();
        for number in 0..3 * MOST_KNOWN {
            let _ = devices.describe(&format!("{number}"));
            assert!(devices.0.lock().expect("no panic").len() <= MOST_KNOWN);
        }
    }
}
