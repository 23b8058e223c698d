"""Mixed writes by several clients at once, each noted in the ledger with what was answered."""

import random
import threading
import time

from ledger import ACKNOWLEDGED, GONE, REFUSED, UNKNOWN
from line import Line, NotSent

PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
RIGHTS = ["brand_view", "product_view", "codes_view", "campaign_view"]
GROUP = 5  # codes that one upload changes together
TOKENS = 40  # active ones of a client; a person may have 500
# What a client does, how often.
MIXED = {"make": 20, "change": 25, "remove": 6, "token": 12, "narrow": 8, "revoke": 12,
         "upload": 15, "scan": 15, "order": 1, "own": 1, "download": 1}
REVOKING = {"token": 10, "narrow": 2, "revoke": 10}


class World:
    """What the clients write about: made once, before the fault."""

    def __init__(self, node, clients):
        self.jwt, self.uat = node.jwt(), node.uat()

        def make(path, body):
            return node.call("POST", path, body, auth=self.uat, expect=201)[1]

        self.brand = make("/brands/", {"name": "Kallista"})["id"]
        campaign = make("/campaigns/", {"name": "EU"})["id"]
        make(f"/campaigns/{campaign}/scm-fields/", {"key": "lot", "label": "Lot", "type": "text", "display": True})
        self.product = make("/products/", {
            "sku": "OLV", "name": "Oil", "brand": self.brand, "campaign": campaign,
            "client_url": "https://shop.example/?scan={id}"})["id"]
        self.template = make("/workorders/templates/", {"name": "Own codes", "product": self.product})["key"]
        order = make("/workorders/create-sid/", {
            "reference": "first", "quantity": clients * GROUP * 2, "product": self.product, "images": "svg",
            "activate_on_complete": True, "use_serial_number": False})["id"]
        while node.call("GET", f"/workorders/{order}/", auth=self.uat)[1]["state"] == "new":
            time.sleep(0.1)
        codes = node.call("GET", f"/codes/?workorder={order}&limit=200", auth=self.uat, expect=200)[1]["results"]
        self.codes = [code["extended_id"] for code in codes]
        self.latest = node.call("GET", "/permissions/", auth=self.jwt)[1]["policy"]["latest"]


class Client(threading.Thread):
    """One of them, until it is told to stop or nobody listens any more."""

    def __init__(self, load, number):
        super().__init__(daemon=True)
        self.load, self.number, self.ledger, self.world = load, number, load.ledger, load.world
        self.line = Line(load.base, load.timeout, load.keep)
        self.random = load.randoms[number]
        self.mine = load.mine[number]

    def run(self):
        try:
            while not self.load.halt.is_set():
                (what,) = self.random.choices(list(self.load.mix), self.load.mix.values())
                getattr(self, what)()
                if self.load.pause:
                    time.sleep(self.load.pause)
        except NotSent:
            pass
        except Exception as error:  # noqa: BLE001 - told at the end, not lost in a thread
            self.load.broken.append(f"client {self.number}: {error!r}")

    def send(self, method, path, body=None, auth=None, headers=(), fine=()):
        """The outcome, with the status and the body. `fine` are refusals that may be."""
        began = time.monotonic()
        status, body, headers = self.line.ask(method, path, body, auth, headers)
        self.load.told(method, path, status, body, headers, time.monotonic() - began, fine)
        if status is None or self.load.is_unsure(status, body):
            return UNKNOWN, status, body, headers
        return (ACKNOWLEDGED if status < 400 else REFUSED), status, body, headers

    def api(self, method, path, body=None, auth=None, fine=()):
        return self.send(method, f"/api/v2{path}", body, auth or self.world.uat, fine=fine)

    def new(self, kind):
        return self.ledger.thing(kind, f"w{self.number}-{next(self.load.serial)}")

    def value(self):
        return f"v{next(self.load.serial)}"

    # Products.
    def make(self):
        thing, value = self.new("product"), self.value()
        outcome, _, body, _ = self.api("POST", "/products/", {"sku": thing.name, "name": value, "brand": self.world.brand})
        self.ledger.note(thing, value, outcome)
        if outcome == ACKNOWLEDGED:
            thing.id = body["id"]
            self.mine["product"].append(thing)

    def change(self):
        if not self.mine["product"]:
            return self.make()
        thing, value = self.random.choice(self.mine["product"]), self.value()
        # Where a removal is unknown, it may be gone.
        fine = (404,) if GONE in thing.maybe() else ()
        outcome, status, _, _ = self.api("PATCH", f"/products/{thing.id}/", {"name": value}, fine=fine)
        self.ledger.note(thing, value, outcome)
        if status == 404:
            self.mine["product"].remove(thing)

    def remove(self):
        if not self.mine["product"]:
            return self.make()
        thing = self.random.choice(self.mine["product"])
        # After an answer that did not come one asks again: 404 says that it was done.
        maybe = GONE in thing.maybe()
        outcome, status, _, _ = self.api("DELETE", f"/products/{thing.id}/", fine=(404,) if maybe else ())
        while outcome == UNKNOWN and not self.load.halt.is_set():
            self.ledger.note(thing, GONE, UNKNOWN)
            outcome, status, _, _ = self.api("DELETE", f"/products/{thing.id}/", fine=(404,))
            maybe = True
        self.ledger.note(thing, GONE, ACKNOWLEDGED if status == 404 and maybe else outcome)
        if outcome != REFUSED or status == 404:
            self.mine["product"].remove(thing)

    # Tokens.
    def token(self):
        if len(self.mine["uat"]) >= TOKENS:
            return self.revoke()
        thing = self.new("uat")
        asked = {"name": thing.name, "valid_until": self.world.latest, "permissions": RIGHTS}
        outcome, _, body, _ = self.api("POST", "/uats/", asked, self.world.jwt)
        self.ledger.note(thing, " ".join(sorted(RIGHTS)), outcome)
        if outcome == ACKNOWLEDGED:
            thing.id, thing.secret, thing.rights = body["id"], f"UAT {body['token']}", list(RIGHTS)
            self.mine["uat"].append(thing)

    def narrow(self):
        wide = [thing for thing in self.mine["uat"] if len(thing.rights) > 1]
        if not wide:
            return self.token()
        thing = self.random.choice(wide)
        thing.rights.pop()
        outcome = self.api("PATCH", f"/uats/{thing.id}/", {"permissions": thing.rights}, self.world.jwt)[0]
        self.ledger.note(thing, " ".join(sorted(thing.rights)), outcome)

    def revoke(self):
        if not self.mine["uat"]:
            return self.token()
        thing = self.mine["uat"].pop(self.random.randrange(len(self.mine["uat"])))
        outcome = self.api("DELETE", f"/uats/{thing.id}/", {"reason": "x"}, self.world.jwt)[0]
        self.ledger.note(thing, "revoked", outcome)

    # Supply-chain data and scans.
    def upload(self):
        """All codes of a group, or none of them."""
        group = self.random.randrange(2)
        place = (self.number * 2 + group) * GROUP
        thing, value = self.ledger.thing("group", f"w{self.number}-group-{group}"), self.value()
        thing.codes = self.world.codes[place:place + GROUP]
        items = [{"extended_id": code, "lot": value} for code in thing.codes]
        self.ledger.note(thing, value, self.api("POST", "/scm/upload/", {"items": items})[0])

    def scan(self):
        code = self.random.choice(self.world.codes)
        outcome, _, _, headers = self.send("GET", f"/q/{code}", headers={"User-Agent": PHONE})
        self.ledger.tell("scan", headers.get("Location", "").partition("scan=")[2], outcome)

    # Work in the background.
    def order(self):
        thing = self.new("workorder")
        outcome = self.api("POST", "/workorders/create-sid/", {
            "reference": thing.name, "quantity": 3, "product": self.world.product, "images": "svg",
            "activate_on_complete": False, "use_serial_number": False})[0]
        self.ledger.note(thing, "3 codes", outcome)

    def own(self):
        """Codes of one's own: all of them, or none."""
        thing = self.new("own")
        thing.codes = [f"own-{thing.name}-{number}" for number in range(GROUP)]
        outcome = self.api("POST", "/ingestion/codes/create-from-template/", {
            "template": self.world.template, "mode": "api", "codes": [{"id": code} for code in thing.codes]})[0]
        self.ledger.note(thing, f"{GROUP} codes", outcome)

    def download(self):
        outcome, _, body, _ = self.api("GET", "/codes/download/")
        self.ledger.tell("document", body["document"]["key"] if outcome == ACKNOWLEDGED else None, outcome)


