//! What is written can be read, and what cannot be read is named with its row.

use super::{Problem, Reader, guard, text_of, unguard, write_row};
use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, RngSeed},
};

fn rows(text: &str) -> Result<Vec<(usize, Vec<String>)>, Problem> {
    let record = |record: super::Record<'_>| {
        (
            record.row,
            record.cells.into_iter().map(String::from).collect(),
        )
    };
    Reader::new(text).map(|row| row.map(record)).collect()
}

fn cells(text: &str) -> Vec<Vec<String>> {
    rows(text)
        .expect("rows")
        .into_iter()
        .map(|(_, cells)| cells)
        .collect()
}

#[test]
fn rows_end_in_any_of_three_ways() {
    for text in ["a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d", "a,b\nc,d"] {
        assert_eq!(cells(text), [["a", "b"], ["c", "d"]], "{text:?}");
    }
}

#[test]
fn quotes_hold_commas_line_breaks_and_quotes() {
    let text = "\"a,b\",\"c\r\nd\",\"say \"\"e\"\"\",\"\"\nx,5\" pipe,\"\",z\n";
    let expected = [
        ["a,b", "c\r\nd", "say \"e\"", ""],
        ["x", "5\" pipe", "", "z"],
    ];
    assert_eq!(cells(text), expected);
}

#[test]
fn blank_rows_are_counted_and_left_out() {
    let found = rows("a,b\n\n\"x\ny\",1\n , \n,\n\"\"\nz,2").expect("rows");
    let numbers: Vec<_> = found.iter().map(|(row, _)| *row).collect();
    assert_eq!(numbers, [1, 3, 7]);
    assert_eq!(rows("").expect("no rows"), []);
}

#[test]
fn a_problem_names_its_row() {
    for (text, row, part) in [
        ("a\nb,\"c\nd\ne", 2, "never closed"),
        ("a\n\"b\"c,d", 2, "after its closing quote"),
        ("a\n\"b\" ,d", 2, "after its closing quote"),
    ] {
        let problem = rows(text).expect_err(text);
        assert_eq!(problem.row, row, "{text:?}");
        assert!(problem.message.contains(part), "{}", problem.message);
    }
    let wide = format!("a\n{}", ",x".repeat(1_000));
    assert_eq!(rows(&wide).expect_err("too many cells").row, 2);
    let widest = ",x".repeat(999);
    assert_eq!(cells(&widest)[0].len(), 1_000);
}

#[test]
fn a_file_is_utf8_without_null_characters() {
    assert_eq!(text_of(b"\xef\xbb\xbfa,b"), Ok("a,b"));
    assert_eq!(text_of("é".as_bytes()), Ok("é"));
    for (bytes, row) in [
        (&b"\xff\xfea\x00"[..], 1),
        (b"a,b\nc,\xe9t\xe9\n", 2),
        (b"a,b\n\xe9", 2),
        (b"a,\"b\nc\"\nd,\xe9", 2),
        (b"a,\"b\nc\xe9", 1),
        (b"a,b\nc,d\ne\x00f", 3),
    ] {
        assert_eq!(text_of(bytes).expect_err("refused").row, row, "{bytes:?}");
    }
}

#[test]
fn formulas_get_an_apostrophe_and_lose_it_again() {
    for risky in [
        "=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "\0x", "＝1", "＋1", "－1", "＠x", "'=1",
        "''@x",
    ] {
        assert_eq!(guard(risky), format!("'{risky}"));
        assert_eq!(unguard(&guard(risky)), risky);
    }
    for plain in ["", "x", "1-1", "'", "'x", "it's", " =1", "''"] {
        assert_eq!(guard(plain), plain);
        assert_eq!(unguard(plain), plain);
    }
}

proptest! {
    #![proptest_config(Config {
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..Config::default()
    })]

    #[test]
    fn what_is_written_is_read_again(
        table in vec(vec("[a,\"'=\r\n＝@ é]{0,5}", 3), 1..6)
    ) {
        let mut text = String::new();
        for row in &table {
            write_row(&mut text, row.iter().map(String::as_str));
        }
        let read: Vec<Vec<String>> = cells(&text)
            .into_iter()
            .map(|row| row.iter().map(|cell| unguard(cell).to_owned()).collect())
            .collect();
        let written: Vec<_> = table
            .into_iter()
            .filter(|row| row.iter().any(|cell| !guard(cell).trim().is_empty()))
            .collect();
        prop_assert_eq!(read, written);
    }
}
