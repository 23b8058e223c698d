# `./dev check`: what can be told without running the program's tests.

chore_check() {
    need cargo cc node npm
    case ${1:-} in
        '') check_all ;;
        --write) check_write ;;
        *) fail "check knows no '$1'." "./dev check, or ./dev check --write" ;;
    esac
}

check_all() {
    suite_fmt
    suite_clippy
    suite portal-types step portal_types
    suite_server
    suite_artefacts
    suite_summary
}

check_write() {
    cargo fmt --all
    build_server
    artefacts --write
    npm_packages portal
    portal_schema --write
}

# Files that the program writes about itself. Each is committed, so that a change of the
# program shows as a change of the file.
artefacts() {
    local server=$target/debug/countermark fresh status=0
    fresh=$(mktemp -d)
    "$server" openapi >"$fresh/openapi.json"
    command_line_help "$server" >"$fresh/cli.txt"
    with_settings_table docs/operating.md "$("$server" settings --markdown)" >"$fresh/operating.md"
    same "$fresh/openapi.json" openapi.json "$@" || status=1
    same "$fresh/cli.txt" docs/cli.txt "$@" || status=1
    same "$fresh/operating.md" docs/operating.md "$@" || status=1
    rm -rf "$fresh"
    return "$status"
}

# same FRESH COMMITTED [--write]
same() {
    if [[ ${3:-} == --write ]]; then
        cmp -s "$1" "$2" || { cp "$1" "$2" && echo "wrote $2"; }
    elif ! diff -u --label "$2 (committed)" --label "$2 (fresh)" "$2" "$1" | head -n 60; then
        echo "$2 is out of date: ./dev check --write, and commit it"
        return 1
    fi
}

# The help of the program and of each of its commands, as a terminal of 100 columns shows it.
command_line_help() {
    local words=("${@:2}") command
    echo "\$ countermark ${words[*]:+${words[*]} }--help"
    # Nothing may be a terminal here: the width would be the terminal's.
    "$1" "${words[@]}" --help </dev/null 2>&1 | cat
    echo
    for command in $("$1" "${words[@]}" --help </dev/null 2>&1 |
        sed -n '/^Commands:/,/^$/s/^  \([a-z-]\+\).*/\1/p' | grep -vx help); do
        command_line_help "$1" "${words[@]}" "$command"
    done
}

# with_settings_table FILE TABLE: the file with TABLE between its two marks.
with_settings_table() {
    grep -q '<!-- settings:begin' "$1" && grep -q '<!-- settings:end' "$1" || {
        echo "$1 has no '<!-- settings:begin -->' and '<!-- settings:end -->' lines" >&2
        return 1
    }
    TABLE=$2 awk '
        /<!-- settings:begin/ { print; print ENVIRON["TABLE"]; skip = 1; next }
        /<!-- settings:end/ { skip = 0 }
        !skip { print }
    ' "$1"
}
