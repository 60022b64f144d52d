"""`stepward export` and `stepward import`: files, words, exit codes, and who may."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from protocols.entries import PatientAdmitted, StaffAdded
from protocols.values.text import visible
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.protocols.helpers.watched import SHORT
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.store.helpers.ward import entry
from tests.tui.helpers.bedside_app import NURSE, PRESCRIBER
from tests.tui.helpers.shell import EXTENDED, NOW, OPEN, data, err, out
from tests.tui.helpers.staffed import ADMIN, HASH, PIN
from tests.tui.views.test_hostile_names import HOSTILE
from tests.tui.views.test_hostile_names import build as build_hostile
from tui.commandline.base import opening
from tui.commandline.data import export as export_command
from tui.commandline.data import importing as import_command
from tui.demo.patients import MRNS
from tui.demo.ward import build


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clinic") / "ward.json"
    build(path, NOW, "Europe/London")
    return path


@pytest.fixture(autouse=True)
def ward(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A newly begun ledger, and a clock that stands."""
    monkeypatch.setattr(opening, "utc_now", lambda: NOW)
    monkeypatch.setattr(Ledger, "open", partial(Ledger.open, now=lambda: NOW))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "here.json"
    Ledger.create(path, "Ward 9", "Europe/London", ADMIN, now=lambda: NOW).close()
    monkeypatch.setenv("STEPWARD_DATA", str(path))
    yield path
    assert verify(path).ok


ALL = [word for number in range(1, 700) for word in ("--accept", str(number))]
"""A yes to every decision of people whom the new ledger does not know."""


def export(capsys: pytest.CaptureFixture[str], clinic: Path, file: Path, *words: str) -> Path:
    told = data(capsys, "export", *words, "-o", str(file), "--data", str(clinic))
    assert told["path"] == str(file)
    return file


