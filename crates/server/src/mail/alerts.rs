//! Mails about scans that somebody wants to hear of.

use super::{Letter, letters::notice};
use countermark_core::scan_flags::Flag;
use countermark_store::scans::alerts::Digest;
use std::fmt::Write as _;

/// Tells of the scans that came together since the last mail.
#[must_use]
pub fn alert(to: &str, digest: &Digest) -> Letter {
    let (count, campaign) = (digest.scans, digest.campaign.as_str());
    let scans = if count == 1 { "scan" } else { "scans" };
    let subject = format!("Alert: {count} {scans} in {campaign}");
    let mut text = format!(
        "{}\n\nCampaign: {campaign}\nScans since the last mail about this: {count}\n\n",
        digest.flag.sentence()
    );
    for scan in &digest.newest {
        let country = match scan.country.as_str() {
            "" => "unknown country",
            country => country,
        };
        let (at, id) = (scan.at, &scan.extended_id);
        // What became of the code is news where it may have been the alert that did it.
        let now = match digest.flag {
            Flag::SessionCount if scan.blacklisted => "  (the code is blacklisted now)",
            _ => "",
        };
        let _ = writeln!(text, "{at}  {id}  {country}  {}{now}", scan.product);
    }
    if count > i64::try_from(digest.newest.len()).unwrap_or(i64::MAX) {
        text.push_str("and earlier ones.\n");
    }
    text.push_str("\nWho gets these mails is set in the alerts of the campaign.\n");
    notice("alert", to, &subject, text)
}
