"""What was changed on the way into a new file, or at the seam between two, is named by verify."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from store.errors import NotLinked
from store.ledger.ledger import Ledger
from store.log import codec, layout
from store.maintenance.verify import verify
from tests.store.helpers.courses import enrol, stop
from tests.store.helpers.ward import MRN, NURSE, Clock, add, admission, note, smuggle

ENDED = "00007-1"


@pytest.fixture
def rolled(ledger: Ledger, clock: Clock) -> Path:
    """The first of two files: one patient was carried over, one is former, and one more entry was made."""
    ledger.append(admission(clock(), ENDED), 0)
    enrol(ledger, ENDED, clock)
    stop(ledger, ENDED, clock)
    clock.go(days=6)
    for _ in range(15):
        add(ledger, "still here", clock())
        clock.go(days=6)
    ledger.roll_over(NURSE)
    add(ledger, "in the new file", clock())
    first, *_ = ledger.files
    return first


def forge(path: Path, change: Callable[[dict[str, Any]], object], number: int) -> None:
    """Change one entry of a newer file and compute its chain anew, as if it had been made so."""
    lines = path.read_bytes().split(b"\n")[1:]
    lines = lines[: lines.index(b"}}")]
    base = layout.number_on(lines[0]) - 1
    bodies = [layout.body_of(n, line) for n, line in enumerate(lines, base + 1)]
    found = json.loads(bodies[number])
    change(found["what"])
    bodies[number] = json.dumps(found, sort_keys=True, separators=(",", ":")).encode()
    head, made = json.loads(bodies[0])["what"]["continues"]["digest"].encode(), [layout.HEAD]
    for n, body in enumerate(bodies, base + 1):
        head = layout.hash_of(head, body)
        made.append(layout.line_of(n, head, body, base))
    data = b"\n".join(made) + layout.TAIL
    path.write_bytes(data.ljust(layout.padded(len(data), 65536)))


def findings(first: Path) -> list[str]:
    return [found.what for found in verify(first).findings]


def test_as_it_was_made_nothing_is_wrong(rolled: Path) -> None:
    assert findings(rolled) == []
    forge(rolled.with_name("ward-0002.json"), lambda what: None, 0)
    assert findings(rolled) == []


@pytest.mark.parametrize(
    ("number", "change", "told"),
    [
        (2, lambda what: what["entries"][1]["what"].update(text="moved"), "is not what stands in the older"),
        (2, lambda what: what["entries"].pop(), "is not what stands in the older file"),
        (1, lambda what: what["entries"].clear(), "is not what stands in the older file"),
        (0, lambda what: what["continues"]["former"].clear(), f"The record of {ENDED} was lost on the way"),
        (0, lambda what: what["continues"]["former"][ENDED].update(family="Mg"), "was lost on the way"),
        (
            0,
            lambda what: what["continues"].update(files=["other.json"]),
            "other.json, which cannot be",
        ),
        (0, lambda what: what["continues"].update(carried=1), "not at the beginning of the file"),
    ],
)
def test_what_was_changed_on_the_way_is_found(
    rolled: Path, number: int, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    newest = rolled.with_name("ward-0002.json")
    forge(newest, change, number)
    assert any(told in what for what in findings(newest)), findings(newest)


def test_a_changed_older_file_is_found_by_verify_and_by_whoever_reads_it(rolled: Path, clock: Clock) -> None:
    rolled.write_bytes(
        rolled.read_bytes().replace(b'"no longer"', b'"NO longer"').replace(b"Li Wei", b"Li Wen")
    )
    assert any("damaged" in what for what in findings(rolled))
    with Ledger.open(rolled, now=clock) as opened:
        assert opened.problem == "", "its newest file is whole, and what is in use can be used"
        assert opened.record(MRN).entries
        with pytest.raises(NotLinked, match="does not go on from where"):
            opened.record(ENDED)


def test_an_entry_behind_the_one_that_ends_a_file_is_found(ledger: Ledger, clock: Clock) -> None:
    path = ledger.path
    ledger.roll_over(NURSE)
    body = codec.encode(msgspec.structs.replace(note("on top", clock()), number=4, recorded=clock()))
    smuggle(path, body)
    assert any("here are entries behind that" in what for what in findings(path))
