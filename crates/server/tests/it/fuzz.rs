//! What `./dev fuzz` has found worth keeping keeps every reader's promise, each time.

use countermark_testkit::fuzz::TARGETS;
use std::{fs, path::Path};

#[test]
fn the_kept_bytes_break_no_promise() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    for (name, check) in TARGETS {
        let mut tried = 0;
        for file in fs::read_dir(corpus.join(name)).expect(name) {
            let path = file.expect("a file").path();
            eprintln!("{}", path.display());
            check(&fs::read(path).expect("bytes"));
            tried += 1;
        }
        assert!(tried > 5, "{name} has {tried} files");
    }
}
