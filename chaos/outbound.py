"""F-36: the mail server and a webhook's receiver swallow whatever is sent to them. Nobody waits for them,
other receivers hear in time, and all is sent once they are back."""

import time

from hole import Hole, Mail, Web
from ledger import Ledger, wrong
from load import Load
from node import Node
from truth import whole

AWAY = 40  # seconds
# Between a scan and the call of a receiver that is well.
SOON = 10
# Pauses between attempts are 5 s, 30 s, then two minutes; those of mails one minute, then two.
BACK = 240
MIX = {"scan": 10, "make": 5, "change": 5}
MAILS = [f"new{number}@example.test" for number in range(3)]


def until(seconds, is_done):
    """How long that took; None when it took longer."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        if is_done():
            return time.monotonic() - began
        time.sleep(0.2)
    return None


def hook(node, jwt, hole):
    body = {"url": f"http://127.0.0.1:{hole.port}/in", "events": ["scan.created"]}
    return node.call("POST", "/webhooks/", body, auth=jwt, expect=201)[1]["id"]


def away(node, load, holes, well):
    """They are away: what is wrong."""
    jwt, findings = load.world.jwt, []
    shut = [hook(node, jwt, hole) for hole in holes]
    hook(node, jwt, well)
    load.begin()
    for to in MAILS:
        node.call("POST", "/users/", {"email": to, "given_name": "N", "family_name": "N", "role": "dashboard_user"},
                  auth=jwt, expect=201)
    time.sleep(AWAY)
    scans = len(load.ledger.told["scan"])
    load.end()
    behind = until(SOON, lambda: len(set(well.names())) >= scans)
    if behind is None:
        findings.append(wrong(f"of {scans} scans the receiver that is well has heard of {len(set(well.names()))}"))
    if "the server did not answer in time" not in node.log():
        findings.append(wrong("the log does not say that a webhook is not answered: was there a hole at all?"))
    for id in shut:
        if not node.call("GET", f"/webhooks/{id}/", auth=jwt, expect=200)[1]["failing_since"]:
            findings.append(wrong("nobody is told that the webhook fails"))
    if "the mail server did not answer in time" not in node.log():
        findings.append(wrong("the log does not say that the mail server does not answer"))
    return behind, findings


def f36(totals, options):
    for engine in options.engines:
        ledger, began = Ledger(), time.monotonic()
        with Hole(Web) as one, Hole(Web) as other, Hole(Web) as well, Hole(Mail) as mails:
            well.open()
            env = {"COUNTERMARK_WEBHOOKS_TO_PRIVATE": "true", "COUNTERMARK_SMTP_URL": f"smtp://127.0.0.1:{mails.port}",
                   "COUNTERMARK_MAIL_FROM": "no-reply@example.test"}
            with Node(options.binary, engine, env=env) as node:
                load = Load(node, ledger, f"{options.seed}/F-36", clients=4, mix=MIX, pause=0.1)
                behind, findings = away(node, load, (one, other), well)
                for hole in (one, other, mails):
                    hole.open()
                scans = len(ledger.told["scan"])
                back = until(BACK, lambda: min(len(set(hole.names())) for hole in (one, other)) >= scans
                             and set(MAILS) <= set(mails.names()))
                if back is None:
                    findings.append(wrong(f"{BACK} s after they are back, of {scans} calls {len(set(one.names()))} and "
                                          f"{len(set(other.names()))} have come, of {len(MAILS)} mails {len(set(mails.names()))}"))
                load.new_log_in(node)
                findings += whole(node, ledger, load.world)
                peak = node.peak()
        slow = [status for status in load.statuses if status in (None, 503)]
        if slow:
            findings.append(wrong(f"requests were refused: {load.statuses}"))
        times = sorted(load.times)
        totals.load("F-36", load)
        totals.engines.add(engine)
        totals.fault("F-36", f"{engine}: two webhooks and the mail server in holes for {AWAY} s among {len(times):,} requests, p95 "
                     f"{times[int(len(times) * 0.95)] * 1000:.0f} ms, none refused; a third webhook heard of all {scans} scans "
                     f"{behind or SOON:.1f} s after the last one; calls and mails had all come {back or BACK:.0f} s after they were "
                     f"back; peak {peak} MiB; {time.monotonic() - began:.0f} s", findings)
