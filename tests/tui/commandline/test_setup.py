"""`stepward init`, `config show` and `doctor`, as somebody types them who sets a ward up."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from store.ledger.ledger import Ledger
from store.maintenance import health
from tests.tui.helpers.shell import data, err, out, stepward
from tui.commandline.setup import config, looks
from tui.commandline.setup.prefix import prefix_doubts

INIT = ("init", "--ward", "Ward 3", "--zone", "Europe/London", "--name", "Mara Silva", "--initials", "MS")
PIN = "902718"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "stepward").mkdir(parents=True)
    (tmp_path / "ward").mkdir(mode=0o700)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PIN}\n"))
    usual = health.Finding("time", health.Level.OK, "synchronised")
    monkeypatch.setattr(health, "synchronised", lambda: usual)
    return tmp_path / "ward" / "ward.json"


def test_a_ledger_begins_with_its_admin(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = data(capsys, *INIT, "--pin-stdin", "--data", str(place))
    assert made == {"ledger": str(place), "ward": "Ward 3", "zone": "Europe/London", "admin": "MS"}
    with Ledger.open(place, read_only=True) as ledger:
        assert (ledger.ward, ledger.zone) == ("Ward 3", "Europe/London")
        (admin,) = ledger.staff.members
        assert (admin.initials, admin.role) == ("MS", "admin")
    before = place.read_bytes()
    assert "already" in err(capsys, *INIT, "--pin-stdin", "--data", str(place), code=3)
    assert place.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--zone": "Mars/Olympus"}, "is not a time zone"),
        ({"--ward": "  "}, "Name the ward"),
        ({"--initials": "A B"}, ""),
    ],
)
def test_what_does_not_fit_begins_nothing(
    place: Path, change: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = list(INIT)
    for option, value in change.items():
        words[words.index(option) + 1] = value
    assert said in err(capsys, *words, "--pin-stdin", "--data", str(place), code=4)
    assert not place.exists()


def test_a_pin_that_is_easily_guessed_begins_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("123456\n"))
    err(capsys, *INIT, "--pin-stdin", "--data", str(place), code=4)
    assert not place.exists()


def test_each_setting_says_where_it_comes_from(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config" / "stepward" / "config.toml"
    file.write_text(f'data = "{place}"\nlock_after = 300\nlog = "none"\n', encoding="utf-8")
    found = {one["name"]: one for one in data(capsys, "config", "show")["settings"]}
    assert (found["data"]["value"], found["data"]["source"]) == (str(place), str(file))
    assert (found["lock_after"]["value"], found["lock_after"]["source"]) == ("300", f"{file}, lock_after")
    assert found["log"]["value"] == "none"
    assert found["fhir_staff"]["source"] == ""
    assert "--data" in out(capsys, "config", "show", "--data", str(place))
    file.write_text("lock_after = 5\n", encoding="utf-8")
    assert "30 to 3600" in err(capsys, "config", "show", code=2)


def test_a_doctor_finds_nothing_wrong_with_what_is_right(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data(capsys, *INIT, "--pin-stdin", "--data", str(place))
    found = data(capsys, "doctor", "--data", str(place))["findings"]
    assert {one["state"] for one in found} <= {"ok", "note"}
    about = {one["about"] for one in found}
    assert {"terminal", "locale", "time", "disk", "rights", "ledger", "clock", "papers", "database"} <= about


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("~", "ssh takes for itself"),
        ("+#", "the key for From paper"),
        ("<", "the key for Before"),
        ("\x02", "tmux takes for itself"),
        ("%", ""),
        ("#&", ""),
        ("", ""),
    ],
)
def test_a_prefix_of_scanners_that_does_not_arrive_is_said(prefix: str, words: str) -> None:
    found = list(prefix_doubts(prefix, {"TMUX": "1"}))
    assert [words in doubt for doubt in found] == [True] * bool(words)
    assert not list(prefix_doubts("\x02", {}))


def test_doctor_and_configuration_say_it(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for where in (looks, config):
        monkeypatch.setattr(where, "scan_prefix", lambda: "~")
    found = json.loads(stepward(capsys, "doctor", "--data", str(place), "--json")[1])["findings"]
    assert [one["state"] for one in found if one["about"] == "scanners"] == ["wrong"]
    told = " ".join(stepward(capsys, "config", "show")[2].split())
    assert "ssh takes for itself" in told, told


def test_a_doctor_names_what_is_wrong_and_what_to_do(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data(capsys, *INIT, "--pin-stdin", "--data", str(place))
    place.write_bytes(place.read_bytes().replace(b"Ward 3", b"Ward 4"))
    code, text, _ = stepward(capsys, "doctor", "--data", str(place), "--json")
    assert code == 4
    wrong = [one for one in json.loads(text)["findings"] if one["state"] == "wrong"]
    assert [one["about"] for one in wrong] == ["ledger"]
    assert "Restore" in wrong[0]["words"] or "restore" in wrong[0]["words"]
