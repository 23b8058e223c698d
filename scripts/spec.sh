# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev spec`: generated requests against the running program. See spec/run.py.

chore_spec() {
    need cargo cc python3 venv
    build_server
    schema_tests
}

schema_tests() {
    local venv=$target/venv
    # The stamp is newer than the list only when that list was installed to the end.
    if [[ ! $venv/stamp -nt spec/requirements.txt ]]; then
        rm -rf "$venv"
        python3 -m venv "$venv"
        "$venv/bin/pip" install --quiet --disable-pip-version-check -r spec/requirements.txt || {
            echo "pip could not install spec/requirements.txt: read its message above"
            return 1
        }
        touch "$venv/stamp"
    fi
    "$venv/bin/python" spec/run.py "$target/debug/countermark"
}