def test_export_import_export_gives_identical_bytes(
    clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole into a new ledger, chain included; and each patient through a ledger that had begun."""
    whole = export(capsys, clinic, tmp_path / "all.jsonl")
    new = tmp_path / "new.json"
    assert str(new) in out(capsys, "import", str(whole), "--recreate", "--data", str(new))
    assert export(capsys, new, tmp_path / "again.jsonl").read_bytes() == whole.read_bytes()
    out(capsys, "import", str(whole), *ALL)
    for mrn in MRNS:
        words = ("export", mrn, "-o", "-")
        assert out(capsys, *words) == out(capsys, *words, "--data", str(clinic))
        there, here = (
            data(capsys, "show", mrn, "--data", str(path)) for path in (clinic, tmp_path / "here.json")
        )
        assert there["courses"] == here["courses"]
        assert there["entries"] == [{**e, "imported_from": None} for e in here["entries"][1:]]
        assert here["entries"][0]["kind"] == "record imported"


def test_it_is_shown_first_then_done_then_nothing_new(
    clinic: Path, tmp_path: Path, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = export(capsys, clinic, tmp_path / "all.jsonl"), ward.read_bytes()
    dry = data(capsys, "import", str(file), "--dry-run")
    assert {one["state"] for one in dry["patients"]} == {"new"}
    assert ward.read_bytes() == before
    assert "would be imported" in out(capsys, "import", str(file), OPEN, "--dry-run")
    one = data(capsys, "import", str(file), OPEN, *ALL)
    assert [(p["mrn"], p["state"], p["imported"]) for p in one["patients"]] == [
        (OPEN, "new", p["entries"]) for p in one["patients"]
    ]
    refused = " ".join(out(capsys, "import", str(file), code=4).split())
    assert re.search(r"Entry \d+ of Demonstration ward, .*, prescriber: Prescriber decided", refused)
    assert "says yes to each of these" in refused
    assert any(one["decisions"] for one in dry["patients"])
    text = out(capsys, "import", str(file), *ALL)
    assert re.search(rf"{OPEN} .*nothing new", text)
    assert re.search(rf"{EXTENDED} .*imported: \d+ entries", refused + text)
    after = ward.read_bytes()
    assert {one["state"] for one in data(capsys, "import", str(file))["patients"]} == {"known"}
    assert {one["state"] for one in data(capsys, "import", str(clinic))["patients"]} == {"known"}
    assert ward.read_bytes() == after
    looks = data(capsys, "audit")["looks"]
    assert "stepward import" in {look["what"] for look in looks}
    assert "Record imported from Demonstration ward" in " ".join(out(capsys, "show", OPEN).split())


def test_a_conflict_is_shown_and_the_others_come(
    clinic: Path, tmp_path: Path, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(capsys, clinic, tmp_path / "all.jsonl")
    with Ledger.open(ward) as ledger:
        details = PatientAdmitted("Berg", "Ola", NOW.date().replace(year=1950), "male", "1", "", "none known")
        ledger.append(entry(details, NOW, patient=OPEN, by=ADMIN), 0)
    text = " ".join(out(capsys, "import", str(file), *ALL, code=4).split())
    assert f"{OPEN} " in text
    assert "CONFLICT, nothing imported" in text
    assert f"Here {OPEN} is BERG, Ola, born 22-Nov-1950; there it is" in text
    with Ledger.open(ward) as ledger:
        assert len(ledger.patients()) == len(MRNS)
        assert len(ledger.record(OPEN).entries) == 1


def test_a_protocol_that_is_not_approved_here_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bed = AtTheLedger(SHORT, "Europe/London", date(2026, 11, 2), tmp_path / "site.json")
    bed.begin()
    for session in bed.sessions:
        session.close()
    (one,) = data(capsys, "import", str(tmp_path / "site.json"), *ALL)["patients"]
    assert (one["state"], one["words"]) == ("new", [])
    assert "A prescriber here starts the next step" in one["notes"][0]
    (again,) = data(capsys, "import", str(tmp_path / "site.json"), *ALL)["patients"]
    assert (again["state"], again["notes"]) == ("known", [])


def test_an_admin_says_who_they_are_and_a_nurse_may_not(
    clinic: Path,
    tmp_path: Path,
    ward: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = export(capsys, clinic, tmp_path / "all.jsonl")
    with Ledger.open(ward) as ledger:
        for person in (ADMIN, NURSE, PRESCRIBER):
            added = StaffAdded(person.name, person.initials, person.role, HASH)
            ledger.append(entry(added, NOW, patient="", by=ADMIN), ledger.record("").version)

    def told(by: str, pin: str = "", code: int = 4) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{pin}\n"))
        return err(
            capsys, "import", str(file), OPEN, *(("--by", by) if by else ()), "--pin-stdin", *ALL, code=code
        )

    assert "Say who imports, with --by" in told("")
    assert "by a prescriber or an admin. You are signed on as nurse" in told(NURSE.initials, PIN)
    assert "do not belong together" in told(ADMIN.initials, "135791")
    out(capsys, "import", str(file), OPEN, "--dry-run")
    with Ledger.open(ward) as ledger:
        assert ledger.patients() == []
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PIN}\n"))
    out(capsys, "import", str(file), OPEN, "--by", PRESCRIBER.initials, "--pin-stdin", *ALL)
    with Ledger.open(ward) as ledger:
        by = ledger.entries(patient=OPEN)[-1].by
        assert (by.name, by.role) == (PRESCRIBER.name, "prescriber")


def test_what_is_wrong_with_the_file_is_said_and_nothing_imported(
    clinic: Path, tmp_path: Path, ward: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = export(capsys, clinic, tmp_path / "all.jsonl")
    lines, before = file.read_bytes().split(b"\n"), ward.read_bytes()
    lines[40] = lines[40].replace(b'"recorded":"2026', b'"recorded":"2025')
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"\n".join(lines))
    assert "bad.jsonl, line 41: the hash does not fit" in err(capsys, "import", str(bad), code=3)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8 no ledger")
    assert "does not begin like a ledger" in err(capsys, "import", str(tmp_path / "photo.jpg"), code=3)
    (tmp_path / "locked.jsonl").symlink_to(tmp_path / "locked.jsonl")
    assert "There is no file" in err(capsys, "import", str(tmp_path / "locked.jsonl"), code=3)
    assert "There is no file" in err(capsys, "import", str(tmp_path / "none.jsonl"), code=3)
    assert 'no patient with MRN "nobody"' in err(capsys, "import", str(file), "nobody", code=4)
    assert "There is a file" in err(capsys, "import", str(file), "--recreate", code=3)
    assert "add --recreate" in err(capsys, "import", str(file), "--data", str(tmp_path / "no.json"), code=3)
    assert "is no export" in err(
        capsys, "import", str(clinic), "--recreate", "--data", str(tmp_path / "no.json"), code=4
    )
    assert ward.read_bytes() == before


def test_exports_never_write_over_and_say_what_they_lack(
    clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = ("--data", str(clinic))
    file = export(capsys, clinic, tmp_path / "one.csv", OPEN, "--csv", "--from", "2026-11-20")
    assert file.read_bytes().startswith(b'\xef\xbb\xbf"mrn"')
    before = file.read_bytes()
    assert "not written over" in err(capsys, "export", "-o", str(file), *there, code=4)
    assert file.read_bytes() == before
    assert "cannot be written" in err(capsys, "export", "-o", str(tmp_path / "no" / "x"), *there, code=4)
    assert "--json is about a file" in err(capsys, "export", "-o", "-", "--json", *there, code=2)
    assert "no patient with MRN" in err(capsys, "export", "nobody", "-o", "-", *there, code=4)
    assert "is not a day" in err(capsys, "export", "-o", "-", "--from", "2 Nov", *there, code=2)
    assert "no day between" in err(
        capsys, "export", "-o", "-", "--from", "2026-11-03", "--to", "2026-11-02", *there, code=2
    )
    assert "Nothing happened" in err(capsys, "export", "-o", "-", "--to", "2020-01-01", *there, code=4)
    text = out(capsys, "export", OPEN, "--csv", "-o", "-", "--from", "2026-11-20", *there)
    assert text.encode() == before
    assert "like a backup" in err_of(capsys, "export", "-o", str(tmp_path / "all.jsonl"), *there)


def err_of(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    from tui.__main__ import main

    assert main(list(words)) == 0
    return capsys.readouterr().err


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_names_go_out_and_come_in(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hostile.json"
    build_hostile(path, name)
    file = export(capsys, path, tmp_path / "all.jsonl")
    assert file.read_text().isascii()
    text = out(capsys, "import", str(file), *ALL)
    assert "imported" in text
    assert text == visible(text, multiline=True)
    one = export(capsys, path, tmp_path / "one.jsonl", "1")
    assert out(capsys, "export", "1", "-o", "-") == one.read_text()
    out(capsys, "import", str(file), "--recreate", "--data", str(tmp_path / "new.json"))
    assert export(capsys, tmp_path / "new.json", tmp_path / "2.jsonl").read_bytes() == file.read_bytes()
    table = out(capsys, "export", "--csv", "-o", "-")
    assert table.replace("\r\n", "\n").removeprefix("\ufeff") == visible(
        table.replace("\r\n", "\n").removeprefix("\ufeff"), multiline=True
    )


def test_every_key_of_the_json_is_in_the_modules_list(
    clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    told = data(capsys, "export", "-o", str(tmp_path / "all.jsonl"), "--data", str(clinic))
    assert keys(told) <= set(re.findall(r"`(\w+)`", export_command.__doc__ or ""))
    named = set(re.findall(r"`(\w+)`", import_command.__doc__ or ""))
    assert keys(data(capsys, "import", str(tmp_path / "all.jsonl"), "--dry-run")) <= named
    new = ("--recreate", "--data", str(tmp_path / "new.json"))
    assert keys(data(capsys, "import", str(tmp_path / "all.jsonl"), *new)) <= named
    assert json.loads((tmp_path / "all.jsonl").read_text().splitlines()[0])["excerpt"] is False
