"""A PostgreSQL of our own, which a fault may stop, kill or replace."""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

# Unlike that of the other tests it keeps what it has promised: its processes are killed here.
# The machine is not, so that nothing waits for the disk.
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 150
fsync = off
synchronous_commit = on
shared_buffers = 64MB
"""


def free_port():
    """Below 32768, where Linux begins to take the ports of outgoing connections: while the server is
    down, one of those may take its port."""
    while True:
        port = random.randrange(12_000, 32_000)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def as_postgres(*words, prefix=(), **options):
    """PostgreSQL refuses to run as root."""
    who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    return subprocess.run([*prefix, *who, *words], check=True, cwd="/", timeout=120, stdout=subprocess.DEVNULL, **options)


class Cluster:
    """`of` is another cluster, of which this one becomes a standby; `network` one of its own."""

    def __init__(self, of=None, name="standby", network=None):
        self.prefix = network.inside if network else ()
        self.host = network.hosts[0] if network else "127.0.0.1"
        self.folder, self.port = tempfile.mkdtemp(prefix="countermark-pg-"), free_port()
        self.data, self.log = os.path.join(self.folder, "data"), os.path.join(self.folder, "log")
        if os.geteuid() == 0:
            postgres = pwd.getpwnam("postgres")
            os.chown(self.folder, postgres.pw_uid, postgres.pw_gid)
        try:
            if of:
                where = f"host=127.0.0.1 port={of.port} user=postgres application_name={name}"
                as_postgres("pg_basebackup", "-D", self.data, "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", where)
            else:
                as_postgres("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                            "--locale=C", "--no-sync")
            self.set(f"{'' if of else SETTINGS}port = {self.port}\n")
            if network:
                self.set(f"listen_addresses = '{','.join(network.hosts)}'\n")
                with open(os.path.join(self.data, "pg_hba.conf"), "a", encoding="ascii") as rules:
                    rules.write("host all all samenet trust\n")
            self.control("start")
        except BaseException:
            self.remove()
            raise

    def set(self, text):
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="ascii") as settings:
            settings.write(text)

    def control(self, *words):
        """pg_ctl, which waits until it is done."""
        as_postgres("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "60", *words, prefix=self.prefix)

    @property
    def server(self):
        return f"postgres://postgres@{self.host}:{self.port}"

    def url(self):
        """The URL of a new, empty database."""
        self.ask("CREATE DATABASE countermark", "postgres")
        return f"{self.server}/countermark"

    def ask(self, sql, database="countermark"):
        """The rows, as texts."""
        done = subprocess.run(["psql", "-qXAt", f"{self.server}/{database}", "-c", sql], check=True, timeout=60,
                              capture_output=True, text=True)
        return done.stdout.split("\n")[:-1]

    def answers(self, seconds=60):
        """Waits until it takes connections."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            done = subprocess.run(["psql", "-qXAt", f"{self.server}/postgres", "-c", "SELECT 1"], check=False,
                                  timeout=60, capture_output=True)
            if done.returncode == 0:
                return
            time.sleep(0.02)
        raise SystemExit(f"PostgreSQL did not come back in {seconds} s")

    def kill_backends(self):
        """kill -9 of whatever serves a client: PostgreSQL then starts all its processes anew."""
        found = self.ask("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
                         "AND pid <> pg_backend_pid()", "postgres")
        for pid in found:
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                pass
        return len(found)

    def kill(self):
        """kill -9 of the whole server; its children end by themselves."""
        with open(os.path.join(self.data, "postmaster.pid"), encoding="ascii") as file:
            os.kill(int(file.readline()), signal.SIGKILL)

    def remove(self):
        try:
            self.control("stop", "-m", "immediate")
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            pass
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()
