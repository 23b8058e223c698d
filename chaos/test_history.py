"""The checker of histories finds what no order explains: run by `./dev test chaos`."""

import sys
import unittest

from history import Call, check
from ledger import ACKNOWLEDGED, REFUSED, UNKNOWN


def call(what, value, began, ended, outcome=ACKNOWLEDGED, node=0):
    return Call(what, value, node, began, ended, outcome)


class Histories(unittest.TestCase):
    def found(self, *calls, chain=("a", "b", "c")):
        return [finding.text for finding in check(calls, list(chain), bound=1)]

    def test_a_good_history(self):
        self.assertEqual(self.found(
            call("write", "b", 1, 3), call("write", "c", 2, 4), call("read", "a", 1, 2), call("read", "c", 4, 5),
            call("write", "d", 2, 4, REFUSED), call("write", "e", 2, 4, UNKNOWN), call("use", 200, 1, 2),
            call("revoke", None, 5, 6), call("use", 401, 5.5, 7), call("use", 200, 6.5, 6.6, node=1)), [])

    def test_an_unknown_write_may_be_there(self):
        self.assertEqual(self.found(call("write", "b", 1, 3, UNKNOWN), call("read", "b", 2, 4)), [])

    def test_a_lost_update_is_found(self):
        self.assertEqual(len(self.found(call("write", "d", 1, 2))), 1)

    def test_a_refused_write_that_was_done_is_found(self):
        self.assertEqual(len(self.found(call("write", "b", 1, 2, REFUSED))), 1)

    def test_writes_in_the_wrong_order_are_found(self):
        self.assertEqual(len(self.found(call("write", "c", 1, 2), call("write", "b", 3, 4))), 1)

    def test_an_old_read_is_found(self):
        self.assertEqual(len(self.found(call("write", "b", 1, 2), call("read", "a", 3, 4))), 1)
        self.assertEqual(len(self.found(call("read", "b", 1, 2), call("read", "a", 3, 4))), 1, "reads go back")

    def test_a_read_from_nowhere_is_found(self):
        self.assertEqual(len(self.found(call("read", "d", 1, 2))), 1)
        self.assertEqual(len(self.found(call("write", "b", 3, 4), call("read", "b", 1, 2))), 1, "from the future")

    def test_a_revoked_token_that_is_let_in_is_found(self):
        revoked = call("revoke", None, 1, 2)
        self.assertEqual(len(self.found(revoked, call("use", 200, 2.1, 2.2))), 1, "on the same node at once")
        self.assertEqual(len(self.found(revoked, call("use", 200, 3.1, 3.2, node=1))), 1, "elsewhere after the bound")

    def test_a_good_token_that_is_refused_is_found(self):
        self.assertEqual(len(self.found(call("use", 401, 0, 1), call("revoke", None, 2, 3))), 1)


if __name__ == "__main__":
    ran = unittest.main(exit=False).result
    failed = len(ran.failures) + len(ran.errors)
    print(f"chaos-history: {ran.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not ran.testsRun else 0)
