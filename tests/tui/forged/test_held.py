"""A ledger that holds an odd entry already: one red line, the ward goes on.

`python -m tests.tui.forged ledgers` tries every field of every kind.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN
from tests.tui.forged.everything import broken_screens
from tests.tui.forged.ledgers import OTHER, beside, bodies, trouble_of, written
from tests.tui.helpers.shell import out

Way = tuple[Any, ...]
ENDLESS: dict[str, tuple[str, Way, object, str]] = {
    "a rhythm of a billion days": (
        "course enrolled",
        ("protocol", "steps", 0, "every_days"),
        10**9,
        "every days: a rhythm",
    ),
    "days on": ("course enrolled", ("protocol", "steps", 1, "days_on"), 10**9, "days on: a rhythm"),
    "a pattern without a dose": (
        "course enrolled",
        ("protocol", "steps", 0, "pattern"),
        [[], [], []],
        "do not fit",
    ),
    "a step without end": ("course enrolled", ("protocol", "steps", 0, "doses_given"), 10**9, "too long"),
    "a watch of ages": ("course enrolled", ("protocol", "gate", "watch_days"), 10**8, "too long"),
    "a dose in the year 9999": ("dose given", ("dose", "day"), "9999-12-30", "the year 9999"),
    "a step that begins in the year 5000": ("step started", ("first", "day"), "5000-01-01", "the year 5000"),
    "no amount": ("dose given", ("amount",), "sNaN", "not a number"),
    "no red flag": ("red flag seen", ("flags",), [], "do not fit"),
    "no time of day": ("decision made", ("first", "slot"), "sNaN", "do not fit"),
    "a step that is none": ("decision made", ("step",), -1, "do not fit"),
}
"""Kind, field, what stands there, and what is said."""


def holding(folder: Path, kind: str, way: Way, value: object) -> Path:
    """A ledger with every kind of entry of a patient, the first that has such a field with it so."""
    made = copy.deepcopy(list(bodies()[0]))
    *names, last = way
    for one in made:
        at: Any = one["what"]
        if at["kind"] != kind:
            continue
        try:
            for name in names:
                at = at[name]
        except (KeyError, TypeError):
            continue
        if at is not None and (last != "step" or at.get("step") is not None):
            at[last] = value
            return written(folder, made, bodies()[1])
    raise AssertionError(f"nothing has {way}")


@pytest.mark.parametrize("named", ENDLESS)
def test_what_nobody_could_go_through_is_one_red_line_and_the_ward_goes_on(
    named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, way, value, words = ENDLESS[named]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = holding(tmp_path, kind, way, value)
    with Ledger.open(path, read_only=True) as here:
        assert words in trouble_of(here)
        assert not here.record(OTHER).trouble
        assert here.record(MRN).charts == ()
    assert OTHER in out(capsys, "list", "--data", str(path))
    assert verify(path).findings


async def test_every_key_and_the_red_flag_work_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = holding(tmp_path, "dose given", ("amount",), "sNaN")
    with Ledger.open(path) as here:
        assert await broken_screens(path, beside(here, "", bodies()[1]), shown=False, every=False) == []


def test_an_export_leaves_no_entry_of_a_zone_that_nobody_knows_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = copy.deepcopy(list(bodies()[0]))
    made[-1]["zone"] = "1E-400"
    path = written(tmp_path, made, bodies()[1])
    for asked in ((), ("--from", "2026-11-02", "--to", "2026-11-02")):
        excerpt = out(capsys, "export", MRN, "-o", "-", *asked, "--data", str(path))
        assert '"zone":"1E-400"' in excerpt
