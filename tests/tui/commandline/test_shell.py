"""A command line as people know it: Tab completes, `man` shows, a slip is understood, quiet is quiet."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.helpers.shell import OPEN, err, out
from tui.__main__ import main
from tui.commandline import COMMANDS
from tui.commandline.base import common, output
from tui.commandline.base.parser import options, parser_for, subparsers

pytestmark = pytest.mark.usefixtures("demo_ward")


def completed(script: Path, *words: str) -> list[str]:
    """What bash offers for the last of these words."""
    line = " ".join(f'"{word}"' for word in ("stepward", *words))
    ask = f'source "{script}"; COMP_WORDS=({line}); COMP_CWORD={len(words)}; _shtab_stepward; '
    ask += 'echo "${COMPREPLY[@]}"'
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not there")
def test_bash_completes_commands_and_their_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "stepward"
    script.write_text(out(capsys, "completion", "bash"), encoding="utf-8")
    assert completed(script, "down") == ["downtime"]
    assert completed(script, "protocol") == ["protocols", "protocol"]
    assert completed(script, "mar", OPEN, "--pap") == ["--paper"]
    assert completed(script, "downtime", "--d") == ["--data", "--demo", "--days"]
    assert set(completed(script, "")) == {command.name for command in COMMANDS}


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_told_every_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = out(capsys, "completion", shell)
    for command, sub in subparsers(parser_for(None)).items():
        assert command in told
        for action in options(sub):
            assert all(option.lstrip("-") in told for option in action.option_strings)


def test_the_manual_page_names_every_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    page = out(capsys, "manual")
    plain = page.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "")
    parser = parser_for(None)
    for name, sub in subparsers(parser).items():
        assert f'.SS "{name}"' in plain
        for action in options(sub):
            assert all(option in plain for option in action.option_strings)
    assert not [line for line in page.splitlines() if line.startswith("'")]


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not there")
def test_troff_takes_the_manual_page_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    page = out(capsys, "manual")
    command = ["groff", "-man", "-Tascii", "-ww", "-b", "-P-c"]
    done = subprocess.run(command, input=page, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    shown = re.sub(".\b", "", done.stdout)
    assert "EXIT STATUS" in shown
    assert "--paper" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lst"], 'there is no command "lst". stepward --help lists them. Did you mean list?'),
        (["xyzzy"], 'there is no command "xyzzy". stepward --help lists them'),
        (["list", "--jsn"], "unrecognized arguments: --jsn. Did you mean --json?"),
        (["fhir", "--sinse=3"], "Did you mean --since?"),
    ],
)
def test_a_slip_is_understood(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.endswith(said)


def test_a_quiet_command_says_what_is_wrong_and_nothing_else(
    demo_ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list"]) == 0
    aloud = capsys.readouterr()
    assert "13 patients" in aloud.err
    assert main(["--quiet", "list"]) == 0
    quiet = capsys.readouterr()
    assert (quiet.out, quiet.err) == (aloud.out, "")
    assert "There is no patient" in err(capsys, "show", "nobody", "--quiet", code=4)
    assert "There is no ledger" in err(capsys, "list", "--quiet", "--data", f"{demo_ward}.json", code=3)


@pytest.mark.parametrize("room", [40, 80, 300])
def test_a_narrow_terminal_gets_a_paragraph_a_patient_and_a_pipe_the_table(
    room: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = out(capsys, "list")
    monkeypatch.setattr(output, "columns", lambda: room)
    assert out(capsys, "list") == table
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    told = out(capsys, "list")
    if room == 300:
        assert told == table
        return
    assert max(map(len, told.splitlines())) < room
    assert "RED FLAG  Bed 1  Patient OKONKWO," in told
    words, rows = " ".join(told.split()), table.splitlines()[1:]
    for row in rows:
        for cell in row.split("  "):
            assert cell.strip() in words
    assert common.columns() > 0
