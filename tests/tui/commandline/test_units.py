"""The systemd units that come along: each runs a command that there is, and each timer has a service."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from tui.commandline.base.parser import parser_for

FOLDER = Path(__file__).parents[3] / "docs" / "systemd"
UNITS = sorted(FOLDER.iterdir())


def read(unit: Path) -> ConfigParser:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(unit, encoding="utf-8")
    return parser


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_what_there_is(unit: Path) -> None:
    found = read(unit)
    assert found["Unit"]["Description"]
    if unit.suffix != ".service":
        assert unit.with_suffix(".service") in UNITS
        assert found["Install"]["WantedBy"]
        return
    program, *words = shlex.split(found["Service"]["ExecStart"])
    if program.endswith("python"):
        assert words[:3] == ["-I", "-m", "tui"]
        words = words[3:]
    args = parser_for(words).parse_args(words)
    assert args.command.name in ("backup", "check", "host", "staff")
    # a host forks the sessions of people who log in, which have to be in the namespaces of their logins
    assert found["Service"].get("ProtectSystem") == (None if args.command.name == "host" else "strict")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_systemd_takes_them(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/usr/local/bin/stepward", "/bin/true")
        (tmp_path / unit.name).write_text(text.replace("/opt/stepward/bin/python", "/bin/true"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
