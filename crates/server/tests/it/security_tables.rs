//! The tables below `docs/security/` say which test shows what: each of these tests is there, and
//! each number has its line. Whether a test shows what its line says is for people to judge.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const PAGES: [&str; 4] = ["asvs", "checklist", "faults", "owasp-api"];

/// What the last column begins with; `docs/security.md` says what they mean.
const RESULTS: [&str; 8] = [
    "by construction",
    "covered",
    "documented",
    "does not apply",
    "in part",
    "not covered yet",
    "not to be had",
    "the operator's",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn page(name: &str) -> String {
    read(&root().join(format!("docs/security/{name}.md")))
}

/// The cells of all tables, row by row, without their heads.
fn rows(text: &str) -> Vec<Vec<&str>> {
    text.lines()
        .filter(|line| line.starts_with("| "))
        .map(|line| line.trim_matches('|').split('|').map(str::trim))
        .map(Iterator::collect::<Vec<_>>)
        .filter(|cells| cells.last() != Some(&"result"))
        .collect()
}

/// The tests that a cell names, by file and name. A name alone belongs to the file before.
fn references(cell: &str) -> Vec<(&str, &str)> {
    let mut file = "";
    let mut found = Vec::new();
    for span in cell.split('`').skip(1).step_by(2) {
        let (path, name) = span.split_once("::").unwrap_or((span, ""));
        if !path.is_empty() {
            file = path;
        }
        found.push((file, name));
    }
    found
}

/// Whether there is such a test: in Rust a function with the attribute of one, elsewhere a text.
fn is_there(path: &str, name: &str) -> bool {
    let here = root().join("crates/server/tests/it").join(path);
    let file = if here.is_file() {
        here
    } else {
        root().join(path)
    };
    if name.is_empty() || !file.is_file() {
        return false;
    }
    let text = read(&file);
    if file.extension().is_none_or(|end| end != "rs") {
        return text.contains(name);
    }
    let Some((before, _)) = text.split_once(&format!("fn {name}(")) else {
        return false;
    };
    let above = before.rsplit_once('\n').map_or("", |(above, _)| above);
    above
        .lines()
        .rev()
        .take_while(|line| line.trim_start().starts_with("#["))
        .any(|line| line.contains("test"))
}

#[test]
fn every_test_that_is_named_is_there() {
    let mut named = 0;
    let mut missing = Vec::new();
    for name in PAGES {
        let text = page(name);
        for cells in rows(&text) {
            let [.., shown_by, _] = cells.as_slice() else {
                panic!("{name}.md: a row of {cells:?}");
            };
            for (path, test) in references(shown_by) {
                named += 1;
                if !is_there(path, test) {
                    missing.push(format!("{name}.md, {}: {path}::{test}", cells[0]));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "there are no such tests:\n{}",
        missing.join("\n")
    );
    assert!(named > 500, "only {named} tests are named");
}

#[test]
fn every_result_is_a_known_one_and_nothing_is_covered_by_nothing() {
    for name in PAGES {
        let text = page(name);
        for cells in rows(&text) {
            let [.., shown_by, result] = cells.as_slice() else {
                panic!("{name}.md: a row of {cells:?}");
            };
            let known = RESULTS.iter().any(|known| result.starts_with(*known));
            assert!(known, "{name}.md: {result:?} of {cells:?}");
            let by_nothing = result.starts_with("covered") && shown_by.is_empty();
            assert!(!by_nothing, "{name}.md: nothing shows {cells:?}");
        }
    }
}

#[test]
fn every_number_has_its_line() {
    let first_cells = |name: &str| -> BTreeSet<String> {
        let text = page(name);
        let first = |cells: Vec<&str>| cells[0].to_owned();
        rows(&text).into_iter().map(first).collect()
    };
    let numbers: BTreeSet<_> = (1..=111).map(|number| number.to_string()).collect();
    assert_eq!(first_cells("checklist"), numbers);
    let faults: BTreeSet<_> = (1..=40).map(|number| format!("F-{number:02}")).collect();
    assert_eq!(first_cells("faults"), faults);
}

/// Otherwise the tests above would pass on anything.
#[test]
fn what_is_no_test_is_found_out() {
    let this = "security_tables.rs";
    assert!(is_there(this, "what_is_no_test_is_found_out"));
    for (path, name) in [
        (this, "is_there"),
        (this, "no_such_test"),
        (this, ""),
        ("no_such_file.rs", "what_is_no_test_is_found_out"),
    ] {
        assert!(!is_there(path, name), "{path}::{name}");
    }
    let cell = "`a.rs::one`, `::two`, and `three`";
    let named = [("a.rs", "one"), ("a.rs", "two"), ("three", "")];
    assert_eq!(references(cell), named);
}
