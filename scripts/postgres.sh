# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# A private PostgreSQL in a temporary directory: for tests and benches. Nothing in it survives.

# The directory of the newest server programs, or nothing.
postgres_bin() {
    local newest
    newest=$(find /usr/lib/postgresql -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1)
    newest=${newest:-$(command -v initdb || true)}
    [[ -z $newest ]] || dirname "$newest"
}

# PostgreSQL refuses to run as root.
as_postgres() {
    if ((EUID == 0)); then runuser -u postgres -- "$@"; else "$@"; fi
}

# Starts it, exports its URL as COUNTERMARK_TEST_POSTGRES, and stops it when the script ends.
# A URL that is set already is used as it is.
start_postgres() {
    [[ -z ${COUNTERMARK_TEST_POSTGRES:-} ]] || return 0
    need postgres openssl
    local bin dir port attempt
    bin=$(postgres_bin)
    dir=$(mktemp -d "${TMPDIR:-/tmp}/countermark-pg.XXXXXX")
    on_exit "rm -rf '$dir'"
    ((EUID != 0)) || chown postgres: "$dir"

    # C collation: rows sort the same on every machine, and as in SQLite.
    (cd "$dir" && as_postgres "$bin/initdb" -D "$dir/data" -U postgres --auth=trust \
        --encoding=UTF8 --locale=C --no-sync >"$dir/initdb.log") ||
        fail "initdb failed." "Read its message above."
    echo "include 'tests.conf'" | as_postgres tee -a "$dir/data/postgresql.conf" >/dev/null
    # Another program may take the port between the look and the start: then the next one.
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        postgres_settings "$dir" "$port" | as_postgres tee "$dir/data/tests.conf" >/dev/null
        ! (cd "$dir" && as_postgres "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 start >/dev/null) || break
        ((attempt < 5)) || {
            cat "$dir/server.log" >&2
            fail "PostgreSQL did not start." "Its log is above."
        }
    done
    on_exit "stop_postgres '$bin' '$dir'"
    export COUNTERMARK_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
}

# Unsafe and fast: a power cut would lose data that nobody wants anyway. With
# $postgres_durable it promises what it promises by itself.
postgres_settings() {
    local promises=off
    [[ -z ${postgres_durable:-} ]] || promises=on
    cat <<SETTINGS
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = '$1'
max_connections = 300
fsync = $promises
full_page_writes = $promises
synchronous_commit = $promises
shared_buffers = 128MB
SETTINGS
}

stop_postgres() {
    (cd "$2" && as_postgres "$1/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null)
}

chore_db() {
    start_postgres
    say "ready for tests until Ctrl-C: export COUNTERMARK_TEST_POSTGRES=$COUNTERMARK_TEST_POSTGRES"
    echo "$COUNTERMARK_TEST_POSTGRES"
    # Not a plain sleep: bash would hear a signal only after it.
    sleep infinity &
    on_exit "kill $!"
    wait
}
