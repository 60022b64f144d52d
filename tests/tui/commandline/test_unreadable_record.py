"""A record that cannot be read stands in every list, as one that cannot be shown."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from store.log import codec
from tests.store.helpers.ward import Clock, begin, note, smuggle
from tests.tui.helpers.shell import out
from tui.__main__ import main
from tui.exit_codes import Exit

NEW = "00999-9"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with a patient, and of another one nothing but an entry whose text is a number."""
    clock = Clock()
    with begin(tmp_path, clock) as ledger:
        entry = note("TEXT", clock(), NEW)
        made = msgspec.structs.replace(entry, number=ledger.position + 1, recorded=clock())
        smuggle(ledger.place, codec.encode(made).replace(b'"TEXT"', b"5"))
        return ledger.path


@pytest.mark.parametrize("command", ["list", "handover"])
def test_it_is_told_and_the_others_are_shown(
    command: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(out(capsys, command, "--json", "--data", str(path)))["patients"]
    by_number = {one["mrn"]: one for one in told}
    assert by_number[NEW]["family"] is None
    assert "cannot be shown" in by_number[NEW]["trouble"]
    assert (by_number["00481-7"]["family"], by_number["00481-7"]["trouble"]) == ("Ng", "")
    assert NEW in out(capsys, command, "--data", str(path))


@pytest.mark.parametrize("command", ["mar", "downtime", "figure", "fhir", "show"])
def test_what_is_asked_of_it_alone_says_why_there_is_nothing(
    command: str, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = [] if command == "show" else ["-o", str(tmp_path / "file")]
    assert main([command, NEW, *file, "--data", str(path)]) == Exit.REFUSED
    told = capsys.readouterr().err
    assert f"MRN {NEW}: This record cannot be shown." in told
    assert "There is no patient" not in told