class Load:
    """The clients; `begin` and `end` as often as wanted, on the same things."""

    def __init__(self, node, ledger, seed, clients=6, mix=MIXED, base=None, pause=0, keep=True,
                 timeout=30):
        self.base, self.ledger, self.mix, self.pause = base or node.base, ledger, mix, pause
        self.keep, self.timeout = keep, timeout
        self.world = World(node, clients)
        self.randoms = [random.Random(f"{seed}/{number}") for number in range(clients)]
        self.mine = [{"product": [], "uat": []} for _ in range(clients)]
        self.serial = iter(range(1, 1 << 60))
        self.halt, self.broken, self.failed = threading.Event(), [], []
        self.times, self.statuses = [], {}
        # When each was sent, how long it took, its status; and the 503 that did not know.
        self.answers, self.unsure = [], 0

    @staticmethod
    def is_unsure(status, body):
        """A 503 that says it does not know whether it was done: any other one was not."""
        return status == 503 and "Look before you send it again" in (body or {}).get("detail", "")

    def told(self, method, path, status, body, headers, seconds, fine):
        """Counts an answer; keeps those that must not be."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.times.append(seconds)
        self.answers.append((time.monotonic() - seconds, seconds, status))
        self.unsure += self.is_unsure(status, body)
        busy = status in (429, 503)
        # It says when to come back and, to a program, why.
        told = headers.get("Retry-After") and (not path.startswith("/api/") or (body or {}).get("code"))
        if status is not None and status >= 400 and (status not in (*fine, 429, 503) or busy and not told):
            self.failed.append((status, f"{method} {path} answered {status}: {body}"))

    def begin(self):
        self.halt.clear()
        self.clients = [Client(self, number) for number in range(len(self.mine))]
        for client in self.clients:
            client.start()

    def end(self):
        self.halt.set()
        for client in self.clients:
            client.join(90)
        if any(client.is_alive() for client in self.clients):
            raise SystemExit("a client got no answer for 90 s")
        if self.broken:
            raise SystemExit("\n".join(self.broken))

    def wait(self, writes, seconds=900):
        """Until so many more answers have come."""
        until, enough = time.monotonic() + seconds, len(self.times) + writes
        while len(self.times) < enough and not self.broken:
            if time.monotonic() > until:
                raise SystemExit(f"{len(self.times) - enough + writes} answers in {seconds} s, {writes} were awaited")
            time.sleep(0.01)

    def new_log_in(self, node):
        """Making tokens wants one that is not old."""
        self.world.jwt = node.jwt()
