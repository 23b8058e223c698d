"""Many at once, and somebody who goes on working meanwhile."""

import collections
import resource
import threading
import time

from ledger import wrong
from line import Line, NotSent
from node import EMAIL, PASSWORD

FINE = {200, 201, 204, 302, 429, 503}


class Answers:
    """Statuses and times of many requests; 429 and 503 must say when to come back."""

    def __init__(self):
        self.statuses, self.times, self.bad = collections.Counter(), [], []
        self.retry = 1  # what the last 429 or 503 said

    def ask(self, line, method, path, body=None, auth=None, fine=FINE):
        began = time.monotonic()
        try:
            status, text, headers = line.ask(method, path, body, auth)
        except NotSent:
            status, text, headers = "refused", None, {}
        self.times.append(time.monotonic() - began)
        self.statuses[status] += 1
        if status in (429, 503) and headers.get("Retry-After"):
            self.retry = int(headers["Retry-After"])
        elif status in (429, 503):
            self.bad.append(f"{path}: {status} without Retry-After")
        elif status not in fine and status not in (None, "refused"):
            self.bad.append(f"{path}: {status} {text}")
        return status

    def findings(self):
        return [wrong(text) for text in self.bad]

    def p95(self):
        return f"{sorted(self.times)[int(len(self.times) * 0.95)] * 1000:.0f} ms" if self.times else "nothing"

    def __str__(self):
        return " ".join(f"{status}×{number}" for status, number in sorted(self.statuses.items(), key=str))


class Bystander(threading.Thread):
    """Somebody with a token who goes on working meanwhile."""

    def __init__(self, node, uat):
        super().__init__(daemon=True)
        self.answers, self.line, self.uat, self.halt = Answers(), Line(node.base), uat, threading.Event()

    def run(self):
        while not self.halt.is_set():
            self.answers.ask(self.line, "GET", "/api/v2/products/", auth=self.uat)
            time.sleep(0.02)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.halt.set()
        self.join(60)


def at_once(number, work, seconds=120):
    """Runs work(0 … number-1), all at once."""
    threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)


def more_files():
    """As many descriptors as we may have; the server inherits it. How many."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def alive(node, uat):
    status, _ = node.call("GET", "/me/", auth=uat)
    return [] if status == 200 and node.process.poll() is None else [wrong(f"afterwards: {status}")]


def log_in(answers, node, right):
    body = {"email": EMAIL, "password": PASSWORD if right else "two loud geese land early"}
    return answers.ask(Line(node.base, 90), "POST", "/api/v2/auth/jwt/", body, fine=FINE if right else {400, 401, 429, 503})
