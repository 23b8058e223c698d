"""F-14: the program under another clock, moved while it runs and before it starts (clock.c)."""

import os
import subprocess
import tempfile
import time

from ledger import wrong
from node import Node

STILL = "still"
# Moves in seconds, and whether a JWT of an hour and a token of 30 days made at 0 are good then. Nobody says
# what a token is long before it was made.
MOVES = (("+1h 1min", 3660, False, True), ("+400d", 34_560_000, False, False), ("-1d", -86_400, None, True),
         ("-400d", -34_560_000, None, None), ("+0", 0, True, True), (STILL, STILL, True, True), ("+0", 0, True, True))


def token(node, jwt):
    """Id and text of a token that is good for as long as may be."""
    day = node.call("GET", "/permissions/", auth=jwt, expect=200)[1]["policy"]["latest"]
    body = {"name": "clock", "valid_until": day, "permissions": ["brand_view"]}
    made = node.call("POST", "/uats/", body, auth=jwt, expect=201)[1]
    return made["id"], f"UAT {made['token']}"


def look(node, what, jwt, uat, revoked):
    """What is let in now; None is not judged."""
    findings = []
    for name, auth, good in (("JWT", *jwt), ("token", *uat), ("revoked token", revoked, False)):
        status, body = node.call("GET", "/uats/self/" if "token" in name else "/me/", auth=auth)
        if good is not None and status != (200 if good else 401):
            findings.append(wrong(f"{what}: the {name} is {status} {(body or {}).get('code')}"))
    # Whoever has the password gets in by whatever clock, and that log-in is good.
    new = node.jwt()
    if node.call("GET", "/me/", auth=new)[0] != 200:
        findings.append(wrong(f"{what}: a new log-in is not good"))
    # Under this clock, too, a token is good until it is revoked.
    id, made = token(node, new)
    if node.call("GET", "/uats/self/", auth=made)[0] != 200:
        findings.append(wrong(f"{what}: a new token is not good"))
    node.call("DELETE", f"/uats/{id}/", {"reason": "x"}, auth=new, expect=204)
    if node.call("GET", "/uats/self/", auth=made)[0] != 401:
        findings.append(wrong(f"{what}: a token is let in that was revoked just now"))
    answer = node.call("POST", "/audit/check/", {}, auth=new, expect=200)[1]
    if not answer["ok"]:
        findings.append(wrong(f"{what}: audit chain {answer['finding']}"))
    return findings


def f14(totals, options):
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clock.c")
    for engine in options.engines:
        with tempfile.TemporaryDirectory() as folder:
            moved, library = os.path.join(folder, "clock"), os.path.join(folder, "clock.so")
            subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source], check=True)

            def move(seconds):
                with open(f"{moved}.new", "w", encoding="ascii") as file:
                    file.write(f"@{int(time.time())}\n" if seconds == STILL else f"{seconds:+d}\n")
                os.replace(f"{moved}.new", moved)

            move(0)
            env = {"LD_PRELOAD": library, "CHAOS_CLOCK": moved}
            with Node(options.binary, engine, env=env) as node:
                made = node.jwt()
                (_, uat), (id, revoked) = token(node, made), token(node, made)
                node.call("DELETE", f"/uats/{id}/", {"reason": "x"}, auth=made, expect=204)
                findings, tried = [], 0
                for restart in (False, True):
                    for what, seconds, jwt_good, uat_good in MOVES:
                        move(seconds)
                        if restart:
                            node.kill()
                            totals.kills += 1
                            node.restart()
                        how = f"{what}, {'started so' if restart else 'while it runs'}"
                        findings += look(node, how, (made, jwt_good), (uat, uat_good), revoked)
                        tried += 1
        totals.engines.add(engine)
        totals.fault("F-14", f"{engine}: {tried} clocks, half of them while it runs: what is over is refused, a revoked "
                     "token always; log-ins go on, the audit log is a chain", findings)
