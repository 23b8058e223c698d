"""F-21: PostgreSQL has committed, and the answer to that does not arrive. The client is told that
nobody knows; asking again does nothing twice."""

import time
import uuid

from cluster import Cluster
from ledger import lost, wrong
from line import Line
from load import Load
from node import Node
from truth import rows
from wire import Wire

TIMES = 5  # of each


class Calls:
    """The calls that may be asked again: what to send, what marks its transaction, what is there afterwards."""

    def __init__(self, node):
        self.node, self.uat, self.jwt = node, node.uat(), node.jwt()
        self.brand = self.make("/brands/", {"name": "Kallista"})["id"]
        self.product = self.make("/products/", {
            "sku": "OLV", "name": "Oil", "brand": self.brand, "client_url": "https://shop.example/?scan={id}"})["id"]
        self.latest = node.call("GET", "/permissions/", auth=self.jwt, expect=200)[1]["policy"]["latest"]

    def make(self, path, body):
        return self.node.call("POST", path, body, auth=self.uat, expect=201)[1]

    def order(self):
        """A work order: its reference is there once."""
        name = f"order-{uuid.uuid4()}"
        body = {"reference": name, "quantity": 3, "product": self.product, "images": "svg",
                "activate_on_complete": False, "use_serial_number": False}
        return ("/workorders/create-sid/", body, self.uat, {}, name, {400},
                lambda: sum(row["reference"] == name for row in rows(self.node, "/workorders/", self.uat)))

    def create(self):
        """A product: its SKU is there once."""
        name = f"sku-{uuid.uuid4()}"
        return ("/products/", {"sku": name, "name": "x", "brand": self.brand}, self.uat, {}, name, {400},
                lambda: len(rows(self.node, f"/products/?sku__exact={name}", self.uat)))

    def rotate(self):
        """A token is replaced: with the same Idempotency-Key once, and the retry gets that successor."""
        asked = {"name": f"old-{uuid.uuid4()}", "valid_until": self.latest, "permissions": ["brand_view"]}
        old = self.node.call("POST", "/uats/", asked, auth=self.jwt, expect=201)[1]
        return (f"/uats/{old['id']}/rotate/", {"overlap": "1h"}, self.jwt, {"Idempotency-Key": str(uuid.uuid4())},
                old["id"], {201},
                lambda: sum(row["name"] == asked["name"] for row in rows(self.node, "/uats/", self.jwt)) - 1)


def cut(wire, call):
    """One call whose commit is done and not answered, and the same once more."""
    path, body, auth, headers, mark, again, count = call
    wire.mark, before = mark.encode(), wire.cuts
    line, began = Line(wire.node.base, 90), time.monotonic()
    status, text, answer = line.ask("POST", f"/api/v2{path}", body, auth, headers)
    took, findings = time.monotonic() - began, []
    if wire.cuts != before + 1:
        raise SystemExit(f"{path}: the answer to its COMMIT was not cut: {status} {text}")
    if status not in (None, 503) or status == 503 and not answer.get("Retry-After"):
        findings.append(wrong(f"{path}: {status} {text}, and nobody knows that"))
    elif status == 503 and not Load.is_unsure(status, text):
        findings.append(wrong(f"{path}: done, and the answer was {status} {text}, as if it were not"))
    # What else goes on over the connections that are left may need a moment.
    for _ in range(20):
        status, text, _ = line.ask("POST", f"/api/v2{path}", body, auth, headers)
        if status not in (None, 503):
            break
        time.sleep(0.2)
    if status not in again:
        findings.append(wrong(f"{path}: asked again, the answer was {status} {text}"))
    if (times := count()) != 1:
        findings.append((lost if not times else wrong)(f"{path}: it is there {times} times"))
    return took, findings


def f21(totals, options):
    if "postgres" not in options.engines:
        return
    findings, longest, tried, began = [], 0, 0, time.monotonic()
    with Cluster() as cluster, Wire(cluster.port) as wire:
        cluster.url()
        with Node(options.binary, "postgres", database=wire.url()) as wire.node:
            calls = Calls(wire.node)
            for _ in range(TIMES):
                for call in (calls.order, calls.create, calls.rotate):
                    took, more = cut(wire, call())
                    findings += more
                    longest, tried = max(longest, took), tried + 1
            answer = wire.node.call("POST", "/audit/check/", {}, auth=wire.node.jwt(), expect=200)[1]
            if not answer["ok"]:
                findings.append(wrong(f"audit chain: {answer['finding']}"))
    totals.engines.add("postgres")
    totals.fault("F-21", f"postgres: {tried} commits done and their answers lost (orders, products, tokens replaced); longest "
                 f"{longest:.1f} s, asked again nothing is done twice; {time.monotonic() - began:.0f} s", findings)
