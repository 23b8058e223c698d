"""Counts the instructions of the hot requests and holds them against `instructions.json`:
`./dev instructions`. Counts repeat from run to run, on a noisy machine too, where times do not.

The program runs in callgrind, with one request after another on one connection. What it does by
itself goes by the clock and comes on top: rounds are short enough to fall between, and of many the
cheapest counts.
"""

import argparse
import glob
import http.client
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scripts"))
from program import Program  # noqa: E402
from wrong_uat import with_other_secret  # noqa: E402

BUDGET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions.json")
# What a count may differ from its budget, in either direction: a gain is kept by a lower budget.
# How a debug build is cut into units is another thing with and without increments.
TOLERANCE = {"release": 0.03, "debug": 0.1}
# Another compiler makes other instructions of the same code.
TOLERANCE_OF_ANOTHER_COMPILER = 0.15
WARM, ROUNDS, COUNTED = 40, 40, 3


class Counted(Program):
    """The program in callgrind, on the data of another one."""

    patience = 300

    def __init__(self, binary, data, folder):
        self.out = os.path.join(folder, "counts")
        # Threads that look for work of each other would look as often as the clock has it.
        super().__init__(binary, data=data, set_up=False, env={"TOKIO_WORKER_THREADS": "1"}, prefix=[
            "valgrind", "--tool=callgrind", "--instr-atstart=no", "--quiet", f"--callgrind-out-file={self.out}"])
        until = time.monotonic() + self.patience
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"the program does not start in callgrind:\n{self.log()}")
            time.sleep(0.2)

    def answers(self):
        try:
            return self.call("GET", "/me/")[0] == 401
        except OSError:
            return False

    def control(self, *words):
        subprocess.run(["callgrind_control", *words, str(self.process.pid)], check=True, capture_output=True)

    def counted(self, work):
        """The instructions while something is done."""
        self.control("--zero")
        work()
        return self.instructions()

    def instructions(self):
        """All that were counted since the last time."""
        for old in glob.glob(f"{self.out}*"):
            os.remove(old)
        self.control("--dump")
        until = time.monotonic() + 60
        while time.monotonic() < until:
            for name in glob.glob(f"{self.out}*"):
                with open(name, encoding="utf-8", errors="replace") as dump:
                    found = re.search(r"^totals: (\d+)", dump.read(), re.MULTILINE)
                if found:
                    return int(found.group(1))
            time.sleep(0.1)
        raise SystemExit("callgrind wrote no counts")


def requests(made):
    """What is counted: name, method, path, credential, body of the n-th, expected status."""
    uat, jwt, brand = made
    return [
        ("GET /me/, UAT", "GET", "/me/", uat, None, 200),
        ("GET /me/, JWT", "GET", "/me/", jwt, None, 200),
        ("401, wrong UAT", "GET", "/me/", with_other_secret(uat), None, 401),
        ("GET /products/, 20 of them", "GET", "/products/?limit=20", uat, None, 200),
        ("POST /products/", "POST", "/products/", uat,
         lambda n: {"sku": f"SKU-{n}", "name": f"Product {n}", "brand": brand}, 201),
    ]


def prepared(binary, data):
    """A company with forty products, by the program as it is: a token, a log-in, a brand."""
    with Program(binary, data=data) as server:
        uat = server.uat()
        brand = server.call("POST", "/brands/", {"name": "Counted"}, auth=uat, expect=201)[1]["id"]
        for n in range(40):
            server.call("POST", "/products/", {"sku": f"OLD-{n}", "name": f"Product {n}", "brand": brand}, auth=uat, expect=201)
        return uat, server.jwt(), brand


def counts(binary):
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        made = prepared(binary, data)
        with Counted(binary, data, folder) as server:
            line, numbers = http.client.HTTPConnection(server.base.removeprefix("http://"), timeout=60), itertools.count()

            def ask(times, name, method, path, auth, body, expect):
                for _ in range(times):
                    text = json.dumps(body(next(numbers))) if body else None
                    line.request(method, f"/api/v2{path}", text, {"Authorization": auth, "Content-Type": "application/json"})
                    answer = line.getresponse()
                    said = answer.read()
                    if answer.status != expect:
                        raise SystemExit(f"{name} answered {answer.status}: {said.decode()}")

            server.control("--instr=on")
            for request in requests(made):
                ask(WARM, *request)
            for request in requests(made):
                found[request[0]] = min(server.counted(lambda: ask(COUNTED, *request)) for _ in range(ROUNDS)) // COUNTED
    return found


def compiler():
    return subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout.strip()


def judge(build, found, budget):
    """A line for each; how many are outside of it."""
    wrong, tolerance = 0, TOLERANCE[build]
    if budget.get("compiler") != compiler():
        tolerance = TOLERANCE_OF_ANOTHER_COMPILER
        print(f"The budgets are those of {budget.get('compiler', 'no compiler')} and this is {compiler()}: {tolerance:.0%} are let pass.")
    for name, count in found.items():
        allowed = budget.get("counts", {}).get(name)
        off = count / allowed - 1 if allowed else float("inf")
        is_wrong = abs(off) > tolerance
        wrong += is_wrong
        print(f"{'FAIL' if is_wrong else 'ok  '} {build}, {name}: {count:,} instructions, "
              f"{f'{off:+.1%} of {allowed:,}' if allowed else 'no budget'}", flush=True)
    return wrong


def main():
    parser = argparse.ArgumentParser(prog="./dev instructions", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("binary", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help="make what is counted the budget")
    options = parser.parse_args()
    wrong = checked = 0
    for binary in options.binary:
        build = os.path.basename(os.path.dirname(os.path.abspath(binary)))
        with open(BUDGET, encoding="utf-8") as file:
            budgets = json.load(file)
        found = counts(binary)
        if options.write:
            budgets[build] = {"compiler": compiler(), "counts": found}
            with open(BUDGET, "w", encoding="utf-8") as file:
                file.write(json.dumps(budgets, indent=2) + "\n")
        wrong += judge(build, found, budgets.get(build, {}))
        checked += len(found)
    if wrong:
        print("A count that has grown: look what the change costs (callgrind_annotate). If it is worth that, or if it has "
              "fallen: ./dev instructions --write, and say why in the commit.")
    print(f"\ninstructions: {checked - wrong} passed, {wrong} failed")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
