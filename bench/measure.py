"""What every part of the bench uses: CPU time, memory, waiting, the tables.

The server has core 0 for itself, clients core 1, the floor core 0 while the server is idle. What
counts is CPU time: it does not depend on who else uses the machine as much as the clock does.
"""

import json
import os
import re
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TICKS = os.sysconf("SC_CLK_TCK")
SERVERS_CORE = ["taskset", "-c", "0"]
CLIENTS_CORE = ["taskset", "-c", "1"]


def size(name, usual):
    """A number of COUNTERMARK_BENCH_<name>: smaller ones for a quick look."""
    return int(os.environ.get(f"COUNTERMARK_BENCH_{name}", usual))


def cpu_seconds(pid):
    """User and system time of the process so far."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        # The name in parentheses may hold spaces: count from behind it.
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid, name):
    """`VmRSS` (now) or `VmHWM` (at most, since the growth was last watched) in MiB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(rf"{name}:\s+(\d+)", status.read()).group(1)) / 1024


class Spent:
    """`with Spent(server) as spent:` CPU and clock in seconds, and growth of memory in MiB."""

    def __init__(self, server):
        self.pid = server.process.pid

    def __enter__(self):
        with open(f"/proc/{self.pid}/clear_refs", "w", encoding="ascii") as clear:
            clear.write("5")  # The peak begins anew.
        self.rss = memory(self.pid, "VmRSS")
        self.begun, self.before = time.monotonic(), cpu_seconds(self.pid)
        return self

    def __exit__(self, *_):
        self.clock, self.cpu = time.monotonic() - self.begun, cpu_seconds(self.pid) - self.before
        self.growth = max(0.0, memory(self.pid, "VmHWM") - self.rss)


def floor(binary, *args, out=subprocess.DEVNULL):
    """Runs the floor; CPU and clock in seconds."""
    program = os.path.join(os.path.dirname(binary), "floor")
    begun = time.monotonic()
    process = subprocess.Popen([*SERVERS_CORE, program, *args], stdout=out)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"the floor of {args[0]} failed")
    return used.ru_utime + used.ru_stime, time.monotonic() - begun


def written(server, name, value):
    """The path of a file with that JSON."""
    path = os.path.join(server.folder, name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file)
    return path


def until(done, seconds=900):
    """Asks until it is so."""
    end = time.monotonic() + seconds
    while not (answer := done()):
        if time.monotonic() > end:
            raise SystemExit("the bench waited in vain")
        time.sleep(0.1)
    return answer


def head():
    """The head of the table of budgets."""
    print("\n| work | ours | floor | ratio | budget | met |")
    print("|---|---:|---:|---:|---:|:---:|")


def row(work, ours, beneath, ratio, budget, met):
    """A row; a ratio is ours divided by the floor's, and what has no budget says nothing."""
    ratio = f"{ratio:.2f}" if ratio else ""
    met = "" if met is None else "yes" if met else "**no**"
    print(f"| {work} | {ours} | {beneath} | {ratio} | {budget} | {met} |", flush=True)


def against(work, ours, beneath, budget):
    """A row of CPU times, in seconds, whose ratio has a budget, or none."""
    ratio = ours / beneath if beneath else 0
    limit, met = (f"≤ {budget:g}×", ratio <= budget) if budget else ("", None)
    row(work, f"{ours:.2f} s", f"{beneath:.2f} s", ratio, limit, met)
