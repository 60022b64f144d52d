"""What goes over the socket of a host: one packet of JSON with descriptors, then single words and signals.

The program at the terminal needs nothing else of a request, so it is quick to start.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping

LARGEST = 128 * 1024
"""Bytes of a request; Linux sends no more in one packet; with a larger environment there is no host."""

READY, GO, CODE = b"ready", b"go", b"code "
"""The host has a session for this terminal; the terminal is given to it; it has ended so."""

STREAMS = 3


def send(connection: socket.socket, request: Mapping[str, object], folder: int) -> None:
    """Send `request` with this process's streams and the open `folder`. OSError where it is too large."""
    socket.send_fds(connection, [json.dumps(request).encode()], [*range(STREAMS), folder])
