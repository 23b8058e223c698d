//! Keys and kinds of fields.

use crate::{
    scm_field::{Kind, PREDEFINED, RESERVED, parse_key, predefined},
    text::{FieldKey, Text as _},
};
use proptest::prelude::*;

#[test]
fn the_contracts_keys_are_keys() {
    for key in [
        "lot_number",
        "production_date",
        "production_line",
        "rfid",
        "a",
        "a1_",
    ] {
        assert_eq!(parse_key(key).as_deref(), Ok(key));
    }
    assert_eq!(parse_key(" lot ").as_deref(), Ok("lot"));
    assert_eq!(
        FieldKey::parse(&"k".repeat(64))
            .expect("a key")
            .as_str()
            .len(),
        64
    );
    for key in [
        "",
        "1a",
        "_a",
        "A",
        "lotNumber",
        "lot-number",
        "lot number",
        "é",
        "a\0",
    ] {
        assert!(parse_key(key).is_err(), "{key}");
    }
    assert!(parse_key(&"k".repeat(65)).is_err());
    for key in RESERVED {
        assert!(parse_key(key).is_err(), "{key}");
    }
}

#[test]
fn predefined_fields_have_keys_of_their_own() {
    for field in PREDEFINED {
        assert_eq!(parse_key(field.key).as_deref(), Ok(field.key));
        assert_eq!(
            predefined(field.key).map(|found| found.kind),
            Some(field.kind)
        );
    }
    assert!(predefined("lot_number").is_none());
    for kind in Kind::ALL {
        assert_eq!(Kind::by_name(kind.name()), Some(kind));
    }
    assert_eq!(Kind::by_name("Text"), None);
}

proptest! {
    #[test]
    fn a_key_has_the_documented_form(text in "[a-zA-Z0-9_ é-]{0,70}") {
        let trimmed = text.trim();
        let mut rest = trimmed.chars();
        let first = rest.next().is_some_and(|c| c.is_ascii_lowercase());
        let good = first
            && rest.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && trimmed.len() <= 64
            && !RESERVED.contains(&trimmed);
        prop_assert_eq!(parse_key(&text).is_ok(), good);
    }
}
