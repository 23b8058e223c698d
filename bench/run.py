"""Measures the release build: `./dev bench [PART…]`. Prints tables in Markdown.

Each part has a server and a database of its own; one with `alone` instead of `run` starts what it
needs by itself. What is measured and why: docs/performance.md.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "scripts"))
from program import Program  # noqa: E402

import codes  # noqa: E402
import dashboard  # noqa: E402
import flat  # noqa: E402
import login_flood  # noqa: E402
import measure  # noqa: E402
import memory  # noqa: E402
import nodes  # noqa: E402
import redirect  # noqa: E402
import rows  # noqa: E402
import scans  # noqa: E402
import scm  # noqa: E402
import single  # noqa: E402

PARTS = {"single": single, "scm": scm, "codes": codes, "scans": scans, "redirect": redirect,
         "dashboard": dashboard, "login_flood": login_flood, "memory": memory, "flat": flat,
         "nodes": nodes, "rows": rows}


def main(binary, *wanted):
    for name in wanted:
        if name not in PARTS:
            raise SystemExit(f"There is no part '{name}'. There are: {', '.join(PARTS)}.")
    for name in wanted or PARTS:
        part = PARTS[name]
        if hasattr(part, "alone"):
            part.alone(binary)
            continue
        with Program(binary, prefix=measure.SERVERS_CORE) as server:
            measure.head()
            part.run(binary, server)


if __name__ == "__main__":
    main(*sys.argv[1:])
