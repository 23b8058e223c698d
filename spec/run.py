"""Sends generated requests to a running server and holds its answers against its own
openapi.json: `./dev spec`. Ends with `spec: N passed, N failed`, one for each operation and pass.

COUNTERMARK_SPEC_EXAMPLES  generated requests for an operation (small by default, for the CI)
COUNTERMARK_SPEC_SEED      another seed than the fixed one; the run is repeatable either way
COUNTERMARK_SPEC_SECONDS   a long run of so many seconds, `./dev spec --long`: half of them for chains of
                           requests, in which one uses what another has answered, half for single ones
COUNTERMARK_SPEC_PATIENCE  how many seconds more a pass may take, on a busy machine, before it has failed
"""

import collections
import copy
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "scripts"))
from program import Program  # noqa: E402

import closed  # noqa: E402
import jsonschema_rs  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.environ.get("COUNTERMARK_SPEC_EXAMPLES", "8")
SEED = os.environ.get("COUNTERMARK_SPEC_SEED", "1")
LONG = int(os.environ.get("COUNTERMARK_SPEC_SECONDS") or 0)
# A pass that has not ended by then has failed. (schemathesis' own --max-time is something else: it
# goes on generating until the time is spent.)
PATIENCE = int(os.environ.get("COUNTERMARK_SPEC_PATIENCE") or 400 + LONG)
# Left out: the two checks that valid data is always accepted and invalid data never. A document
# cannot say that a name must be free, and numbers are taken for texts, as the contract's are.
CHECKS = ",".join((
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_schema_conformance", "response_headers_conformance", "unsupported_method",
    "allow_header_conformance", "use_after_free", "ensure_resource_availability"))

# Operations that would end the credential the pass runs with, after which every answer is 401
# and nothing is tested any more. They have a pass of their own, last, in which every request
# signs in anew (fresh_login.py).
ENDS_THE_CREDENTIAL = {
    ("POST", "/api/v2/auth/jwt/logout/"): "ends the session of the JWT",
    ("POST", "/api/v2/auth/jwt/logout-all/"): "ends every session of the user",
    ("DELETE", "/api/v2/auth/session/"): "ends the session",
    ("PATCH", "/api/v2/me/password/"): "would end all other sessions",
    ("POST", "/api/v2/users/{id}/archive/"): "would archive the own user",
    ("DELETE", "/api/v2/me/sessions/{id}/"): "may end the session of the JWT",
    ("POST", "/api/v2/users/{id}/end-sessions/"): "would end the own sessions",
    ("DELETE", "/api/v2/uats/self/"): "revokes the UAT",
}

# Operations after which nobody may log in by password any more. Their pass is the very last.
SHUTS_LOG_INS = {
    ("PATCH", "/api/v2/policy/"): "may allow no log-in by password",
}


def expression(operations):
    """Schemathesis selects by one regular expression over `METHOD /path`."""
    return "|".join(f"^{method} {path}$".replace("{", r"\{").replace("}", r"\}")
                    for method, path in operations)


def seed(server):
    """Objects for the requests to find, and their ids by kind (see real_ids.py)."""
    auth = server.jwt()

    def make(where, body):
        return server.call("POST", f"/{where}/", body, auth=auth, expect=201)[1]

    brands = [make("brands", {"name": f"Brand {n}"})["id"] for n in range(30)]
    products = [make("products", {"sku": f"SKU-{n}", "name": f"Product {n}", "brand": brands[0]})["id"]
                for n in range(30)]
    users = [make("users", {"email": f"user{n}@example.test", "given_name": "U", "family_name": str(n),
                            "role": "dashboard_user"})["user"]["id"] for n in range(10)]
    own = server.call("GET", "/me/", auth=auth, expect=200)[1]["user"]["id"]
    uats = [server.uat("brand_view").split("_")[1] for _ in range(10)]
    return {"brands": brands, "products": products, "users": [own, *users], "uats": uats}


# Requests and answers of all passes: how many by status, `none` where the connection broke.
answers = collections.Counter()


