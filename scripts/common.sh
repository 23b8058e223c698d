# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# What every chore uses: words to the person at the terminal, clean-up, a free port.
# Sourced by ../dev, from the root of the repository.

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
export PYTHONDONTWRITEBYTECODE=1

say() { printf '\n== %s\n' "$*" >&2; }

# fail WHAT NEXT: what went wrong, and what to do about it.
fail() {
    printf 'dev: %s\n     %s\n' "$1" "$2" >&2
    exit 1
}

# Commands to run when the script ends, however it ends; the last one registered runs first.
cleanups=()
on_exit() { cleanups=("$*" "${cleanups[@]}"); }
clean_up() {
    local status=$? command
    for command in "${cleanups[@]}"; do eval "$command" || true; done
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A port of 127.0.0.1 that nothing answers on. Below 32768, where Linux begins to take the ports
# of outgoing connections: one of those answers nobody and still cannot be listened on.
free_port() {
    local port
    while :; do
        port=$((RANDOM % 20000 + 12000))
        (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}
