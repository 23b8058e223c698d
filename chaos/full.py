"""F-06: the disk is full. Writes are 503 in JSON, reads go on with the tokens that there are, and all is
well by itself once there is room."""

import os
import subprocess
import tempfile
import time

from crowd import Bystander
from ledger import Ledger, wrong
from load import Load
from node import Node
from truth import whole

SIZE = 64  # MiB
ROUNDS = 2
FULL = 5  # seconds
PATIENCE = 15  # seconds until it is well again


class Disk:
    """A small one, in memory."""

    def __init__(self, folder):
        self.folder, self.filler = folder, os.path.join(folder, "filler")

    def __enter__(self):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=0700", "none", self.folder], check=True)
        return self

    def __exit__(self, *_):
        # Whoever was killed in there has let go of it when the kernel says so.
        for _ in range(50):
            if subprocess.run(["umount", self.folder], check=False, stderr=subprocess.DEVNULL).returncode == 0:
                return
            time.sleep(0.1)
        raise SystemExit(f"{self.folder} could not be unmounted")

    def fill(self):
        """To the last byte: the load may have taken some meanwhile, and given some back."""
        with open(self.filler, "ab", buffering=0) as file:
            for size in (1 << 20, 4096):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    pass

    def empty(self):
        os.remove(self.filler)


def may_mount():
    return os.geteuid() == 0 and subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], check=False, stderr=subprocess.DEVNULL).returncode == 0


def filled(disk, node, load):
    """One time full, and with room again: how long until it was well, and what is wrong."""
    disk.fill()
    time.sleep(0.5)
    disk.fill()
    began, before, findings = time.monotonic(), len(load.answers), []
    while time.monotonic() < began + FULL:
        for path, wanted in (("/health/ready", 503), ("/health/live", 200)):
            if (status := node.probe(path)) != wanted:
                findings.append(wrong(f"{path} is {status} while the disk is full"))
        time.sleep(1)
    answers = load.answers[before:]
    if not any(status == 503 for _, _, status in answers):
        findings.append(wrong("no write was refused while the disk was full"))
    disk.empty()
    room = time.monotonic()
    while node.probe("/health/ready") != 200:
        if time.monotonic() > room + PATIENCE:
            return PATIENCE, [*findings, wrong(f"not ready {PATIENCE} s after there was room again")]
        time.sleep(0.05)
    return time.monotonic() - room, findings


def f06(totals, options):
    if "sqlite" not in options.engines:
        return
    if not may_mount():
        totals.line("F-06", "not run: a small disk (tmpfs) may be mounted by root only")
        return
    ledger, findings, times, began = Ledger(), [], [], time.monotonic()
    with tempfile.TemporaryDirectory(prefix="countermark-full-") as folder, Disk(folder) as disk, \
            Node(options.binary, "sqlite", data=os.path.join(folder, "data")) as node:
        load = Load(node, ledger, f"{options.seed}/F-06", clients=4, pause=0.01)
        load.begin()
        with Bystander(node, load.world.uat) as other:
            for _ in range(ROUNDS):
                load.wait(200, 120)
                took, more = filled(disk, node, load)
                times.append(took)
                findings += more
                load.wait(200, 120)
        load.end()
        reads = other.answers
        if set(reads.statuses) != {200}:
            findings.append(wrong(f"reads meanwhile: {reads}"))
        load.new_log_in(node)
        findings += reads.findings() + whole(node, ledger, load.world)
        # What is only in memory would be lost now.
        node.kill()
        totals.kills += 1
        node.restart()
        findings += whole(node, ledger, load.world)
    totals.load("F-06", load)
    totals.engines.add("sqlite")
    totals.fault("F-06", f"sqlite: a disk of {SIZE} MiB full {ROUNDS} times for {FULL} s among {len(load.times):,} writes, "
                 f"{load.statuses.get(503, 0)} answered 503, reads meanwhile {reads}, p95 {reads.p95()}; well "
                 f"{max(times):.1f} s after there was room; {time.monotonic() - began:.0f} s", findings)
