"""Whether any order explains what several clients saw of one token: its name is a register that all of them
write and read, and its revocation a door that closes once. The audit log has the order of the writes; each
call must fit it at some moment between its sending and its answer."""

import collections

from ledger import ACKNOWLEDGED, REFUSED, lost, wrong

# What somebody did: a write, a read, a use of the token, or its revocation. `value` is the name, or the
# status of a use; `began` and `ended` are its sending and its answer.
Call = collections.namedtuple("Call", "what value node began ended outcome")


def writes_fit(calls, chain):
    """Each acknowledged write stands in the chain once, no refused one does, and the chain's order is
    none that their times forbid."""
    findings, writes = [], [call for call in calls if call.what == "write"]
    for call in writes:
        found = chain.count(call.value)
        if call.outcome == ACKNOWLEDGED and found != 1:
            findings.append(lost(f"the name {call.value} was acknowledged and is {found} times in the log"))
        elif call.outcome == REFUSED and found or found > 1:
            findings.append(wrong(f"the name {call.value} was {call.outcome} and is {found} times in the log"))
    in_chain = [call for call in writes if call.value in chain and call.outcome == ACKNOWLEDGED]
    for one in in_chain:
        for other in in_chain:
            if one.ended < other.began and chain.index(one.value) > chain.index(other.value):
                findings.append(wrong(f"the name {one.value} was set before {other.value} was asked for, and stands after it"))
    return findings


def reads_fit(calls, chain):
    """No read is older than a write or a read that was over when it began, nor newer than its answer."""
    findings, place = [], {value: number for number, value in enumerate(chain)}
    began = {call.value: call.began for call in calls if call.what == "write"}
    known = [call for call in calls if call.what in ("write", "read") and call.outcome == ACKNOWLEDGED and call.value in place]
    for read in (call for call in calls if call.what == "read" and call.outcome == ACKNOWLEDGED):
        if read.value not in place:
            findings.append(wrong(f"the name {read.value} was read and is not in the log"))
            continue
        if began.get(read.value, 0) > read.ended:
            findings.append(wrong(f"the name {read.value} was read before it was asked for"))
        newest = max((place[call.value] for call in known if call.ended < read.began), default=0)
        if place[read.value] < newest:
            findings.append(wrong(f"the name {read.value} was read when {chain[newest]} had been answered"))
    return findings


def uses_fit(calls, bound):
    """Let in until its revocation was sent; refused once that was answered, elsewhere after the bound."""
    findings = []
    revokes = [call for call in calls if call.what == "revoke"]
    sent = min((call.began for call in revokes), default=float("inf"))
    done = min(((call.ended, call.node) for call in revokes if call.outcome == ACKNOWLEDGED), default=(float("inf"), None))
    for use in (call for call in calls if call.what == "use"):
        closed = done[0] + (0 if use.node == done[1] else bound)
        if use.value == 200 and use.began > closed:
            findings.append(wrong(f"the token was let in {use.began - done[0]:.2f} s after its revocation was answered"))
        elif use.value == 401 and use.ended < sent:
            findings.append(wrong("the token was refused before anybody revoked it"))
        elif use.value not in (200, 401, 503, None):
            findings.append(wrong(f"a use of the token was answered {use.value}"))
    return findings


def check(calls, chain, bound):
    """`chain` has the names as the audit log has them, the first one first."""
    return writes_fit(calls, chain) + reads_fit(calls, chain) + uses_fit(calls, bound)
