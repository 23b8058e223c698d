"""Breaks a running server and holds what is left against what it had answered: `./dev chaos`.

Ends with `chaos: N kills (2 engines), M faults, A acknowledged, 0 lost, 0 wrong, 0 other 5xx`;
the exit code is not 0 when one of the last three is not.
"""

import argparse
import random
import sys

import backup
import badio
import clock
import failover
import flood
import full
import handles
import kill
import locked
import log_target
import lost_answer
import memory
import outbound
import parted
import planted
import powercut
import register
import restart
import rolling
import slow
import soak
import versions
import zone
from node import ENGINES
from totals import Totals

FAULTS = {"F-00": planted.planted, "F-01": kill.f01, "F-02": kill.f02, "F-04": rolling.f04, "F-05": powercut.f05,
          "F-06": full.f06, "F-08": badio.f08, "F-09": badio.f09, "F-10": handles.f10, "F-11": memory.f11,
          "F-12": locked.f12, "F-14": clock.f14, "F-15": zone.f15, "F-16": restart.f16, "F-17": restart.f17, "F-18": failover.f18,
          "F-19": parted.f19, "F-21": lost_answer.f21, "F-22": slow.f22, "F-23": flood.f23, "F-24": flood.f24,
          "F-25": flood.f25, "F-27": register.f27, "F-28": flood.f28, "F-29": versions.f29, "F-32": versions.f32,
          "F-33": backup.f33, "F-35": log_target.f35, "F-36": outbound.f36, "F-39": soak.f39}
# What `./dev test` runs.
QUICK = ("F-00", "F-01", "F-02")


def arguments():
    parser = argparse.ArgumentParser(prog="./dev chaos", description=__doc__.splitlines()[0])
    parser.add_argument("binary", help=argparse.SUPPRESS)
    parser.add_argument("--only", action="append", choices=FAULTS, metavar="NAME",
                        help=f"only this fault, also more than once: {' '.join(FAULTS)}")
    parser.add_argument("--engine", choices=ENGINES, help="only this one; by default both")
    parser.add_argument("--kills", type=int, default=50, help="of F-01, on each engine (50)")
    parser.add_argument("--writes", type=int, default=10_000, help="of F-01, on each engine (10,000)")
    parser.add_argument("--cuts", type=int, default=20, help="power cuts of F-05 (20)")
    parser.add_argument("--minutes", type=int, default=5, help="of F-39, on each engine (5)")
    parser.add_argument("--old", metavar="BINARY", help="an older program, for F-29 and F-32")
    parser.add_argument("--seed", type=int, help="that of an earlier run, which it printed")
    parser.add_argument("--quick", action="store_true", help="the short half that ./dev test runs")
    options = parser.parse_args()
    options.engines = (options.engine,) if options.engine else ENGINES
    options.cut_writes, options.stops, options.stop_writes = 400, 5, 200
    options.seed = random.SystemRandom().randrange(10**9) if options.seed is None else options.seed
    if options.quick:
        options.kills, options.writes = 5, 400
        options.cuts, options.cut_writes = 2, 100
    return options


def main():
    options, totals = arguments(), Totals()
    print(f"seed {options.seed}", flush=True)
    for name in options.only or (QUICK if options.quick else FAULTS):
        FAULTS[name](totals, options)
    return totals.end()


if __name__ == "__main__":
    sys.exit(main())
