"""Whole command lines of the documents that change no ledger are typed on an invented ward.

Those that change one are typed by the tutorial and by the guides (tests/test_tutorial.py, tests/deploy);
that each command and option which is named at all exists, tests/test_docs.py says.
"""

from __future__ import annotations

import re
import shlex
from contextlib import nullcontext
from pathlib import Path
from shutil import copyfile

import pytest

from tests.reference import FILE
from tests.test_docs import PAGES, text_of, told
from tests.tui.helpers.fhir_server import serving
from tests.tui.helpers.shell import KIMURA
from tui.__main__ import main
from tui.exit_codes import Exit

READING = {
    *("arrivals", "audit", "backup", "batches", "check", "compare", "completion", "config", "doctor"),
    *("downtime", "export", "fhir", "figure", "handover", "list", "manual", "mar", "medicines", "needs"),
    *("protocols", "scanning", "schema", "show", "stats", "verify"),
}

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "admission.hl7"
TOKEN = "/etc/stepward/fhir-token"
SERVER = "https://server.example/fhir"
STANDS_FOR = {"MRN": KIMURA, "COMMAND": "list", "FOLDER": "backups", TOKEN: "token"}


def commands() -> list[str]:
    """Every command line that is whole, without what is left out or stands for something else."""
    pages = [page for page in PAGES if page != FILE and page.name != "CHANGELOG.md"]
    found = {words for page in pages for words in told(text_of(page))}
    return sorted(words for words in found if words.split()[1:2] and words.split()[1] in READING)


def typed(words: str, ledger: Path) -> list[str]:
    """As somebody types it who has this ledger; an option in brackets is typed too."""
    said = re.sub(r"\[([^]]*)\]", r"\1", words)
    said = re.sub(r"/srv/ward-3/ward\.json|postgresql://\S*|ward-\.*\S*\.json", str(ledger), said)
    said = re.sub(r"/srv/backup/?", "backups", said)
    command, *rest = shlex.split(said)[1:]
    names = {**STANDS_FOR, "FILE": "admissions.hl7"} if command == "arrivals" else STANDS_FOR
    parts = [command, *(names.get(part, part) for part in rest)]
    return [KIMURA if re.fullmatch(r"\d{5}-\d", part) else part for part in parts]


@pytest.mark.parametrize("words", commands())
def test_a_command_of_the_documents_is_understood(
    words: str,
    demo_ward: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("token").touch(0o600)
    Path("token").write_text("secret", encoding="utf-8")
    parts = typed(words, demo_ward)
    if parts[0] == "arrivals":
        copyfile(EXAMPLE, "admissions.hl7")
    try:
        with serving() if SERVER in parts else nullcontext() as server:
            code = main([server.address if server and part == SERVER else part for part in parts])
    except SystemExit:
        said = capsys.readouterr().err
        assert "arguments are required" in said or "expected one argument" in said, (
            "it is only named, not whole"
        )
        return
    assert code not in (Exit.USAGE, Exit.FAULT) or parts[0] == "check", capsys.readouterr().err
