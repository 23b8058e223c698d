"""The rules about what others wrote and we ship. Each takes the facts and yields what breaks it."""

import re

from licences import allowed

# What deny.toml may say; more would be read by cargo-deny and not by us.
UNDERSTOOD = {
    "graph": {"targets", "all-features"},
    "advisories": {"yanked"},
    "licenses": {"allow", "private"},
    "bans": {"multiple-versions", "wildcards", "allow-wildcard-paths", "deny"},
    "sources": {"unknown-registry", "unknown-git"},
}
# Of the portal's libraries only; it asks for nothing at all.
PORTAL_ALSO = {"Unlicense"}


def deny_toml_is_read_in_full(facts):
    for part, names in facts["deny"].items():
        for name in names:
            if name not in UNDERSTOOD.get(part, ()):
                yield f"deny.toml: [{part}] {name} is not known to supply/rules.py"


def crates_come_from_one_registry_with_checksums(facts):
    """What `[sources]` says, and no way around the lock file."""
    sources = {crate["source"] for crate in facts["lock"] if "source" in crate}
    if len(sources) != 1:
        yield f"Cargo.lock: {len(sources)} sources instead of one: {sorted(sources)}"
    for crate in facts["lock"]:
        if "source" not in crate:
            continue
        if not crate["source"].startswith("registry+"):
            yield f"{crate['name']}: not a released crate, but {crate['source']}"
        if not re.fullmatch("[0-9a-f]{64}", crate.get("checksum", "")):
            yield f"{crate['name']}: no checksum in Cargo.lock"
    ours = {crate["name"] for crate in facts["lock"] if "source" not in crate}
    members = {manifest["package"]["name"] for manifest in facts["manifests"].values()}
    for name in sorted(ours - members):
        yield f"{name}: comes from a path that is no crate of ours"
    for library in facts["libraries"].values():
        for needs in library["dependencies"]:
            # cargo names the registry where it is not the usual one.
            if needs["registry"] is not None:
                yield f"{library['name']}: wants {needs['name']} from another registry"
    for name in ("source", "registries", "registry", "patch", "paths"):
        if name in facts["cargo"]:
            yield f".cargo/config.toml: [{name}] leads around Cargo.lock"
    for name in ("patch", "replace"):
        if name in facts["workspace"]:
            yield f"Cargo.toml: [{name}] leads around the registry"


def no_crate_is_banned(facts):
    for ban in facts["deny"]["bans"]["deny"]:
        for library in facts["libraries"].values():
            if library["name"] == ban["crate"]:
                yield f"{library['name']} {library['version']}: {ban['reason']}"


def every_version_is_bounded(facts):
    """What `wildcards` says: our own manifests take no version whatever comes."""
    for library in facts["libraries"].values():
        if library["source"] is None:
            for needs in library["dependencies"]:
                if needs["req"] == "*" and not needs.get("path"):
                    yield f"{library['name']}: any version of {needs['name']} will do"


def every_crates_licence_is_allowed(facts):
    """Of what is in the program or builds it; as cargo-deny, not of what only tests use."""
    allow = set(facts["deny"]["licenses"]["allow"])
    for library in facts["libraries"].values():
        if library["source"] is not None and library["uses"] & {None, "build"}:
            if not allowed(library["license"], allow):
                yield f"{library['name']} {library['version']}: {library['license'] or 'no licence'}"


def unsafe_is_forbidden_in_every_crate(facts):
    if facts["workspace"]["workspace"]["lints"]["rust"].get("unsafe_code") != "forbid":
        yield "Cargo.toml: unsafe_code is not forbidden"
    for path, manifest in facts["manifests"].items():
        # What is no part of our workspace, such as fuzz targets, is no part of the program.
        if "workspace" not in manifest and manifest.get("lints") != {"workspace": True}:
            yield f"{path}: [lints] is not `workspace = true`"


def the_fuzzers_lock_is_up_to_date(facts):
    """It is a workspace of its own, which nothing but `./dev fuzz` builds: what it locks is what we
    ship, and nothing that our crates need is missing."""
    next_step = "cp Cargo.lock fuzz/ && cargo metadata --manifest-path fuzz/Cargo.toml >/dev/null"
    versions = {}
    for crate in facts["lock"]:
        versions.setdefault(crate["name"], set()).add(crate["version"])
    for crate in facts["fuzz"]:
        if crate["version"] not in versions.get(crate["name"], {crate["version"]}):
            yield f"fuzz/Cargo.lock: {crate['name']} {crate['version']} is not in Cargo.lock: {next_step}"
    locked = {crate["name"]: {needs.split()[0] for needs in crate.get("dependencies", ())}
              for crate in facts["fuzz"] if "source" not in crate}
    for manifest in facts["manifests"].values():
        name = manifest["package"]["name"]
        needed = {it.get("package", key) if isinstance(it, dict) else key
                  for key, it in manifest.get("dependencies", {}).items()}
        for missing in sorted(needed - locked.get(name, needed)):
            yield f"fuzz/Cargo.lock: {name} lacks {missing}: {next_step}"


def packages_have_checksums_and_one_registry(facts):
    """npm takes what has no `resolved` from the registry that it is set up for, and from no other."""
    for project, lock in facts["npm"].items():
        if lock["lockfileVersion"] != 3:
            yield f"{project}: lock file of version {lock['lockfileVersion']}"
        for path, package in lock["packages"].items():
            name = f"{project}: {path}"
            if not path:
                for needs, version in {**package.get("dependencies", {}),
                                       **package.get("devDependencies", {})}.items():
                    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
                        yield f"{project}: {needs} is not one released version, but {version}"
                continue
            if "resolved" in package or "link" in package:
                yield f"{name} comes from {package.get('resolved')}"
            if not re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package.get("integrity", "")):
                yield f"{name} has no SHA-512"


def packages_run_nothing_when_installed(facts):
    for project, lines in facts["npmrc"].items():
        if "ignore-scripts=true" not in lines:
            yield f"{project}/.npmrc: no ignore-scripts=true"
        for line in lines:
            if "registry=" in line:
                yield f"{project}/.npmrc: {line.partition('=')[0]} sends somewhere else"


def every_packages_licence_is_allowed(facts):
    """Of what goes into the browser."""
    allow = set(facts["deny"]["licenses"]["allow"]) | PORTAL_ALSO
    for path, package in facts["npm"]["portal"]["packages"].items():
        if path and not package.get("dev") and not allowed(package.get("license"), allow):
            yield f"{path}: {package.get('license', 'no licence')}"


RULES = (
    deny_toml_is_read_in_full, crates_come_from_one_registry_with_checksums, no_crate_is_banned,
    every_version_is_bounded, every_crates_licence_is_allowed, unsafe_is_forbidden_in_every_crate,
    the_fuzzers_lock_is_up_to_date,
    packages_have_checksums_and_one_registry, packages_run_nothing_when_installed,
    every_packages_licence_is_allowed)
