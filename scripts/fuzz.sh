# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev fuzz [TARGET…] [--seconds N]`: looks for bytes that break what our readers of foreign bytes
# promise (crates/testkit/src/fuzz.rs). Why it is built like this: docs/decisions/0048.

fuzz_targets=(csv cursor header json link own_id token)

chore_fuzz() {
    local seconds=60 wanted=() name failures=0
    while (($#)); do
        case $1 in
            --seconds)
                [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail "--seconds needs a number." "./dev fuzz csv --seconds 300"
                seconds=$2
                shift
                ;;
            *)
                [[ " ${fuzz_targets[*]} " == *" $1 "* ]] || fail "There is no target '$1'." "Targets: ${fuzz_targets[*]}"
                wanted+=("$1")
                ;;
        esac
        shift
    done
    ((${#wanted[@]})) || wanted=("${fuzz_targets[@]}")
    need cargo cc
    build_fuzzer
    for name in "${wanted[@]}"; do fuzz_one "$name" "$seconds" || failures=$((failures + 1)); done
    echo "${#wanted[@]} targets, $failures failed"
    ((failures == 0))
}

build_fuzzer() {
    RUSTC_WRAPPER=$PWD/fuzz/rustc cargo build --locked --manifest-path fuzz/Cargo.toml --target-dir "$target"
}

# Goes on from what is kept and from what earlier runs have found. What fails is left beside it.
fuzz_one() {
    local name=$1 seconds=$2 found=$target/fuzz/found/$1 status=0 inputs
    local log=$target/fuzz/$name.log
    mkdir -p "$found"
    COUNTERMARK_FUZZ=$name "$target/debug/countermark-fuzz" \
        -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix="$found-" "$found" "fuzz/corpus/$name" \
        >"$log" 2>&1 || status=$?
    inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    if ((status == 0)); then
        echo "$name: ${inputs:-0} inputs, no failure"
        return
    fi
    grep -E 'panicked|ERROR|SUMMARY|Test unit written' "$log" || tail -n 20 "$log"
    echo "$name: a failure; $log tells of it. Mend it, and keep the bytes in fuzz/corpus/$name/."
    return 1
}
