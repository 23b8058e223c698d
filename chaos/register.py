"""F-27: five clients on three nodes name, read, use and revoke one token after the other, while PostgreSQL
restarts and is parted from one of the nodes; afterwards each token's history is held against the audit
log (history.py)."""

import contextlib
import itertools
import json
import random
import threading
import time
import urllib.request

from cluster import Cluster
from history import Call, check
from ledger import ACKNOWLEDGED, REFUSED, UNKNOWN, wrong
from line import Line
from load import Load
from network import Network
from node import EMAIL, PASSWORD, Node

TOKENS, CLIENTS, SECONDS = 12, 5, 3
PAUSE = 4  # seconds from one fault to the next
PARTED = 4  # and how long packets are dropped
# docs/revocation.md: 750 ms, and what tests allow for the noise of a small machine.
BOUND = 1
RIGHTS = ["brand_view"]


class Client(threading.Thread):
    """One of them, on whichever node, until told to stop."""

    def __init__(self, nodes, jwt, token, names, seed):
        super().__init__(daemon=True)
        self.lines = [Line(node.base, 90) for node in nodes]
        self.jwt, self.token, self.names = jwt, token, names
        self.random, self.calls, self.halt = random.Random(seed), [], threading.Event()

    def ask(self, what, value, method, path, body=None, auth=None):
        """One call, noted with its outcome; the body of the answer."""
        node = self.random.randrange(len(self.lines))
        began = time.monotonic()
        status, answer, _ = self.lines[node].ask(method, f"/api/v2/uats/{path}/", body, auth or self.jwt)
        ended = time.monotonic()
        if status is None or Load.is_unsure(status, answer):
            outcome = UNKNOWN
        else:
            outcome = ACKNOWLEDGED if status < 400 else REFUSED
        if what == "read":
            value = (answer or {}).get("name")
        self.calls.append(Call(what, status if what == "use" else value, node, began, ended, outcome))
        return status

    def run(self):
        while not self.halt.is_set():
            what = self.random.choice(("write", "read", "use", "use"))
            if what == "write":
                name = f"r{next(self.names)}"
                self.ask("write", name, "PATCH", self.token["id"], {"name": name})
            elif what == "read":
                self.ask("read", None, "GET", self.token["id"])
            else:
                self.ask("use", None, "GET", "self", auth=f"UAT {self.token['token']}")

    def revoke(self):
        """Until it is answered. When an answer was lost and it is gone now, that is the answer."""
        while self.ask("revoke", None, "DELETE", self.token["id"], {"reason": "x"}) not in (204, 404, 409):
            time.sleep(0.05)
        last = self.calls[-1]
        self.calls[-1] = last._replace(outcome=ACKNOWLEDGED)


def made(node, jwt, latest, name):
    """A new token; asked for until there is one, under another name each time."""
    for number in itertools.count():
        asked = {"name": f"{name}-{number}", "valid_until": latest, "permissions": RIGHTS}
        status, body = node.call("POST", "/uats/", asked, auth=jwt)
        if status == 201:
            return body
        time.sleep(0.1)


