"""Forged exports of one patient, brought into a ward of their own, and everything tried on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from store.errors import LedgerError
from tests.protocols.helpers.bedside import MRN
from tests.store.exchange.test_forged_exports import everything, forged
from tests.store.helpers.clinic import admit, bring, clinic, exported, step_on, there, ward
from tests.store.helpers.forging import Lines, read_lines, write_lines
from tests.tui.forged.everything import Tried, as_ward, broken_commands, broken_screens


@contextmanager
def lines_of_a_clinic(folder: Path) -> Iterator[tuple[Lines, datetime]]:
    """The export of a patient of whom many kinds of thing are on record, and when it was made."""
    bed = clinic(folder / "clinic")
    step_on(bed)
    everything(bed)
    yield read_lines(exported(there(bed), folder / "export.jsonl", MRN)), bed.now
    for session in bed.sessions:
        session.close()


async def tried(lines: Lines, now: datetime, chance: Random, folder: Path) -> tuple[str, list[str]]:
    """Whether one forged export was refused or imported, and what does not work with it then."""
    made, which = forged(lines, chance)
    folder.mkdir()
    file = write_lines(made, folder / "forged.jsonl")

    def clock() -> datetime:
        return now.astimezone(UTC)

    with ward(folder, clock) as here:
        admit(here, now, "00999-1", "Adeyemi")
        try:
            found = bring(here, file, now)
        except LedgerError as refused:
            return "refused", [] if str(refused) else [f"refused without a word: {which}"]
        if found.state == "conflict":
            return "refused", [] if all(found.words) else [f"refused without a word: {which}"]
        charts = here.record(MRN).charts
        place = as_ward(here, charts[-1].id if charts else "", clock)
        wrong = broken_commands(here.path, folder / "files")
        wrong += await broken_screens(here.path, place)
    return "imported", [f"{words} with {which}" for words in wrong]


async def try_each(numbers: Iterable[int], folder: Path) -> AsyncIterator[Tried]:
    """What became of the forged export of each number, and what is wrong with it."""
    with lines_of_a_clinic(folder) as (lines, now):
        for number in numbers:
            yield (number, *await tried(lines, now, Random(number), folder / str(number)))
