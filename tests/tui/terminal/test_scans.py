"""The command that scans random codes through a real terminal, for a moment and with few."""

import random
import sys
from pathlib import Path

import pytest

from tests.tui.scans import PLACES, at_once, random_code, scanned
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
