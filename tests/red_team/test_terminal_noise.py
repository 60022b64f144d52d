"""A few thousand bytes of noise into the real app; `python -m tests.red_team noise` for the long runs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.red_team.terminal_noise import Locked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def test_noise_ends_nothing_and_records_nothing(tmp_path: Path) -> None:
    with Locked(tmp_path) as session:
        session.take(21, 12_000)