def one_token(nodes, jwt, latest, names, seed):
    """The calls about it, and its name in the beginning."""
    token = made(nodes[0], jwt, latest, f"r{next(names)}")
    clients = [Client(nodes, jwt, token, names, f"{seed}/{number}") for number in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(SECONDS)
    revoking = Client(nodes, jwt, token, names, f"{seed}/revoke")
    revoking.revoke()
    time.sleep(BOUND * 2)
    for client in clients:
        client.halt.set()
    for client in clients:
        client.join(120)
    return token, [call for client in (*clients, revoking) for call in client.calls]


def chains(node, jwt):
    """By token: the names that it was given later, as the audit log has them, in order."""
    request = urllib.request.Request(f"{node.base}/api/v2/audit/export/", headers={"Authorization": jwt})
    found = {}
    for line in urllib.request.urlopen(request, timeout=120).read().splitlines():
        entry = json.loads(line)
        after = json.loads(entry.get("after") or "null") or {}
        if entry["type"] == "entry" and entry["action"] == "uat.update" and "name" in after:
            found.setdefault(entry["object_id"], []).append(after["name"])
    return found


def breaking(network, cluster, halt, restarts, partings):
    """Restarts PostgreSQL, and drops what goes between it and one of the nodes, in turn."""
    for way in itertools.cycle(("fast", "immediate")):
        if halt.wait(PAUSE):
            return
        restarts.append(way)
        cluster.control("restart", "-m", way)
        cluster.answers()
        if network and not halt.wait(PAUSE):
            began = time.monotonic()
            network.drop(network.hosts[1])
            halt.wait(PARTED)
            network.heal()
            partings.append((began, time.monotonic()))


def log_in(node):
    """A new log-in. What a parted node held in the database stands in its way for ten seconds."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        status, answer = node.call("POST", "/auth/jwt/", {"email": EMAIL, "password": PASSWORD})
        if status == 200:
            return f"JWT {answer['token']}"
        time.sleep(0.2)
    return node.jwt()


def far(node, network):
    """The URL of that node's database by the address that is cut off."""
    url = node.env["COUNTERMARK_DATABASE"]
    return url.replace(*network.hosts) if network else url


def f27(totals, options):
    if "postgres" not in options.engines:
        return
    began, halt, calls, findings = time.monotonic(), threading.Event(), [], []
    restarts, partings, names = [], [], itertools.count(1)
    network = Network() if Network.may() else None
    with network or contextlib.nullcontext(), Cluster(network=network) as cluster, \
            Node(options.binary, "postgres", database=cluster.url()) as one, \
            Node(options.binary, "postgres", beside=one) as two, \
            Node(options.binary, "postgres", beside=one, env={"COUNTERMARK_DATABASE": far(one, network)}) as three:
        nodes, jwt = (one, two, three), one.jwt()
        latest = one.call("GET", "/permissions/", auth=jwt, expect=200)[1]["policy"]["latest"]
        breaker = threading.Thread(target=breaking, args=(network, cluster, halt, restarts, partings), daemon=True)
        breaker.start()
        told = [one_token(nodes, jwt, latest, names, f"{options.seed}/F-27/{number}") for number in range(TOKENS)]
        halt.set()
        breaker.join(120)
        jwt = log_in(one)
        known = chains(one, jwt)
        for token, about in told:
            findings += check(about, [token["name"], *known.get(str(token["id"]), [])], BOUND)
            calls += about
        if not one.call("POST", "/audit/check/", {}, auth=jwt, expect=200)[1]["ok"]:
            findings.append(wrong("the audit log is no chain"))
    counts = {what: sum(call.what == what and call.outcome == ACKNOWLEDGED for call in calls) for what in ("write", "read", "use")}
    hurt = len([call for call in calls if call.node == 2 and call.outcome != ACKNOWLEDGED and call.value != 401
                and any(begin < call.began < end for begin, end in partings)])
    if not restarts or (partings and not hurt) or min(counts.values()) < 50:
        findings.append(wrong(f"too little happened: {counts}, {len(restarts)} restarts, {hurt} calls hurt by partings"))
    totals.acknowledged += sum(call.outcome == ACKNOWLEDGED for call in calls)
    totals.engines.add("postgres")
    totals.fault("F-27", f"postgres: {TOKENS} tokens by {CLIENTS} clients on three nodes, {counts['write']} names set, {counts['read']} "
                 f"read, {counts['use']} uses let in, {sum(call.value == 401 for call in calls)} refused, {len(restarts)} restarts "
                 f"of PostgreSQL, {len(partings)} partings of the third node for {PARTED} s, {hurt} calls of them without "
                 f"success; {time.monotonic() - began:.0f} s", findings)
