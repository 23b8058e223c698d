"""The PostgreSQL of the bench: the one that COUNTERMARK_TEST_POSTGRES names."""

import itertools
import os
import subprocess
import urllib.parse

NUMBERS = itertools.count(1)


def url():
    """Its address; `./dev bench` starts one that keeps what it promises."""
    found = os.environ.get("COUNTERMARK_TEST_POSTGRES")
    if not found:
        raise SystemExit("COUNTERMARK_TEST_POSTGRES names no PostgreSQL. ./dev bench starts one.")
    return found


def sql(address, text):
    """What psql says to these statements, without ornaments."""
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", address]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"psql: {done.stderr}")
    return done.stdout.strip()


def database():
    """The address of a new, empty database."""
    name = f"countermark_bench_{os.getpid()}_{next(NUMBERS)}"
    sql(url(), f"CREATE DATABASE {name}")
    return urllib.parse.urlsplit(url())._replace(path=f"/{name}").geturl()


def drop(address):
    """Removes it, whoever is still connected."""
    name = urllib.parse.urlsplit(address).path.removeprefix("/")
    sql(url(), f"DROP DATABASE {name} WITH (FORCE)")


def pid():
    """The process that started all others, when it runs here."""
    folder = sql(url(), "SHOW data_directory")
    try:
        with open(os.path.join(folder, "postmaster.pid"), encoding="ascii") as file:
            return int(file.readline())
    except OSError:
        return None


def durable():
    """Whether a commit is on disk when it is answered."""
    return all(sql(url(), f"SHOW {name}") == "on" for name in ("fsync", "synchronous_commit"))
