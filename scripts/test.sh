# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev test`: every suite, the fast ones first.

all_suites=(fmt supply rust clippy portal server artefacts instructions e2e spec examples chaos logs)

chore_test() {
    local wanted=("$@") name
    (($# > 0)) || wanted=("${all_suites[@]}")
    for name in "${wanted[@]}"; do
        [[ " ${all_suites[*]} " == *" $name "* ]] ||
            fail "There is no suite '$name'." "The suites: ${all_suites[*]}"
    done
    # Everything that could stop us half-way is installed before the first test runs.
    need cargo cc node npm postgres chromium fonts python3 venv valgrind
    # What the suites log is searched by the last one.
    export COUNTERMARK_TEST_LOGS=$target/test-logs
    [[ ${wanted[*]} == logs ]] || rm -rf "$COUNTERMARK_TEST_LOGS"
    mkdir -p "$COUNTERMARK_TEST_LOGS"
    for name in "${wanted[@]}"; do "suite_$name"; done
    suite_summary
}

suite_fmt() { suite fmt step cargo fmt --all --check; }

suite_rust() {
    start_postgres
    suite rust tests rust_tests
}

rust_tests() {
    if cargo nextest --version >/dev/null 2>&1; then
        cargo nextest run --workspace --locked
    else
        cargo test --workspace --locked --no-fail-fast --lib --bins --tests
    fi
}

suite_clippy() { suite clippy step lint; }

lint() { cargo clippy --workspace --all-targets --locked -- -D warnings; }

suite_portal() {
    suite portal-types step portal_types
    suite portal-tests tests portal_tests
    suite portal-build step build_portal
}

portal_types() {
    npm_packages portal
    (cd portal && npm run check)
}

portal_tests() { (cd portal && npm test); }

suite_server() { suite server step build_server; }

suite_artefacts() { suite artefacts step artefacts_after_server; }

artefacts_after_server() {
    after server
    artefacts
}

suite_instructions() { suite instructions tests instructions_after_server; }

instructions_after_server() {
    after server
    python3 bench/instructions.py "$target/debug/countermark"
}

suite_e2e() { suite e2e tests e2e_after_server; }

e2e_after_server() {
    after server
    after portal-build
    journeys
}

suite_spec() { suite spec tests spec_after_server; }

spec_after_server() {
    after server
    schema_tests
}

# The last one: it reads what the others have logged.
suite_logs() { suite logs step search_logs; }
