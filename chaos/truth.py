"""What the server says now, in the ledger's words: states, histories, names; read over its API."""

import json
import os
import sqlite3
import tempfile
import time
import urllib.request

import ledger as book
from ledger import GONE, check_state, wrong

WAIT = 120  # seconds for work in the background to end


def rows(node, path, auth):
    """All rows of a list, page by page."""
    found, path = [], path + ("&" if "?" in path else "?") + "limit=200"
    while path:
        page = node.call("GET", path, auth=auth, expect=200)[1]
        found += page["results"]
        path = page["next"]
    return found


def ours(name):
    """Names of the ledger begin so; the others are of the world before."""
    return name.startswith("w") and name[1:2].isdigit()


def state_of(node, thing, world):
    """One thing, asked for by itself."""
    if thing.kind == "product":
        found = rows(node, f"/products/?sku__exact={thing.name}", world.uat)
        return found[0]["name"] if found else GONE
    if thing.kind == "uat" and thing.secret:
        # By using it: a revoked one must be refused.
        status, body = node.call("GET", "/uats/self/", auth=thing.secret)
        if status == 200:
            return " ".join(sorted(body["permissions"]))
        return {"token_revoked": "revoked", "authentication_failed": GONE}.get(body["code"], body["code"])
    if thing.kind == "group":
        return lots(node.call("GET", f"/codes/{code}/", auth=world.uat, expect=200)[1] for code in thing.codes)
    return None


def lots(codes):
    """The one value that all codes of a group have."""
    found = {code["scm"].get("lot", GONE) for code in codes}
    return found.pop() if len(found) == 1 else f"mixed: {' '.join(sorted(found))}"


def there(node, codes, world):
    """How many of these codes are."""
    return sum(node.call("GET", f"/codes/{code}/", auth=world.uat)[0] == 200 for code in codes)


def quick(node, ledger, world):
    """What has been touched since the last time; no histories."""
    findings = []
    for thing in ledger.take_touched():
        state = state_of(node, thing, world)
        if state is not None:
            findings += check_state(thing, state)
    answer = node.call("POST", "/audit/check/", {}, auth=world.jwt, expect=200)[1]
    if not answer["ok"]:
        findings.append(wrong(f"audit chain: {answer['finding']}"))
    if node.engine == "sqlite":
        findings += integrity(os.path.join(node.data, "countermark.db"))
    return findings


def integrity(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        found = [row[0] for row in database.execute("PRAGMA integrity_check")]
        found += [f"foreign key: {row}" for row in database.execute("PRAGMA foreign_key_check")]
    return [] if found == ["ok"] else [wrong(f"{path}: {line}") for line in found]


def jobs_end(node, auth):
    """Waits for the work in the background; what did not end well."""
    until = time.monotonic() + WAIT
    while True:
        open_ones = [job for state in ("pending", "running")
                     for job in rows(node, f"/jobs/?state={state}", auth)]
        if not open_ones or time.monotonic() > until:
            break
        time.sleep(0.2)
    findings = [book.lost(f"job {job['id']} {job['kind']} is {job['state']} after {WAIT} s") for job in open_ones]
    return findings + [wrong(f"job {job['id']} {job['kind']} has failed: {job['failure']}")
                       for job in rows(node, "/jobs/?state=failed", auth)]


def audit(node, world):
    """The log as a file, checked by the program's own command; its entries, and what was found."""
    request = urllib.request.Request(f"{node.base}/api/v2/audit/export/", headers={"Authorization": world.jwt})
    with tempfile.NamedTemporaryFile(suffix=".ndjson") as file:
        file.write(urllib.request.urlopen(request, timeout=120).read())
        file.flush()
        done = node.run("audit", "verify", file.name, text=True)
        findings = [] if done.returncode == 0 else [wrong(f"audit verify: {done.stdout}{done.stderr}")]
        file.seek(0)
        lines = [json.loads(line) for line in file]
    return [line for line in lines if line["type"] == "entry"], findings


def read(node, ledger, world):
    """Everything: states, histories, names by kind, and what is wrong already."""
    findings = jobs_end(node, world.jwt)
    entries, more = audit(node, world)
    findings += more
    states, histories, found = {}, {}, {"scan": [], "document": []}
    uploads = {}
    for entry in entries:
        action, label = entry["action"], entry["label"]
        after = json.loads(entry["after"]) or {}
        key = (entry["object_type"], label)
        if action == "scm.upload":
            uploads.setdefault(entry["object_id"], []).append(entry)
        elif action == "codes.download":
            found["document"].append(entry["object_id"])
        elif not ours(label):
            continue
        elif action in ("product.create", "product.update"):
            histories.setdefault(key, []).append(after["name"])
        elif action in ("uat.create", "uat.update"):
            histories.setdefault(key, []).append(" ".join(sorted(after["permissions"])))
        elif action in ("product.delete", "uat.revoke"):
            histories.setdefault(key, []).append(GONE if action == "product.delete" else "revoked")
        elif action == "workorder.create":
            histories.setdefault(key, []).append(f"{after['quantity']} codes")

    for product in rows(node, "/products/", world.uat):
        if ours(product["sku"]):
            states["product", product["sku"]] = product["name"]
    for uat in rows(node, "/uats/", world.jwt):
        if ours(uat["name"]):
            active = uat["state"] == "active"
            states["uat", uat["name"]] = " ".join(sorted(uat["permissions"])) if active else uat["state"]
    for order in rows(node, "/workorders/", world.uat):
        if ours(order["reference"]):
            codes = node.call("GET", f"/codes/?workorder={order['id']}", auth=world.uat, expect=200)[1]["count"]
            done = order["state"] == "completed"
            states["workorder", order["reference"]] = f"{codes} codes" if done else order["state"]

    # Their ids are unique: twice they cannot be there.
    for key, thing in ledger.things.items():
        if thing.kind == "own" and (codes := there(node, thing.codes, world)):
            states[key] = f"{codes} codes"
            histories[key] = [states[key]]

    groups = {thing.codes[0]: key for key, thing in ledger.things.items() if thing.kind == "group"}
    for key in groups.values():
        states[key] = state_of(node, ledger.things[key], world)
    for task in reversed(rows(node, "/scm/tasks/", world.uat)):
        items = task["parameters"]["items"]
        key = groups.get(items[0]["extended_id"])
        histories.setdefault(key, []).append(items[0]["lot"])
        if len(uploads.pop(task["id"], [])) != 1:
            findings.append(wrong(f"upload {task['id']} has not one entry in the audit log"))
    findings += [wrong(f"the audit log has an upload {id} that is not there") for id in uploads]

    found["scan"] = [row["scan"]["uuid"] for row in
                     rows(node, "/dashboard/scans/?timeframe=1w&page_mode=cursor", world.uat)]
    for key in ledger.told["document"]:
        document = node.call("GET", f"/documents/{key}/", auth=world.uat)[1].get("document")
        if not document or document["status"] != "complete":
            findings.append(book.lost(f"document {key} is {document}"))
    return states, histories, found, findings


def whole(node, ledger, world):
    """All that is not as it was answered."""
    world.jwt = node.jwt()
    states, histories, found, findings = read(node, ledger, world)
    findings += book.check(ledger, states, histories, found)
    # Each token that was revoked, by using it.
    for thing in ledger.things.values():
        if thing.kind == "uat" and thing.secret:
            findings += check_state(thing, state_of(node, thing, world))
    return findings
