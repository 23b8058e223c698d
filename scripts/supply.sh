# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# What others wrote and we ship. The suite `supply` needs only what a build needs; `./dev supply`
# also asks what changes from day to day, so that no build breaks by tomorrow's news.

cargo_deny_version=0.20.2

suite_supply() { suite supply tests supply_tests; }

supply_tests() { python3 supply/run.py; }

chore_supply() {
    need cargo cc node npm python3
    suite_supply
    suite cargo-deny step cargo_deny check --hide-inclusion-graph bans licenses sources
    suite advisories step advisories
    suite npm-audit step in_each_node_project npm_advisories
    suite npm-signatures step in_each_node_project signatures
    suite_summary
}

# The list of advisories is fetched first, so that a network that does not let it through is told
# from an advisory. Both count as a failure: what was not asked is not known.
advisories() {
    cargo_deny fetch db ||
        not_asked "RustSec's list of advisories cannot be fetched (github.com/rustsec/advisory-db)"
    cargo_deny check --disable-fetch advisories
}

# not_asked WHY
not_asked() {
    fail "NOT ASKED: $1. Nothing is known of advisories." "Run ./dev supply again where it can be reached; the other suites stand."
}

# Compiled from its released source with its own lock file: no program that somebody else built.
cargo_deny() {
    local tools=$target/tools
    [[ $("$tools/bin/cargo-deny" --version 2>/dev/null) == "cargo-deny $cargo_deny_version" ]] ||
        cargo install --locked --version "$cargo_deny_version" --root "$tools" cargo-deny ||
        fail "cargo-deny cannot be built." "Read cargo's message above."
    "$tools/bin/cargo-deny" --locked "$@"
}

in_each_node_project() {
    local project status=0
    for project in portal e2e; do
        echo "-- $project"
        (cd "$project" && "$@") || status=1
    done
    return "$status"
}

npm_advisories() {
    local told
    told=$(npm audit --package-lock-only --json) && echo "$told" && return
    # Whoever has answered tells of vulnerabilities, and has an error only without an answer.
    [[ $told == *'"vulnerabilities"'* ]] || {
        echo "$told"
        not_asked "npm's registry does not tell of advisories"
    }
    npm audit --package-lock-only
}

signatures() {
    npm ci --no-audit --no-fund
    npm audit signatures
}

# `./dev sbom`: what is in the program, as CycloneDX JSON.
chore_sbom() {
    need cargo python3
    python3 supply/sbom.py "$@"
}
