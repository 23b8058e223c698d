//! Mails about tokens.

use super::{
    catalogue::Text,
    letters::{Letter, both, notice},
};
use countermark_core::{ids::UatId, time::Timestamp};
use countermark_store::notices::Ending;

/// The address of a token's page in the portal.
#[must_use]
pub fn link(base: &str, id: UatId) -> String {
    format!("{base}/#/me/tokens/{id}")
}

/// A token comes to its end.
#[must_use]
pub fn ends(token: &Ending, link: &str, now: Timestamp) -> Letter {
    let hours = (token.expires_at.seconds() - now.seconds()).max(0) / 3_600;
    notice("uat_ends", &token.email, |words| {
        let left = match hours {
            0..48 => words.count(hours.max(1), Text::Hour, Text::Hours),
            _ => words.count(hours / 24, Text::Day, Text::Days),
        };
        let day = words.day(&token.valid_until, &token.time_zone);
        let known = [
            ("token", token.name.as_str()),
            ("day", &day),
            ("left", &left),
            ("link", link),
        ];
        both(words, [Text::EndsSubject, Text::Ends], &known)
    })
}

/// A replaced token was used after its end.
#[must_use]
pub fn superseded_use(to: &str, name: &str, from: &str, revoked: bool, link: &str) -> Letter {
    notice("uat_superseded_use", to, |words| {
        let family = if revoked {
            words.say(Text::SupersededFamily, &[])
        } else {
            String::new()
        };
        let known = [
            ("token", name),
            ("from", from),
            ("family", &family),
            ("link", link),
        ];
        both(words, [Text::SupersededSubject, Text::Superseded], &known)
    })
}
