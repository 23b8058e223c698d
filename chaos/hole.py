"""Servers of somebody else that swallow what is sent to them, until they are opened."""

import socket
import socketserver
import threading
import time


class Hole:
    """A port on the loopback whose queue is full: the system drops every packet that would open a
    connection, as a hole in the network does. `handler` serves it once it is open."""

    def __init__(self, handler):
        self.got, self.lock = [], threading.Lock()
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler, bind_and_activate=False)
        self.server.daemon_threads, self.server.hole, self.server.request_queue_size = True, self, 0
        self.server.server_bind()
        self.server.server_activate()
        self.port, self.thread = self.server.server_address[1], None
        self.fillers = []
        for _ in range(8):
            self.fillers.append(socket.socket())
            self.fillers[-1].setblocking(False)
            self.fillers[-1].connect_ex(self.server.server_address)
        with socket.socket() as probe:
            probe.settimeout(1)
            try:
                probe.connect(self.server.server_address)
            except TimeoutError:
                return
        raise SystemExit("the hole takes connections")

    def open(self):
        for filler in self.fillers:
            filler.close()
        self.server.socket.listen(128)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def note(self, what):
        with self.lock:
            self.got.append((time.time(), what))

    def names(self):
        with self.lock:
            return [what for _, what in self.got]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for filler in self.fillers:
            filler.close()
        if self.thread:
            self.server.shutdown()
        self.server.server_close()


class Web(socketserver.StreamRequestHandler):
    """Takes a call and notes its id."""

    def handle(self):
        headers = {}
        while (line := self.rfile.readline().strip()):
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        if "webhook-id" in headers:
            self.rfile.read(int(headers["content-length"]))
            self.server.hole.note(headers["webhook-id"])
            self.wfile.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")


class Mail(socketserver.StreamRequestHandler):
    """Takes a mail and notes whom it is for."""

    def handle(self):
        self.wfile.write(b"220 test\r\n")
        in_text, to = False, ""
        while (line := self.rfile.readline()):
            if in_text:
                in_text = line != b".\r\n"
                if not in_text:
                    self.server.hole.note(to)
                    self.wfile.write(b"250 taken\r\n")
                continue
            verb = line[:4].upper()
            if verb == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
            in_text = verb == b"DATA"
            self.wfile.write({b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}.get(verb, b"250 fine\r\n"))
