"""Starts the real program on a temporary folder and sets it up through its own API.

Shared by spec/, bench/ and chaos/. Nothing but Python's own library.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

EMAIL = "admin@example.test"
PASSWORD = "correct horse battery staple"


class Client:
    """Speaks to a server that has been set up, as its administrator."""

    def __init__(self, base):
        self.base = base

    def call(self, method, path, body=None, auth=None, expect=None):
        """One request to the API; the status and the JSON of the answer."""
        headers = {"Content-Type": "application/json", "Origin": self.base}
        if auth:
            headers["Authorization"] = auth
        data = None if body is None else json.dumps(body).encode()
        url = path if path.startswith("http") else f"{self.base}/api/v2{path}"
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            answer = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        text = answer.read().decode()
        if expect and answer.status != expect:
            raise SystemExit(f"{method} {path} answered {answer.status}, not {expect}: {text}")
        return answer.status, json.loads(text) if text else None

    def jwt(self):
        """A fresh log-in."""
        credentials = {"email": EMAIL, "password": PASSWORD}
        return "JWT " + self.call("POST", "/auth/jwt/", credentials, expect=200)[1]["token"]

    def uat(self, *permissions):
        """A new token with these permissions, or with all that can be given."""
        jwt = self.jwt()
        found = self.call("GET", "/permissions/", auth=jwt, expect=200)[1]
        wanted = permissions or [p["name"] for p in found["results"] if p["grantable"]]
        token = {"name": "tool", "valid_until": found["policy"]["latest"], "permissions": list(wanted)}
        return "UAT " + self.call("POST", "/uats/", token, auth=jwt, expect=201)[1]["token"]


class Program(Client):
    """A running server, and the administrator that its set-up made."""

    # Seconds for it to start.
    patience = 30

    def __init__(self, binary, env=None, prefix=(), set_up=True, data=None):
        self.folder = tempfile.mkdtemp(prefix="countermark-")
        super().__init__(f"http://127.0.0.1:{free_port()}")
        self.log_path = os.path.join(self.folder, "log")
        self.data = data or os.path.join(self.folder, "data")
        self.command = [*prefix, binary, "serve", "--data", self.data]
        self.command += ["--listen", self.base.removeprefix("http://")]
        self.env = {**os.environ, "COUNTERMARK_RATE_LIMITS": "off", **(env or {})}
        self.start()
        if not set_up:
            return
        try:
            self._set_up(self._wait_for_code())
        except BaseException:
            self.stop()
            raise

    def start(self):
        """Starts it, also again. It may not answer yet."""
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=self.env)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def _wait_for_code(self):
        """The code in the set-up link that the first start prints."""
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            found = re.search(r"http://\S*setup\S*?[=/]([0-9A-Za-z_-]{16,})", self.log())
            if found:
                return found.group(1)
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise SystemExit(f"the server printed no set-up link:\n{self.log()}")

    def _set_up(self, code):
        self.call("POST", "/setup/", {
            "code": code, "company": "Kallista SA", "given_name": "Ada", "family_name": "Admin",
            "email": EMAIL, "password": PASSWORD}, expect=201)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        # The suite `logs` searches it for secrets.
        logs = os.environ.get("COUNTERMARK_TEST_LOGS")
        if logs:
            shutil.copy(self.log_path, os.path.join(logs, f"program-py-{self.process.pid}.log"))
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
