"""One client's connection."""

import http.client
import json


class NotSent(Exception):
    """Nobody listens there: nothing was asked."""


class Line:
    """One connection, kept while it can be, unless each request is to have its own."""

    def __init__(self, base, timeout=30, keep=True):
        self.host, self.timeout, self.keep, self.http = base.removeprefix("http://"), timeout, keep, None

    def ask(self, method, path, body=None, auth=None, headers=()):
        """Status, JSON and headers; the status None when no answer came."""
        if not self.http:
            self.http = http.client.HTTPConnection(self.host, timeout=self.timeout)
            try:
                self.http.connect()
            except OSError as error:
                self.http = None
                raise NotSent from error
        data, kind = body, "text/csv"
        if not isinstance(body, bytes):
            data, kind = None if body is None else json.dumps(body), "application/json"
        headers = {**dict(headers), "Content-Type": kind, **({"Authorization": auth} if auth else {})}
        if not self.keep:
            headers["Connection"] = "close"
        try:
            self.http.request(method, path, data, headers)
            answer = self.http.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.http.close()
            self.http = None
            return None, None, {}
        if answer.will_close:
            self.http = None
        return answer.status, json.loads(text) if text[:1] in (b"{", b"[") else None, answer.headers
