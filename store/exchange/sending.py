"""The file of a record that goes to another site: written, and signed where the site has a key for that."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from protocols.record.fold import Record
from store.errors import LedgerError
from store.exchange.jsonl_export import header_of, jsonl
from store.exchange.signing import sign
from store.ledger.reader import Reading
from store.location.config import LocationFault
from store.location.settings import signing_key
from store.location.where import Where
from store.site.exports import export


class Written(NamedTuple):
    """The file, number and hash of its last entry, and its signature; `why` it has none where it was to."""

    path: Path
    head: str
    signature: Path | None = None
    why: str = ""

    @property
    def words(self) -> str:
        """What to carry, and what to say on the phone."""
        carried = f"{self.path}" + (f" and {self.signature.name}" if self.signature else "")
        unsigned = f" {self.why}" if self.why else ""
        return f"Written: {carried}. Its last entry is {self.head}: say that by phone.{unsigned}"


def write_record(ledger: Reading, place: Where, record: Record, now: datetime) -> Written:
    """Write the record into the exports folder of the ledger at `place`. ExportFault where that cannot be."""
    text = jsonl(ledger, record, now)
    path = export(place, f"{record.patient} to another site", ".jsonl", text)
    head = header_of(text).head_text
    try:
        key = signing_key()
        return Written(path, head, sign(path, key) if key else None)
    except (LedgerError, LocationFault) as error:
        return Written(path, head, None, str(error))
