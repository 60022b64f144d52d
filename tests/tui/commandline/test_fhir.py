"""`stepward fhir`: the Bundle on stdout or in a new file, the same bytes, and what cannot be written said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.ledger.ledger import Ledger
from store.location import settings
from store.site.library import FIRST as REPORT
from tests.tui.helpers.shell import OPEN, data, err, out
from tui.__main__ import main

pytestmark = pytest.mark.usefixtures("demo_ward")


def test_the_bundle_goes_to_stdout_the_same_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "fhir", OPEN)
    assert json.loads(text)["resourceType"] == "Bundle"
    assert out(capsys, "fhir", OPEN) == text
    assert "HTEST" not in text


def test_each_entry_has_its_hash_in_the_ledger(demo_ward: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "fhir", OPEN)
    with Ledger.open(demo_ward, read_only=True) as ledger:
        entries = ledger.record(OPEN).entries
        for entry in entries:
            assert f'"{entry.number}-{ledger.digest(entry.number)}"' in text
        assert len({ledger.digest(entry.number) for entry in entries}) == len(entries)


def test_a_new_file_is_written_and_never_over_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "course.json"
    found = data(capsys, "fhir", OPEN, "-o", str(target))
    assert found["path"] == str(target)
    assert (found["mrn"], found["protocol"], found["transaction"], found["since"]) == (OPEN, REPORT, False, 0)
    before = target.read_bytes()
    assert before.decode() == out(capsys, "fhir", OPEN)
    said = err(capsys, "fhir", OPEN, "-o", str(target), code=4)
    assert "is there already and is not written over" in said
    assert target.read_bytes() == before
    other = tmp_path / "other.json"
    assert out(capsys, "fhir", OPEN, "-o", str(other)) == f"{other}\n"
    course = found["course"]
    assert out(capsys, "fhir", OPEN, "--course", course) == before.decode()


def test_the_ward_goes_out_at_once_and_later_only_what_is_new(
    demo_ward: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fhir"]) == 0
    told = capsys.readouterr()
    bundle = json.loads(told.out)
    patients = [each for each in bundle["entry"] if each["resource"]["resourceType"] == "Patient"]
    with Ledger.open(demo_ward, read_only=True) as ledger:
        newest = ledger.position
        assert len(patients) == sum(bool(ledger.record(mrn).charts) for mrn in ledger.patients())
    assert f"up to entry {newest}. Next time: --since {newest}" in told.err
    assert bundle["type"] == "transaction"
    assert "entry" not in json.loads(out(capsys, "fhir", "--since", str(newest)))
    one = json.loads(out(capsys, "fhir", OPEN, "--transaction"))
    assert {each["request"]["url"] for each in one["entry"]} < {
        each["request"]["url"] for each in bundle["entry"]
    }
    assert "is the number of an entry" in err(capsys, "fhir", "--since", "-1", code=2)


@pytest.mark.parametrize(
    ("said", "wrong"), [("https://hospital.example/mrn", ""), ("hospital number", "write an address")]
)
def test_the_site_names_its_own_systems(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    wrong: str,
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'fhir_patients = "{said}"\nfhir_staff = "urn:oid:2.999.1"\n', encoding="utf-8")
    monkeypatch.setattr(settings, "configuration_files", lambda: iter([file]))
    if wrong:
        assert wrong in err(capsys, "fhir", OPEN, code=4)
        return
    resources = [each["resource"] for each in json.loads(out(capsys, "fhir", OPEN))["entry"]]
    systems = {
        each["resourceType"]: each["identifier"][0]["system"] for each in resources if "identifier" in each
    }
    assert (systems["Patient"], systems["Practitioner"]) == (said, "urn:oid:2.999.1")


def test_an_invented_ward_is_marked_as_test_data(capsys: pytest.CaptureFixture[str]) -> None:
    bundle = json.loads(out(capsys, "--demo", "fhir", OPEN))
    assert bundle["meta"]["tag"][0]["code"] == "HTEST"
    assert {each["resource"]["meta"]["tag"][0]["code"] for each in bundle["entry"]} == {"HTEST"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nobody"], 'no patient with MRN "nobody"'),
        ([OPEN, "--course", "x"], 'course "x"'),
        ([OPEN, "-o", "missing/x.json"], "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_said(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert said in err(capsys, "fhir", *words, code=4)
    assert not Path("missing").exists()


def test_the_command_line_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["fhir", "--help"])
    assert "FHIR" in capsys.readouterr().out
