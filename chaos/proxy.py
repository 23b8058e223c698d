"""A proxy before several nodes that tries again what was surely not done: where nobody listens,
and after 503. What was sent and got no answer is a 502."""

import collections
import http.client
import itertools
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 20  # seconds of trying again


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        until, status, headers, text = time.monotonic() + PATIENCE, 502, [], b""
        while time.monotonic() < until:
            line = http.client.HTTPConnection(next(self.server.nodes), timeout=60)
            try:
                line.connect()
            except OSError:
                self.server.counts["nobody there"] += 1
                time.sleep(0.02)
                continue
            try:
                line.request(self.command, self.path, body or None, dict(self.headers))
                answer = line.getresponse()
                status, headers, text = answer.status, answer.getheaders(), answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.server.counts[f"no answer: {type(error).__name__}"] += 1
                status, headers, text = 502, [], b'{"detail": "no answer"}'
                break
            finally:
                line.close()
            if status != 503:
                break
            self.server.counts["503"] += 1
            time.sleep(0.05)
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward

    def log_message(self, *_):
        pass


class Proxy(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, nodes):
        super().__init__(("127.0.0.1", 0), Handler)
        self.nodes = itertools.cycle([node.base.removeprefix("http://") for node in nodes])
        self.counts = collections.Counter()
        self.base = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()
