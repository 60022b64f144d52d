"""Whole command lines of the documents that change no ledger are typed on an invented ward.

Those that change one are typed by the tutorial and by the guides (tests/test_tutorial.py, tests/deploy);
that each command and option which is named at all exists, tests/test_docs.py says. Papers and FHIR, which
take long, are only understood here: they are written in tests of their own.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from shutil import copyfile

import pytest

from tests.reference import FILE
from tests.test_docs import PAGES, text_of, told
from tests.tui.helpers.shell import KIMURA
from tui.__main__ import main
from tui.commandline.base.parser import parser_for
from tui.exit_codes import Exit

READING = (
    *(
        "arrivals",
        "audit",
        "backup",
        "batches",
        "check",
        "compare",
        "completion",
        "config",
        "doctor",
        "downtime",
    ),
    *("export", "fhir", "figure", "handover", "list", "manual", "mar", "medicines", "needs", "protocols"),
    *("scanning", "schema", "show", "stats", "verify"),
)
LONG = {"downtime", "fhir", "figure", "handover", "mar"}

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "admission.hl7"
STANDS_FOR = {"MRN": KIMURA, "COMMAND": "list", "FOLDER": "backups", "FILE": "admissions.hl7"}


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
    parts = [STANDS_FOR.get(part, part) for part in shlex.split(said)[1:]]
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
    copyfile(EXAMPLE, "admissions.hl7")
    parts = typed(words, demo_ward)
    try:
        if parts[0] in LONG:
            parser_for(parts).parse_args(parts)
            return
        code = main(parts)
    except SystemExit:
        said = capsys.readouterr().err
        assert "arguments are required" in said or "expected one argument" in said, (
            "it is only named, not whole"
        )
        return
    assert code not in (Exit.USAGE, Exit.FAULT) or parts[0] == "check", capsys.readouterr().err
