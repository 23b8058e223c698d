"""F-19: between one of two nodes and PostgreSQL every packet is dropped. That node answers 503 in time and
lets nobody in from memory past the bound; the other one goes on; afterwards all is well by itself."""

import threading
import time

from cluster import Cluster
from crowd import Answers
from ledger import Ledger, wrong
from line import Line
from load import Load
from network import Network
from node import Node
from truth import whole

PARTED = 30  # seconds
# docs/revocation.md: 750 ms, and what tests allow for the noise of a small machine.
BOUND = 1
# The program's own for a request, and that noise.
DEADLINE = 62
# For a node that is parted, what it holds in the database must not stand in the others' way longer.
SHADOW = 15
# TCP sends again after longer and longer pauses: as long as the parting at most.
SOON = 40

# Whether somebody who is silent holds the end of a company's audit log, which is written last.
HOLDS = """SELECT count(*) FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE state = 'idle in transaction'
AND relation = 'audit_chain'::regclass AND mode = 'RowShareLock'"""


class Knocking(threading.Thread):
    """Somebody who uses a token on a node, over and over: when each call began, took, and its status."""

    def __init__(self, base, auth):
        super().__init__(daemon=True)
        self.line, self.auth, self.calls, self.bad, self.halt = Line(base, 90), auth, [], [], threading.Event()

    def run(self):
        while not self.halt.is_set():
            began = time.monotonic()
            status, _, headers = self.line.ask("GET", "/api/v2/me/", auth=self.auth)
            self.calls.append((began, time.monotonic() - began, status))
            if status == 503 and not headers.get("Retry-After"):
                self.bad.append("503 without Retry-After")
            time.sleep(0.01)


def revoke(node, jwt, id):
    """When the answer came that it is revoked."""
    line, until = Line(node.base, 90), time.monotonic() + PARTED
    while time.monotonic() < until:
        status, _, _ = line.ask("DELETE", f"/api/v2/uats/{id}/", {"reason": "x"}, jwt)
        if status in (204, 404):
            return time.monotonic()
        time.sleep(0.1)
    return None


def part(network, cluster, load):
    """Parts them in the middle of a transaction that holds what others need; when that was."""
    for _ in range(30):
        network.drop(network.hosts[1])
        parted = time.monotonic()
        time.sleep(0.1)
        if int(cluster.ask(HOLDS)[0]):
            return parted
        network.heal()
        load.wait(20, 60)
    raise SystemExit("no transaction was open at thirty partings")


def judge(parted, revoked, healed, good, bad):
    """The calls on the parted node, with a token that stayed good and one that was revoked elsewhere."""
    findings = []
    for name, calls in (("good", good), ("revoked", bad)):
        for began, took, status in calls:
            if status is None or took > DEADLINE:
                findings.append(wrong(f"{name} token: no answer in {took:.1f} s"))
            # What waits while the packets come back may be answered by them.
            waits = began + 3.5 >= healed
            if parted + BOUND < began < healed and not waits and status != 503:
                findings.append(wrong(f"{name} token: {status} {began - parted:.2f} s after the parting, not 503"))
            if name == "good" and status not in (200, 503, None):
                findings.append(wrong(f"{name} token: {status}"))
            if name == "revoked" and revoked and began > revoked + BOUND and status == 200:
                findings.append(wrong(f"let in {began - revoked:.2f} s after it was revoked"))
    if not any(status == 200 for began, _, status in good if began < parted):
        findings.append(wrong("it was never let in: was there anything to believe?"))
    if not any(status == 503 for began, _, status in good if began > parted):
        findings.append(wrong("nothing was refused: was there a fault at all?"))
    return findings


def beside(node, uat, halt, answers):
    """Somebody who writes on the other node meanwhile: when that succeeded."""
    line, done, number = Line(node.base, 90), [], 0
    while not halt.is_set():
        number += 1
        if answers.ask(line, "POST", "/api/v2/brands/", {"name": f"beside {number}"}, uat) == 201:
            done.append(time.monotonic())
        time.sleep(0.05)
    return done


def f19(totals, options):
    if "postgres" not in options.engines:
        return
    if not Network.may():
        totals.line("F-19", "not run: namespaces of networks, and nft in them, are for root only")
        return
    ledger, halt, others, done, began = Ledger(), threading.Event(), Answers(), [], time.monotonic()
    with Network() as network, Cluster(network=network) as cluster:
        url = cluster.url()
        # The same PostgreSQL by its other address.
        with Node(options.binary, "postgres", database=url.replace(*network.hosts)) as far:
            with Node(options.binary, "postgres", beside=far, env={"COUNTERMARK_DATABASE": url}) as near:
                load = Load(far, ledger, f"{options.seed}/F-19", pause=0.01, timeout=90)
                jwt, uat = near.jwt(), load.world.uat
                asked = {"name": "parted", "valid_until": load.world.latest, "permissions": ["brand_view"]}
                made = near.call("POST", "/uats/", asked, auth=jwt, expect=201)[1]
                good, bad = Knocking(far.base, uat), Knocking(far.base, f"UAT {made['token']}")
                writing = threading.Thread(target=lambda: done.extend(beside(near, uat, halt, others)), daemon=True)
                for one in (good, bad, writing):
                    one.start()
                load.begin()
                load.wait(100, 60)
                parted = part(network, cluster, load)
                revoked = revoke(near, jwt, made["id"])
                time.sleep(max(0, parted + PARTED - time.monotonic()))
                network.heal()
                healed = time.monotonic()
                while far.probe("/health/ready", 10) != 200 and time.monotonic() < healed + SOON:
                    time.sleep(0.05)
                ready = time.monotonic() - healed
                load.wait(200, 120)
                good.halt.set(), bad.halt.set(), halt.set()
                for one in (good, bad, writing):
                    one.join(90)
                load.end()
                load.new_log_in(far)
                findings = judge(parted, revoked, healed, good.calls, bad.calls)
                findings += [wrong(text) for text in (*good.bad, *bad.bad)] + others.findings()
                findings += whole(far, ledger, load.world)
    meanwhile = [parted, *(at for at in done if parted < at < healed), healed]
    shadow = max(later - earlier for earlier, later in zip(meanwhile, meanwhile[1:]))
    if shadow > SHADOW:
        findings.append(wrong(f"for {shadow:.0f} s nothing could be written on the other node"))
    if revoked is None or revoked - parted > SHADOW:
        findings.append(wrong(f"{f'{revoked - parted:.0f} s' if revoked else 'for ever'}: so long a revocation took on the other node"))
    if ready > SOON:
        findings.append(wrong(f"not ready {SOON} s after the parting"))
    longest = max(took for _, took, _ in load.answers)
    if longest > DEADLINE or load.statuses.get(None):
        findings.append(wrong(f"writes: the longest answer took {longest:.0f} s, {load.statuses.get(None, 0)} got none"))
    totals.load("F-19", load)
    totals.engines.add("postgres")
    knocks = [call for call in good.calls if parted < call[0] < healed]
    totals.fault("F-19", f"postgres parted from one of two nodes for {PARTED} s: there {len(knocks)} calls, the longest "
                 f"{max(took for _, took, _ in knocks):.1f} s, {load.statuses.get(503, 0)} of {len(load.times)} writes answered 503, the "
                 f"longest {longest:.1f} s; the other node wrote {len(meanwhile) - 2} times, with a pause of {shadow:.1f} s; ready "
                 f"{ready:.1f} s after; {time.monotonic() - began:.0f} s", findings)
