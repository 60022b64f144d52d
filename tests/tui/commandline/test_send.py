"""`stepward send` and `receive`: from site to site as commands, signed with ssh-keygen."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from protocols import entries as e
from protocols.wording.entries import sentence
from store.exchange import import_source, sending, signing
from store.exchange.jsonl_import import Export, read_export
from store.ledger.ledger import Ledger
from tests.tui.helpers.bedside_app import MRN, NG, PRESCRIBER, Ward
from tui.__main__ import main
from tui.commandline.base import opening

YES = tuple(word for number in range(1, 15) for word in ("--accept", str(number)))
ANSWERS = ("--bed", "7", "--clock-off", "0", *YES)
TWIN = "77"


class Sites:
    """A clinic with a patient on step 1, and a hospital; one right clock."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        for name in ("clinic", "hospital"):
            (folder / name).mkdir()
        self.clinic = Ward(folder / "clinic")
        self.clinic.begin()
        self.hospital = Ward(folder / "hospital", zone="Europe/London")
        self.hospital.now = self.clinic.now = self.clinic.now + timedelta(hours=2)
        self.capsys = capsys

    def told(self, ward: Ward, *words: str, code: int = 0) -> str:
        """Everything a command says."""
        done = main(["--data", str(ward.path), *words])
        said = self.capsys.readouterr()
        ward.ledger.refresh()
        assert done == code, said
        return " ".join((said.out + said.err).split())

    def sent(self, ward: Ward, *words: str) -> Path:
        """The patient goes; the file."""
        assert main(["--data", str(ward.path), "send", MRN, *words, "--json"]) == 0
        path = Path(json.loads(self.capsys.readouterr().out)["path"])
        ward.ledger.refresh()
        return path


@pytest.fixture
def sites(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Sites:
    found = Sites(tmp_path, capsys)
    monkeypatch.setattr(opening, "utc_now", lambda: found.clinic.now)
    monkeypatch.setattr(Ledger, "open", partial(Ledger.open, now=lambda: found.clinic.now))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return found


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clinic's key, named in its configuration."""
    return a_key(tmp_path / "key", monkeypatch)


def a_key(file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("there is no ssh-keygen here")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(file)], check=True)
    monkeypatch.setattr(sending, "signing_key", lambda: file)
    return file


def test_there_and_back(sites: Sites) -> None:
    file = sites.sent(sites.clinic, "Hospital")
    assert "At Hospital since" in sites.told(sites.clinic, "send", MRN, "--again")
    assert "cannot be sent from here" in sites.told(sites.clinic, "send", MRN, "Elsewhere", code=4)
    sites.told(sites.hospital, "receive", str(file), *ANSWERS)
    details = sites.hospital.ledger.record(MRN).details
    assert details is not None
    assert details.bed == "7"
    back = sites.sent(sites.hospital, "--back")
    sent = sites.hospital.ledger.record(MRN).sent
    assert sent is not None
    assert sent.what == e.PatientSent("Ward 3")
    sites.told(sites.clinic, "receive", str(back), *ANSWERS)
    assert sites.clinic.ledger.record(MRN).sent is None
    assert "began here" not in sites.told(sites.clinic, "send", MRN, "--back")
    assert "is a prescriber's" in sites.told(sites.clinic, "send", MRN, "--take-back", "lost stick", code=4)


def test_each_answer_that_is_missing_is_asked_for_by_its_option(sites: Sites) -> None:
    file = sites.sent(sites.clinic, "Hospital")
    twin = e.PatientAdmitted("Ng", "Li Wen", NG.born, "female", "3", "", "none known")
    sites.hospital.record(twin, patient=TWIN)
    for number, option in ((0, "--another-person 77"), (2, "--bed"), (4, "--clock-off")):
        given = (*("--another-person", TWIN), *ANSWERS)[:number]
        said = sites.told(sites.hospital, "receive", str(file), *given, code=4)
        assert option in said
        assert "Nothing was recorded" in said
    assert sites.hospital.ledger.patients() == [TWIN]
    said = sites.told(sites.hospital, "receive", str(file), "--another-person", TWIN, *ANSWERS)
    assert "LIKE: 77 NG, Li Wen" in said
    record = sites.hospital.ledger.record(MRN)
    (kept,) = (one for one in record.own if isinstance(one.what, e.RecordImported))
    assert "somebody else than MRN 77" in sentence(kept, record)


def test_the_signature_of_a_file_that_was_moved_away_is_not_taken_for_that_of_the_next(
    sites: Sites, key: Path
) -> None:
    first = sites.sent(sites.clinic, "Hospital")
    mine = signing.signed(first, first.read_bytes()).key
    first.unlink()
    sites.clinic.record(e.RecordTakenBack("forgot the bag"), by=PRESCRIBER, course="")
    again = sites.sent(sites.clinic, "Hospital")
    assert again == first
    assert mine == signing.signed(again, again.read_bytes()).key != ""


def test_a_key_is_compared_once_and_another_one_refused(
    sites: Sites, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sites.sent(sites.clinic, "Hospital")
    mine = signing.signed(file, file.read_bytes()).key
    assert mine.startswith("SHA256:")
    assert "--trust-key" in sites.told(sites.hospital, "receive", str(file), *ANSWERS, code=4)
    sites.told(sites.hospital, "receive", str(file), *ANSWERS, "--trust-key", mine)
    sites.clinic.record(e.RecordTakenBack("forgot the bag"), by=PRESCRIBER, course="")
    again = sites.sent(sites.clinic, "Hospital")
    sites.told(sites.hospital, "receive", str(again), *ANSWERS)
    a_key(tmp_path / "other", monkeypatch)
    sites.clinic.record(e.RecordTakenBack("another computer"), by=PRESCRIBER, course="")
    other = sites.sent(sites.clinic, "Hospital")
    said = sites.told(sites.hospital, "receive", str(other), *ANSWERS, code=4)
    theirs = signing.signed(other, other.read_bytes()).key
    assert f"signed with another key, {theirs}, and Ward 3 signs with {mine}" in said
    other.with_name(f"{other.name}.sig").unlink()
    assert "It is not signed, and Ward 3 signs with" in sites.told(
        sites.hospital, "import", str(other), code=4
    )


def test_the_signature_is_that_of_the_bytes_that_come_in(
    sites: Sites, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sites.sent(sites.clinic, "Hospital")
    mine = signing.signed(file, file.read_bytes()).key

    def swapped(path: Path, content: bytes) -> Export:
        path.write_bytes(b"another file, put there meanwhile")
        return read_export(path, content)

    monkeypatch.setattr(import_source, "read_export", swapped)
    assert import_source.read_source(file).signed == signing.Signed(mine)
    assert mine


def test_a_changed_file_and_a_computer_without_the_tool_are_said(
    sites: Sites, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sites.sent(sites.clinic, "Hospital")
    signature = file.with_name(f"{file.name}.sig")
    signature.write_text(signature.read_text().replace("U", "V", 3))
    assert "signature does not fit the file" in sites.told(
        sites.hospital, "receive", str(file), *ANSWERS, code=4
    )
    monkeypatch.setattr("store.exchange.signing.shutil.which", lambda name: None)
    said = sites.told(sites.hospital, "receive", str(file), *ANSWERS)
    assert "which cannot be looked at here. This computer has no ssh-keygen (OpenSSH)." in said
    assert "The file is not signed. This computer has no ssh-keygen" in sites.told(
        sites.hospital, "send", MRN, "--back"
    )
