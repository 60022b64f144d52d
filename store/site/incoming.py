"""The files that other sites sent, in one folder beside the ledger: a person at a screen gives no path."""

from __future__ import annotations

from pathlib import Path

from store.errors import LedgerError
from store.location.where import Where
from store.site.local_files import local_file

INCOMING = "incoming"
"""The name of the folder, beside the ledger."""

MOST = 9
"""Files offered, the newest first."""


class IncomingFault(LedgerError):
    """The folder cannot be read; the message says why."""


def incoming_files(ledger: Where) -> list[Path]:
    """The exports in the folder, the newest first; none where there is no folder. IncomingFault."""
    folder = local_file(ledger).parent / INCOMING
    try:
        if not folder.is_dir():
            return []
        found = [path for path in folder.iterdir() if path.suffix == ".jsonl" and path.is_file()]
        return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)[:MOST]
    except OSError as error:
        raise IncomingFault(f"The folder {folder} cannot be read: {error.strerror}.") from error
