"""What was asked for and what was answered; afterwards, whether it is so.

A *thing* is one object of the server with a name of its own (the SKU of a product, the name of a
token). Its *steps* are what was asked for, in order, each with a value that no other step of that
thing has, and its outcome: acknowledged, unknown (no answer came) or refused. Nobody asks for
two things of one object at once, so the steps have one order.

What is found is compared with that: the *state* is what the object is now, the *history* what
the audit log says was done to it. Acknowledged steps stand in the history once and in order,
refused ones do not, unknown ones do or do not; and the state is that of the history's last entry,
because both were written by the same transaction.
"""

import collections
import threading
import time

ACKNOWLEDGED, UNKNOWN, REFUSED = "acknowledged", "unknown", "refused"
# The state of what does not exist (any more).
GONE = "(gone)"

Finding = collections.namedtuple("Finding", "word text")


def lost(text):
    return Finding("lost", text)


def wrong(text):
    return Finding("wrong", text)


class Thing:
    """One object: what was asked of it. `id` is the server's, when that is known."""

    def __init__(self, kind, name):
        self.kind, self.name, self.id, self.secret = kind, name, None, None
        # Beside each step, when its outcome was known.
        self.steps, self.times = [], []

    def __str__(self):
        return f"{self.kind} {self.name}"

    def maybe(self):
        """The values it may have now, by what was answered."""
        values = {GONE}
        for value, outcome in self.steps:
            if outcome == ACKNOWLEDGED:
                values = {value}
            elif outcome == UNKNOWN:
                values.add(value)
        return values


class Ledger:
    """All things, and the ones whose names only an answer tells (scans, files)."""

    def __init__(self):
        self.lock = threading.Lock()
        self.things = {}
        # By kind: names that were answered, and how many answers did not come.
        self.told, self.told_at = collections.defaultdict(list), collections.defaultdict(list)
        self.untold = collections.Counter()
        self.counts = collections.Counter()
        self.touched = set()

    def thing(self, kind, name):
        with self.lock:
            return self.things.setdefault((kind, name), Thing(kind, name))

    def note(self, thing, value, outcome):
        """One step. The same value as an unknown one before is that step, asked for again; refused
        then, it stays unknown."""
        with self.lock:
            if thing.steps and thing.steps[-1] == (value, UNKNOWN):
                thing.steps.pop()
                thing.times.pop()
                outcome = UNKNOWN if outcome == REFUSED else outcome
            thing.steps.append((value, outcome))
            thing.times.append(time.time())
            self.counts[outcome] += 1
            self.touched.add(thing)

    def tell(self, kind, name, outcome):
        """Something new whose name the answer tells."""
        with self.lock:
            self.counts[outcome] += 1
            if outcome == ACKNOWLEDGED:
                self.told[kind].append(name)
                self.told_at[kind].append(time.time())
            elif outcome == UNKNOWN:
                self.untold[kind] += 1

    def take_touched(self):
        """What has changed since the last time."""
        with self.lock:
            touched, self.touched = self.touched, set()
        return touched

    def at(self, moment):
        """The same at an earlier moment: what was answered later is unknown."""
        early = Ledger()
        for key, thing in self.things.items():
            copy = early.things[key] = Thing(*key)
            copy.__dict__.update(thing.__dict__)
            copy.steps = [(value, UNKNOWN if outcome == ACKNOWLEDGED and at >= moment else outcome)
                          for (value, outcome), at in zip(thing.steps, thing.times)]
        early.untold.update(self.untold)
        for kind, names in self.told.items():
            early.told[kind] = [name for name, at in zip(names, self.told_at[kind]) if at < moment]
            early.untold[kind] += len(names) - len(early.told[kind])
        return early


def check_state(thing, state):
    """Without a history: is the state one of those that it may have?"""
    maybe = thing.maybe()
    if state in maybe:
        return []
    before = {GONE, *(value for value, outcome in thing.steps if outcome != REFUSED)}
    finding = lost if state in before else wrong
    return [finding(f"{thing} is {state}, may be {' or '.join(sorted(maybe))}")]


def check_thing(thing, state, history):
    """One thing, with its history."""
    findings, steps = [], list(thing.steps)
    for value in history:
        # A removal that was refused may be asked for again: two steps of one value.
        fitting = [at for at, (asked, _) in enumerate(steps) if asked == value]
        ahead = min(fitting, key=lambda at: (steps[at][1] == REFUSED, at), default=None)
        if ahead is None:
            findings.append(wrong(f"{thing}: {value} twice, out of order, or never asked for"))
            continue
        findings += [lost(f"{thing}: {asked} was acknowledged and is not in the history")
                     for asked, outcome in steps[:ahead] if outcome == ACKNOWLEDGED]
        if steps[ahead][1] == REFUSED:
            findings.append(wrong(f"{thing}: {value} was refused and is in the history"))
        del steps[:ahead + 1]
    end = history[-1] if history else GONE
    # What is gone stays so: of a removal that was unknown, and later found done, there is one entry.
    findings += [lost(f"{thing}: {asked} was acknowledged and is not in the history")
                 for asked, outcome in steps if outcome == ACKNOWLEDGED and not (history and asked == end == GONE)]
    if state != end:
        findings.append(wrong(f"{thing} is {state}, its history ends with {end}: a half"))
    return findings


def check_told(kind, told, untold, found):
    """Things whose names only answers tell: each there once, and few others."""
    times = collections.Counter(found)
    findings = [lost(f"{kind} {name} was acknowledged and is not there") for name in told if not times[name]]
    findings += [wrong(f"{kind} {name} is there {times[name]} times") for name in times if times[name] > 1]
    strangers = len(set(found) - set(told))
    if strangers > untold:
        findings.append(wrong(f"{strangers} of kind {kind} that no answer told of; only {untold} answers were lost"))
    return findings


def check(ledger, states, histories, found):
    """Everything: states and histories by (kind, name), found names by kind."""
    findings = []
    for key, thing in ledger.things.items():
        findings += check_thing(thing, states.get(key, GONE), histories.get(key, []))
    for key in sorted((states.keys() | histories.keys()) - ledger.things.keys()):
        findings.append(wrong(f"{' '.join(key)} is there and nobody asked for it"))
    for kind in ledger.told.keys() | ledger.untold.keys() | found.keys():
        findings += check_told(kind, ledger.told[kind], ledger.untold[kind], found.get(kind, []))
    return findings
