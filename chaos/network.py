"""A network of our own, in which a database stands: a namespace, reached over a pair of virtual cables.
What is dropped in there is dropped, and nothing outside of it changes."""

import os
import subprocess

RULES = """table inet chaos {{
  chain in {{ type filter hook input priority 0; ip daddr {host} drop; }}
  chain out {{ type filter hook output priority 0; ip saddr {host} drop; }}
}}
"""


def run(*words, **options):
    subprocess.run(words, check=True, timeout=30, **options)


class Network:
    """Two addresses lead to whatever listens inside, so that one of them can be cut off."""

    def __init__(self):
        self.name = f"chaos{os.getpid()}"
        self.inside = ("ip", "netns", "exec", self.name)
        # 198.18.0.0/15 is for tests of networks (RFC 2544).
        third = os.getpid() % 250
        self.hosts = [f"198.18.{third}.{number}" for number in (2, 3)]
        self.outside = f"198.18.{third}.1"

    @staticmethod
    def may():
        """Whether we may make one, and drop packets in it."""
        words = ["unshare", "-n", "nft", "add", "table", "inet", "chaos"]
        try:
            return os.geteuid() == 0 and subprocess.run(words, check=False, capture_output=True).returncode == 0
        except FileNotFoundError:
            return False

    def __enter__(self):
        run("ip", "netns", "add", self.name)
        try:
            ours, theirs = f"{self.name}a", f"{self.name}b"
            run("ip", "link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", self.name)
            run("ip", "addr", "add", f"{self.outside}/29", "dev", ours)
            run("ip", "link", "set", ours, "up")
            run(*self.inside, "ip", "link", "set", "lo", "up")
            for host in self.hosts:
                run(*self.inside, "ip", "addr", "add", f"{host}/29", "dev", theirs)
            run(*self.inside, "ip", "link", "set", theirs, "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def drop(self, host):
        """From now on no packet reaches that address, and none leaves it."""
        run(*self.inside, "nft", "-f", "-", input=RULES.format(host=host).encode())

    def heal(self):
        run(*self.inside, "nft", "delete", "table", "inet", "chaos")

    def __exit__(self, *_):
        # The cables go with it.
        run("ip", "netns", "del", self.name)
