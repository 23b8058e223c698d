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
    # Two at a time, on two cores: half of a journey is waiting for its server, its browser or a timer.
    COUNTERMARK_BIN="$target/debug/countermark" \
        node --test --test-concurrency=2 --test-reporter=spec "${files[@]}"
}
