//! Rows come out the same however the file is cut into pieces.

use super::{
    cut::{Cuts, Cutter},
    over,
};
use crate::csv::Reader;
use countermark_store::ingestions::Filetype;
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngSeed},
};
use serde_json::{Map, Value, json};

/// The rows of a text that comes in pieces of that length.
fn cut(filetype: Filetype, text: &[u8], piece: usize) -> Result<Vec<Vec<u8>>, &'static str> {
    let (mut cuts, mut cutter) = (Cuts::default(), Cutter::new(filetype, true));
    for end in (0..text.len()).step_by(piece) {
        let came = &text[..text.len().min(end + piece)];
        cuts.find(&mut cutter, came, usize::MAX)?;
    }
    cuts.finish(&cutter, text)?;
    Ok(cuts
        .rows
        .iter()
        .map(|row| text[row.clone()].to_vec())
        .collect())
}

#[test]
fn rows_of_csv_end_where_the_reader_ends_them() {
    let text = "id,a\r\n\"x\r\ny\",5\" pipe\rz,\"\"\"\"\n\nlast,1";
    let expected = [
        "id,a\r\n",
        "\"x\r\ny\",5\" pipe\r",
        "z,\"\"\"\"\n",
        "\n",
        "last,1",
    ];
    for piece in 1..text.len() {
        let rows = cut(Filetype::Csv, text.as_bytes(), piece).expect("rows");
        assert_eq!(rows, expected.map(|row| row.as_bytes().to_vec()), "{piece}");
    }
}

#[test]
fn objects_of_an_array_are_found() {
    let text = r#" [ {"id":"a]}\"[{"} ,{"x":[{"y":{}}],"z":"\\"}
        , {} ] "#;
    let expected = [r#"{"id":"a]}\"[{"}"#, r#"{"x":[{"y":{}}],"z":"\\"}"#, "{}"];
    for piece in 1..text.len() {
        let rows = cut(Filetype::Json, text.as_bytes(), piece).expect("rows");
        assert_eq!(rows, expected.map(|row| row.as_bytes().to_vec()), "{piece}");
    }
    assert_eq!(cut(Filetype::Json, b"[]", 1), Ok(vec![]));
}

#[test]
fn what_is_no_array_of_objects() {
    for (text, part) in [
        ("", "is empty"),
        (" \n", "is empty"),
        ("{\"id\":\"a\"}", "no JSON array"),
        ("id,a", "no JSON array"),
        ("[", "breaks off"),
        ("[{", "breaks off"),
        ("[{}", "breaks off"),
        ("[{},", "breaks off"),
        ("[1]", "dictionary"),
        ("[[]]", "dictionary"),
        ("[{},]", "dictionary"),
        ("[\"a\"]", "dictionary"),
        ("[{} {}]", "comma"),
        ("[]{", "behind the array"),
        ("[] []", "behind the array"),
    ] {
        let sentence = cut(Filetype::Json, text.as_bytes(), 1).expect_err(text);
        assert!(sentence.contains(part), "{text}: {sentence}");
    }
}

#[test]
fn who_says_a_status_says_its_reason() {
    let map =
        |value: Value| -> Map<String, Value> { value.as_object().expect("an object").clone() };
    let all = map(json!({"activation_status": 2, "blacklist_reason": 4, "lot": "1"}));
    for (said, expected) in [
        (
            json!({}),
            json!({"activation_status": 2, "blacklist_reason": 4, "lot": "1"}),
        ),
        (
            json!({"lot": ""}),
            json!({"activation_status": 2, "blacklist_reason": 4, "lot": ""}),
        ),
        (
            json!({"activation_status": 1}),
            json!({"lot": "1", "activation_status": 1}),
        ),
        (
            json!({"blacklist_reason": 6}),
            json!({"lot": "1", "blacklist_reason": 6}),
        ),
    ] {
        assert_eq!(Value::Object(over(&all, map(said))), expected);
    }
}

proptest! {
    #![proptest_config(Config {
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..Config::default()
    })]

    /// Read in parts, a file of CSV has the same rows as read at once.
    #[test]
    fn parts_have_the_rows_of_the_whole(
        text in vec("[a,\"\r\n]", 0..40).prop_map(|parts| parts.concat()),
        piece in 1_usize..7,
    ) {
        let whole: Result<Vec<_>, _> = Reader::new(&text).collect();
        let Ok(whole) = whole else { return Ok(()) };
        let parts = cut(Filetype::Csv, text.as_bytes(), piece).expect("rows");
        let mut rows = Vec::new();
        for (before, part) in parts.iter().enumerate() {
            let part = std::str::from_utf8(part).expect("UTF-8");
            for row in Reader::after(before, part) {
                let row = row.expect("a row");
                rows.push((row.row, row.cells.iter().map(ToString::to_string).collect::<Vec<_>>()));
            }
        }
        let whole: Vec<_> = whole
            .iter()
            .map(|row| (row.row, row.cells.iter().map(ToString::to_string).collect::<Vec<_>>()))
            .collect();
        prop_assert_eq!(rows, whole);
    }
}
