"""The command that scans random codes through a real terminal, for a moment and with few."""

import random
import sys
from pathlib import Path

import pytest

from tests.tui.scans import PLACES, at_once, random_code, scanned, torn
from tui.demo import build

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.mark.parametrize("place", ["dose on Record", "lock"])
def test_random_codes_record_nothing(place: str, tmp_path: Path) -> None:
    ledger = tmp_path / "ward.json"
    build(ledger)
    chance = random.Random(place)
    codes = [random_code(chance) for _ in range(12)]
    command = [sys.executable, "-m", "tui", "--data", str(ledger)]
    assert scanned(command, ledger, place, codes, at_once) == 0
    assert set(PLACES) > {place}


PATIENT = """
import sys
from tui.terminal.driver import typed_line
typed_line.TORN = 3600.0  # so that no load makes a part too late
from tui.__main__ import main
sys.exit(main())
"""
"""The app, which waits for the rest of a line as long as it takes."""


@pytest.mark.parametrize("place", ["dose on Record", "chart"])
def test_torn_codes_record_nothing(place: str, tmp_path: Path) -> None:
    """Of commands alone, each with an Enter behind: a part taken for keys would record or open something."""
    ledger = tmp_path / "ward.json"
    build(ledger)
    chance = random.Random(place)
    codes = ["dg" + "".join(chance.choices("dgswmjn12", k=chance.randint(5, 12))) + "\r" for _ in range(5)]
    command = [sys.executable, "-c", PATIENT, "--data", str(ledger)]
    assert scanned(command, ledger, place, [*codes, "dgswmg\r"], torn(chance)) == 0
