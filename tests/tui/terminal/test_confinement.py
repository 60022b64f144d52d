"""`--as`: a session for one person, in which neither the environment nor a command of the caller counts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.bedside_app import NURSE, Ward, bedside
from tests.tui.helpers.shell import err
from tests.tui.helpers.staffed import PIN, enter, hire
from tui.app.app import StepwardApp
from tui.screens.help.problem import ProblemScreen
from tui.screens.ward.board import BoardScreen
from tui.session import Session
from tui.terminal.forced_command import confine

HOSTILE = {
    "STEPWARD_DATA": "/tmp/elsewhere.json",
    "XDG_STATE_HOME": "/tmp/elsewhere",
    "XDG_CONFIG_HOME": "/tmp/elsewhere",
    "HOME": "/tmp/elsewhere",
    "USER": "root",
    "LOGNAME": "root",
    "TEXTUAL_LOG": "/tmp/keys",
    "TEXTUAL_DRIVER": "evil:Driver",
    "PYTHONPATH": "/tmp/elsewhere",
    "PYTHONSTARTUP": "/tmp/elsewhere.py",
    "LD_PRELOAD": "/tmp/evil.so",
    "PAGER": "sh",
    "EDITOR": "sh",
    "SHELL": "/bin/sh",
    "PATH": "/tmp/elsewhere",
    "TMPDIR": "/tmp/elsewhere",
}


def test_only_what_says_how_the_terminal_is_stays() -> None:
    environ = {**HOSTILE, "TERM": "linux", "LANG": "C.UTF-8"}
    assert confine(environ) == ""
    home, user = environ.pop("HOME", None), environ.pop("USER", None)
    assert environ == {"TERM": "linux", "LANG": "C.UTF-8"}
    if sys.platform != "win32":
        import pwd

        own = pwd.getpwuid(os.geteuid())
        assert (home, user) == (own.pw_dir, own.pw_name)


def test_a_command_of_the_caller_is_answered_with_a_word() -> None:
    environ = {"SSH_ORIGINAL_COMMAND": "cat /etc/passwd; sh"}
    assert "was not run" in confine(environ)
    assert "SSH_ORIGINAL_COMMAND" not in environ


@pytest.mark.parametrize("words", [("--as", "AO", "list"), ("--as", ""), ("--as", "", "list")])
def test_no_plain_command_and_nobody_in_particular(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    assert "--as starts the screens for one person" in err(capsys, *words, "--demo", code=2)


async def test_the_session_opens_for_its_person_alone(ward: Ward) -> None:
    hire(ward).begin()
    async with bedside(ward, by=None, only="ao") as here:
        await enter(here, f"BL{PIN}")
        assert "This session is for ao only" in here.message
        assert here.app.session.person is None
        here.app.screen.query_one("#initials Input").value = "AO"  # type: ignore[attr-defined]
        await enter(here, PIN)
        assert (here.app.session.person and here.app.session.person.initials) == "AO"
        await here.press("full_stop")
        await enter(here, f"BL{PIN}")
        assert here.app.lock.locked, "the lock is opened by the same person only"


async def test_the_pin_alone_is_asked_for(ward: Ward) -> None:
    hire(ward).begin()
    async with bedside(ward, by=None, only="AO") as here:
        await enter(here, PIN)
        assert isinstance(here.app.screen, BoardScreen)
        assert here.app.session.person is not None
        assert here.app.session.person.name == NURSE.name


@pytest.mark.parametrize("staffed", [True, False])
async def test_who_is_not_on_the_list_is_told_so_and_nothing_shows(ward: Ward, staffed: bool) -> None:
    if staffed:
        hire(ward)
    async with bedside(ward, by=None, only="ZZ") as here:
        assert isinstance(here.app.screen, ProblemScreen)
        assert "This session is for ZZ" in here.text("#reading")
        assert "People are added by" in here.text("#reading")
        await here.press("enter", "escape", "r")
        assert isinstance(here.app.screen, ProblemScreen)


async def test_no_ledger_is_begun(tmp_path: Path) -> None:
    app = StepwardApp(Session(tmp_path / "ward.json", only="AO"))
    async with app.run_test(size=(80, 24)):
        assert isinstance(app.screen, ProblemScreen)
    assert not list(tmp_path.iterdir())
