# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev bench [PART…]`: the release build, measured. See bench/run.py.

chore_bench() {
    need cargo cc python3 venv wrk taskset curl openssl
    (($(nproc) >= 2)) ||
        fail "The bench wants two cores: one for the server, one for the client." "Run it elsewhere."
    build_server --release
    packages_in "$target/peer" bench/peer/requirements.txt
    postgres_durable=1 start_postgres
    COUNTERMARK_BENCH_PYTHON=$target/peer/bin/python \
        python3 bench/run.py "$target/release/countermark" "$@"
}

# `./dev instructions [--write]`: counts instead of times. See bench/instructions.py.
chore_instructions() {
    need cargo cc python3 valgrind
    build_server
    build_server --release
    python3 bench/instructions.py "$@" "$target/debug/countermark" "$target/release/countermark"
}
