"""F-11: little memory. What is too much is refused, and nobody is killed."""

import os
import time

from crowd import FINE, Answers, Bystander, alive, at_once, log_in
from line import Line
from node import Node


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
