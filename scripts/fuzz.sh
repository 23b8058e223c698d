# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev fuzz [TARGET…] [--seconds N] [--keep]`: looks for bytes that break what our readers of
# foreign bytes promise (crates/testkit/src/fuzz.rs). Why it is built like this: docs/decisions/0048.

fuzz_targets=(csv cursor header json link own_id token)

chore_fuzz() {
    local seconds=60 keep='' wanted=() name failures=0
    fuzz_inputs=0
    while (($#)); do
        case $1 in
            --seconds)
                [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || fail "--seconds needs a number." "./dev fuzz csv --seconds 300"
                seconds=$2
                shift
                ;;
            --keep) keep=yes ;;
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
    for name in "${wanted[@]}"; do
        if ! fuzz_one "$name" "$seconds"; then
            failures=$((failures + 1))
        elif [[ $keep ]]; then
            keep_what_reaches_more "$name"
        fi
    done
    echo "${#wanted[@]} targets, $seconds s each, $fuzz_inputs inputs, $failures failed"
    ((failures == 0))
}

build_fuzzer() {
    say "building the fuzzer: our own crates once more, some minutes the first time"
    RUSTC_WRAPPER=$PWD/fuzz/rustc cargo build --locked --manifest-path fuzz/Cargo.toml --target-dir "$target" ||
        fail "The fuzzer does not build." "If its lock is at fault: cargo metadata --manifest-path fuzz/Cargo.toml >/dev/null, and commit fuzz/Cargo.lock."
}

# run_fuzzer TARGET ARGUMENT…: more than a command line is told by libFuzzer: -help=1.
run_fuzzer() {
    local name=$1
    shift
    COUNTERMARK_FUZZ=$name "$target/debug/countermark-fuzz" -max_len=4096 -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$target/fuzz/found/$name-" "$@" 2>&1
}

# Goes on from what is kept and from what earlier runs have found. What fails is left beside it.
fuzz_one() {
    local name=$1 seconds=$2 found=$target/fuzz/found/$1 status=0 inputs
    local log=$target/fuzz/$name.log
    mkdir -p "$found"
    run_fuzzer "$name" -max_total_time="$seconds" -print_final_stats=1 "$found" "fuzz/corpus/$name" >"$log" ||
        status=$?
    inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    fuzz_inputs=$((fuzz_inputs + ${inputs:-0}))
    if ((status == 0)); then
        echo "$name: ${inputs:-0} inputs, no failure"
        return
    fi
    grep -E 'panicked|ERROR|SUMMARY' "$log" || tail -n 20 "$log"
    local bytes
    bytes=$(sed -n 's/.*Test unit written to //p' "$log")
    echo "$name: a failure after ${inputs:-0} inputs; $log tells of it. Again, with that input alone:"
    echo "    COUNTERMARK_FUZZ=$name $target/debug/countermark-fuzz ${bytes:-FILE}"
    echo "    Mend it, and keep the file in fuzz/corpus/$name/, under a name that says what it is."
    return 1
}

# How much of the program is reached with the files of these folders.
fuzz_coverage() { run_fuzzer "$1" -runs=0 "${@:2}" | sed -n 's/.*INITED *cov: *\([0-9]*\).*/\1/p'; }

# Takes from what was found the short inputs that reach more than those that are kept, the shortest
# first, until there are thirty.
keep_what_reaches_more() {
    local name=$1 kept=fuzz/corpus/$1 trial file reached more
    trial=$(mktemp -d)
    reached=$(fuzz_coverage "$name" "$kept")
    while read -r file && (($(find "$kept" -type f | wc -l) < 30)); do
        cp "$file" "$trial/"
        more=$(fuzz_coverage "$name" "$kept" "$trial")
        if ((more > reached)); then
            cp "$file" "$kept/found-$(basename "$file" | cut -c1-8)"
            reached=$more
        fi
        rm "$trial"/*
    done < <(find "$target/fuzz/found/$name" -type f -size -256c -printf '%s %p\n' | sort -n | cut -d' ' -f2-)
    rmdir "$trial"
    echo "$name: $(find "$kept" -type f | wc -l) inputs are kept in $kept"
}
