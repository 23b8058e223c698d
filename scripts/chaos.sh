# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev chaos [OPTION…]`: what breaks, and what holds all the same. See chaos/run.py.

chore_chaos() {
    need cargo cc python3 postgres strace slowhttptest nft
    build_server
    start_postgres
    chaos_tests "$@"
}

# Only Python's own library. Data lies in memory where it can: a process that is killed takes
# nothing with it that the kernel has, and a power cut is made from what was synced, not on a disk.
chaos_tests() {
    local folder=${TMPDIR:-/dev/shm}
    [[ -d $folder && -w $folder ]] || folder=/tmp
    python3 chaos/test_ledger.py
    python3 chaos/test_cut.py
    TMPDIR=$folder PATH=$PATH:$(postgres_bin) python3 chaos/run.py "$target/debug/countermark" "$@"
}

# The checker's own tests, and a few kills.
suite_chaos() {
    start_postgres
    suite chaos tests chaos_after_server
}

chaos_after_server() {
    after server
    chaos_tests --quick
}
