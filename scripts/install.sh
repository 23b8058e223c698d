# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# What the chores need from the machine. Debian's packages are installed when we are root;
# otherwise the exact command is printed. What is there already is left alone.

# need TOOL…: makes sure each is there, or installs it, or says how.
need() {
    local tool missing=()
    for tool in "$@"; do
        has "$tool" || missing+=("$(package_of "$tool")")
    done
    ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
}

has() {
    case $1 in
        cargo | node | npm) command -v "$1" >/dev/null || missing_toolchain "$1" ;;
        postgres) [[ -n $(postgres_bin) ]] ;;
        fonts) [[ -n $(find /usr/share/fonts -name 'Liberation*' -print -quit 2>/dev/null) ]] ;;
        venv) python3 -c 'import ensurepip, venv' 2>/dev/null ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

package_of() {
    case $1 in
        cc) echo build-essential ;;
        postgres) echo postgresql ;;
        fonts) echo fonts-liberation ;;
        venv) echo python3-venv ;;
        nft) echo nftables ;;
        taskset) echo util-linux ;;
        *) echo "$1" ;;
    esac
}

missing_toolchain() {
    case $1 in
        cargo) fail "cargo is not there." "Install Rust 1.95 or newer with rustup, then run this again." ;;
        *) fail "$1 is not there." "Install Node.js 20 or newer with npm, then run this again." ;;
    esac
}

install_packages() {
    if ((EUID != 0)); then
        fail "These packages are missing: $*" "sudo apt-get install --no-install-recommends -y $*"
    fi
    command -v apt-get >/dev/null ||
        fail "These packages are missing: $*" "There is no apt-get here: install them your system's way."
    say "installing $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq ||
        fail "apt-get update failed." "Read its message above; then: apt-get install -y $*"
    apt-get install -qq --no-install-recommends -y "$@" ||
        fail "apt-get could not install: $*" "Read its message above, install them by hand, run this again."
}
