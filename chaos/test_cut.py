"""What a power cut leaves is what the record says: run by `./dev test chaos`."""

import random
import sys
import unittest

from cut import Event, durable, events, leave

LOG = "countermark.db-wal"


def lines(*texts):
    handle = "11</d/countermark.db-wal>"
    return [f"7 {number}.5 {text.replace('@', handle)}" for number, text in enumerate(texts)]


ONE = 'pwrite64(@, "\\x61\\x62", 2, 0) = 2'
TWO = 'pwrite64(@, "\\x63", 1, 2 <unfinished ...>'


class Cuts(unittest.TestCase):
    def left(self, *texts):
        found = events(lines(*texts))
        return {bytes(leave({}, found, random.Random(seed)).get(LOG, b"")) for seed in range(60)}

    def test_lines_are_read(self):
        found = events(lines(ONE, TWO, "fdatasync(@ <unfinished ...>", "<... fdatasync resumed>) = 0",
                             "ftruncate(@, 1) = 0", 'unlink("/d/countermark.db-wal") = 0', "fsync(3</d>) = 0"))
        self.assertEqual([event.what for event in found],
                         ["write", "write", "sync", "synced", "truncate", "unlink"])
        self.assertEqual(found[1], Event(1.5, "write", LOG, b"c", 2))

    def test_what_was_synced_is_there(self):
        self.assertEqual(self.left(ONE, TWO, "fdatasync(@) = 0"), {b"abc"})

    def test_what_was_not_may_be_there(self):
        self.assertEqual(self.left(ONE, "fdatasync(@) = 0", TWO), {b"ab", b"abc"})
        self.assertEqual(self.left(ONE), {b"", b"ab"})

    def test_what_is_written_during_a_sync_is_not_certain(self):
        during = (ONE, "fdatasync(@ <unfinished ...>", TWO, "<... fdatasync resumed>) = 0")
        self.assertEqual(self.left(*during), {b"ab", b"abc"})
        self.assertEqual(durable(events(lines(*during)))[LOG], 1)
        self.assertEqual(self.left(ONE, "fdatasync(@ <unfinished ...>"), {b"", b"ab"}, "it has not ended")


if __name__ == "__main__":
    ran = unittest.main(exit=False).result
    failed = len(ran.failures) + len(ran.errors)
    print(f"chaos-cut: {ran.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not ran.testsRun else 0)
