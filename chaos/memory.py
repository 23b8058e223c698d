"""F-11: little memory. What is too much is refused, and nobody is killed."""

import http.client
import itertools
import os
import tempfile
import time

from crowd import FINE, Answers, Bystander, alive, at_once, log_in
from ledger import wrong
from line import Line
from node import Node


# The file of own codes: 100 MB are the most that is taken.
WIDTH = 450
ROWS = 100_000_000 // (WIDTH + 26)
# How often it is sent beside the others, and again when they have gone.
TIMES = 10
# Seconds for the codes of that file.
PROCESSED = 900
ENDED = ("complete", "failed", "canceled")


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


def begun(node, uat):
    """An upload of own codes that awaits its file: what the server returned."""
    def make(path, body, expect=201):
        return node.call("POST", path, body, auth=uat, expect=expect)[1]

    brand = make("/brands/", {"name": "Kallista"})["id"]
    campaign = make("/campaigns/", {"name": "Own"})["id"]
    make(f"/campaigns/{campaign}/scm-fields/", {"key": "lot", "label": "Lot", "type": "text", "display": True})
    product = make("/products/", {"sku": "OWN", "name": "Own", "brand": brand, "campaign": campaign})["id"]
    template = make("/workorders/templates/", {"name": "Own codes", "product": product})["key"]
    return make("/ingestion/codes/create-from-template/", {"template": template, "mode": "file"}, 200)


def form(fields):
    """The form with its file."""
    boundary = "a-boundary"
    head = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                   for name, value in fields.items())
    head += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="codes.csv"\r\n\r\n'
    rows = "".join(f"own-{number:020},{'x' * WIDTH}\n" for number in range(ROWS))
    return (f"{head}id,lot\n{rows}\r\n--{boundary}--\r\n".encode(),
            f"multipart/form-data; boundary={boundary}")


def post(node, body, kind):
    """Sends the form once; the status, None without an answer."""
    line = http.client.HTTPConnection(node.base.removeprefix("http://"), timeout=300)
    try:
        line.request("POST", "/api/v2/ingestion/upload/", body, {"Content-Type": kind})
    except OSError:
        pass  # What is refused need not be read to its end: the answer may be there.
    try:
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()


def send(node, uat, upload):
    """Sends the file, again where it is told to come back, and has it processed: what it was told, one
    after the other, the state of the upload as the last."""
    (body, kind), key, told = form(upload["fields"]), upload["record_key"], []
    while (not told or told[-1] != 201) and len(told) < TIMES:
        time.sleep(min(len(told), 1))
        told.append(post(node, body, kind))
    if told[-1] != 201:
        return told
    until = time.monotonic() + PROCESSED
    while time.monotonic() < until:
        status, record = node.call("GET", f"/ingestion/codes/{key}/", auth=uat)
        if status == 200 and record["state"] in ENDED:
            return [*told, record["state"]]
        if status == 200 and record["state"] == "uploading":
            node.call("POST", "/ingestion/codes/process-from-file/", {"record": key}, auth=uat)
        time.sleep(1)
    return [*told, f"not at its end after {PROCESSED} s"]


def shown(told):
    """What was told, the same once with how often."""
    return " ".join(f"{each}×{len(list(same))}" for each, same in itertools.groupby(told)) or "not asked"


def counted(node, uat, upload):
    """What is wrong with the codes of an upload that is complete."""
    record = node.call("GET", f"/ingestion/codes/{upload['record_key']}/", auth=uat, expect=200)[1]
    there = node.call("GET", f"/codes/?workorder={record['workorder']}", auth=uat, expect=200)[1]["count"]
    if record["done"] == record["quantity"] == there == ROWS:
        return []
    return [wrong(f"of {ROWS:,} own codes {there:,} are there, and {record['done']:,} are said to be done")]


def f11(totals, options):
    """512 MiB: 100 log-ins, 10 files of codes, 4 imports of 10 MiB, 4 exports and an upload of 100 MB at once.
    When the others have gone that is sent again, unless it is done: then it must be."""
    folder = limit(512)
    if not folder:
        totals.line("F-11", "not run: there is no memory cgroup that we may make (root, cgroup v1 or v2)")
        return
    inside = ["sh", "-c", f'echo $$ >{folder}/cgroup.procs && exec "$@"', "sh"]
    rows = "".join(f"SKU-{{n}}-{row},{'x' * 200},Kallista\n" for row in range(45_000))
    where = "/products/import/?sku=sku&name=name&brand=brand&create_brands=1"
    try:
        # What lies in a file system in memory would count.
        with tempfile.TemporaryDirectory(prefix="countermark-", dir="/var/tmp") as place, \
                Node(options.binary, options.engines[0], prefix=inside, data=os.path.join(place, "data")) as node:
            uat, jwt, answers, told = node.uat(), node.jwt(), Answers(), []
            upload = begun(node, uat)
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
                elif n == 118:
                    told.extend(send(node, uat, upload))
                else:
                    file = ("sku,name,brand\n" + rows.replace("{n}", str(n))).encode()
                    answers.ask(line, "POST", f"/api/v2{where}", file, auth=uat, fine=FINE | {408})

            with Bystander(node, uat) as other:
                at_once(119, work, PROCESSED + 120)
                crowd = time.monotonic()
                again = [] if "complete" in told else send(node, uat, upload)
                took = time.monotonic() - crowd
            findings = answers.findings() + other.answers.findings() + alive(node, jwt)
            peak = node.peak()
            if "complete" in (*told, *again):
                findings += counted(node, uat, upload)
            else:
                findings.append(wrong(f"the upload of 100 MB: {shown(told)}, again {shown(again)}"))
            if bad := set((*told, *again)) - {201, 413, 503, "complete"}:
                findings.append(wrong(f"the upload of 100 MB was told {bad}"))
    finally:
        time.sleep(0.2)
        os.rmdir(folder)
    totals.engines.add(options.engines[0])
    totals.fault("F-11", f"512 MiB: 100 log-ins, 10 files of codes, 4 imports of 10 MiB, 4 exports at once {answers}, an "
                 f"upload of 100 MB beside them {shown(told)}, when they had gone {shown(again)} ({took:.0f} s); peak "
                 f"{peak} MiB, not killed; others {other.answers}, p95 {other.answers.p95()}", findings)
