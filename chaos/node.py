"""A server of ours that can be killed and started again, on either engine."""

import itertools
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scripts"))
from program import EMAIL, PASSWORD, Program  # noqa: E402, F401 - for the others here

ENGINES = ("sqlite", "postgres")
# Seconds; a start that takes longer has failed.
PATIENCE = 120
numbers = itertools.count(1)


def new_database():
    """The URL of an empty database on the PostgreSQL of the tests."""
    server = os.environ["COUNTERMARK_TEST_POSTGRES"]
    name = f"chaos_{os.getpid()}_{next(numbers)}_{secrets.token_hex(3)}"
    subprocess.run(["psql", "-qX", server, "-c", f"CREATE DATABASE {name}"], check=True)
    return f"{server.rsplit('/', 1)[0]}/{name}"


def drop_database(url):
    server, name = url.rsplit("/", 1)
    subprocess.run(["psql", "-qX", f"{server}/postgres", "-c", f"DROP DATABASE {name} WITH (FORCE)"],
                   check=False, stderr=subprocess.DEVNULL)


class Node(Program):
    """`beside` is another node, whose PostgreSQL and key this one shares; `data` a folder, which
    may be there already, with all that is in it; `database` the URL of one that somebody else made."""

    patience = PATIENCE

    def __init__(self, binary, engine, beside=None, data=None, env=None, prefix=(), database=None):
        self.engine, self.own, self.binary = engine, None, binary
        env = dict(env or {})
        if beside:
            env.setdefault("COUNTERMARK_DATABASE", beside.env["COUNTERMARK_DATABASE"])
            env["COUNTERMARK_FILES_URL"] = beside.env.get("COUNTERMARK_FILES_URL", f"file://{beside.data}/files")
            env["COUNTERMARK_MASTER_KEY_FILE"] = os.path.join(beside.data, "master.key")
        elif database:
            env["COUNTERMARK_DATABASE"] = database
        elif engine == "postgres":
            self.own = env["COUNTERMARK_DATABASE"] = new_database()
        super().__init__(binary, env, prefix, set_up=not beside and not os.path.exists(data or ""), data=data)
        try:
            self.ready()
        except BaseException:
            self.stop()
            raise

    def ready(self):
        """Waits until it is; how many seconds that took."""
        began = time.monotonic()
        while time.monotonic() < began + PATIENCE:
            if self.probe("/health/ready") == 200:
                return time.monotonic() - began
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended with {self.process.returncode}:\n{self.log()[-4000:]}")
            time.sleep(0.02)
        raise SystemExit(f"the server was not ready after {PATIENCE} s:\n{self.log()[-4000:]}")

    def probe(self, path, timeout=10):
        """The status of a GET without a credential, None without an answer."""
        try:
            return urllib.request.urlopen(self.base + path, timeout=timeout).status
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return None

    def kill(self):
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def restart(self):
        self.start()
        return self.ready()

    def run(self, *words, **options):
        """Another command of the program, on the same database."""
        return subprocess.run([self.binary, *words], env=self.env, capture_output=True, **options)

    def peak(self):
        """The most memory that it had, in MiB."""
        return self.status("VmHWM") // 1024

    def memory(self):
        return self.status("VmRSS") // 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def status(self, name):
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))

    def stop(self):
        super().stop()
        if self.own:
            drop_database(self.own)
