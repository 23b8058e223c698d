"""F-22: the way to PostgreSQL is slow. Everybody hears in time, and a company that asks for much does not
take the others' turn."""

import threading
import time

from cluster import Cluster
from crowd import Answers
from ledger import wrong
from line import Line
from node import PASSWORD, Node
from wire import Wire

DELAY = 0.3  # seconds, each way
MANY, SECONDS = 30, 30
OTHER = "other@example.test"
# The program's own for a request is 60 s. What waits for a connection waits 5 s.
DEADLINE = 60


def token_of(node, email):
    """A token of that person, who makes it."""
    jwt = "JWT " + node.call("POST", "/auth/jwt/", {"email": email, "password": PASSWORD}, expect=200)[1]["token"]
    latest = node.call("GET", "/permissions/", auth=jwt, expect=200)[1]["policy"]["latest"]
    asked = {"name": "slow", "valid_until": latest, "permissions": ["brand_view", "brand_create"]}
    return "UAT " + node.call("POST", "/uats/", asked, auth=jwt, expect=201)[1]["token"]


class Asking(threading.Thread):
    """Somebody who writes and reads, one after the other, until told to stop."""

    def __init__(self, node, auth, answers, name, halt):
        super().__init__(daemon=True)
        self.line, self.auth, self.answers, self.halt, self.made = Line(node.base, 90), auth, answers, halt, name

    def run(self):
        number = 0
        while not self.halt.is_set():
            number += 1
            self.answers.ask(self.line, "POST", "/api/v2/brands/", {"name": f"{self.made} {number}"}, self.auth)
            self.answers.ask(self.line, "GET", "/api/v2/brands/", auth=self.auth)


def share(answers):
    return sum(number for status, number in answers.statuses.items() if status in (200, 201)) / max(1, len(answers.times))


def f22(totals, options):
    if "postgres" not in options.engines:
        return
    findings, halt, began = [], threading.Event(), time.monotonic()
    with Cluster() as cluster, Wire(cluster.port) as wire:
        cluster.url()
        with Node(options.binary, "postgres", database=wire.url()) as node:
            made = node.run("admin", "create", "--data", node.data, "--company", "Other SA", "--email", OTHER,
                            "--password-stdin", input=PASSWORD.encode(), timeout=60)
            if made.returncode:
                raise SystemExit(f"no other company: {made.stderr.decode()}")
            greedy, other = token_of(node, "admin@example.test"), token_of(node, OTHER)
            node.call("GET", "/brands/", auth=other, expect=200)
            wire.delay = DELAY
            time.sleep(1)
            alone, much, beside = Answers(), Answers(), Answers()
            one = Asking(node, other, alone, "alone", halt)
            one.start()
            time.sleep(SECONDS)
            halt.set()
            one.join(DEADLINE + 30)
            halt.clear()
            asking = [Asking(node, greedy, much, f"much {number}", halt) for number in range(MANY)]
            asking.append(Asking(node, other, beside, "beside", halt))
            for each in asking:
                each.start()
            time.sleep(SECONDS)
            halt.set()
            for each in asking:
                each.join(DEADLINE + 30)
            wire.delay = 0
            quick = time.monotonic()
            while node.probe("/health/ready") != 200 and time.monotonic() < quick + 10:
                time.sleep(0.05)
            node.call("GET", "/brands/", auth=other, expect=200)
            well = time.monotonic() - quick
    for who, answers in (("one alone", alone), ("many", much), ("one beside them", beside)):
        findings += answers.findings()
        if answers.statuses[None] or answers.statuses["refused"]:
            findings.append(wrong(f"{who}: some got no answer: {answers}"))
        if max(answers.times) > DEADLINE:
            findings.append(wrong(f"{who}: the longest answer took {max(answers.times):.0f} s"))
    if share(alone) < 0.9:
        findings.append(wrong(f"one alone: only {share(alone):.0%} succeeded: {alone}"))
    if share(beside) < 0.5:
        findings.append(wrong(f"one beside {MANY} of another company: only {share(beside):.0%} succeeded: {beside}"))
    totals.engines.add("postgres")
    totals.fault("F-22", f"postgres {DELAY * 1000:.0f} ms away each way: one alone {alone}, longest {max(alone.times):.1f} s; {MANY} of a "
                 f"company {much}, longest {max(much.times):.1f} s; one of another beside them {beside}, longest "
                 f"{max(beside.times):.1f} s; well {well:.1f} s later; {time.monotonic() - began:.0f} s", findings)
