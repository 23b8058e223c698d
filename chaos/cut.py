"""The files as a power cut leaves them, made from a record of the program's system calls.

What was written before an fsync of that file began, and that fsync has ended, is on the disk.
Of what came later, any part may be: each write whole, not at all, or some of its sectors.
"""

import collections
import re

SECTOR = 512
LINE = re.compile(r"(\d+) +(\d+\.\d+) (?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)")
HANDLE = re.compile(r'\d+<([^>]*)>(?:, "([^"]*)", \d+, (\d+)|, (\d+))?')
Event = collections.namedtuple("Event", "at what file data place", defaults=(b"", 0))


def record(path):
    """The options of strace that write such a record."""
    calls = "pwrite64,fdatasync,fsync,ftruncate,unlink"
    return ["strace", "-D", "-f", "-qq", "-ttt", "-y", "-xx", "-s", "70000", "--seccomp-bpf",
            "-e", f"trace={calls}", "-e", "signal=none", "-o", path]


def text(hexadecimal):
    return bytes.fromhex(hexadecimal.replace("\\x", ""))


def name_of(escaped):
    return (text(escaped).decode() if escaped.startswith("\\x") else escaped).rsplit("/", 1)[-1]


def events(lines):
    """Writes, the beginnings and ends of fsyncs, and removals, of the database and its log."""
    found, begun = [], {}
    for line in lines:
        match = LINE.match(line)
        if not match:
            continue
        task, at, resumed, call, rest = match.groups()
        if resumed:
            if resumed in ("fsync", "fdatasync") and task in begun:
                found.append(Event(float(at), "synced", begun.pop(task)))
            continue
        if call == "unlink":
            found.append(Event(float(at), "unlink", name_of(rest.split('"')[1])))
            continue
        path, data, place, size = HANDLE.match(rest).groups()
        file = name_of(path)
        if call == "pwrite64":
            found.append(Event(float(at), "write", file, text(data), int(place)))
        elif call == "ftruncate":
            found.append(Event(float(at), "truncate", file, b"", int(size)))
        else:
            found.append(Event(float(at), "sync", file))
            if "<unfinished" in rest:
                begun[task] = file
            else:
                found.append(Event(float(at), "synced", file))
    return [event for event in found if event.file in ("countermark.db", "countermark.db-wal")]


def durable(found):
    """For each file: how many events are on the disk for certain."""
    marks, begun = collections.Counter(), {}
    for number, event in enumerate(found):
        if event.what == "sync":
            begun[event.file] = number
        elif event.what == "synced" and event.file in begun:
            marks[event.file] = begun.pop(event.file)
    return marks


def put(content, place, data):
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    content[place:place + len(data)] = data


def leave(files, found, chance):
    """What is left of these files (name to bytes) after these events; None for what is gone."""
    left = {name: bytearray(content) for name, content in files.items()}
    marks, rest = durable(found), chance.choice(("none", "all", "some"))
    for number, event in enumerate(found):
        certain = number < marks[event.file]
        kept = certain or rest == "all" or (rest == "some" and chance.random() < 0.6)
        if not kept or event.what in ("sync", "synced"):
            continue
        if event.what == "unlink":
            left[event.file] = None
            continue
        content = left.get(event.file)
        if content is None:
            content = left[event.file] = bytearray()
        if event.what == "truncate":
            content[event.place:] = bytes(max(0, event.place - len(content)))
        elif certain or rest == "all" or chance.random() < 0.5:
            put(content, event.place, event.data)
        else:
            for at in range(0, len(event.data), SECTOR):
                if chance.random() < 0.5:
                    put(content, event.place + at, event.data[at:at + SECTOR])
    return left
