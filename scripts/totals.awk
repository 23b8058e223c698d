# Adds up the closing lines of the test runners we use, from their output on standard input.
# Prints: PASSED FAILED

{ gsub(/\033\[[0-9;]*m/, "") }

# cargo nextest:  Summary [ 1.2s] 12 tests run: 11 passed (1 slow), 1 failed, 0 skipped
/^ *Summary \[/ {
    match($0, /[0-9]+(\/[0-9]+)? tests? run/); ran = substr($0, RSTART) + 0
    ok = 0
    if (match($0, /[0-9]+ passed/)) ok = substr($0, RSTART) + 0
    passed += ok; failed += ran - ok
}

# cargo test:  test result: FAILED. 3 passed; 1 failed; 0 ignored; …
/^test result: / {
    match($0, /[0-9]+ passed/); passed += substr($0, RSTART) + 0
    match($0, /[0-9]+ failed/); failed += substr($0, RSTART) + 0
}

# Vitest:  Tests  1 failed | 12 passed (13)
/^ *Tests +[0-9]+ (passed|failed)/ {
    if (match($0, /[0-9]+ passed/)) passed += substr($0, RSTART) + 0
    if (match($0, /[0-9]+ failed/)) failed += substr($0, RSTART) + 0
}

# node --test:  ℹ pass 7
/^(ℹ|#) pass [0-9]+$/ { passed += $3 }
/^(ℹ|#) (fail|cancelled) [0-9]+$/ { failed += $3 }

# ./dev spec:  spec: 120 passed, 2 failed
/^spec: [0-9]+ passed, [0-9]+ failed$/ { passed += $2; failed += $4 }

# ./dev test examples:  examples: 7 passed, 0 failed
/^examples: [0-9]+ passed, [0-9]+ failed$/ { passed += $2; failed += $4 }

# ./dev test instructions:  instructions: 5 passed, 0 failed
/^instructions: [0-9]+ passed, [0-9]+ failed$/ { passed += $2; failed += $4 }

# ./dev test supply:  supply: 21 passed, 0 failed
/^supply: [0-9]+ passed, [0-9]+ failed$/ { passed += $2; failed += $4 }

# ./dev test chaos:  chaos-ledger: 10 passed, 0 failed, and a line for each fault
/^chaos-(ledger|cut|history): [0-9]+ passed, [0-9]+ failed$/ { passed += $2; failed += $4 }
/^F-[0-9]+ +ok: / { passed += 1 }
/^F-[0-9]+ +FAIL: / { failed += 1 }

END { print passed + 0, failed + 0 }
