"""Where a ledger is: a file on a disk, or a database."""

from __future__ import annotations

from pathlib import Path

from store.location.database_url import Database

Where = Path | Database
"""Where a ledger is, or one of the files it is kept in."""
