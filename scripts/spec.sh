# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# `./dev spec [--long [SECONDS]]`: generated requests against the running program. See spec/run.py.

chore_spec() {
    case ${1:-} in
        '') ;;
        --long) export COUNTERMARK_SPEC_SECONDS=${2:-1800} COUNTERMARK_SPEC_EXAMPLES=${COUNTERMARK_SPEC_EXAMPLES:-100} ;;
        *) fail "spec knows no '$1'." "./dev spec, or ./dev spec --long [SECONDS]" ;;
    esac
    need cargo cc python3 venv
    build_server
    schema_tests
}

schema_tests() {
    python_packages
    "$target/venv/bin/python" spec/run.py "$target/debug/countermark"
}

# Python's packages, for spec/ and examples/.
python_packages() { packages_in "$target/venv" spec/requirements.txt examples/requirements.txt; }

# packages_in FOLDER LIST…: a Python of its own that has what the lists name.
packages_in() {
    local venv=$1 list lists=("${@:2}")
    # The stamp is newer than a list only when that list was installed to the end.
    for list in "${lists[@]}"; do
        [[ $venv/stamp -nt $list ]] || break
        [[ $list != "${lists[-1]}" ]] || return 0
    done
    rm -rf "$venv"
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "${lists[@]/#/-r}" || {
        echo "pip could not install ${lists[*]}: read its message above"
        return 1
    }
    touch "$venv/stamp"
}
