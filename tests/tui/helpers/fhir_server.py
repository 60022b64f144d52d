"""A FHIR server on this computer for tests: it keeps what transactions put, and can be told to fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Reply = tuple[int, dict[str, str], str]
"""Status, headers and body."""


class Fhir:
    """What it keeps by "kind/id", how often something became different, and what it was asked."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.versions = 0
        self.asked: list[dict[str, str]] = []
        self.replies: list[Reply | None] = []
        """What to say next instead of taking it; None for a connection that breaks."""
        self.refuse: Callable[[Any], Reply | None] = lambda bundle: None
        self.address = ""

    def take(self, bundle: Any) -> Reply:
        told = []
        for each in bundle["entry"]:
            request, url = each["request"], each["request"]["url"]
            before = self.kept.get(url)
            if request["method"] == "DELETE":
                self.kept.pop(url, None)
            else:
                self.kept[url] = each["resource"]
            self.versions += before != self.kept.get(url)
            told.append({"response": {"status": "200 OK" if before else "201 Created"}})
        answer = {"resourceType": "Bundle", "type": "transaction-response", "entry": told}
        return 200, {}, json.dumps(answer)

    def reply(self, headers: dict[str, str], body: str) -> Reply | None:
        self.asked.append(headers)
        if self.replies:
            return self.replies.pop(0)
        bundle = json.loads(body)
        return self.refuse(bundle) or self.take(bundle)


@contextmanager
def serving() -> Iterator[Fhir]:
    """Such a server, at its `address`."""
    fhir = Fhir()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            found = fhir.reply({**dict(self.headers), "path": self.path}, body)
            if found is None:
                self.close_connection = True
                self.connection.close()
                return
            status, headers, text = found
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        fhir.address = f"http://127.0.0.1:{server.server_port}/fhir"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield fhir
        finally:
            server.shutdown()
            thread.join()


def outcome(words: str, place: str = "", code: str = "invalid") -> str:
    """The OperationOutcome of one error."""
    issue = {"severity": "error", "code": code, "diagnostics": words, "expression": [place] if place else []}
    return json.dumps({"resourceType": "OperationOutcome", "issue": [issue]})
