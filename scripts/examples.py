"""Runs examples/ against a new server, as an integrator would: `./dev test examples`.

Ends with `examples: N passed, N failed`.
"""

import os
import re
import subprocess
import sys
import tempfile

from program import Program

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "examples")
LOOP = os.path.join(EXAMPLES, "whole_loop.py")
# What the loop leaves behind.
FILES = ("codes.csv", "manifest.json", "qr", "scans.csv", "codes-now.csv")


def permissions():
    """Those that the example says it needs."""
    with open(LOOP, encoding="utf-8") as source:
        listed = re.search(r"^PERMISSIONS = \[(.*?)\]", source.read(), re.DOTALL | re.MULTILINE)
    return re.findall(r'"(\w+)"', listed.group(1))


def run(base, *options, **env):
    command = [sys.executable, LOOP, base, *options]
    own = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERMARK_")}
    done = subprocess.run(command, env={**own, **env}, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def main(binary):
    results = []

    def check(what, good, told):
        results.append(good)
        print(f"{'ok  ' if good else 'FAIL'} {what}")
        if not good:
            print(told)

    with Program(binary) as server, tempfile.TemporaryDirectory() as folder:
        token = server.uat(*permissions()).removeprefix("UAT ")
        path = os.path.join(folder, "token")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"{token}\n")
        out = os.path.join(folder, "out")

        status, text, errors = run(server.base, "--token-file", path, "--out", out)
        print(text)
        check("the loop closes", status == 0 and text.endswith("the loop is closed\n"), errors)
        missing = [name for name in FILES if not os.path.exists(os.path.join(out, name))]
        check("its files are there", not missing, missing)
        check("the token is not told", token not in text + errors, "it is")

        status, text, errors = run(server.base, "--out", out, COUNTERMARK_TOKEN=token)
        check("again, with the token in the environment", status == 0, errors)

        def refused(what, sentence, **env):
            status, text, errors = run(server.base, "--out", out, **env)
            told = f"{status} {text} {errors}"
            good = status == 1 and errors.startswith("whole_loop: ") and sentence in errors
            check(what, good and "Traceback" not in errors and not text, told)

        wrong = token[:-1] + ("x" if token[-1] != "x" else "y")
        refused("a wrong token is told", "The token is no good: ", COUNTERMARK_TOKEN=wrong)
        refused("no token is told", "No token: ")
        less = server.uat(*permissions()[1:]).removeprefix("UAT ")
        refused("a missing permission is told", "lacks brand_create.", COUNTERMARK_TOKEN=less)
        if server.process.poll() is not None:
            check("the server lives", False, server.log())

    print(f"\nexamples: {sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
