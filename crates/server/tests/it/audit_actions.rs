//! What the program writes into the audit log is asserted somewhere: every action has words in the
//! portal, and a test that names it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All Rust sources below a folder, in one text.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            text += &sources(&path);
        } else if path.extension().is_some_and(|end| end == "rs") {
            text += &fs::read_to_string(&path).expect("a text");
        }
    }
    text
}

/// The actions that have words in the portal: where the word is chosen by a variable, this is the
/// only list of them.
fn with_words() -> BTreeSet<String> {
    let path = root().join("portal/src/text/en/entries.ts");
    let text = fs::read_to_string(path).expect("the words");
    let quoted = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix('\''));
    quoted
        .filter_map(|line| Some(line.split_once("':")?.0.to_owned()))
        .collect()
}

/// The actions that stand in a call as they are.
fn in_calls(text: &str) -> BTreeSet<String> {
    let calls = text.split("Entry::event(").skip(1);
    calls
        .filter_map(|call| call.trim_start().strip_prefix('"')?.split_once('"'))
        .map(|(action, _)| action.to_owned())
        .collect()
}

#[test]
fn every_action_has_words_and_a_test_that_names_it() {
    let (words, program) = (with_words(), sources(&root().join("crates/server/src")));
    let calls = in_calls(&program);
    assert!(words.len() > 100 && calls.len() > 80, "nothing was read");
    let without: Vec<_> = calls.difference(&words).collect();
    assert!(without.is_empty(), "without words: {without:?}");
    let core = sources(&root().join("crates/core/src"));
    let tests =
        ["server", "store"].map(|name| sources(&root().join(format!("crates/{name}/tests"))));
    let named = |action: &&String| format!("\"{action}\"");
    let gone = |action: &&String| {
        let name = named(action);
        !program.contains(&name) && !core.contains(&name)
    };
    let gone: Vec<_> = words.iter().filter(gone).collect();
    assert!(gone.is_empty(), "written by nothing: {gone:?}");
    let untested = |action: &&String| !tests.iter().any(|text| text.contains(&named(action)));
    let untested: Vec<_> = words.iter().filter(untested).collect();
    assert!(untested.is_empty(), "named by no test: {untested:?}");
}

/// Otherwise the test above would pass on anything.
#[test]
fn an_action_is_read_off_its_call() {
    let text =
        "Entry::event(\"a.b\", x); Entry::event(\n    \"c.d\",\n x); Entry::event(action, y)";
    assert_eq!(in_calls(text), ["a.b", "c.d"].map(str::to_owned).into());
}
