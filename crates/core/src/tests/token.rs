//! The text form of tokens, under every small mistake that a person or a program makes.

use crate::{
    ids::UatId,
    page::{Anchor, Key},
    patch::Patch,
    time,
    token::{LENGTH, UatText},
};
use proptest::prelude::*;
use zeroize::Zeroizing;

const ALPHABET: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-+ .";

fn text(id: u128, secret: [u8; 32]) -> String {
    UatText {
        id: UatId(id),
        secret: Zeroizing::new(secret),
    }
    .write()
    .to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_token_is_read_back(id: u128, secret: [u8; 32]) {
        let text = text(id, secret);
        prop_assert_eq!(text.len(), LENGTH);
        let read = UatText::parse(&text).unwrap_or_else(|_| panic!("own token"));
        prop_assert_eq!(read.id, UatId(id));
        prop_assert_eq!(*read.secret, secret);
    }

    #[test]
    fn every_one_character_edit_is_refused(id: u128, secret: [u8; 32]) {
        let text = text(id, secret);
        for at in 0..text.len() {
            for other in ALPHABET.chars() {
                let mut edited = text.clone();
                edited.replace_range(at..=at, &other.to_string());
                if edited != text {
                    prop_assert!(UatText::parse(&edited).is_err(), "{} at {}", other, at);
                }
            }
        }
    }

    #[test]
    fn every_swap_drop_and_doubling_is_refused(id: u128, secret: [u8; 32]) {
        let text = text(id, secret);
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            if at + 1 < bytes.len() && bytes[at] != bytes[at + 1] {
                bytes.swap(at, at + 1);
                prop_assert!(UatText::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
            }
            let mut shorter = text.clone();
            shorter.remove(at);
            prop_assert!(UatText::parse(&shorter).is_err());
            let mut longer = text.clone();
            longer.insert(at, text.as_bytes()[at] as char);
            prop_assert!(UatText::parse(&longer).is_err());
        }
    }

    #[test]
    fn nothing_else_is_a_token(text in "\\PC{0,100}") {
        prop_assert!(UatText::parse(&text).is_err());
    }

    #[test]
    fn an_anchor_is_read_back(id: i64, number: i64, words in "[^\\x00]{0,40}") {
        for key in [Key::Int(number), Key::Text(words.clone())] {
            let anchor = Anchor { ordering: "-creation_date".into(), key, id };
            prop_assert_eq!(Anchor::parse(&anchor.write()), Ok(anchor));
        }
    }

    #[test]
    fn no_text_breaks_the_anchor_parser(text in "\\PC{0,60}") {
        let _ = Anchor::parse(&text);
    }

    #[test]
    fn patch_follows_its_three_wishes(current: Option<u8>, value: u8) {
        prop_assert_eq!(Patch::Absent.apply(current), current);
        prop_assert_eq!(Patch::Null.apply(current), None);
        prop_assert_eq!(Patch::Value(value).apply(current), Some(value));
    }
}

#[test]
fn values_beyond_the_width_are_refused() {
    use crate::base62;
    assert_eq!(base62::decode_u128(&"z".repeat(22)), Err(base62::Invalid));
    assert_eq!(base62::decode_256(&"z".repeat(43)), Err(base62::Invalid));
    assert_eq!(base62::decode_u32("zzzzzz"), Err(base62::Invalid));
    assert_eq!(
        base62::encode_u128(u128::MAX).parse::<UatId>(),
        Ok(UatId(u128::MAX))
    );
}

#[test]
fn the_form_is_pinned() {
    let text = text(1, [0xA5; 32]);
    assert_eq!(&text[..31], "cmkuat1_0000000000000000000001_");
    assert!(text[31..].chars().all(|c| c.is_ascii_alphanumeric()));
}

#[test]
fn a_day_ends_where_the_company_is() {
    let day = jiff::civil::date(2026, 11, 24);
    let utc = time::end_of_day(day, &time::zone("UTC").unwrap()).unwrap();
    let tokyo = time::end_of_day(day, &time::zone("Asia/Tokyo").unwrap()).unwrap();
    assert_eq!(utc.to_string(), "2026-11-25T00:00:00.000000Z");
    assert_eq!(tokyo.to_string(), "2026-11-24T15:00:00.000000Z");
}
