"""JSON Lines: lossless, the same bytes again, verified line by line, and a ledger made again from them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store.errors import AlreadyThere, BadExport, NotCopied
from store.exchange.jsonl_export import Days, jsonl
from store.exchange.jsonl_import import read_export
from store.exchange.recreate import recreate
from store.ledger.ledger import Ledger
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN
from tests.protocols.helpers.staff_list import ADMIN
from tests.store.helpers.clinic import admit, clinic, exported, step_on
from tests.store.helpers.ledger_bedside import AtTheLedger

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AtTheLedger]:
    """A clinic whose ledger went on in a second file on the way."""
    made = clinic(tmp_path_factory.mktemp("clinic"))
    made.begin_new_file()
    step_on(made)
    for session in made.sessions:
        session.refresh()
    yield made
    for session in made.sessions:
        session.close()


@pytest.fixture(scope="module")
def ledger(bed: AtTheLedger) -> Ledger:
    return bed.sessions[0]


@pytest.fixture(scope="module")
def whole(ledger: Ledger) -> str:
    return jsonl(ledger, None, NOW)


def test_anybody_can_verify_the_chain_with_what_the_header_says(whole: str) -> None:
    header, *lines = map(json.loads, whole.splitlines())
    before = ""
    for text, line in zip(whole.splitlines()[1:], lines, strict=True):
        body = text[text.index('"entry":') + len('"entry":') : -1]
        assert line["previous"] == before
        before = hashlib.sha256((line["previous"] + body).encode()).hexdigest()
        assert line["hash"] == before
    assert [line["number"] for line in lines] == list(range(1, header["entries"] + 1))
    assert (header["excerpt"], header["head"]["hash"]) == (False, before)
    assert whole.isascii()


def test_export_recreate_export_gives_identical_bytes_and_equal_charts(
    whole: str, ledger: Ledger, tmp_path: Path
) -> None:
    made = recreate(exported(ledger, tmp_path / "all.jsonl"), tmp_path / "clinic.json")
    assert [path.name for path in made.files] == ["clinic.json", "clinic-0002.json"]
    assert verify(made.files[0]).ok
    with Ledger.open(tmp_path / "clinic.json", read_only=True) as again:
        assert jsonl(again, None, NOW) == whole
        assert again.record(MRN) == ledger.record(MRN)
        assert again.record(MRN).charts == ledger.record(MRN).charts
        assert (again.staff, again.head) == (ledger.staff, ledger.head)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"all.jsonl", "clinic.json", "clinic-0002.json"}


def test_a_new_file_makes_no_difference(tmp_path: Path) -> None:
    made = clinic(tmp_path / "c")
    ledger = made.sessions[0]
    ledger.refresh()
    before = jsonl(ledger, None, NOW), jsonl(ledger, ledger.record(MRN), NOW), ledger.position
    ledger.roll_over(ADMIN)
    assert ledger.position > before[2]
    assert (jsonl(ledger, None, NOW), jsonl(ledger, ledger.record(MRN), NOW)) == before[:2]
    recreate(exported(ledger, tmp_path / "all.jsonl"), tmp_path / "other.json")
    with Ledger.open(tmp_path / "other.json", read_only=True) as again:
        assert jsonl(again, None, NOW) == before[0]
    for session in made.sessions:
        session.close()


def test_a_ledger_of_several_files_keeps_its_name(ledger: Ledger, tmp_path: Path) -> None:
    file = exported(ledger, tmp_path / "all.jsonl")
    with pytest.raises(NotCopied, match=r"must be called clinic\.json"):
        recreate(file, tmp_path / "other.json")
    (tmp_path / "clinic-0002.json").write_text("in the way")
    with pytest.raises(AlreadyThere, match=r"clinic-0002\.json"):
        recreate(file, tmp_path / "clinic.json")
    assert {path.name for path in tmp_path.iterdir()} == {"all.jsonl", "clinic-0002.json"}


def test_one_patient_is_an_excerpt_with_numbers_and_hashes_as_they_are(ledger: Ledger, whole: str) -> None:
    header, *lines = map(json.loads, jsonl(ledger, ledger.record(MRN), NOW).splitlines())
    assert (header["excerpt"], header["patient"], header["entries"]) == (True, MRN, len(lines))
    assert [line["entry"]["id"] for line in lines] == [entry.id for entry in ledger.record(MRN).entries]
    all_lines = {line["number"]: line for line in map(json.loads, whole.splitlines()[1:])}
    assert all(all_lines[line["number"]] == line for line in lines)


def test_some_days_by_the_clinics_calendar(ledger: Ledger, tmp_path: Path) -> None:
    days = Days(date(2026, 11, 3), date(2026, 11, 3))
    text = jsonl(ledger, None, NOW, days)
    header, *lines = map(json.loads, text.splitlines())
    assert (header["from"], header["to"], header["excerpt"]) == ("2026-11-03", "2026-11-03", True)
    assert {line["entry"]["at"][:10] for line in lines} == {"2026-11-03"}
    assert 0 < len(lines) < len(ledger.record(MRN).entries)
    assert jsonl(ledger, None, NOW, Days(date(2020, 1, 1), date(2020, 1, 2))) == ""
    (tmp_path / "days.jsonl").write_text(text)
    assert len(read_export(tmp_path / "days.jsonl").entries) == len(lines)


def test_an_excerpt_makes_no_ledger(ledger: Ledger, tmp_path: Path) -> None:
    file = exported(ledger, tmp_path / "one.jsonl", MRN)
    with pytest.raises(BadExport, match="it is an excerpt"):
        recreate(file, tmp_path / "ward.json")


def test_a_ledger_is_made_whole_or_not_at_all(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is put in place first, the file that people name comes last."""
    file, published = exported(ledger, tmp_path / "all.jsonl"), list[str]()
    monkeypatch.setattr(
        "store.files.posix.PosixDisk.publish", lambda disk, part, path: _publish(published, part, path)
    )
    recreate(file, tmp_path / "clinic.json")
    assert [name for name in published if not name.startswith(".")][-2:] == [
        "clinic-0002.json",
        "clinic.json",
    ]


def _publish(published: list[str], part: Path, path: Path) -> None:
    published.append(path.name)
    shutil.move(part, path)


def test_several_patients_and_the_ledgers_own_entries_go_out_whole(tmp_path: Path) -> None:
    made = clinic(tmp_path / "c")
    ledger = made.sessions[0]
    ledger.refresh()
    admit(ledger, made.now, "00999-1", family="Størmer \udce9")
    text = jsonl(ledger, None, NOW)
    assert "$argon2id$invented" in text
    assert "$argon2id$" not in jsonl(ledger, None, NOW, Days(date(2026, 1, 1)))
    recreate(exported(ledger, tmp_path / "all.jsonl"), tmp_path / "again.json")
    with Ledger.open(tmp_path / "again.json", read_only=True) as again:
        assert again.patients() == [MRN, "00999-1"]
    for session in made.sessions:
        session.close()
