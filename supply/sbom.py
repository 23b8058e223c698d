"""The list of what is in the program (an SBOM), as CycloneDX 1.6: `./dev sbom`.

The crates are those that cargo compiles into `countermark` for a target, the packages those
that npm installs for the portal's `dependencies`. The same sources give the same bytes.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys

import facts

PROGRAM = "countermark"
LINE = re.compile(r"(\d+)(\S+) v(\S+)")

# C libraries inside of crates. Scanners know them by names of their own, not by the crate's.
INSIDE = {
    "libsqlite3-sys": ("sqlite", "blessing", "sqlite3/sqlite3.h", "SQLITE_VERSION", "sqlite:sqlite"),
    "aws-lc-sys": ("aws-lc", "Apache-2.0 AND ISC AND OpenSSL", "aws-lc/include/openssl/base.h",
                   "AWSLC_VERSION_NUMBER_STRING", "amazon:aws-lc"),
}


def host():
    return re.search(r"^host: (.+)$", facts.output("rustc", "-vV"), re.M).group(1)


def crate_graph(target):
    """(name, version) of each crate below the program, and what it needs. Asked for the whole
    workspace, because that is what is built: features are those of all crates together."""
    told = facts.output("cargo", "tree", "--locked", "--workspace", "-e", "normal", "--target",
                        target, "--prefix", "depth", "--format", "{p}")
    needs, path = {}, []
    for depth, name, version in LINE.findall(told):
        # What was shown with all below it is not shown again: the edges are put together here.
        del path[int(depth):]
        crate = (name, version)
        needs.setdefault(crate, set())
        if path:
            needs[path[-1]].add(crate)
        path.append(crate)
    return below(next(crate for crate in needs if crate[0] == PROGRAM), needs)


def below(root, needs):
    found, todo = {}, [root]
    while todo:
        one = todo.pop()
        if one not in found:
            found[one] = sorted(needs[one])
            todo += needs[one]
    return root, found


def crates(target):
    """The components of the program that are crates; the program itself is the first."""
    root, graph = crate_graph(target)
    checksums = {(crate["name"], crate["version"]): crate.get("checksum")
                 for crate in facts.toml("Cargo.lock")["package"]}
    told = json.loads(facts.output("cargo", "metadata", "--locked", "--format-version", "1",
                                   "--filter-platform", target))
    known = {(package["name"], package["version"]): package for package in told["packages"]}
    for crate in [root, *sorted(set(graph) - {root})]:
        name, version = crate
        # An old way to write it, which is no SPDX expression.
        licence = re.sub(r"\s*/\s*", " OR ", known[crate]["license"])
        held = [inside(known[crate])] if name in INSIDE else []
        yield component("cargo", name, version, licence, "SHA-256", checksums[crate]), [
            *(purl("cargo", *needed) for needed in graph[crate]), *(it["bom-ref"] for it in held)]
        yield from ((it, []) for it in held)


def inside(crate):
    """The C library that a crate holds; the version is the one that its header names."""
    name, licence, header, macro, vendor = INSIDE[crate["name"]]
    with open(os.path.join(os.path.dirname(crate["manifest_path"]), header), encoding="utf-8") as file:
        version = re.search(rf'^#define {macro}\s+"([\d.]+)"', file.read(), re.M).group(1)
    made = component("generic", name, version, licence, None, None)
    return {**made, "cpe": f"cpe:2.3:a:{vendor}:{version}:*:*:*:*:*:*:*"}


def packages():
    """The components that are packages of npm, and what the portal needs of them."""
    lock = json.loads(facts.text("portal/package-lock.json"))["packages"]
    shipped = {path: package for path, package in lock.items() if not package.get("dev")}

    def found_from(path, name):
        """As Node.js looks for it: beside the one who asks, then further out."""
        while True:
            there = f"{path}/node_modules/{name}".lstrip("/")
            if there in shipped or not path:
                return there
            path = path.rpartition("node_modules/")[0].rstrip("/")

    def needed_by(path):
        package = shipped[path]
        names = {**package.get("dependencies", {}), **package.get("peerDependencies", {}),
                 **package.get("optionalDependencies", {})}
        places = (found_from(path, name) for name in names)
        return sorted({of(place) for place in places if place in shipped})

    def of(path):
        return purl("npm", path.rpartition("node_modules/")[2], shipped[path]["version"])

    made = {}
    for path, package in sorted(shipped.items()):
        if path:
            digest = base64.b64decode(package["integrity"].removeprefix("sha512-")).hex()
            made[of(path)] = component(
                "npm", path.rpartition("node_modules/")[2], package["version"],
                package["license"], "SHA-512", digest), needed_by(path)
    return list(made.values()), needed_by("")


def purl(kind, name, version):
    return f"pkg:{kind}/{name.replace('@', '%40')}@{version.replace('+', '%2B')}"


def component(kind, name, version, licence, algorithm, digest):
    made = {"type": "library", "bom-ref": purl(kind, name, version), "name": name,
            "version": version, "licenses": [{"expression": licence}]}
    if digest:
        made["hashes"] = [{"alg": algorithm, "content": digest}]
    made["purl"] = purl(kind, name, version)
    return made


def document(target, binary=None):
    rust = list(crates(target))
    node, portal_needs = packages()
    program, program_needs = rust[0]
    program["type"] = "application"
    if binary:
        with open(binary, "rb") as file:
            program["hashes"] = [{"alg": "SHA-256", "content": hashlib.file_digest(file, "sha256").hexdigest()}]
    edges = {program["bom-ref"]: program_needs + portal_needs}
    edges.update((made["bom-ref"], needs) for made, needs in [*rust[1:], *node])
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program, "properties": [{"name": "target", "value": target}]},
        "components": [made for made, _ in [*rust[1:], *node]],
        "dependencies": [{"ref": ref, "dependsOn": needs} for ref, needs in edges.items()],
    }


def as_text(made):
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def main():
    options = argparse.ArgumentParser(prog="./dev sbom", description="What is in the program, as CycloneDX JSON.")
    options.add_argument("--target", default=host(), help="for which it is built; this machine, if not given")
    options.add_argument("--binary", help="the program; its SHA-256 becomes part of the list")
    options.add_argument("--out", help="the file to write; standard output, if not given")
    given = options.parse_args()
    made = as_text(document(given.target, given.binary))
    if not given.out:
        sys.stdout.write(made)
        return
    # Never half a list beside a program.
    with open(f"{given.out}.new", "w", encoding="utf-8") as file:
        file.write(made)
    os.replace(f"{given.out}.new", given.out)


if __name__ == "__main__":
    main()
