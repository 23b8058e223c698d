//! Tokens in bytes, however the bytes come.

use crate::{
    find::{Finder, Found},
    ids::UatId,
    token::UatText,
};
use proptest::prelude::*;

fn token(id: u128) -> String {
    let text = UatText {
        id: UatId(id),
        secret: zeroize::Zeroizing::new([u8::try_from(id % 251).unwrap(); 32]),
    };
    text.write().to_string()
}

fn found(pieces: &[&[u8]]) -> Vec<Found> {
    let mut finder = Finder::default();
    let mut all = Vec::new();
    for piece in pieces {
        finder.feed(piece, |found| all.push(found));
    }
    all
}

fn places(text: &[u8]) -> Vec<(u128, u64, u64)> {
    found(&[text])
        .iter()
        .map(|found| (found.id.0, found.line, found.column))
        .collect()
}

#[test]
fn lines_and_columns_are_those_of_an_editor() {
    let text = format!("a\nkey = \"{}\"\n\n{}{}x\r\n", token(1), token(2), token(3));
    assert_eq!(places(text.as_bytes()), [(1, 2, 8), (2, 4, 1), (3, 4, 81)]);
}

#[test]
fn binary_bytes_around_it_hide_nothing() {
    let mut bytes = vec![0, 0xff, 0xfe, b'\n', 0x80];
    bytes.extend(token(7).bytes());
    bytes.extend([0xc3, 0x28, 0]);
    assert_eq!(places(&bytes), [(7, 2, 2)]);
}

#[test]
fn what_only_looks_like_one_is_not_found() {
    let good = token(9);
    let mut wrong = Vec::new();
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(places(&bytes), [], "byte {at}");
        wrong.extend(bytes);
        wrong.push(b'\n');
    }
    assert_eq!(places(&wrong), []);
    for cut in 0..80 {
        assert_eq!(places(&good.as_bytes()[..cut]), []);
        assert_eq!(places(&good.as_bytes()[cut + 1..]), []);
    }
    assert_eq!(places(good.to_uppercase().as_bytes()), []);
    let prefix = "cmkuat1_".repeat(1_000);
    assert_eq!(places(prefix.as_bytes()), []);
    let hidden = format!("cmkuat1_cmkuat1_{good}");
    assert_eq!(
        places(hidden.as_bytes()),
        [(9, 1, 17)],
        "behind a false start"
    );
}

#[test]
fn the_secret_is_not_in_what_is_shown() {
    let text = token(11);
    let shown = found(&[text.as_bytes()])[0].public();
    assert_eq!(shown, format!("{}…", &text[..31]));
    assert!(text.starts_with(shown.trim_end_matches('…')));
}

proptest! {
    /// Wherever the bytes are cut into pieces, the same is found at the same places.
    #[test]
    fn pieces_change_nothing(ids in proptest::collection::vec(1u128..u128::MAX, 0..5),
                             gaps in proptest::collection::vec("[a-z\n_]{0,200}", 6),
                             sizes in proptest::collection::vec(1usize..200, 1..40)) {
        let mut text = gaps[0].clone();
        for (id, gap) in ids.iter().zip(&gaps[1..]) {
            text.push_str(&token(*id));
            text.push_str(gap);
        }
        let whole = found(&[text.as_bytes()]);
        prop_assert_eq!(whole.len(), ids.len());
        let mut pieces = Vec::new();
        let mut rest = text.as_bytes();
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, more) = rest.split_at((*size).min(rest.len()));
            pieces.push(piece);
            rest = more;
        }
        prop_assert_eq!(found(&pieces), whole);
    }
}
