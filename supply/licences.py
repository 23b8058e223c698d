"""Licence expressions as crates write them: `(MIT OR Apache-2.0) AND Unicode-3.0`, `MIT/Apache-2.0`."""

import re


def allowed(expression, allow):
    """Whether one of the ways to read the expression needs licences of `allow` only."""
    words = re.findall(r"[()]|[^\s()]+", (expression or "").replace("/", " OR "))
    value, rest = _any(words, allow)
    return value and not rest


def _any(words, allow):
    value, words = _all(words, allow)
    while words and words[0] == "OR":
        other, words = _all(words[1:], allow)
        value = value or other
    return value, words


def _all(words, allow):
    value, words = _one(words, allow)
    while words and words[0] == "AND":
        other, words = _one(words[1:], allow)
        value = value and other
    return value, words


def _one(words, allow):
    if not words or words[0] in ("AND", "OR", "WITH", ")"):
        return False, words
    if words[0] == "(":
        value, words = _any(words[1:], allow)
        return (value, words[1:]) if words and words[0] == ")" else (False, words)
    name, words = words[0], words[1:]
    if len(words) > 1 and words[0] == "WITH":
        name, words = f"{name} WITH {words[1]}", words[2:]
    return name in allow, words
