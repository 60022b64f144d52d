"""The command that scans random codes through a real terminal, for a moment and with few."""

import random
import sys
from pathlib import Path

import pytest

from tests.tui.scans import PLACES, at_once, in_parts, random_code, scanned
from tui.demo.ward import build

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.mark.parametrize("place", ["dose on Record", "lock"])
def test_random_codes_record_nothing(place: str, tmp_path: Path) -> None:
    ledger = tmp_path / "ward.json"
    build(ledger)
    chance = random.Random(place)
    codes = [random_code(chance) for _ in range(12)]
    command = [sys.executable, "-m", "tui", "--data", str(ledger)]
    assert scanned(command, ledger, place, codes, at_once) == (0, 0)
    assert set(PLACES) > {place}


PATIENT = """
import sys
from tui.terminal.driver import typed_line
typed_line.TORN = 3600.0  # so that no load makes a part too late
from tui.__main__ import main
sys.exit(main())
"""
"""The app, which waits for the rest of a line as long as it takes."""


@pytest.mark.parametrize(
    ("place", "code"), [("dose on Record", ("00481", "-7\r")), ("chart", ("dgggg", "g\r"))]
)
def test_torn_codes_record_nothing(place: str, code: tuple[str, str], tmp_path: Path) -> None:
    """Were a part of one taken for keys, the first would have recorded a dose."""
    ledger = tmp_path / "ward.json"
    build(ledger)
    command = [sys.executable, "-c", PATIENT, "--data", str(ledger)]
    in_two = "".join(code)
    assert scanned(command, ledger, place, [in_two], lambda terminal, _: in_parts(terminal, *code)) == (0, 0)
