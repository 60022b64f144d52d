"""Printing: the document goes to the site's own command, by no shell, and what goes wrong is said."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from store.location.config import LocationFault
from store.location.settings import PRINTER, printers
from store.site.exports import ExportFault, export
from tests.tui.helpers.bedside_app import MRN, Ward, bedside
from tests.tui.helpers.shell import data, stepward
from tui.paper import printer
from tui.paper.printer import NotPrinted, print_out
from tui.screens.patient.write_out import WriteOutScreen


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The configuration file, which is the only one."""
    file = tmp_path / "stepward.toml"
    monkeypatch.setattr("store.location.settings.configuration_files", lambda: iter([file]))
    return file


@pytest.fixture
def tray(tmp_path: Path, configure: Path) -> Path:
    """Where two printers put what they are given."""
    script = tmp_path / "lp.py"
    script.write_text(
        "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read()); "
        "print(*sys.argv[2:], file=open(sys.argv[1] + '.words', 'w'))",
        encoding="utf-8",
    )
    command = f"{sys.executable} {script} {tmp_path}"
    configure.write_text(
        f'[print_command]\n"Ward 3" = "{command}/ward.pdf -d ward"\n'
        f'"Office" = "{command}/office.pdf \'$HOME; x\'"\n',
        encoding="utf-8",
    )
    return tmp_path


def test_the_printer_that_was_named_or_the_first_one(tray: Path) -> None:
    assert print_out(b"%PDF one") == "Ward 3"
    assert print_out(b"%PDF two", "Office") == "Office"
    assert (tray / "ward.pdf").read_bytes() == b"%PDF one"
    assert (tray / "office.pdf").read_bytes() == b"%PDF two"
    assert (tray / "office.pdf.words").read_text() == "$HOME; x\n", "no shell has read it"
    with pytest.raises(NotPrinted, match="There are: Ward 3, Office"):
        print_out(b"x", "Nobody's")


def test_what_goes_wrong_is_said(configure: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotPrinted, match="No printer is configured"):
        print_out(b"x")
    failing = f"{sys.executable} -c 'import sys; sys.exit(\\\"lp: out of \\\\u2028paper\\\")'"
    configure.write_text(f'print_command = "{failing}"', encoding="utf-8")
    assert list(printers()) == [PRINTER]
    with pytest.raises(NotPrinted, match="Its command said: lp: out of"):
        print_out(b"x")
    configure.write_text('print_command = "/no/such/lp"', encoding="utf-8")
    with pytest.raises(NotPrinted, match="cannot be started"):
        print_out(b"x")
    monkeypatch.setattr(printer, "PATIENCE", 0.2)
    waits = f"{sys.executable} -c 'import time; time.sleep(60)'"
    configure.write_text(f'print_command = "{waits}"', encoding="utf-8")
    with pytest.raises(NotPrinted, match="see whether anything came out"):
        print_out(b"x")


@pytest.mark.parametrize("said", ["7", '""', "{}", '"lp \'"', '{ "A" = 7 }'])
def test_a_configuration_that_names_no_command_is_told(configure: Path, said: str) -> None:
    configure.write_text(f"print_command = {said}", encoding="utf-8")
    with pytest.raises(LocationFault, match="write a command in quotes"):
        printers()


async def test_a_nurse_chooses_the_printer_and_paper_comes_out(tray: Path) -> None:
    ward = Ward(tray)
    ward.begin()
    async with bedside(ward) as here:
        await here.press("greater_than_sign")
        screen = here.app.screen
        assert isinstance(screen, WriteOutScreen)
        labels = [output.label for output in screen.outputs]
        paper = labels.index("Medication administration record (PDF)")
        await here.press("home", *["down"] * paper, "enter")
        assert "where is it to come out?" in here.text("#wrote")
        await here.press("escape")
        assert here.app.screen is screen
        await here.press("enter", "down", "enter")
        assert "Printed on Office" in here.text("#wrote")
        await here.press("enter", "down", "down", "enter")
        assert "Written:" in here.text("#wrote")
        await here.press("escape")
        assert here.app.screen is not screen
    assert (tray / "office.pdf").read_bytes().startswith(b"%PDF")
    assert not (tray / "ward.pdf").exists()
    assert len(list((tray / "exports").iterdir())) == 1
    access = (tray / "ward.access.jsonl").read_text("utf-8")
    assert "printed Medication administration record" in access
    assert MRN in access


def test_plain_commands_print_too(tray: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ward = Ward(tray)
    ward.begin()
    place = ("--data", str(ward.path))
    assert data(capsys, "mar", MRN, "--print", "Office", *place)["printer"] == "Office"
    assert (tray / "office.pdf").read_bytes().startswith(b"%PDF")
    code, _, said = stepward(capsys, "handover", "--print", *place)
    assert (code, "Printed on Ward 3." in said) == (0, True)
    assert stepward(capsys, "downtime", "--print", "Nowhere", *place)[0] == 3
    code, _, said = stepward(capsys, "mar", MRN, *place)
    assert (code, "or add --print" in said) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_exports_go_where_the_site_wants_them_for_a_group(tmp_path: Path, configure: Path) -> None:
    folder = tmp_path / "out"
    configure.write_text(f'exports = "{folder}"', encoding="utf-8")
    with pytest.raises(ExportFault, match="There is no folder"):
        export(tmp_path / "ward.json", "mar", ".pdf", b"x")
    folder.mkdir()
    folder.chmod(0o2750)
    before = os.umask(0o077)
    try:
        made = export(tmp_path / "ward.json", "mar", ".pdf", b"x")
    finally:
        os.umask(before)
    assert made.parent == folder
    assert made.stat().st_mode & 0o777 == 0o640, "the group may read it, whatever the umask"
    configure.write_text('exports = "out"', encoding="utf-8")
    with pytest.raises(ExportFault, match="whole path"):
        export(tmp_path / "ward.json", "mar", ".pdf", b"x")
