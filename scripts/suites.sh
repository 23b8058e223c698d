# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# Running suites one after the other: nothing is hidden, everything is counted.

declare -A suite_passed suite_failed suite_seconds
suite_order=()

# suite NAME KIND COMMAND…
# KIND `tests` reads the runner's closing lines; KIND `step` counts as one test.
suite() {
    local name=$1 kind=$2 log status began=$SECONDS
    shift 2
    log=$(mktemp)
    say "$name"
    # Not `… || status=$?`: that would switch errexit off inside the command.
    set +e
    (
        set -e
        "$@"
    ) 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    set -e
    count_suite "$name" "$kind" "$status" "$log"
    suite_seconds[$name]=$((SECONDS - began))
    suite_order+=("$name")
    rm -f "$log"
}

count_suite() {
    local name=$1 kind=$2 status=$3 log=$4 passed=0 failed=0
    if [[ $kind == tests ]]; then
        read -r passed failed < <(awk -f scripts/totals.awk "$log")
        # A runner that ran nothing proves nothing.
        if ((passed + failed == 0)); then
            failed=1
        fi
    elif ((status == 0)); then
        passed=1
    fi
    # A crash is a failure even when the runner had no time to say so.
    if ((status != 0 && failed == 0)); then
        failed=1
    fi
    suite_passed[$name]=$passed
    suite_failed[$name]=$failed
}

# after NAME: stops a suite whose ground, the suite NAME, has given way.
after() {
    ((${suite_failed[$1]:-0} == 0)) || {
        echo "not run: the suite '$1' it needs has failed"
        return 1
    }
}

# The table and the last line; the status is that of the whole.
suite_summary() {
    local name passed=0 failed=0
    printf '\n%-12s %8s %8s %8s\n' suite passed failed seconds
    for name in "${suite_order[@]}"; do
        printf '%-12s %8d %8d %8d\n' "$name" \
            "${suite_passed[$name]}" "${suite_failed[$name]}" "${suite_seconds[$name]}"
        ((passed += suite_passed[$name], failed += suite_failed[$name], 1))
    done
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0))
}
