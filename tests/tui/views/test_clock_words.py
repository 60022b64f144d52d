"""How the clock is set is said for each system, and over SSH who sets it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tui.views.sites.clock import setting_lines, state_lines, waiting_lines

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("system", "words"),
    [
        ("linux", "timedatectl"),
        ("darwin", "System Settings"),
        ("win32", "Sync now"),
        ("freebsd", "Ask whoever"),
    ],
)
def test_each_system_has_its_way(system: str, words: str) -> None:
    assert words in " ".join(setting_lines(system, remote=False))


def test_over_ssh_nobody_is_told_to_type_what_they_may_not() -> None:
    (line,) = setting_lines("linux", remote=True)
    assert "call whoever looks after it" in line


def test_a_time_server_is_named_only_where_it_is_known() -> None:
    said = [state_lines(NOW, None, "ok", "UTC", kept=kept)[0] for kept in (True, False, None)]
    assert ["a time server keeps" in one for one in said] == [True, False, True]
    assert "not known" in said[2]
    assert waiting_lines(0) == []
