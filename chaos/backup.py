"""F-33: backups while many write. Each is restored, and what had been acknowledged before its command
began is there. PostgreSQL has tools of its own."""

import os
import shutil
import subprocess
import tempfile
import time

from ledger import Ledger, wrong
from load import Load
from node import Node
from truth import integrity, whole

BACKUPS = 10
BETWEEN = 100  # writes


def f33(totals, options):
    if "sqlite" not in options.engines:
        return
    ledger, findings, began, made = Ledger(), [], time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="countermark-backup-") as folder:
        with Node(options.binary, "sqlite") as node:
            load = Load(node, ledger, f"{options.seed}/F-33", clients=4, pause=0.01)
            key = shutil.copy(os.path.join(node.data, "master.key"), folder)
            load.begin()
            for number in range(BACKUPS):
                load.wait(BETWEEN)
                file = os.path.join(folder, f"{number}.tar.gz")
                moment, start = time.time(), time.monotonic()
                done = node.run("backup", "--data", node.data, file, text=True)
                if done.returncode:
                    findings.append(wrong(f"backup {number}: {done.stdout}{done.stderr}"))
                else:
                    made.append((file, moment, start, time.monotonic()))
            load.end()
            load.new_log_in(node)
            findings += whole(node, ledger, load.world)
        for number, (file, moment, _, _) in enumerate(made):
            more = restored(options, file, key, os.path.join(folder, "data"), ledger.at(moment), load.world)
            findings += [finding._replace(text=f"backup {number}: {finding.text}") for finding in more]
    totals.load("F-33", load)
    totals.engines.add("sqlite")
    meanwhile = [any(start <= at <= end for _, _, start, end in made) for at, _, _ in load.answers]
    slow, usual = (p99(load, meanwhile, during) for during in (True, False))
    if not any(meanwhile):
        findings.append(wrong("nothing was written during a backup"))
    totals.fault("F-33", f"sqlite: {len(made)} backups among {len(load.times):,} writes, {sum(meanwhile):,} of them "
                 f"meanwhile (p99 {slow:.0f} ms, otherwise {usual:.0f} ms), each restored; "
                 f"{time.monotonic() - began:.0f} s", findings)


def p99(load, meanwhile, during):
    """Milliseconds."""
    times = sorted(seconds for (_, seconds, _), inside in zip(load.answers, meanwhile) if inside == during)
    return times[len(times) * 99 // 100] * 1000 if times else 0


def restored(options, file, key, data, ledger, world):
    """A server on what that backup holds."""
    os.mkdir(data, 0o700)
    shutil.copy(key, data)
    try:
        words = [options.binary, "restore", "--data", data, "--keep-uats", file]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            return [wrong(f"restore: {done.stdout}{done.stderr}")]
        with Node(options.binary, "sqlite", data=data) as node:
            return whole(node, ledger, world) + integrity(os.path.join(data, "countermark.db"))
    finally:
        shutil.rmtree(data)
