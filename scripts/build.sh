# shellcheck shell=bash disable=SC2034,SC2154 # the scripts share their variables
# Building: the portal, the server, and starting them.

# Packages of a Node project, when its lock file is newer than what is installed.
npm_packages() {
    need node npm
    [[ $1/node_modules/.package-lock.json -nt $1/package-lock.json ]] && return
    (cd "$1" && npm ci --no-audit --no-fund) ||
        fail "npm ci failed in $1/." "If the lock is at fault: cd $1 && npm install, and commit it."
}

# Whether anything the portal is built from is newer than the build.
portal_changed() {
    local built=portal/dist/index.html
    [[ -f $built ]] || return 0
    [[ -n $(find portal -path portal/node_modules -prune -o -path portal/dist -prune -o \
        -type f -newer "$built" -print -quit) ]]
}

build_portal() {
    npm_packages portal
    (cd portal && npm run build)
}

build_server() { # --release for that profile, else debug
    need cargo cc
    local profile=debug
    [[ ${1:-} != --release ]] || profile=release
    # cargo does not notice when the folder appears or changes that the program embeds.
    [[ ! portal/dist/index.html -nt $target/$profile/countermark ]] || touch crates/server/src/portal/mod.rs
    cargo build --workspace --bins --locked "$@" || return
    [[ $profile == debug ]] || list_what_is_in "$target/$profile/countermark"
}

# The list lies beside the program and names it by its SHA-256.
list_what_is_in() {
    need python3
    python3 supply/sbom.py --binary "$1" --out "$1.cdx.json"
}

chore_run() {
    if portal_changed; then
        say "building the portal"
        build_portal || fail "The portal does not build." "Its messages are above."
    fi
    say "building the server"
    build_server --release || fail "The server does not build." "Its messages are above."
    exec "$target/release/countermark" serve "$@"
}

chore_fmt() { cargo fmt --all; }
