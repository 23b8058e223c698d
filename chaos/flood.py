"""Floods: many connections, slow ones, log-ins, everybody at once. Each prints what others saw
meanwhile. Times are told, not judged: they are those of the machine."""

import socket
import subprocess
import time

from crowd import Answers, Bystander, alive, at_once, log_in, more_files
from ledger import wrong
from line import Line
from node import Node


# Connections that read nothing, and how often each asks for the document.
DEAF, ASKED = 200, 40


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
    totals.fault("F-24", *dropped(options))


def deaf(node):
    """A connection that asks for more than the buffers on its way hold, and reads nothing."""
    host, port = node.base.removeprefix("http://").split(":")
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect((host, int(port)))
    line.sendall(b"GET /api/v2/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * ASKED)
    return line


def dropped(options):
    """Whoever reads nothing is let go, and with them the descriptors that they held."""
    with Node(options.binary, options.engines[0]) as node:
        uat = node.uat()
        before = node.descriptors()
        with Bystander(node, uat) as other:
            kept = [deaf(node) for _ in range(DEAF)]
            held, began = 0, time.monotonic()
            while (now := node.descriptors() - before) > DEAF // 10 or held < DEAF:
                held, took = max(held, now), time.monotonic() - began
                if took > 120:
                    break
                time.sleep(0.2)
        findings = other.answers.findings() + alive(node, uat)
        if held < DEAF:
            findings.append(wrong(f"only {held} of {DEAF} connections were held: was there a fault at all?"))
        if took > 90:
            findings.append(wrong(f"of {DEAF} that read nothing {node.descriptors() - before} are held after {took:.0f} s"))
        peak = node.peak()
        for line in kept:
            line.close()
    return f"{DEAF} that read nothing, dropped after {took:.0f} s: others meanwhile {other.answers}, " \
           f"p95 {other.answers.p95()}, peak {peak} MiB", findings


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
