"""F-35: nobody reads the log, or its disk is full. Requests go on, and a counter says how many lines are lost."""

import os
import re
import tempfile
import time
import urllib.request

from crowd import Answers, at_once
from full import Disk, may_mount
from ledger import wrong
from line import Line
from node import Node
from program import free_port
from rolling import stopped

CLIENTS, CALLS = 8, 1_000
# Longer than any of these calls takes; a call that waits for the log waits for ever.
PATIENCE = 20
LOST = re.compile(r"^countermark_log_lines_dropped_total (\d+)", re.MULTILINE)


class Watched(Node):
    """A node whose log goes to that file, and whose counters can be read."""

    def __init__(self, binary, engine, target):
        self.metrics = f"127.0.0.1:{free_port()}"
        super().__init__(binary, engine, env={"COUNTERMARK_METRICS_LISTEN": self.metrics, "CHAOS_LOG": target},
                         prefix=("sh", "-c", 'exec "$@" 2>>"$CHAOS_LOG"', "sh"))

    def lost(self):
        try:
            text = urllib.request.urlopen(f"http://{self.metrics}/metrics", timeout=PATIENCE).read().decode()
        except OSError:
            return 0
        return int(found.group(1)) if (found := LOST.search(text)) else 0


def crowd(node, uat):
    """What many got who asked meanwhile."""
    answers = Answers()

    def work(_):
        line = Line(node.base, PATIENCE)
        for _ in range(CALLS):
            if answers.ask(line, "GET", "/api/v2/me/", auth=uat) is None:
                return

    at_once(CLIENTS, work)
    return answers


def judged(how, node, answers):
    lost = node.lost()
    findings = [] if set(answers.statuses) == {200} else [wrong(f"{how}: {answers}")]
    return lost, findings if lost else [*findings, wrong(f"{how}: no line is counted as lost")]


def unread(options, folder):
    """A pipe that nobody empties."""
    pipe = os.path.join(folder, "pipe")
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    try:
        with Watched(options.binary, options.engines[0], pipe) as node:
            answers = crowd(node, node.uat())
            lost, findings = judged("a pipe that nobody reads", node, answers)
            # It ends in order although nobody reads what it says.
            return answers, lost, findings + stopped(node, PATIENCE)[0]
    finally:
        os.close(held)


def full(options, folder):
    """A disk without room, and with room again."""
    with Disk(folder) as disk:
        log = os.path.join(folder, "log")
        with Watched(options.binary, options.engines[0], log) as node:
            uat = node.uat()
            disk.fill()
            answers = crowd(node, uat)
            lost, findings = judged("a full disk", node, answers)
            disk.empty()
            node.probe("/with-room-again")
            time.sleep(0.5)
            with open(log, encoding="utf-8", errors="replace") as lines:
                if "/with-room-again" not in lines.read():
                    findings.append(wrong("with room again there is still no log"))
        return answers, lost, findings


def f35(totals, options):
    began, told, findings = time.monotonic(), [], []
    with tempfile.TemporaryDirectory(prefix="countermark-log-") as folder:
        ways = {"a pipe that nobody reads": unread, "a full disk": full}
        if not may_mount():
            totals.line("F-35", "in part: a small disk (tmpfs) may be mounted by root only")
            del ways["a full disk"]
        for number, (how, way) in enumerate(ways.items()):
            place = os.path.join(folder, str(number))
            os.mkdir(place)
            answers, lost, more = way(options, place)
            findings += more
            told.append(f"{how}: {answers}, p95 {answers.p95()}, {lost} lines lost")
    totals.engines.add(options.engines[0])
    totals.fault("F-35", f"{'; '.join(told)}; {time.monotonic() - began:.0f} s", findings)
