"""The checker on the real program: rows are taken out of its database, or changed, behind its back,
and each is found. A checker that finds nothing in such a database would find nothing after a fault."""

import os
import sqlite3

from ledger import ACKNOWLEDGED, GONE, Ledger, wrong
from load import Load
from node import Node
from truth import whole

MIX = {"make": 6, "change": 6, "token": 4, "revoke": 3, "upload": 4, "scan": 4}


def plant(path, ledger):
    """The names of what has been damaged."""
    def some(kind, fits):
        return next(thing for (of, _), thing in ledger.things.items()
                    if of == kind and thing.steps[-1][1] == ACKNOWLEDGED and fits(thing))

    living = [thing for (kind, _), thing in ledger.things.items() if kind == "product" and thing.maybe() != {GONE}]
    lost, changed, unlogged = living[:3]
    revoked = some("uat", lambda thing: thing.maybe() == {"revoked"})
    group = some("group", lambda thing: True)
    scan = ledger.told["scan"][0]
    with sqlite3.connect(path) as database:
        for statement, *values in (
                ("DELETE FROM product WHERE sku = ?", lost.name),
                ("UPDATE product SET name = 'another' WHERE sku = ?", changed.name),
                ("DELETE FROM audit WHERE object_type = 'product' AND object_id = ?", str(unlogged.id)),
                ("UPDATE uat SET revoked_at = NULL, revoked_by = NULL, revoked_reason = NULL WHERE name = ?", revoked.name),
                ("DELETE FROM code_scm WHERE code_id = (SELECT id FROM code WHERE extended_id = ?)", group.codes[2]),
                ("DELETE FROM scan WHERE uuid = ?", scan)):
            if database.execute(statement, values).rowcount < 1:
                raise SystemExit(f"nothing to damage: {statement} {values}")
    database.close()
    return [str(thing) for thing in (lost, changed, unlogged, revoked, group)] + [scan, "audit verify"]


def planted(totals, options):
    ledger = Ledger()
    with Node(options.binary, "sqlite") as node:
        load = Load(node, ledger, f"{options.seed}/planted", clients=3, mix=MIX)
        load.begin()
        load.wait(80)
        load.end()
        before = whole(node, ledger, load.world)
        node.process.terminate()
        node.process.wait(60)
        damaged = plant(os.path.join(node.data, "countermark.db"), ledger)
        node.restart()
        found = whole(node, ledger, load.world)
    missed = [what for what in damaged if not any(f"{what} " in f"{finding.text} " or f"{what}:" in finding.text
                                                  for finding in found)]
    totals.fault("F-00", f"the checker: {len(damaged)} damages planted, {len(damaged) - len(missed)} found",
                 before + [wrong(f"planted and not found: {what}") for what in missed])
