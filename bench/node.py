"""A server that needs no set-up: on a folder that another one has left, or on an empty one."""

import os
import subprocess
import time
import urllib.error
import urllib.request

from measure import SERVERS_CORE
from program import Client, free_port


class Node(Client):
    """Runs within a `with`; `seconds` is what it took from its start to its first good answer."""

    def __init__(self, binary, folder, env=None):
        super().__init__(f"http://127.0.0.1:{free_port()}")
        os.makedirs(folder, exist_ok=True)
        command = [*SERVERS_CORE, binary, "serve", "--data", folder, "--listen",
                   self.base.removeprefix("http://")]
        begun = time.monotonic()
        with open(os.path.join(folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env={**os.environ, "COUNTERMARK_RATE_LIMITS": "off", **(env or {})})
        while not self.is_ready():
            if self.process.poll() is not None:
                raise SystemExit(f"the server on {folder} has ended")
            time.sleep(0.001)
        self.seconds = time.monotonic() - begun

    def is_ready(self):
        try:
            return urllib.request.urlopen(f"{self.base}/health/ready", timeout=5).status == 200
        except OSError:
            return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