def one_pass(server, name, checks, hooks, env, *options, phases="examples,coverage,fuzzing", seconds=0):
    """Runs schemathesis once with these checks and a module of hooks, over and over until the
    seconds are spent; how many operations passed and failed."""
    print(f"\n-- {name}", flush=True)
    # schemathesis leaves notes in the folder it runs in.
    with tempfile.TemporaryDirectory() as folder:
        report, counts = os.path.join(folder, "report.xml"), os.path.join(folder, "counts.json")
        command = [os.path.join(os.path.dirname(sys.executable), "schemathesis"), "--no-color", "run",
                   f"{server.base}/api/v2/openapi.json", "--checks", checks, "--seed", SEED,
                   "--phases", phases, "--max-examples", EXAMPLES,
                   "--generation-database", "none", "--continue-on-failure", "--warnings", "off",
                   "--report", "junit", "--report-junit-path", report, *options]
        if seconds:
            command += ["--max-time", str(seconds)]
        try:
            status = subprocess.run(
                command, env={**os.environ, **env, "SCHEMATHESIS_HOOKS": hooks, "SPEC_COUNTS": counts},
                cwd=folder, timeout=seconds + PATIENCE).returncode
        except subprocess.TimeoutExpired:
            print(f"broken off after {seconds + PATIENCE} s")
            status = 1
        if os.path.exists(counts):
            with open(counts, encoding="utf-8") as file:
                answers.update(json.load(file))
        cases = list(xml.parse(report).iter("testcase")) if os.path.exists(report) else []
    cases = [case for case in cases if case.find("skipped") is None]
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    # A pass that tested nothing, or broke off, is a failure however quiet it was.
    if not cases or (status != 0 and failed == 0):
        failed += 1
    return len(cases) - failed if cases else 0, failed


def closing_closes(server, brand):
    """A true answer fits its closed schema, and with one more member it does not."""
    document = server.call("GET", "/openapi.json", expect=200)[1]
    print(f"{closed.close(document)} kinds of objects in answers are held to the members they name")
    shown = document["paths"]["/api/v2/brands/{id}/"]["get"]["responses"]["200"]["content"]
    schema = {**shown["application/json"]["schema"], "components": document["components"]}
    true = server.call("GET", f"/brands/{brand}/", auth=server.jwt(), expect=200)[1]
    more = {**copy.deepcopy(true), "nobody_named_this": 1}
    fits = [jsonschema_rs.is_valid(schema, answer) for answer in (true, more)]
    print(f"a brand fits its closed schema: {fits[0]}, with another member: {fits[1]}")
    return (1, 0) if fits == [True, False] else (0, 1)


def no_answer_was_an_error():
    """The sum of all passes, in one line. 503 is an answer of an overloaded server only."""
    errors = sum(count for status, count in answers.items() if status == "none" or int(status) >= 500)
    print(f"\nspec: {sum(answers.values()):,} requests, {errors} errors of the server (5xx, or none at all); "
          + ", ".join(f"{status}: {count:,}" for status, count in sorted(answers.items())))
    return (1, 0) if answers and not errors else (0, 1)


def still_good(server, auth):
    """Whether the credential lived to the end; otherwise the pass tested only 401."""
    status, _ = server.call("GET", "/me/", auth=auth)
    print(f"credential at the end of the pass: {status}")
    return (1, 0) if status == 200 else (0, 1)


def main(binary):
    totals = []
    with Program(binary) as server:
        apart = {**ENDS_THE_CREDENTIAL, **SHUTS_LOG_INS}
        skip = ["--exclude-name-regex", expression(apart)]
        print("In a pass of their own:")
        for (method, path), reason in apart.items():
            print(f"  {method} {path}: {reason}")

        existing = seed(server)
        totals.append(closing_closes(server, existing["brands"][0]))
        env = {"PYTHONPATH": HERE, "SPEC_BASE": server.base, "SPEC_EXISTING": json.dumps(existing)}
        if LONG:
            # Not `real_ids`: the ids are those that the answers before have told. A chain that brings
            # another credential ends at once with 401; the other passes do that.
            auth = server.jwt()
            totals.append(one_pass(server, "chains of requests", CHECKS, "counts", env, *skip, "--header",
                                   f"Authorization: {auth}", "--generation-with-security-parameters", "false",
                                   phases="stateful", seconds=LONG // 2))
            totals.append(still_good(server, auth))
        for name, auth in (("UAT", server.uat()), ("JWT", server.jwt())):
            header = ["--header", f"Authorization: {auth}"]
            totals.append(one_pass(server, name, CHECKS + ",ignored_auth", "real_ids", env, *skip, *header,
                                   seconds=LONG // 4))
            totals.append(still_good(server, auth))

        only = ["--include-name-regex", expression(ENDS_THE_CREDENTIAL)]
        # Not `ignored_auth`: the hook puts a credential into every request.
        totals.append(one_pass(
            server, "a fresh credential for each request", CHECKS, "fresh_login", env, *only))

        only = ["--include-name-regex", expression(SHUTS_LOG_INS)]
        header = ["--header", f"Authorization: {server.jwt()}"]
        totals.append(one_pass(server, "the last log-in", CHECKS, "real_ids", env, *only, *header))
        if server.process.poll() is not None:
            print(server.log())
            totals.append((0, 1))

    totals.append(no_answer_was_an_error())
    passed, failed = (sum(column) for column in zip(*totals))
    print(f"\nspec: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
