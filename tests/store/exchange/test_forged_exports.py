"""Exports of one patient with one field pushed to its edges: refused in words, or all works with it."""

from __future__ import annotations

import copy
import os
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from protocols.entries import (
    CoMedicationStarted,
    EarlierReaction,
    HoldPlaced,
    NaranjoAssessed,
    NoteAdded,
    RashFound,
    RedFlagSeen,
)
from store.errors import LedgerError
from store.exchange.csv_export import event_csv
from store.exchange.jsonl_export import jsonl
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN
from tests.store.helpers.clinic import DAY, bring, clinic, exported, step_on, there, ward
from tests.store.helpers.forging import Lines, read_lines, write_lines
from tests.store.helpers.ledger_bedside import AtTheLedger
from tui.views.course.board import board
from tui.views.course.history import full_text, history

FORGED = int(os.environ.get("STEPWARD_EXAMPLES", "120"))
EDGES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10**9, -(10**12), 2**63, 0.5, "", " ", "0", "-150", "NaN", "sNaN"),
    *("Infinity", "-Infinity", "1E+999999", "1E-400", "0.0000001", "150.0", "unknown word", "Nowhere/Land"),
    *("UTC", "0001-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    *(
        "2026-11-02T08:00:00",
        "2026-11-03T06:00:00Z",
        "\u200d",
        "\ud800",
        "\x1b[31m",
        "x" * 3000,
        [],
        {},
        [""],
    ),
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lines, datetime]]:
    """The export of a patient of whom many kinds of thing are on record, and when it was made."""
    folder = tmp_path_factory.mktemp("clinic")
    bed = clinic(folder / "clinic")
    step_on(bed)
    everything(bed)
    yield read_lines(exported(there(bed), folder / "export.jsonl", MRN)), bed.now
    for session in bed.sessions:
        session.close()


def everything(bed: AtTheLedger) -> None:
    bed.record(CoMedicationStarted("prednisolone", "10 mg", "once daily", "as in the protocol"))
    bed.record(EarlierReaction(DAY, DAY, "600 mg", "rash", "stopped", DAY, DAY, DAY))
    bed.record(NaranjoAssessed("rash", ("yes",) * 10))
    bed.record(RashFound("maculopapular", ("head and neck",)))
    bed.record(RedFlagSeen(("skin pain",)))
    bed.go(hours=5)
    bed.rash_free()
    bed.decide("resume")
    bed.record(HoldPlaced("awaiting bloods"))
    bed.record(NoteAdded("called the ward"))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every field of an entry, the empty and the nested ones too."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from leaves(part, (*path, name))


def by_field(entries: Iterable[dict[str, Any]]) -> dict[tuple[Any, ...], list[tuple[int, tuple[Any, ...]]]]:
    """Where each field is found: the place of an entry, and the way to it there.

    What every kind has, such as who recorded it, is one field; so is each item of a list.
    """
    found = defaultdict[tuple[Any, ...], list[tuple[int, tuple[Any, ...]]]](list)
    for place, entry in enumerate(entries):
        for path in leaves(entry):
            kind = entry["what"]["kind"] if path[0] == "what" else ""
            found[kind, *(0 if isinstance(name, int) else name for name in path)].append((place, path))
    return found


def forged(lines: Lines, chance: random.Random) -> tuple[Lines, str]:
    """A copy with one field changed, or taken away; and which one, for whoever reads a failure."""
    made = copy.deepcopy(lines)
    place, path = chance.choice(chance.choice([*by_field(line["entry"] for line in made[1:]).values()]))
    at = entry = made[1 + place]["entry"]
    for name in path[:-1]:
        at = at[name]
    edge = chance.choice((*EDGES, "gone"))
    if edge == "gone":
        del at[path[-1]]
    else:
        at[path[-1]] = edge
    return made, f"{path} = {edge!r} in {str(entry)[:300]}"


def test_each_is_refused_in_words_or_everything_works(lines: tuple[Lines, datetime], tmp_path: Path) -> None:
    chance, outcomes = random.Random(15), dict[str, int]()
    for number in range(FORGED):
        made, which = forged(lines[0], chance)
        try:
            outcome = brought_in(
                write_lines(made, tmp_path / f"{number}.jsonl"), tmp_path / str(number), lines[1]
            )
        except Exception as error:
            error.add_note(which)
            raise
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    assert outcomes["refused"] > FORGED / 2


def brought_in(file: Path, folder: Path, now: datetime) -> str:
    """Import it where nobody knows the patient; what became of it."""
    with ward(folder, lambda: now.astimezone(UTC)) as here:
        try:
            found = bring(here, file, now)
        except LedgerError as refused:
            return "refused" if str(refused) else "without a word"
        if found.state == "conflict":
            assert all(found.words)
            assert here.position == 1
            return "refused"
        record = here.record(MRN)
        assert not record.trouble, record.trouble
        assert board([record], now, here.zone)
        assert [full_text(row) for row in history(record)]
        assert event_csv(here, record, now)
        assert jsonl(here, record, now)
        assert verify(here.path).ok
        return "imported"
