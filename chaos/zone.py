"""F-15: the program on hosts in other zones. The last day of a token ends at the same instant on each, and
what is there already is read as it was."""

import datetime
import urllib.request

from ledger import wrong
from node import Node

# From fourteen hours ahead to twelve behind; one with quarters of an hour, one with summer time, one that is none.
ZONES = ("Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "America/New_York", "Nowhere/Atall")


def export(node, jwt):
    """The audit log until now, as a file."""
    request = urllib.request.Request(f"{node.base}/api/v2/audit/export/", headers={"Authorization": jwt})
    lines = urllib.request.urlopen(request, timeout=60).read().splitlines()
    return [line for line in lines if b'"entry"' in line]


def end(node, jwt, day):
    """When a new token ends that is good until that day."""
    body = {"name": "zone", "valid_until": day, "permissions": ["brand_view"]}
    made = node.call("POST", "/uats/", body, auth=jwt, expect=201)[1]
    return made["id"], made["expires_at"]


def f15(totals, options):
    for engine in options.engines:
        findings = []
        with Node(options.binary, engine, env={"TZ": "UTC"}) as node:
            jwt = node.jwt()
            latest = node.call("GET", "/permissions/", auth=jwt, expect=200)[1]["policy"]["latest"]
            # A day before, lest midnight passes meanwhile.
            day = str(datetime.date.fromisoformat(latest) - datetime.timedelta(days=1))
            first, ends = end(node, jwt, day)
            before = export(node, jwt)
            for zone in ZONES:
                node.kill()
                totals.kills += 1
                node.env["TZ"] = zone
                node.restart()
                jwt = node.jwt()
                there = node.call("GET", f"/uats/{first}/", auth=jwt, expect=200)[1]["expires_at"]
                new = end(node, jwt, day)[1]
                if {there, new} != {ends}:
                    findings.append(wrong(f"{zone}: {day} ends at {there} and {new}, in UTC at {ends}"))
                if export(node, jwt)[:len(before)] != before:
                    findings.append(wrong(f"{zone}: the audit log reads otherwise"))
        totals.engines.add(engine)
        totals.fault("F-15", f"{engine}: on hosts in {len(ZONES)} zones {day} ends at {ends}, and the audit log reads the same", findings)
