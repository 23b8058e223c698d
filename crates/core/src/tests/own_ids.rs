//! Ids that a company brings itself.

use crate::own_ids::parse;

#[test]
fn plain_ids_stay_as_they_are() {
    let longest = "x".repeat(100);
    for good in ["Qm7_xK2aZp-9", "12345678", "-_-_-_-_", &longest] {
        assert_eq!(parse(good).as_deref(), Ok(good));
    }
    let (short, long) = ("1234567", "x".repeat(101));
    for (bad, part) in [
        ("", "blank"),
        (short, "at least 8"),
        (&*long, "no more than 100"),
        ("12345678 ", "Use only"),
        ("1234.5678", "Use only"),
        ("äöüäöüäö", "Use only"),
        ("1234567\u{0}8", "Use only"),
        ("12345678\n", "Use only"),
        ("http://x/12345678", "Use only"),
    ] {
        let sentence = parse(bad).expect_err(bad);
        assert!(sentence.contains(part), "{bad}: {sentence}");
    }
}

/// Examples of GTINs from GS1's own pages; serial numbers as in addresses.
#[test]
fn gs1_paths_are_kept_as_they_arrive() {
    for (text, kept) in [
        ("01/09506000134352/21/ABC123", "01/09506000134352/21/ABC123"),
        ("01/09521234543213/21/1", "01/09521234543213/21/1"),
        ("01/09506000134352/21/A+B(1)", "01/09506000134352/21/A+B(1)"),
        (
            "01/09506000134352/21/A%2FB%25%3f",
            "01/09506000134352/21/A/B%?",
        ),
        ("01/09506000134352/21/%41", "01/09506000134352/21/A"),
        (
            "01/09506000134352/21/12345678901234567890",
            "01/09506000134352/21/12345678901234567890",
        ),
    ] {
        assert_eq!(parse(text).as_deref(), Ok(kept));
    }
}

#[test]
fn what_is_wrong_with_a_gs1_path() {
    for (rest, part) in [
        ("09506000134352", "is written"),
        ("09506000134352/10/ABC", "is written"),
        ("09506000134353/21/ABC", "check digit"),
        ("90506000134352/21/ABC", "check digit"),
        ("9506000134352/21/ABC", "14 digits"),
        ("0950600013435x/21/ABC", "14 digits"),
        ("٠٩٥٠٦٠٠/21/ABC", "14 digits"),
        ("09506000134352/21/", "1 to 20"),
        ("09506000134352/21/123456789012345678901", "1 to 20"),
        ("09506000134352/21/A/B", "write / as %2F"),
        ("09506000134352/21/A?B", "write ? as %3F"),
        ("09506000134352/21/A B", "does not know"),
        ("09506000134352/21/A%20B", "does not know"),
        ("09506000134352/21/A%00B", "does not know"),
        ("09506000134352/21/A%FFB", "does not know"),
        ("09506000134352/21/Ä", "does not know"),
        ("09506000134352/21/A%", "two hexadecimal"),
        ("09506000134352/21/A%4", "two hexadecimal"),
        ("09506000134352/21/A%+4", "two hexadecimal"),
        ("09506000134352/21/A%é", "two hexadecimal"),
    ] {
        let sentence = parse(&format!("01/{rest}")).expect_err(rest);
        assert!(sentence.contains(part), "{rest}: {sentence}");
    }
}
