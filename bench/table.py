"""The tables of the single requests."""

# What is to be reached: ours at most so many times the floor, the peer at least so many times ours.
REACH = {
    "GET /me/, UAT": (1.35, 85), "GET /me/, JWT": (1.35, 80), "401": (1.2, None),
    "GET /products/": (1.4, 65), "POST /products/": (1.6, 40), "POST /auth/jwt/": (1.05, None),
}
# Without a look into the database, PostgreSQL may cost us so much more than SQLite.
ELSEWHERE = 1.5
# And a late page so much more than the first.
DEPTH = 1.2


def reach(work):
    return next(bounds for begin, bounds in REACH.items() if work.startswith(begin))


def cost(micros):
    """A time that can be read."""
    if not micros:
        return ""
    return f"{micros / 1e3:,.1f} ms" if micros >= 1e4 else f"{micros:,.1f} µs"


def met(*answers):
    known = [answer for answer in answers if answer is not None]
    return "" if not known else "yes" if all(known) else "**no**"


def line(*cells):
    print(f"| {' | '.join(cells)} |", flush=True)


def head(*cells):
    print()
    line(*cells)
    print("|---|" + "---:|" * (len(cells) - 1))


def floors(found):
    """Ours against the floor, and the late page against the first."""
    head("work", "ours", "floor", "ratio", "reach", "met")
    first = None
    for work, middle in found:
        ours, floor = middle["sqlite"][0], middle["floor"][0]
        limit = reach(work)[0]
        line(work, cost(ours), cost(floor), f"{ours / floor:.2f}", f"≤ {limit:g}",
             met(ours / floor <= limit))
        if work.startswith("GET /products/"):
            if first:
                line("the late page against the first", f"{ours / first:.2f}", "", "", f"≤ {DEPTH:g}",
                     met(max(ours / first, first / ours) <= DEPTH))
            first = ours


def peers(found, name, engine):
    """The peer on one engine against ours on the same."""
    shared = engine == "postgres"
    databases = ["PostgreSQL for ours", "PostgreSQL for it"] if shared else []
    head("work", f"ours, {engine}", f"Django, {engine}", *databases, "Django / ours", "reach", "met")
    for work, middle in found:
        (ours, our_database, _), (theirs, their_database, _) = middle[engine], middle[name]
        least, times = reach(work)[1], theirs / ours
        beside = [cost(our_database), cost(their_database)] if shared else []
        wanted, answer = (f"≥ {least}×", times >= least) if least else ("", None)
        line(work, cost(ours), cost(theirs), *beside, f"{times:,.0f}×", wanted, met(answer))


def engines(found):
    """Ours on PostgreSQL against ours on SQLite."""
    head("work", "ours, SQLite", "ours, PostgreSQL", "beside it, PostgreSQL itself", "ratio", "reach",
         "met")
    for work, middle in found:
        (ours, _, _), (shared, database, _) = middle["sqlite"], middle["postgres"]
        off_the_path = work.startswith(("GET /me/", "401"))
        line(work, cost(ours), cost(shared), cost(database), f"{shared / ours:.2f}",
             f"≤ {ELSEWHERE:g}" if off_the_path else "",
             met(shared / ours <= ELSEWHERE if off_the_path else None))


def clocks(found, names):
    """Requests per second of one core, for which others on the machine count as well."""
    head("requests/s by the clock", *names)
    for work, middle in found:
        line(work, *(f"{middle[name][2]:,.0f}" for name in names))


def tables(found, names):
    if "floor" in names:
        floors(found)
    if "postgres" in names:
        engines(found)
    for engine in ("sqlite", "postgres"):
        if {engine, f"django-{engine}"} <= set(names):
            peers(found, f"django-{engine}", engine)
    clocks(found, names)
