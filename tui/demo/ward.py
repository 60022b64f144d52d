"""An invented ward, built through the ledger's own gate with a clock that is moved entry by entry."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from protocols.entries import Entry, Person, StaffAdded
from store.files.disk import Disk
from store.files.platform import this_disk
from store.ledger.ledger import Ledger
from tui.demo.moment import Moment
from tui.demo.people import ADMIN, PIN_HASH, STAFF
from tui.demo.stories import stories
from tui.demo.story import in_order
from tui.terminal.zone import local_zone

WARD = "Demonstration ward"


def build(path: Path, now: datetime | None = None, zone: str | None = None) -> None:
    """Make a ledger at `path` with thirteen invented patients, as they stand at the aware instant `now`.

    `now` is the computer's time unless given, `zone` (an IANA name) its time zone. The same instant
    and zone give the same ward. AlreadyThere when there is a file.
    """
    moment = Moment((now or datetime.now(UTC)).astimezone(UTC), zone or local_zone())
    entries = list(in_order(stories(moment)))
    clock = entries[0].at
    entries = [*(_on_the_list(person, entries[0]) for person in STAFF), *entries]
    versions = {"": 1}
    begun = Ledger.create(path, WARD, moment.zone, ADMIN, now=lambda: clock, disk=_disk(), share_ok=True)
    with begun as ledger:
        for entry in entries:
            clock = entry.at
            kept = ledger.append(entry, versions.get(entry.patient, 0))
            versions[entry.patient] = kept.number


def _on_the_list(person: Person, first: Entry) -> Entry:
    """The entry that puts `person` on the staff list when the ward begins."""
    added = StaffAdded(person.name, person.initials, person.role, PIN_HASH)
    id = f"staff-{person.initials}"
    return Entry(id=id, patient="", at=first.at, zone=first.zone, by=ADMIN, what=added)


def _disk() -> Disk:
    """This computer's disk, not waited for: nobody needs the ward after a power cut."""
    disk = this_disk()
    vars(disk)["sync"] = lambda file: None
    return disk
