"""The command that lets many SSH sessions record at once, for a moment and with few."""

import os
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.ssh_server import missing
from tests.tui.ssh_sessions import run, told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="an SSH server to start as on Linux")


def test_sessions_lose_and_double_nothing_and_one_dose_is_stored_once(tmp_path: Path) -> None:
    if missing() and "CI" not in os.environ:
        pytest.skip(f"OpenSSH is not complete here: no {missing()}")
    sessions = run(tmp_path, 3, 1)
    words, good = told(tmp_path / "ward.json", sessions, 1)
    assert good, words
    assert sorted(session.dose for session in sessions) == ["recorded", "told", "told"]
    assert all(session.notes for session in sessions)
