"""What every part of the bench uses: CPU time, memory, waiting, the tables.

The server has core 0 for itself, clients core 1, the floor core 0 while the server is idle. What
counts is CPU time: it does not depend on who else uses the machine as much as the clock does.
"""

import contextlib
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


def stat(pid):
    """The fields of /proc/PID/stat after the name, or nothing when it has ended."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            # The name in parentheses may hold spaces: count from behind it.
            return file.read().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def family(pid):
    """The process and all that it has started."""
    parents = {int(name): int(fields[1]) for name in os.listdir("/proc")
               if name.isdigit() and (fields := stat(name))}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def cpu_seconds(pid):
    """User and system time of the process so far, and of all that it has started; of those that have
    ended, as well."""
    return sum(int(ticks) for one in family(pid) if (fields := stat(one))
               for ticks in fields[11:15]) / TICKS


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


@contextlib.contextmanager
def awake():
    """Keeps the clients' core from falling asleep between two answers: on a virtual machine it is
    the server who would pay for waking it, some ten microseconds each time, and the more the slower
    it is."""
    idle = subprocess.Popen([*CLIENTS_CORE, "chrt", "--idle", "0", "sh", "-c", "while :; do :; done"])
    try:
        yield
    finally:
        idle.kill()
        idle.wait()


def wrk(url, kind, seconds, expect="", connections=16, core=CLIENTS_CORE, **given):
    """Requests as fast as they are answered, from the clients' core: how many, and what wrk says. What
    is given becomes BENCH_<NAME> for request.lua; without an expected status anything will do."""
    command = [*core, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s",
               "-s", os.path.join(HERE, "request.lua"), url]
    env = {"BENCH_KIND": kind, "BENCH_EXPECT": str(expect), "BENCH_AUTH": "",
           **{f"BENCH_{name.upper()}": str(value) for name, value in given.items()}}
    out = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True,
                         check=True).stdout
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    wrong = int(re.search(r"unexpected: (\d+)", out).group(1))
    if wrong or "Socket errors" in out or not requests:
        raise SystemExit(f"{url}: {wrong} answers other than {expect}\n{out}")
    return requests, out


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
