"""Who answers the single requests: Countermark on either engine, and its floor. See also peers.py."""

import json
import os
import re
import signal
import subprocess
import tempfile
import urllib.error
import urllib.request

import postgres
from measure import SERVERS_CORE, family, until
from program import EMAIL, PASSWORD, Client, Program, free_port
from world import copy, database

PRODUCTS = "/api/v2/products/"

# No clock can be set, so the last token's end is.
END = ("UPDATE uat SET valid_until = '2020-01-01', created_at = 1, expires_at = 1577923200000000 "
       "WHERE seq = (SELECT max(seq) FROM uat)")


class Contender(Client):
    """A running server with products: a brand's id, a token that works, and one that is over."""

    process = database_pid = brand = token = expired = None

    def page(self, number, limit=20):
        """The address of that page, found as a client does: by following `next`."""
        big, small = divmod((number - 1) * limit, 200)
        here = f"{self.base}{PRODUCTS}?limit=200"
        for step in [200] * big + [limit] * (small // limit):
            here = re.sub(r"limit=\d+", f"limit={step}", here)
            here = self.call("GET", here, auth=self.token, expect=200)[1]["next"]
        return re.sub(r"limit=\d+", f"limit={limit}", here)

    def ready(self):
        """Waits until it answers, or stops it."""
        try:
            until(self.answers, seconds=300)
        except BaseException:
            self.stop()
            raise

    def answers(self):
        """Whether it answers yet."""
        if self.process.poll() is not None:
            raise SystemExit(f"{type(self).__name__} has ended")
        try:
            return self.call("GET", "/me/")[0]
        except OSError:
            return False

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            for one in family(self.process.pid):
                os.kill(one, signal.SIGKILL)
            self.process.wait()


class Ours(Contender):
    """Countermark, filled by its own import."""

    def __init__(self, binary, products, address=None):
        self.address, self.database_pid = address, postgres.pid() if address else None
        env = {"COUNTERMARK_DATABASE": address} if address else None
        self.program = Program(binary, env=env, prefix=SERVERS_CORE)
        super().__init__(self.program.base)
        self.process, self.folder = self.program.process, self.program.folder
        person = self.jwt()
        self.brand = self.call("POST", "/brands/", {"name": "Bench"}, auth=person, expect=201)[1]["id"]
        rows = "".join(f"SEED-{n},Product {n},Bench\n" for n in range(products))
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write("sku,name,brand\n" + rows)
            file.flush()
            subprocess.run(
                ["curl", "--fail-with-body", "-sS", "-o", "/dev/null", "--data-binary", f"@{file.name}",
                 "-H", "Content-Type: text/csv", "-H", f"Authorization: {person}",
                 f"{self.base}{PRODUCTS}import/?sku=sku&name=name&brand=brand"], check=True)
        self.token, self.expired = self.uat(), self.uat()
        if address:
            postgres.sql(address, f"{END}; VACUUM ANALYZE")
        else:
            with database(self) as rows:
                rows.execute(END)
            rows.close()

    def stop(self):
        self.program.stop()
        if self.address:
            postgres.drop(self.address)


class Floor(Contender):
    """The floor on a copy of our file, which has been told our answers."""

    def __init__(self, binary, ours):
        super().__init__(f"http://127.0.0.1:{free_port()}")
        self.brand, self.token, self.expired = ours.brand, ours.token, ours.expired
        self.ours, self.person = ours, ours.jwt()
        known = {name: self.seen("/me/", name) for name in (self.token, self.person, self.expired)}
        body = {"sku": "FLOOR-1", "name": "New product", "brand": ours.brand}
        with database(ours) as rows:
            hashed = rows.execute("SELECT password_hash FROM person").fetchone()[0]
        rows.close()
        given = {
            "listen": self.base.removeprefix("http://"), "products": self.base + PRODUCTS,
            "known": list(known.items()), "unknown": self.seen("/me/", "UAT junk"),
            "page": self.seen("/products/", self.token),
            "made": self.seen("/products/", self.token, body),
            "login": self.seen("/auth/jwt/", None, {"email": EMAIL, "password": PASSWORD}),
            "password_hash": hashed}
        # What was made above is in both.
        beneath = copy(ours, "single-floor.db")
        path = os.path.join(ours.folder, "single-floor.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(given, file)
        program = os.path.join(os.path.dirname(binary), "floor")
        self.process = subprocess.Popen([*SERVERS_CORE, program, "serve", beneath, path])
        self.ready()

    def jwt(self):
        return self.person

    def seen(self, path, auth, body=None):
        """What our server answers, without the headers that HTTP itself writes."""
        request = urllib.request.Request(
            f"{self.ours.base}/api/v2{path}", body and json.dumps(body).encode(),
            {"Content-Type": "application/json", **({"Authorization": auth} if auth else {})})
        try:
            answer = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        headers = [(name.lower(), value) for name, value in answer.getheaders()
                   if name.lower() not in ("content-length", "date", "connection")]
        return {"status": answer.status, "headers": headers, "body": answer.read().decode()}
