//! libFuzzer's loop around one of the readers of `countermark_testkit::fuzz`, which
//! `COUNTERMARK_FUZZ` names.

#![no_main]

use countermark_testkit::fuzz::TARGETS;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static CHECK: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let wanted = std::env::var("COUNTERMARK_FUZZ").unwrap_or_default();
    let found = TARGETS.iter().find(|(name, _)| *name == wanted);
    found.expect("COUNTERMARK_FUZZ names a target").1
});

// What a target begins with, such as a server, is there before the first input is timed.
fuzz_target!(init: CHECK(b"?"), |bytes: &[u8]| CHECK(bytes));
