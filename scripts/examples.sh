# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# The suite `examples`: the programs in examples/, as they are, against the running program.

suite_examples() { suite examples tests examples_after_server; }

examples_after_server() {
    after server
    python_packages
    "$target/venv/bin/python" scripts/examples.py "$target/debug/countermark"
}
