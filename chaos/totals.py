"""What has been done and found so far; prints each line as it is known."""

import collections


class Totals:
    def __init__(self):
        self.kills = self.faults = self.ran = self.acknowledged = self.errors = 0
        self.words, self.engines = collections.Counter(), set()

    def line(self, name, text):
        print(f"{name:6} {text}", flush=True)

    def fault(self, name, text, findings=()):
        """One fault is over. The first, F-00, is none: it is the test of the checker."""
        self.ran += 1
        self.faults += name != "F-00"
        self.found(name, findings)
        self.line(name, f"{'FAIL' if findings else 'ok'}: {text}")

    def found(self, name, findings):
        for finding in findings:
            self.words[finding.word] += 1
            if self.words[finding.word] <= 20:
                self.line(name, f"{finding.word}: {finding.text}")

    def load(self, name, load):
        """Counts what a load got; the refusals that nobody expects are wrong answers."""
        self.acknowledged += load.ledger.counts["acknowledged"]
        for status, text in load.failed[:20]:
            self.line(name, f"answered: {text}")
        for status, _ in load.failed:
            if status >= 500 and status != 503:
                self.errors += 1
            else:
                self.words["wrong"] += 1

    def end(self):
        """The last line; the exit code."""
        lost, wrong = self.words["lost"], self.words["wrong"]
        engines = f" ({len(self.engines)} engine{'s' if len(self.engines) != 1 else ''})"
        print(f"\nchaos: {self.kills:,} kills{engines}, {self.faults} faults, {self.acknowledged:,} acknowledged, "
              f"{lost} lost, {wrong} wrong, {self.errors} other 5xx", flush=True)
        return 1 if lost or wrong or self.errors or not self.ran else 0
