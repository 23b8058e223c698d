# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev e2e`: journeys through the real portal, with the real program, in a real browser.

chore_e2e() {
    need node npm chromium fonts
    ! portal_changed || build_portal
    build_server
    journeys "$@"
}

# journeys [FILE…]: all of them, or the files named.
journeys() {
    npm_packages e2e
    local files=("$@")
    (($# > 0)) || files=(e2e/*.test.mjs)
    # One after the other: each starts a server and a browser of its own, on two cores.
    COUNTERMARK_BIN="$target/debug/countermark" \
        node --test --test-concurrency=1 --test-reporter=spec "${files[@]}"
}
