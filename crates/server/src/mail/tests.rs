use super::{
    Letter,
    catalogue::Text,
    factors::{self, Change},
    ingestions::{self, Why},
    letters, tokens,
    words::Words,
};
use countermark_core::{
    ids::{CompanyId, IngestionKey, UatId, UserId},
    language::Language,
    time::Timestamp,
};
use countermark_store::notices::Ending;
use std::collections::BTreeSet;

const ENGLISH: Words = Words(Language::English);
const FRENCH: Words = Words(Language::French);

fn placeholders(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts
        .map(|part| part.split_once('}').expect("a brace that ends").0)
        .collect()
}

/// Every text is there in both languages, says something else, and fills in the same.
#[test]
fn languages_fill_in_the_same() {
    for text in Text::ALL {
        let [english, french] = Language::ALL.map(|language| text.in_language(language));
        assert!(!english.is_empty() && !french.is_empty(), "{text:?}");
        assert_eq!(placeholders(english), placeholders(french), "{text:?}");
        let same = ["AlertScan", "AlertScans"];
        let same = same.contains(&format!("{text:?}").as_str());
        assert_eq!(english == french, same, "{text:?}");
        let ends = |text: &str| text.ends_with('\n');
        assert_eq!(ends(english), ends(french), "{text:?}");
        // What belongs together in French stays together at the end of a line.
        for mark in [" :", " ;", " !", " ?", "« ", " »", "'"] {
            assert!(!french.contains(mark), "{text:?} has \"{mark}\"");
        }
    }
    for words in [ENGLISH, FRENCH] {
        assert_eq!(words.say(Text::Months, &[]).split(' ').count(), 12);
    }
}

/// Nothing that a mail fills in is left out, in any language.
#[test]
fn no_mail_leaves_a_gap() {
    let key: IngestionKey = "0123456789a".parse().expect("a key");
    let ending = Ending {
        company: CompanyId(1),
        owner: UserId(1),
        email: "VALUE".into(),
        uat: UatId(1),
        name: "VALUE".into(),
        valid_until: "2026-12-01".into(),
        expires_at: Timestamp(0),
        days: 1,
        time_zone: "VALUE".into(),
    };
    let v = "VALUE";
    let all: Vec<Letter> = vec![
        letters::invitation(v, v, v, 7_200),
        letters::reset(v, v, 7_200),
        letters::verify(v, v, 7_200),
        letters::new_address(v, v, 7_200),
        letters::password_changed(v, v),
        letters::address_asked(v, v, v),
        letters::address_changed(v, v),
        letters::leaked(v, v, v, countermark_core::policy::LeakAction::Revoke),
        tokens::ends(&ending, v, Timestamp(0)),
        tokens::superseded_use(v, v, v, true, v),
        factors::changed(v, Change::PasskeyAdded(v)),
        factors::changed(v, Change::CodeUsed(3)),
        factors::changed(v, Change::Taken(v)),
        ingestions::complete(v, &key, 2),
        ingestions::failed(v, &key, Why::Errors(2)),
        super::webhooks::switched_off(v, v),
    ];
    for letter in &all {
        for language in Language::ALL {
            let (subject, text) = letter.in_language(language);
            for said in [subject, text] {
                assert!(!said.contains(['{', '}']), "{said}");
                for gap in ["\"\"", "«\u{a0}\u{a0}»", "  ", "\n\n\n", " .", " ,"] {
                    assert!(!said.contains(gap), "{gap:?} in {said}");
                }
            }
        }
    }
}

/// A name with braces is a name.
#[test]
fn a_value_is_not_looked_through() {
    let letter = letters::invitation("a@example.com", "{link} {hours}", "LINK", 3_600);
    let (subject, text) = letter.in_language(Language::French);
    assert_eq!(subject, "Vous êtes invité à rejoindre {link} {hours}");
    assert_eq!(text.matches("LINK").count(), 1);
}

#[test]
fn days_and_times_are_those_of_a_zone() {
    // 2026-12-31T23:30:00Z.
    let at = Timestamp(1_798_759_800_000_000);
    for (words, zone, expected) in [
        (ENGLISH, "UTC", "31 December 2026, 23:30 (UTC)"),
        (
            ENGLISH,
            "Europe/Zurich",
            "1 January 2027, 00:30 (Europe/Zurich)",
        ),
        (
            FRENCH,
            "Europe/Zurich",
            "1er janvier 2027 à 00:30 (Europe/Zurich)",
        ),
        (
            FRENCH,
            "America/New_York",
            "31 décembre 2026 à 18:30 (America/New_York)",
        ),
        (FRENCH, "Nowhere/At_All", "31 décembre 2026 à 23:30 (UTC)"),
    ] {
        assert_eq!(words.moment(at, zone), expected);
    }
    assert_eq!(ENGLISH.day("2026-08-01", "UTC"), "1 August 2026 (UTC)");
    assert_eq!(FRENCH.day("2026-08-01", "UTC"), "1er août 2026 (UTC)");
}

#[test]
fn numbers_agree_with_their_words() {
    let days = |words: Words, count| words.count(count, Text::Day, Text::Days);
    for (count, english, french) in [
        (0, "0 days", "0 jour"),
        (1, "1 day", "1 jour"),
        (2, "2 days", "2 jours"),
    ] {
        assert_eq!(
            (days(ENGLISH, count), days(FRENCH, count)),
            (english.into(), french.into())
        );
    }
}
