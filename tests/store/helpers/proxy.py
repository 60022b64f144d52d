"""A cable that can be pulled: between a session and the server, on 127.0.0.1."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

COMMIT = b"COMMIT; SELECT"


class Proxy:
    """Listens on a port of its own and leads to another. What it does with a COMMIT can be said."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._open = threading.Event()
        self._open.set()
        self._flows = threading.Event()
        self._flows.set()
        self.at_commit: Callable[[], str] = lambda: ""
        """Asked at each COMMIT: "before" cuts before it gets there, "after" before the answer is back."""
        self._mute: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, *, stay: bool = False) -> None:
        """Cut all connections; and let nobody in until `mend`, with `stay`."""
        if stay:
            self._open.clear()
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                with suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    end.shutdown(socket.SHUT_RDWR)
                with suppress(OSError):
                    end.close()

    def mend(self) -> None:
        """Let everybody in and everything through again."""
        self._open.set()
        self._flows.set()

    def swallow(self) -> None:
        """Connections stay, and nothing comes through any more."""
        self._flows.clear()

    def close(self) -> None:
        """The end of it."""
        self._server.close()
        self.mend()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                if not self._open.is_set():
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._target))
                self._pairs.append((near, far))
                threading.Thread(target=self._pump, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(far, near, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, to_server: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                what = self.at_commit() if to_server and COMMIT in data else ""
                if what == "before":
                    self.cut(stay=True)
                    return
                if what == "after":
                    self._mute.add(sink)
                if not to_server and source in self._mute:
                    self.cut(stay=True)
                    return
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                end.close()
