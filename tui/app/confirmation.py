"""The confirmation of what was just recorded: its words, and the entry that its key corrects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from protocols.entries import Correctable, Entry, RecordJoined
from tui.app.routes import load
from tui.session import Session

if TYPE_CHECKING:
    from tui.views.course.ward import Ward

SECONDS = 15
"""How long it stands: long enough to read two lines and to reach for the key."""
RECORDED = "Recorded: "
"""How every confirmation begins."""
_WORDS = "views.round.kept:kept_words"


class Confirmation:
    """Remembers the entry for as long as its words stand on the screen."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._kept: Entry | None = None
        self._until: datetime | None = None

    def of(self, entry: Entry, ward: Ward, key: str, several: str = "") -> str:
        """The words about `entry`, which has just been kept; `key` corrects it while they stand.

        Of `several`, which say what was kept with it, none is corrected by a key.
        """
        now = self._session.now()
        self._kept, self._until = None if several else entry, now + timedelta(seconds=SECONDS)
        key = "" if several else key
        ledger, words = self._session.ledger, load(_WORDS)
        record = goes_on = ledger.record(entry.patient)
        if isinstance(entry.what, RecordJoined):
            goes_on = ledger.record(entry.what.into)
        chart = goes_on.chart(entry.course) or goes_on.latest
        found = ward.status(goes_on.patient, chart.id) if chart else None
        said: Callable[..., str] = words
        return said(entry, record, found, now, key, several)

    def forget(self) -> None:
        """The words are gone from the screen."""
        self._kept = None

    @property
    def to_correct(self) -> Entry | None:
        """The entry of the words that stand on the screen, None where none can be corrected."""
        kept, until = self._kept, self._until
        if kept is None or until is None or self._session.now() > until:
            return None
        return kept if kept.course and isinstance(kept.what, Correctable) else None
