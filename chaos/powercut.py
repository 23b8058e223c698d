"""F-05: a power cut under SQLite, at any moment of a recorded run. Each time a second server opens
what is left: all that was acknowledged before that moment is there, and nothing by half."""

import os
import random
import shutil
import tempfile
import time

import cut
from ledger import Ledger
from load import Load
from node import Node
from truth import integrity, whole

# Work in the background also writes files; what is cut here is the database.
MIX = {"make": 20, "change": 25, "remove": 6, "token": 12, "narrow": 8, "revoke": 12, "upload": 15, "scan": 15}
DATABASE, LOG = "countermark.db", "countermark.db-wal"


def f05(totals, options):
    if "sqlite" not in options.engines:
        return
    chance, ledger, began = random.Random(f"{options.seed}/F-05"), Ledger(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="countermark-cut-") as folder:
        start, record = os.path.join(folder, "start"), os.path.join(folder, "record")
        with Node(options.binary, "sqlite") as node:
            load = Load(node, ledger, f"{options.seed}/F-05", clients=4, mix=MIX)
            # The run begins from a copy of the files, which nobody has open.
            node.process.terminate()
            node.process.wait(60)
            shutil.copytree(node.data, start)
            node.command = [*cut.record(record), *node.command]
            node.restart()
            load.begin()
            load.wait(options.cut_writes)
            load.end()
            # The end moves the log into the file: cuts are made there, too.
            node.process.terminate()
            node.process.wait(120)
        with open(record, encoding="ascii", errors="replace") as lines:
            found = cut.events(lines)
        first = next(event for event in found if event.what == "write" and event.file == LOG)
        if first.place and not os.path.exists(os.path.join(start, LOG)):
            raise SystemExit(f"the record has a gap: the log's first write is at {first.place}")
        moved = next((number for number, event in enumerate(found)
                      if event.what == "write" and event.file == DATABASE), len(found) - 1)
        places = [chance.randrange(moved, len(found)) if number % 4 == 3 else chance.randrange(moved)
                  for number in range(options.cuts)]
        findings, late = [], 0
        for place in places:
            early = ledger.at(found[place].at)
            late += place >= moved
            more = open_left(options, start, os.path.join(folder, "left"), found[:place + 1], chance, early, load.world)
            findings += [finding._replace(text=f"cut {place} of {len(found)}: {finding.text}") for finding in more]
    totals.load("F-05", load)
    totals.engines.add("sqlite")
    syncs = sum(event.what == "synced" for event in found)
    totals.fault("F-05", f"sqlite: {options.cuts} power cuts ({late} while the log moves into the file) in "
                 f"{len(load.times)} writes, {syncs} fsyncs; {time.monotonic() - began:.0f} s", findings)


def open_left(options, start, data, found, chance, ledger, world):
    """A server on what a cut after these events leaves."""
    shutil.copytree(start, data)
    files = {}
    # The log may be there, too: when the last to close was not alone, it stays.
    for name in (DATABASE, LOG):
        if os.path.exists(path := os.path.join(data, name)):
            with open(path, "rb") as file:
                files[name] = file.read()
            os.remove(path)
    for name, content in cut.leave(files, found, chance).items():
        if content is not None:
            with open(os.path.join(data, name), "wb") as file:
                file.write(content)
    try:
        with Node(options.binary, "sqlite", data=data) as node:
            return whole(node, ledger, world) + integrity(os.path.join(data, DATABASE))
    finally:
        shutil.rmtree(data)
