# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
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
}

# Files that the program writes about itself. Each is committed, so that a change of the
# program shows as a change of the file.
artefacts() {
    local server=$target/debug/countermark fresh table status=0
    fresh=$(mktemp -d)
    "$server" openapi >"$fresh/openapi.json"
    command_line_help "$server" >"$fresh/cli.txt"
    portal_types_of "$fresh/openapi.json" >"$fresh/schema.ts"
    table=$("$server" settings --markdown)
    with_settings_table docs/operating.md "$table" >"$fresh/operating.md"
    same "$fresh/openapi.json" openapi.json "$@" || status=1
    same "$fresh/schema.ts" portal/src/api/schema.ts "$@" || status=1
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

# The portal's types: what `npm run schema` makes of this document.
portal_types_of() {
    npm_packages portal >&2
    portal/node_modules/.bin/openapi-typescript "$1" 2>/dev/null
}

# The help of the program and of each of its commands.
command_line_help() {
    local words=("${@:2}") text command
    text=$(bare_help "$@")
    printf '$ countermark %s--help\n%s\n\n' "${words[*]:+${words[*]} }" "$text"
    # shellcheck disable=SC2013 # one word a line
    for command in $(sed -n '/^Commands:/,/^$/s/^  \([a-z-]\+\).*/\1/p' <<<"$text"); do
        [[ $command == help ]] || command_line_help "$1" "${words[@]}" "$command"
    done
}

# No terminal and no environment: the help is as wide as the terminal and shows values set.
bare_help() { env -i "$@" --help </dev/null 2>&1 | cat; }

# with_settings_table FILE TABLE: the file with TABLE between its two marks.
with_settings_table() {
    [[ $(grep -c -e '<!-- settings:begin' -e '<!-- settings:end' "$1") == 2 ]] || {
        echo "$1 has no '<!-- settings:begin -->' and '<!-- settings:end -->' lines" >&2
        return 1
    }
    TABLE=$2 awk '
        /<!-- settings:begin/ { print; print ENVIRON["TABLE"]; skip = 1; next }
        /<!-- settings:end/ { skip = 0 }
        !skip { print }
    ' "$1"
}
