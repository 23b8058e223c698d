"""What others wrote and we ship, held against our rules: `./dev test supply`.
Ends with `supply: N passed, N failed`, one for each rule and each property of the SBOM."""

import json
import os
import re
import sys

import facts
import planted
import rules
import sbom

# What is imported by name, not by path: a package. `from '…'` ends its line.
IMPORT = re.compile(r"""(?:\bfrom |^import |\bimport\()['"]([a-z@][\w@./-]*)['"]\)?;?(?=\W|$)""", re.M)


def the_sbom_has_every_crate(target, made):
    told = facts.output("cargo", "tree", "--locked", "-p", sbom.PROGRAM, "-e", "normal", "--target",
                        target, "--prefix", "none", "--format", "{p}")
    wanted = {tuple(line.split()[:2]) for line in told.splitlines() if line}
    named = {(it["name"], f"v{it['version']}") for it in [made["metadata"]["component"], *made["components"]]
             if it["purl"].startswith("pkg:cargo/")}
    print(f"  {len(wanted)} crates of `cargo tree` for {target}")
    return sorted(f"{name} {version} is not listed" for name, version in wanted - named)


def the_sbom_has_every_package(_, made):
    told = facts.output("npm", "ls", "--all", "--omit=dev", "--package-lock-only", "--parseable", "--long",
                        folder=os.path.join(facts.ROOT, "portal"))
    wanted = {line.split(":")[1] for line in told.splitlines()[1:]}
    named = {f"{it['name']}@{it['version']}" for it in made["components"] if it["purl"].startswith("pkg:npm/")}
    print(f"  {len(wanted)} packages of `npm ls`")
    return sorted(f"{package} is not listed" for package in wanted - named) or (
        [] if wanted else ["npm named no package"])


def the_portal_imports_only_what_is_listed(_, made):
    """What the portal's sources import is a dependency, not a tool that only the build has."""
    needs = json.loads(facts.text("portal/package.json"))["dependencies"]
    found = set()
    for folder, _, files in os.walk(os.path.join(facts.ROOT, "portal", "src")):
        for file in files:
            if re.search(r"(?<!\.test)\.(tsx?|css)$", file) and not file.endswith(".d.ts"):
                for name in IMPORT.findall(facts.text(os.path.join(folder, file))):
                    found.add("/".join(name.split("/")[:2 if name[0] == "@" else 1]))
    print(f"  imported: {', '.join(sorted(found))}")
    return sorted(f"{name} is imported and no dependency" for name in found - set(needs)) or (
        [] if found else ["no import was found"])


def the_sbom_names_licence_and_checksum(_, made):
    for it in made["components"]:
        # Our own crates have none, and what is inside of another is under that one's.
        without = it["name"].startswith(f"{sbom.PROGRAM}-") or it["purl"].startswith("pkg:generic/")
        if not it["licenses"][0]["expression"] or not ("hashes" in it or without):
            yield f"{it['bom-ref']} lacks its licence or checksum"
    refs = [it["bom-ref"] for it in [made["metadata"]["component"], *made["components"]]]
    if len(refs) != len(set(refs)) or set(refs) != {it["ref"] for it in made["dependencies"]}:
        yield "components and dependencies are not the same"
    for it in made["dependencies"]:
        yield from (f"{it['ref']} needs {ref}, which is not there" for ref in set(it["dependsOn"]) - set(refs))


def the_sbom_is_the_same_each_time(target, made):
    told = facts.output(sys.executable, sbom.__file__, "--target", target)
    if told != sbom.as_text(made):
        yield "another process writes another list"


def the_sbom_knows_what_is_inside_of_crates(_, made):
    """Whatever crate brings a library in C: its library is listed, or known to have no name."""
    # mimalloc has no advisories of its own; linux-raw-sys is Rust.
    silent = {"libmimalloc-sys", "linux-raw-sys"}
    for it in made["components"]:
        if it["name"].endswith("-sys") and it["name"] not in silent | set(sbom.INSIDE):
            yield f"{it['name']} holds or links something in C that is not listed"
    found = {it["name"]: it["version"] for it in made["components"] if "cpe" in it}
    print(f"  {found}")
    yield from (f"{name} is not listed" for name, *_ in sbom.INSIDE.values() if name not in found)


OF_THE_SBOM = (the_sbom_has_every_crate, the_sbom_has_every_package, the_portal_imports_only_what_is_listed,
               the_sbom_names_licence_and_checksum, the_sbom_knows_what_is_inside_of_crates)


def main():
    results = []

    def told(name, broken):
        broken = list(broken)
        results.append(not broken)
        print(f"{'FAILED' if broken else 'ok'}  {name.replace('_', ' ')}", *broken, sep="\n      ", flush=True)

    gathered = facts.gather()
    print(f"{len(gathered['libraries'])} crates, "
          f"{sum(len(lock['packages']) - 1 for lock in gathered['npm'].values())} packages of npm")
    for rule in rules.RULES:
        told(rule.__name__, rule(gathered))
    told("every_rule_finds_what_was_planted", planted.not_found(gathered))
    for target in gathered["deny"]["graph"]["targets"]:
        made = sbom.document(target)
        for check in OF_THE_SBOM:
            told(check.__name__, check(target, made))
    told("the_sbom_is_the_same_each_time", the_sbom_is_the_same_each_time(target, made))

    print(f"\nsupply: {sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
