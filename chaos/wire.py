"""The way between a node and its database, over which we rule: it can be slow, lose the answer to a
COMMIT, or lead to another server. What goes over it is PostgreSQL's protocol, without TLS."""

import asyncio
import contextlib
import threading
import time

COMMIT, BEGIN = b"COMMIT\0", b"BEGIN"


class Wire:
    """A TCP proxy on the loopback. `delay` is in seconds, each way. With `mark` set, the next COMMIT of
    a transaction in which these bytes were sent is done, and its answer lost."""

    def __init__(self, port):
        self.port, self.delay, self.mark, self.cuts = port, 0, None, 0
        self.open, self.loop = set(), asyncio.new_event_loop()
        started = threading.Event()

        def run():
            asyncio.set_event_loop(self.loop)
            self.server = self.loop.run_until_complete(asyncio.start_server(self.carry, "127.0.0.1", 0))
            started.set()
            self.loop.run_forever()

        self.thread = threading.Thread(target=run, daemon=True)
        self.thread.start()
        if not started.wait(10):
            raise SystemExit("the proxy did not start")
        self.own = self.server.sockets[0].getsockname()[1]

    def url(self, name="countermark"):
        return f"postgres://postgres@127.0.0.1:{self.own}/{name}"

    def move(self, port):
        """Leads to another server from now on; whoever is connected is thrown out."""
        self.port = port
        self.loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in self.open])

    async def carry(self, reader, writer):
        try:
            upstream, to = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            writer.transport.abort()
            return
        both, state = (writer, to), {"sent": b"", "cut": False}
        self.open.update(both)
        try:
            await asyncio.gather(self.pump(reader, to, both, lambda data: self.asked(state, data)),
                                 self.pump(upstream, writer, both, lambda data: self.answered(state)))
        finally:
            self.open.difference_update(both)

    async def pump(self, reader, writer, both, passes):
        """One direction; what it carries arrives `delay` later, in order. Where one ends, both end."""
        waiting = asyncio.Queue()

        async def deliver():
            while item := await waiting.get():
                due, data = item
                await asyncio.sleep(max(0, due - time.monotonic()))
                writer.write(data)
                await writer.drain()

        delivering = asyncio.ensure_future(deliver())
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                if not passes(data):
                    break
                waiting.put_nowait((time.monotonic() + self.delay, data))
        waiting.put_nowait(None)
        with contextlib.suppress(OSError):
            await delivering
        for one in both:
            one.close()

    def asked(self, state, data):
        """What a node sends: is it the COMMIT that we wait for?"""
        if not self.mark:
            state["sent"] = b""
            return True
        at = data.rfind(BEGIN)
        state["sent"] = data[at:] if at >= 0 else state["sent"] + data
        if COMMIT in data and self.mark in state["sent"]:
            state["cut"], self.mark = True, None
        return True

    def answered(self, state):
        """Whether the answer goes on its way."""
        if state["cut"]:
            self.cuts += 1
        return not state["cut"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
