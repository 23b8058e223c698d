"""Every rule finds what was planted for it: a rule that cannot fail says nothing."""

import copy

import rules


def _crate(facts, name="serde"):
    return next(crate for crate in facts["lock"] if crate["name"] == name)


def _library(facts, name="serde"):
    return next(library for library in facts["libraries"].values() if library["name"] == name)


def _package(facts, path="node_modules/react"):
    return facts["npm"]["portal"]["packages"][path]


def _unknown_option(facts):
    facts["deny"]["bans"]["skip"] = []


def _git_branch(facts):
    _crate(facts)["source"] = "git+https://git.example/serde#0123456"


def _second_registry(facts):
    _crate(facts)["source"] = "registry+https://crates.example/index"


def _no_checksum(facts):
    del _crate(facts)["checksum"]


def _vendored(facts):
    del _crate(facts)["source"]


def _registry_of_a_library(facts):
    _library(facts)["dependencies"][0]["registry"] = "https://crates.example/index"


def _other_source(facts):
    facts["cargo"]["source"] = {"crates-io": {"replace-with": "mirror"}}


def _patched(facts):
    facts["workspace"]["patch"] = {"crates-io": {"serde": {"path": "serde"}}}


def _openssl(facts):
    _library(facts)["name"] = "openssl-sys"


def _any_version(facts):
    _library(facts, "countermark")["dependencies"][0].update(req="*", path=None)


def _copyleft(facts):
    _library(facts)["license"] = "MIT AND (GPL-3.0-only OR AGPL-3.0-only)"


def _without_licence(facts):
    _library(facts)["license"] = None


def _half_an_expression(facts):
    _library(facts)["license"] = "(MIT OR Apache-2.0"


def _without_lints(facts):
    del facts["manifests"]["crates/core/Cargo.toml"]["lints"]


def _unsafe_allowed(facts):
    facts["workspace"]["workspace"]["lints"]["rust"]["unsafe_code"] = "deny"


def _another_version(facts):
    next(crate for crate in facts["fuzz"] if crate["name"] == "serde")["version"] = "0.0.1"


def _new_library(facts):
    facts["manifests"]["crates/core/Cargo.toml"]["dependencies"]["new"] = "1"


def _no_integrity(facts):
    del _package(facts)["integrity"]


def _weak_integrity(facts):
    _package(facts)["integrity"] = "sha1-" + "A" * 27 + "="


def _from_elsewhere(facts):
    _package(facts)["resolved"] = "https://npm.example/react.tgz"


def _range(facts):
    facts["npm"]["e2e"]["packages"][""]["dependencies"]["axe-core"] = "^4.0.0"


def _scripts(facts):
    facts["npmrc"]["portal"].remove("ignore-scripts=true")


def _registry_of_npm(facts):
    facts["npmrc"]["e2e"].append("@types:registry=https://npm.example")


def _copyleft_in_the_browser(facts):
    _package(facts)["license"] = "GPL-3.0-only"


PLANTED = {
    rules.deny_toml_is_read_in_full: (_unknown_option,),
    rules.crates_come_from_one_registry_with_checksums: (
        _git_branch, _second_registry, _no_checksum, _vendored, _registry_of_a_library,
        _other_source, _patched),
    rules.no_crate_is_banned: (_openssl,),
    rules.every_version_is_bounded: (_any_version,),
    rules.every_crates_licence_is_allowed: (_copyleft, _without_licence, _half_an_expression),
    rules.unsafe_is_forbidden_in_every_crate: (_without_lints, _unsafe_allowed),
    rules.the_fuzzers_lock_is_up_to_date: (_another_version, _new_library),
    rules.packages_have_checksums_and_one_registry: (
        _no_integrity, _weak_integrity, _from_elsewhere, _range),
    rules.packages_run_nothing_when_installed: (_scripts, _registry_of_npm),
    rules.every_packages_licence_is_allowed: (_copyleft_in_the_browser,),
}


def not_found(facts):
    """Whatever was planted and not found; nothing, when the rules work."""
    for rule in rules.RULES:
        for plant in PLANTED.get(rule, ()):
            spoilt = copy.deepcopy(facts)
            plant(spoilt)
            if not list(rule(spoilt)):
                yield f"{rule.__name__} does not find {plant.__name__.strip('_')}"
        if rule not in PLANTED:
            yield f"nothing is planted for {rule.__name__}"
