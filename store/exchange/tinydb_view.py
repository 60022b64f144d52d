"""The ledger as a TinyDB database, for scripts and exports: every query works, every change is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.errors import ReadOnly
from store.ledger.reader import Reading
from store.log import layout


class LedgerStorage(Storage):
    """Gives the documents of an open ledger; a refresh costs what the new entries weigh."""

    def __init__(self, ledger: Reading) -> None:
        self._ledger = ledger
        self._documents: dict[str, dict[str, Any]] = {}
        self._path, self._last = ledger.place, 0

    def read(self) -> dict[str, dict[str, Any]]:
        """The documents by table name and entry number, as in the newest file of the ledger."""
        self._ledger.refresh()
        if self._ledger.place != self._path:
            self._path, self._last = self._ledger.place, 0
            self._documents.clear()
        for number, line in self._ledger.lines(self._last):
            document = layout.document_of(number, line)
            self._documents[str(number)] = json.loads(document)
            self._last = number
        return {"entries": self._documents}

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> NoReturn:
        """Refused: nothing that was recorded is changed, and nothing gets in past the gate."""
        raise ReadOnly("Nothing in it is ever changed. New entries go through the ledger itself.")


class EntriesTable(Table):
    """A table whose one way of changing anything is closed."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        """Without a cache of queries: others may have recorded something since."""
        super().__init__(storage, name, 0, persist_empty)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> NoReturn:
        self._storage.write({})
        raise AssertionError("the storage refuses every write")

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> NoReturn:
        """Refused, even with no documents."""
        self._update_table(lambda table: None)


class LedgerView(TinyDB):
    """`LedgerView(ledger).table("entries")`, or the view itself, is searched like any TinyDB table."""

    table_class = EntriesTable
    default_table_name = "entries"

    def __init__(self, ledger: Reading) -> None:
        super().__init__(ledger, storage=LedgerStorage)
