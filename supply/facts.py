"""What the rules are about: lock files, manifests, and what cargo says of the libraries.

Nothing but Python's own library, and of the network only what a build needs anyway."""

import json
import os
import subprocess
import tomllib

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), ".."))
# Our projects for npm: the portal, which becomes part of the program, and the journeys.
NODE_PROJECTS = ("portal", "e2e")


def output(*command, folder=ROOT):
    """What a command prints; an error ends the run, with the command's own words above it."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed: its message is above")
    return done.stdout


def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def toml(path):
    return tomllib.loads(text(path))


def libraries(targets):
    """All crates that are built for these targets, whatever for, by id; each with its `uses`:
    `None` for the program, `build`, `dev`."""
    found = {}
    for target in targets:
        told = json.loads(output("cargo", "metadata", "--locked", "--format-version", "1",
                                 "--all-features", "--filter-platform", target))
        nodes = {node["id"]: node["deps"] for node in told["resolve"]["nodes"]}
        for package in told["packages"]:
            found.setdefault(package["id"], {**package, "uses": set()})
        # Whatever a library needs to be built is needed by all who use the library: a kind is
        # that of the first step away from our own crates.
        todo = [(kind["kind"], dep["pkg"]) for ours in told["workspace_members"]
                for dep in nodes[ours] for kind in dep["dep_kinds"]]
        seen = set()
        while todo:
            kind, package = step = todo.pop()
            if step in seen:
                continue
            seen.add(step)
            found[package]["uses"].add(kind)
            todo += [(kind, dep["pkg"]) for dep in nodes[package]
                     if any(by["kind"] != "dev" for by in dep["dep_kinds"])]
    return found


def gather():
    """Everything that rules.py looks at."""
    deny = toml("deny.toml")
    manifests = [path for path in output("git", "ls-files", "*Cargo.toml").splitlines()]
    return {
        "deny": deny,
        "lock": toml("Cargo.lock")["package"],
        "fuzz": toml("fuzz/Cargo.lock")["package"],
        "libraries": libraries(deny["graph"]["targets"]),
        "workspace": toml("Cargo.toml"),
        "manifests": {path: toml(path) for path in manifests if path != "Cargo.toml"},
        "cargo": toml(".cargo/config.toml"),
        "npm": {name: json.loads(text(f"{name}/package-lock.json")) for name in NODE_PROJECTS},
        "npmrc": {name: text(f"{name}/.npmrc").splitlines() for name in NODE_PROJECTS},
    }
