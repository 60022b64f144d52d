"""A FHIR server that is sent transactions: over HTTPS, and again where the same may succeed a moment later.

Sending the same again is always right, for each resource is put under its own id (store/fhir/transaction.py).
A redirect is not followed, so that neither the token nor a patient goes to another place than the one named.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from store.location.config import LocationFault
from store.location.regular_file import read_regular

PATIENCE = 60.0
"""Seconds that a server may take for an answer, and the longest it can ask to be left alone."""

PAUSES = (1.0, 2.0, 4.0, 8.0)
"""Seconds before the second try, the third and so on; there are no more."""

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that the same may have another one to, a moment later."""

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_OTHERS_READ = 0o004


class Answer(NamedTuple):
    """What came back: status (0 where nothing did), body (or why nothing came), and after how many tries."""

    status: int
    body: str
    tries: int


class FhirServer:
    """The server at `address`, the base of its FHIR interface. LocationFault where that cannot be used."""

    def __init__(self, address: str, token: str, wait: Callable[[float], None] = time.sleep) -> None:
        self.address, self._token, self._wait = address.rstrip("/"), token, wait
        self._parts = urlsplit(self.address)
        if not _can_be_used(self.address):
            raise LocationFault(
                "--send takes the base address of a FHIR server, such as https://server.example/fhir. "
                "http:// is only for a server on this computer, for others could read along."
            )

    def send(self, transaction: str) -> Answer:
        """What the server says to it, at the last try."""
        answer = Answer(0, "", 0)
        for tries, pause in enumerate((*PAUSES, None), 1):
            status, body, asked = self._once(transaction)
            answer = Answer(status, body, tries)
            if pause is None or (status and status not in PASSING):
                break
            self._wait(min(asked or pause, PATIENCE))
        return answer

    def _once(self, transaction: str) -> tuple[int, str, float]:
        """Status, body, and for how many seconds the server wants to be left alone."""
        connection = self._connection()
        try:
            connection.request("POST", self._parts.path or "/", transaction.encode(), self._headers())
            response = connection.getresponse()
            body = response.read().decode(errors="replace")
            after = response.headers.get("Retry-After", "")
            return response.status, body, float(after) if after.isascii() and after.isdigit() else 0.0
        except (OSError, HTTPException) as error:
            return 0, str(error) or type(error).__name__, 0.0
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "http":
            return HTTPConnection(host, port, timeout=PATIENCE)
        return HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())

    def _headers(self) -> dict[str, str]:
        told = {
            "Content-Type": "application/fhir+json; charset=utf-8",
            "Accept": "application/fhir+json",
            "Prefer": "return=minimal",  # what was sent need not come back
        }
        return told | ({"Authorization": f"Bearer {self._token}"} if self._token else {})


def _can_be_used(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.query or parts.fragment or port == 0:
        return False
    plain = address.isascii() and address.isprintable() and " " not in address
    return plain and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE))


def read_token(path: Path) -> str:
    """The token in a file that nobody but its owner and group can read. LocationFault where it is not so."""
    try:
        if path.stat().st_mode & _OTHERS_READ:
            raise LocationFault(
                f"Everybody on this computer can read the token in {path}. Type: chmod 600 {path}"
            )
        token = read_regular(path).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not plain text"
        raise LocationFault(f"The token in {path} cannot be read: {why}.") from error
    if not token or not token.isprintable() or " " in token:
        raise LocationFault(f"There is no token in {path}: it is one word, as the server's admin gave it.")
    return token
