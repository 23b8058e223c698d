//! What the mails about tokens say.

use super::letters::{Letter, notice};
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
    let left = match hours {
        0..48 => format!("{} hours", hours.max(1)),
        _ => format!("{} days", hours / 24),
    };
    let (name, day) = (&token.name, &token.valid_until);
    let subject = format!("Your token \"{name}\" ends in {left}");
    let text = format!(
        "Your User Authorization Token \"{name}\" works until {day}, that is for {left} more. \
             Then every system that uses it is shut out.\n\n\
             Replace it here; the old one can go on for up to a week while you change over:\n\n\
             {link}\n\n\
             If nothing uses it any more, you need not do anything.\n"
    );
    notice("uat_ends", &token.email, &subject, text)
}

/// A replaced token was used after its end.
#[must_use]
pub fn superseded_use(to: &str, name: &str, from: &str, revoked: bool, link: &str) -> Letter {
    let family = if revoked {
        "As your company wishes, every token that came after it was revoked at once. Systems that \
         use them are shut out until you give them a new one.\n\n"
    } else {
        ""
    };
    let subject = format!("Your replaced token \"{name}\" was used");
    let text = format!(
        "Your User Authorization Token \"{name}\" was replaced and has ended. Somebody has just \
             used it from {from}; the call was refused.\n\n\
             Either a system still has the old token, or the token is in wrong hands.\n\n{family}\
             See who uses it here:\n\n{link}\n"
    );
    notice("uat_superseded_use", to, &subject, text)
}
