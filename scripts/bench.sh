# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev bench [PART…]`: the release build, measured. See bench/run.py.

chore_bench() {
    need cargo cc python3 wrk taskset curl
    (($(nproc) >= 2)) ||
        fail "The bench wants two cores: one for the server, one for the client." "Run it elsewhere."
    build_server --release
    python3 bench/run.py "$target/release/countermark" "$@"
}
