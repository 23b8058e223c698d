"""The checker finds what is lost, half or doubled: one that finds nothing proves nothing.

Run by `./dev test chaos`; ends with `chaos-ledger: N passed, N failed`.
"""

import sys
import unittest

from ledger import ACKNOWLEDGED, GONE, REFUSED, UNKNOWN, Ledger, check, check_state

KEY = ("product", "p-1")


def judged(steps, state, history):
    """The words of what is found about a product with these steps."""
    ledger = Ledger()
    for value, outcome in steps:
        ledger.note(ledger.thing(*KEY), value, outcome)
    states = {} if state == GONE else {KEY: state}
    return [finding.word for finding in check(ledger, states, {KEY: history}, {})]


MADE = ("a", ACKNOWLEDGED)
CHANGED = ("b", ACKNOWLEDGED)


class Things(unittest.TestCase):
    def test_what_is_as_it_was_answered_is_good(self):
        self.assertEqual(judged([MADE, CHANGED], "b", ["a", "b"]), [])
        self.assertEqual(judged([MADE, (GONE, ACKNOWLEDGED)], GONE, ["a", GONE]), [])
        self.assertEqual(judged([MADE, ("b", REFUSED)], "a", ["a"]), [])

    def test_what_is_unknown_may_be_there_or_not(self):
        steps = [MADE, ("b", UNKNOWN), ("c", ACKNOWLEDGED), ("d", UNKNOWN)]
        self.assertEqual(judged(steps, "c", ["a", "c"]), [])
        self.assertEqual(judged(steps, "d", ["a", "b", "c", "d"]), [])
        self.assertEqual(judged([("a", UNKNOWN)], GONE, []), [])
        self.assertEqual(judged([("a", UNKNOWN)], "a", ["a"]), [])

    def test_a_removal_may_be_asked_for_again(self):
        gone, refused = (GONE, ACKNOWLEDGED), (GONE, REFUSED)
        self.assertEqual(judged([MADE, refused, CHANGED, refused, gone], GONE, ["a", "b", GONE]), [])
        self.assertEqual(judged([MADE, refused], GONE, ["a", GONE]), ["wrong"])
        self.assertEqual(judged([MADE, refused, gone], "a", ["a"]), ["lost"])
        self.assertEqual(judged([MADE, (GONE, UNKNOWN), refused], GONE, ["a", GONE]), [], "the first may have been done")
        self.assertEqual(judged([MADE, (GONE, UNKNOWN), refused], "a", ["a"]), [])

    def test_a_removal_may_be_found_done_later(self):
        steps = [MADE, (GONE, UNKNOWN), ("b", REFUSED), (GONE, ACKNOWLEDGED)]
        self.assertEqual(judged(steps, GONE, ["a", GONE]), [])
        self.assertEqual(judged(steps, "a", ["a"]), ["lost"])
        self.assertEqual(judged([MADE, (GONE, UNKNOWN), CHANGED, (GONE, ACKNOWLEDGED)], GONE, ["a", GONE]), ["lost"])

    def test_a_lost_row_is_found(self):
        self.assertEqual(judged([MADE], GONE, []), ["lost"])
        self.assertEqual(judged([MADE, CHANGED], "a", ["a"]), ["lost"])
        self.assertEqual(judged([MADE, CHANGED, ("c", ACKNOWLEDGED)], "c", ["a", "c"]), ["lost"])
        self.assertEqual(judged([MADE, (GONE, ACKNOWLEDGED)], "a", ["a"]), ["lost"])

    def test_a_half_row_is_found(self):
        self.assertEqual(judged([MADE, ("b", UNKNOWN)], "b", ["a"]), ["wrong"], "changed, no entry")
        self.assertEqual(judged([MADE, ("b", UNKNOWN)], "a", ["a", "b"]), ["wrong"], "an entry, not changed")
        self.assertEqual(judged([("a", UNKNOWN)], "a", []), ["wrong"])
        self.assertEqual(judged([("a", UNKNOWN)], GONE, ["a"]), ["wrong"])
        self.assertEqual(judged([MADE], "a", []), ["lost", "wrong"])

    def test_a_doubled_row_is_found(self):
        self.assertEqual(judged([MADE, CHANGED], "b", ["a", "b", "b"]), ["wrong"])
        self.assertEqual(judged([MADE, ("b", UNKNOWN)], "b", ["a", "b", "b"]), ["wrong"])

    def test_what_was_refused_or_never_asked_for_is_found(self):
        self.assertEqual(judged([MADE, ("b", REFUSED)], "b", ["a", "b"]), ["wrong"])
        self.assertIn("wrong", judged([MADE], "x", ["a", "x"]))
        ledger = Ledger()
        self.assertEqual([f.word for f in check(ledger, {KEY: "a"}, {}, {})], ["wrong"])
        self.assertEqual([f.word for f in check(ledger, {}, {KEY: ["a"]}, {})], ["wrong"])

    def test_another_order_is_found(self):
        self.assertIn("wrong", judged([MADE, CHANGED], "a", ["b", "a"]))

    def test_asking_again_is_one_step(self):
        steps = [MADE, (GONE, UNKNOWN), (GONE, ACKNOWLEDGED)]
        self.assertEqual(judged(steps, GONE, ["a", GONE]), [])
        self.assertEqual(judged(steps, "a", ["a"]), ["lost"])


