//! Mails about scans that somebody wants to hear of.

use super::{Letter, catalogue::Text, letters::notice, words::Words};
use countermark_core::scan_flags::Flag;
use countermark_store::scans::alerts::Digest;
use std::fmt::Write as _;

/// Tells of the scans that came together since the last mail.
#[must_use]
pub fn alert(to: &str, digest: &Digest) -> Letter {
    notice("alert", to, |words| say(words, digest))
}

fn say(words: Words, digest: &Digest) -> (String, String) {
    let mut scans = String::new();
    for scan in &digest.newest {
        let country = match scan.country.as_str() {
            "" => words.say(Text::AlertNoCountry, &[]),
            country => country.to_owned(),
        };
        let at = words.moment(scan.at, &digest.time_zone);
        // What became of the code is news where it may have been the alert that did it.
        let now = match digest.flag {
            Flag::SessionCount if scan.blacklisted => words.say(Text::AlertNowBlacklisted, &[]),
            _ => String::new(),
        };
        let (id, product) = (&scan.extended_id, &scan.product);
        let _ = writeln!(scans, "{at}  {id}  {country}  {product}{now}");
    }
    if digest.scans > i64::try_from(digest.newest.len()).unwrap_or(i64::MAX) {
        scans.push_str(&words.say(Text::AlertEarlier, &[]));
    }
    let campaign = ("campaign", digest.campaign.as_str());
    let counted = words.count(digest.scans, Text::AlertScan, Text::AlertScans);
    let subject = words.say(Text::AlertSubject, &[("scans", &counted), campaign]);
    let (count, sentence) = (
        digest.scans.to_string(),
        words.say(sentence(digest.flag), &[]),
    );
    let known = [
        ("sentence", sentence.as_str()),
        campaign,
        ("count", &count),
        ("scans", &scans),
    ];
    (subject, words.say(Text::Alert, &known))
}

const fn sentence(flag: Flag) -> Text {
    match flag {
        Flag::Blacklisted => Text::FlagBlacklisted,
        Flag::Inactive => Text::FlagInactive,
        Flag::OffMarket => Text::FlagOffMarket,
        Flag::AfterSellBy => Text::FlagAfterSellBy,
        Flag::AlreadyConsumed => Text::FlagAlreadyConsumed,
        Flag::ExceptionalCountry => Text::FlagExceptionalCountry,
        Flag::ScanCount => Text::FlagScanCount,
        Flag::SessionCount => Text::FlagSessionCount,
        Flag::Anomaly => Text::FlagAnomaly,
    }
}
