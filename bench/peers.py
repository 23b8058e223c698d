"""The peer of the single requests: bench/peer, on either engine."""

import json
import os
import subprocess
import tempfile
import urllib.parse

import postgres
from contenders import Contender
from measure import HERE, SERVERS_CORE
from program import EMAIL, PASSWORD, free_port

# The Python that has what bench/peer/requirements.txt lists; `./dev bench` makes one.
PYTHON = os.environ.get("COUNTERMARK_BENCH_PYTHON", "python3")


def openssl(*words, text=None):
    """What it writes."""
    return subprocess.run(["openssl", *words], input=text, capture_output=True, text=True,
                          check=True).stdout


class Peer(Contender):
    """The same API in Django, with two workers of granian."""

    def __init__(self, products, address=None):
        super().__init__(f"http://127.0.0.1:{free_port()}")
        self.address, self.database_pid = address, postgres.pid() if address else None
        self.scratch = tempfile.TemporaryDirectory(prefix="countermark-peer-")
        env = {**os.environ, **self.settings(), "DJANGO_SETTINGS_MODULE": "peer.settings",
               "PYTHONPATH": HERE, "PYTHONDONTWRITEBYTECODE": "1"}
        wanted = json.dumps({"products": products, "email": EMAIL, "password": PASSWORD})
        found = json.loads(subprocess.run([PYTHON, "-m", "peer.seed"], input=wanted, env=env,
                                          stdout=subprocess.PIPE, text=True, check=True).stdout)
        self.brand, self.token, self.expired = found["brand"], found["uat"], found["expired"]
        # WSGI with granian's own number of threads was the quickest: see docs/decisions/0043.
        command = [*SERVERS_CORE, PYTHON, "-m", "granian", "--interface", "wsgi", "--workers", "2",
                   "--log-level", "error", "--port", self.base.rpartition(":")[2],
                   "peer.wsgi:application"]
        self.process = subprocess.Popen(command, env=env)
        self.ready()

    def settings(self):
        """What its settings.py reads."""
        private = openssl("genpkey", "-algorithm", "ed25519")
        settings = {"PEER_SECRET_KEY": "of the bench", "PEER_SIGNING_KEY": private,
                    "PEER_VERIFYING_KEY": openssl("pkey", "-pubout", text=private)}
        if not self.address:
            return {**settings, "PEER_SQLITE": os.path.join(self.scratch.name, "peer.db")}
        at = urllib.parse.urlsplit(self.address)
        return {**settings, "PEER_HOST": at.hostname, "PEER_PORT": str(at.port or 5432),
                "PEER_USER": at.username or "", "PGPASSWORD": at.password or "",
                "PEER_NAME": at.path.removeprefix("/")}

    def stop(self):
        super().stop()
        self.scratch.cleanup()
        if self.address:
            postgres.drop(self.address)
