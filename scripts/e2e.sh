# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev e2e`: journeys through the real portal, with the real program, in a real browser.

chore_e2e() {
    need node npm chromium fonts
    ! portal_changed || build_portal
    build_server
    journeys "$@"
}

# journeys [FILE…]: all of them, or the files named. UPDATE_BASELINES=1 makes the baselines anew, by those that have some.
journeys() {
    npm_packages e2e
    local files=("$@") failed=0
    (($# > 0)) || files=(e2e/*.test.mjs)
    if [[ ${UPDATE_BASELINES:-} == 1 && $# == 0 ]]; then
        mapfile -t files < <(grep -l 'lookAround(' e2e/*.test.mjs)
    fi
    # Two at a time, on two cores: half of a journey is waiting for its server, its browser or a timer.
    COUNTERMARK_BIN="$target/debug/countermark" \
        node --test --test-concurrency=2 --test-reporter=spec "${files[@]}" || failed=$?
    if [[ ${UPDATE_BASELINES:-} == 1 ]]; then
        echo "Baselines that are other than in git; look at them before you commit:"
        git status --short --untracked-files=all e2e/baselines
    fi
    return "$failed"
}
