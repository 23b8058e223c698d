"""F-11: little memory. What is too much is refused, and nobody is killed."""

import http.client
import os
import tempfile
import time

from crowd import FINE, Answers, Bystander, alive, at_once, log_in
from ledger import wrong
from line import Line
from node import Node


FILE = 100_000_000
# How often it is sent.
TIMES = 10
# Seconds for the codes of that file.
PROCESSED = 600
# Refused is well, too.
ENDS = ("complete", "413", "503")


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
    """The form with its file, as much as may be: 100 MB."""
    boundary = "a-boundary"
    head = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                   for name, value in fields.items())
    head += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="codes.csv"\r\n\r\n'
    rows = "".join(f"own-{number:020},{'x' * 450}\n" for number in range(FILE // 476))
    return (f"{head}id,lot\n{rows}\r\n--{boundary}--\r\n".encode(),
            f"multipart/form-data; boundary={boundary}")


def send(node, uat, upload):
    """Sends the file, again where it is told to come back, and has it processed; how that ended."""
    body, kind = form(upload["fields"])
    for _ in range(TIMES):
        http_line = http.client.HTTPConnection(node.base.removeprefix("http://"), timeout=300)
        try:
            http_line.request("POST", "/api/v2/ingestion/upload/", body, {"Content-Type": kind})
            status = http_line.getresponse().status
        except OSError as error:
            return type(error).__name__
        if status != 503:
            break
        time.sleep(1)
    if status != 201:
        return f"{status}"
    key = upload["record_key"]
    while node.call("POST", "/ingestion/codes/process-from-file/", {"record": key}, auth=uat)[0] != 200:
        time.sleep(1)
    until = time.monotonic() + PROCESSED
    while time.monotonic() < until:
        status, record = node.call("GET", f"/ingestion/codes/{key}/", auth=uat)
        if status == 200 and record["state"] in ("complete", "failed", "canceled"):
            return record["state"]
        time.sleep(1)
    return f"not at its end after {PROCESSED} s"


def f11(totals, options):
    """512 MiB: 100 log-ins, 10 files of codes, 4 imports of 10 MiB, 4 exports and an upload of 100 MB at once."""
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
            uat, jwt, answers, sent = node.uat(), node.jwt(), Answers(), []
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
                    sent.append(send(node, uat, upload))
                else:
                    file = ("sku,name,brand\n" + rows.replace("{n}", str(n))).encode()
                    answers.ask(line, "POST", f"/api/v2{where}", file, auth=uat, fine=FINE | {408})

            with Bystander(node, uat) as other:
                at_once(119, work, PROCESSED + 120)
            findings = answers.findings() + other.answers.findings() + alive(node, jwt)
            peak = node.peak()
            if not sent or sent[0] not in ENDS:
                findings.append(wrong(f"the upload of 100 MB: {sent}"))
    finally:
        time.sleep(0.2)
        os.rmdir(folder)
    totals.engines.add(options.engines[0])
    totals.fault("F-11", f"512 MiB: 100 log-ins, 10 files of codes, 4 imports of 10 MiB, 4 exports at once {answers}, "
                 f"an upload of {FILE // 1_000_000} MB {sent[0] if sent else None}; "
                 f"peak {peak} MiB, not killed; others {other.answers}, p95 {other.answers.p95()}", findings)
