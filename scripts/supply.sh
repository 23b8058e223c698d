# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# What others wrote and we ship. The suite `supply` needs only what a build needs; `./dev supply`
# also asks what changes from day to day, so that no build breaks by tomorrow's news.

cargo_deny_version=0.20.2

suite_supply() { suite supply tests supply_tests; }

supply_tests() { python3 supply/run.py; }

chore_supply() {
    need cargo cc node npm python3
    suite_supply
    suite cargo-deny step cargo_deny check bans licenses sources
    suite advisories step cargo_deny check advisories
    suite npm-audit step in_each_node_project npm audit --package-lock-only
    suite npm-signatures step in_each_node_project signatures
    suite_summary
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

signatures() {
    npm ci --no-audit --no-fund
    npm audit signatures
}

# `./dev sbom`: what is in the program, as CycloneDX JSON.
chore_sbom() {
    need cargo python3
    python3 supply/sbom.py "$@"
}