class States(unittest.TestCase):
    def words(self, steps, state):
        ledger = Ledger()
        for value, outcome in steps:
            ledger.note(ledger.thing(*KEY), value, outcome)
        return [finding.word for finding in check_state(ledger.thing(*KEY), state)]

    def test_by_its_state_alone(self):
        self.assertEqual(self.words([MADE, ("b", UNKNOWN)], "a"), [])
        self.assertEqual(self.words([MADE, ("b", UNKNOWN)], "b"), [])
        self.assertEqual(self.words([MADE, CHANGED], "a"), ["lost"])
        self.assertEqual(self.words([MADE], GONE), ["lost"])
        self.assertEqual(self.words([MADE], "x"), ["wrong"])
        self.assertEqual(self.words([MADE, ("b", REFUSED)], "b"), ["wrong"])


class Told(unittest.TestCase):
    def words(self, found):
        ledger = Ledger()
        ledger.tell("scan", "s-1", ACKNOWLEDGED)
        ledger.tell("scan", "s-2", ACKNOWLEDGED)
        ledger.tell("scan", None, UNKNOWN)
        ledger.tell("scan", None, REFUSED)
        return [finding.word for finding in check(ledger, {}, {}, {"scan": found})]

    def test_each_is_there_once(self):
        self.assertEqual(self.words(["s-1", "s-2"]), [])
        self.assertEqual(self.words(["s-1", "s-2", "s-3"]), [], "the answer to this one was lost")
        self.assertEqual(self.words(["s-1"]), ["lost"])
        self.assertEqual(self.words(["s-1", "s-2", "s-2"]), ["wrong"])
        self.assertEqual(self.words(["s-1", "s-2", "s-3", "s-4"]), ["wrong"])


class Moments(unittest.TestCase):
    def test_what_was_answered_later_is_unknown(self):
        ledger = Ledger()
        thing = ledger.thing(*KEY)
        ledger.note(thing, *MADE)
        ledger.tell("scan", "s-1", ACKNOWLEDGED)
        moment = thing.times[-1]
        for later, words in ((0, []), (1, ["lost", "lost"])):
            found = check(ledger.at(moment + later), {}, {KEY: []}, {"scan": []})
            self.assertEqual([finding.word for finding in found], words)


if __name__ == "__main__":
    ran = unittest.main(exit=False).result
    failed = len(ran.failures) + len(ran.errors)
    print(f"chaos-ledger: {ran.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not ran.testsRun else 0)
