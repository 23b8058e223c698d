"""F-10: no file descriptors are left. The program waits for some and does not spin; whoever has a
connection is answered; all is well when the others have gone."""

import os
import socket
import time

from crowd import Bystander, more_files
from ledger import Ledger, wrong
from load import Load
from node import Node
from truth import whole

LIMIT, CROWD = 64, 500
SECONDS = 10
# Of one core, with all that the load and its log cost turned off.
MOST_CPU = 0.2
LINES = 1  # a second
# SQLite opens its connections for reading, and PostgreSQL's pool grows, when there are descriptors.
SOON = 10


def cpu(node):
    """Seconds that it has used."""
    with open(f"/proc/{node.process.pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def crowded(node, uat, load):
    """The crowd comes, stays and goes: figures, and what is wrong."""
    host, port = node.base.removeprefix("http://").split(":")
    findings, kept = [], []
    with Bystander(node, uat) as other:
        load.begin()
        load.wait(50, 60)
        for _ in range(CROWD):
            # Without waiting: the system's queue is shorter than the crowd.
            kept.append(socket.socket())
            kept[-1].setblocking(False)
            kept[-1].connect_ex((host, int(port)))
        load.wait(50, 60)
        load.end()
    # Nobody asks for anything now: what it uses is for waiting.
    lines, used, began = node.log().count("could not be accepted"), cpu(node), time.monotonic()
    time.sleep(SECONDS)
    took = time.monotonic() - began
    share, lines = (cpu(node) - used) / took, (node.log().count("could not be accepted") - lines) / took
    if "could not be accepted" not in node.log():
        findings.append(wrong("there were enough descriptors: was there a fault at all?"))
    if share > MOST_CPU:
        findings.append(wrong(f"it uses {share:.0%} of a core for waiting"))
    if lines > LINES * 1.2:
        findings.append(wrong(f"{lines:.1f} lines a second in the log say that there is no descriptor"))
    for one in kept:
        one.close()
    gone = time.monotonic()
    while node.probe("/health/ready", 2) != 200 and time.monotonic() < gone + SOON:
        time.sleep(0.05)
    well = time.monotonic() - gone
    if well > SOON:
        findings.append(wrong(f"not ready {SOON} s after the crowd had gone"))
    return share, lines, well, other.answers, findings


def f10(totals, options):
    more_files()
    narrow = ["sh", "-c", f'ulimit -n {LIMIT} && exec "$@"', "sh"]
    for engine in options.engines:
        ledger = Ledger()
        with Node(options.binary, engine, prefix=narrow) as node:
            load = Load(node, ledger, f"{options.seed}/F-10/{engine}", clients=4)
            share, lines, well, reads, findings = crowded(node, load.world.uat, load)
            load.begin()
            load.wait(100, 60)
            load.end()
            findings += reads.findings()
            if not reads.statuses[200]:
                findings.append(wrong("who had a connection was never answered"))
            load.new_log_in(node)
            findings += whole(node, ledger, load.world)
        totals.load("F-10", load)
        totals.engines.add(engine)
        totals.fault("F-10", f"{engine}: {CROWD} connections and {LIMIT} descriptors: {share:.1%} of a core and {lines:.1f} lines "
                     f"of log a second for waiting; who had a connection {reads}; {len(load.times)} writes, "
                     f"{load.statuses.get(503, 0)} answered 503; well {well:.1f} s after the crowd had gone", findings)
