"""Floods: many connections, slow ones, log-ins, everybody at once, little memory. Each prints what
others saw meanwhile. Times are told, not judged: they are those of the machine."""

import collections
import os
import resource
import socket
import subprocess
import threading
import time

from ledger import wrong
from load import Line, NotSent
from node import Node
from program import EMAIL, PASSWORD

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


def at_once(number, work):
    """Runs work(0 … number-1), all at once."""
    threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)


def more_files():
    """As many descriptors as we may have; the server inherits it. How many."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def alive(node, uat):
    status, _ = node.call("GET", "/me/", auth=uat)
    return [] if status == 200 and node.process.poll() is None else [wrong(f"afterwards: {status}")]


def f23(totals, options):
    """10,000 connections that say nothing, kept for 30 s by the server at most."""
    wanted = min(10_000, more_files() - 500)
    with Node(options.binary, options.engines[0]) as node:
        uat, before, kept = node.uat(), node.memory(), []
        host, port = node.base.removeprefix("http://").split(":")
        with Bystander(node, uat) as other:
            for _ in range(wanted):
                kept.append(socket.create_connection((host, int(port)), 30))
            node.call("GET", "/me/", auth=uat, expect=200)
            grown, began = node.peak() - before, time.monotonic()
            for idle in kept:
                idle.settimeout(max(1, began + 90 - time.monotonic()))
                try:
                    while idle.recv(4096):
                        pass
                except ConnectionError:
                    pass
                except TimeoutError:
                    other.answers.bad.append("an idle connection is open after 90 s")
                    break
                idle.close()
            closed = time.monotonic() - began
        findings = other.answers.findings() + alive(node, uat)
    totals.engines.add(options.engines[0])
    totals.fault("F-23", f"{wanted:,} idle connections: {grown} MiB, all closed after {closed:.0f} s; "
                 f"others meanwhile {other.answers}, p95 {other.answers.p95()}", findings)


def f24(totals, options):
    """slowhttptest: heads, bodies and answers, 1,000 connections each."""
    more_files()
    ways = {"heads": ["-H", "-i", "5"], "bodies": ["-B", "-i", "5"],
            "answers": ["-X", "-w", "10", "-y", "20", "-n", "5", "-z", "32", "-k", "3"]}
    for way, words in ways.items():
        with Node(options.binary, options.engines[0]) as node:
            uat = node.uat()
            with Bystander(node, uat) as other:
                subprocess.run(["slowhttptest", "-c", "1000", "-r", "200", "-l", "45", "-p", "3", *words,
                                "-u", f"{node.base}/api/v2/openapi.json"], stdout=subprocess.DEVNULL, check=False)
            findings = other.answers.findings() + alive(node, uat)
            peak = node.peak()
        totals.engines.add(options.engines[0])
        totals.fault("F-24", f"1,000 slow {way} for 45 s: others meanwhile {other.answers}, "
                     f"p95 {other.answers.p95()}, peak {peak} MiB", findings)


def log_in(answers, node, right):
    body = {"email": EMAIL, "password": PASSWORD if right else "two loud geese land early"}
    return answers.ask(Line(node.base, 90), "POST", "/api/v2/auth/jwt/", body, fine=FINE if right else {400, 401, 429, 503})


def f25(totals, options):
    """100 log-ins at once, some of them wrong."""
    for engine in options.engines:
        with Node(options.binary, engine) as node:
            uat, before, answers = node.uat(), node.memory(), Answers()
            with Bystander(node, uat) as other:
                at_once(100, lambda n: log_in(answers, node, n % 5 > 0))
            findings = answers.findings() + other.answers.findings() + alive(node, uat)
            if answers.statuses[None] or answers.statuses["refused"]:
                findings.append(wrong(f"log-ins without an answer: {answers}"))
            grown = node.peak() - before
        totals.engines.add(engine)
        totals.fault("F-25", f"{engine}: 100 log-ins at once {answers}, p95 {answers.p95()}, {grown} MiB more at the "
                     f"peak; tokens meanwhile {other.answers}, p95 {other.answers.p95()}", findings)


def f28(totals, options):
    """500 clients that come back at once after a kill."""
    more_files()
    for engine in options.engines:
        with Node(options.binary, engine) as node:
            uat, answers = node.uat(), Answers()
            node.kill()
            totals.kills += 1

            def client(_):
                line = Line(node.base, 90)
                while (status := answers.ask(line, "GET", "/api/v2/products/", auth=uat)) != 200:
                    time.sleep(answers.retry if status in (429, 503) else 0.1)

            node.start()
            began = time.monotonic()
            at_once(500, client)
            took = time.monotonic() - began
            findings = answers.findings() + alive(node, uat)
            if answers.statuses[200] != 500:
                findings.append(wrong(f"{answers.statuses[200]} of 500 were answered"))
        totals.engines.add(engine)
        totals.fault("F-28", f"{engine}: 500 clients at once after a kill, all answered after {took:.1f} s: {answers}", findings)


def limit(mebibytes):
    """A memory cgroup (version 1 or 2) with this limit: its folder, or None where there is none to be had."""
    for root, file in (("/sys/fs/cgroup/memory", "memory.limit_in_bytes"), ("/sys/fs/cgroup", "memory.max")):
        folder = os.path.join(root, f"countermark-chaos-{os.getpid()}")
        try:
            os.mkdir(folder)
            with open(os.path.join(folder, file), "w", encoding="ascii") as setting:
                setting.write(str(mebibytes << 20))
            return folder
        except OSError:
            if os.path.isdir(folder):
                os.rmdir(folder)
    return None


def f11(totals, options):
    """512 MiB: 100 log-ins, 10 files of codes, 4 imports of 10 MiB and 4 exports at once."""
    folder = limit(512)
    if not folder:
        totals.line("F-11", "not run: there is no memory cgroup that we may make (root, cgroup v1 or v2)")
        return
    inside = ["sh", "-c", f'echo $$ >{folder}/cgroup.procs && exec "$@"', "sh"]
    rows = "".join(f"SKU-{{n}}-{row},{'x' * 200},Kallista\n" for row in range(45_000))
    where = "/products/import/?sku=sku&name=name&brand=brand&create_brands=1"
    try:
        with Node(options.binary, options.engines[0], prefix=inside) as node:
            uat, jwt, answers = node.uat(), node.jwt(), Answers()
            with open(f"/proc/{node.process.pid}/cgroup", encoding="ascii") as groups:
                if os.path.basename(folder) not in groups.read():
                    raise SystemExit(f"the server is not in {folder}")

            def work(n):
                line = Line(node.base, 120)
                if n < 100:
                    log_in(answers, node, True)
                elif n < 110:
                    answers.ask(line, "GET", "/api/v2/codes/download/", auth=uat)
                elif n < 114:
                    answers.ask(line, "GET", "/api/v2/products/export/", auth=uat)
                else:
                    file = ("sku,name,brand\n" + rows.replace("{n}", str(n))).encode()
                    answers.ask(line, "POST", f"/api/v2{where}", file, auth=uat, fine=FINE | {408})

            with Bystander(node, uat) as other:
                at_once(118, work)
            findings = answers.findings() + other.answers.findings() + alive(node, jwt)
            peak = node.peak()
    finally:
        time.sleep(0.2)
        os.rmdir(folder)
    totals.engines.add(options.engines[0])
    totals.fault("F-11", f"512 MiB: 100 log-ins, 10 files of codes, 4 imports of 10 MiB, 4 exports at once {answers}; "
                 f"peak {peak} MiB, not killed; others {other.answers}, p95 {other.answers.p95()}", findings)
