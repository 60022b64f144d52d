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
    sessions, _ = run(tmp_path, 3, 1)
    words, good = told(tmp_path / "ward.json", sessions, 1)
    assert good, words
    assert sorted(session.dose for session in sessions) == ["recorded", "told", "told"]
    assert all(session.notes for session in sessions)


def test_sessions_of_a_host_go_on_when_it_is_killed_and_end_with_their_connections(tmp_path: Path) -> None:
    if missing() and "CI" not in os.environ:
        pytest.skip(f"OpenSSH is not complete here: no {missing()}")
    sessions, host = run(tmp_path, 2, 0, hosted=True)
    words, good = told(tmp_path / "ward.json", sessions, 0)
    assert good, words
    assert host
    assert host.forked == 2
    assert host.all_gone()
