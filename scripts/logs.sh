# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# The suite `logs`: no secret stands in any line that any suite has logged. The other suites write
# their logs into $COUNTERMARK_TEST_LOGS: the Rust tests' own processes and the programs that they
# start, the servers of e2e and of spec.

# What must not be found: tokens, JWTs, the passwords of the tests. One extended regular
# expression a line, each with something that it must find, or the search itself is broken.
log_secrets() {
    local letters forty
    letters=$(printf 'Ab3%.0s' {1..17})
    forty=${letters:0:43}
    printf '%s\t%s\n' \
        'cmkuat1_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}' "cmkuat1_${letters:0:22}_${letters:0:49}" \
        'eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}' "eyJ$forty.eyJ$forty.$forty" \
        'seven green boats drift' 'seven green boats drift' \
        'nine calm herons wade far' 'nine calm herons wade far' \
        'two loud geese land early' 'two loud geese land early' \
        'correct horse battery staple' 'correct horse battery staple' \
        'another long sentence of mine' 'another long sentence of mine'
}

# search_for_secrets FOLDER: places of all that is found, without what is found.
search_for_secrets() {
    local pattern
    while IFS=$'\t' read -r pattern _; do
        grep -R -n -o -E -a -e "$pattern" -- "$1" | cut -d: -f1,2 | sed "s|\$|: ${pattern:0:12}…|" || true
    done < <(log_secrets)
}

# The search finds each kind of secret where one was planted, in the middle of a line.
search_finds_what_is_planted() {
    local folder planted found=0 all=0
    folder=$(mktemp -d)
    while IFS=$'\t' read -r _ planted; do
        ((all += 1))
        printf 'INFO request{path="/x"} before %s after\n' "$planted" >"$folder/$all.log"
    done < <(log_secrets)
    printf 'INFO uat=%s path="/api/v2/uats/" cmkuat1_%s_ eyJhbGciOiJub25lIn0\n' \
        0123456789012345678901 0123456789012345678901 >"$folder/clean.log"
    found=$(search_for_secrets "$folder" | wc -l)
    rm -rf "$folder"
    ((all > 0 && found == all)) || {
        echo "the search found $found of $all planted secrets"
        return 1
    }
    echo "the search found all $all planted secrets"
}

search_logs() {
    local lines found
    search_finds_what_is_planted
    lines=$(find "$COUNTERMARK_TEST_LOGS" -name '*.log' -exec cat {} + | wc -l)
    echo "$lines lines of $(find "$COUNTERMARK_TEST_LOGS" -name '*.log' | wc -l) logs searched"
    ((lines > 0)) || {
        echo "nothing was logged: run a suite that logs before this one (rust, e2e, spec)"
        return 1
    }
    found=$(search_for_secrets "$COUNTERMARK_TEST_LOGS")
    [[ -z $found ]] || {
        head -n 40 <<<"$found"
        echo "$(wc -l <<<"$found") secrets in the logs"
        return 1
    }
}
