"""`stepward protocols`: the figures of the case report, as words and as JSON."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from store.site.library import library
from tests.protocols.helpers.published import CHECKS, LIBRARY, ROWS
from tui.__main__ import main
from tui.commandline.reports import protocols as protocols_command

SCHEDULES = [row for row in ROWS.values() if row.get("steps")]


@pytest.fixture(autouse=True)
def _no_ledger(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STEPWARD_DATA", str(tmp_path))


def out(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["protocols", *words]) == code
    return capsys.readouterr().out


def data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    return json.loads(out(capsys, *words, "--json"))


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def test_the_library_lists_every_protocol_and_needs_no_ledger(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = out(capsys)
    ids = [line.split()[0] for line in text.splitlines()[1:]]
    assert ids == [protocol.id for protocol in library()]
    assert "23 days, 19,200 mg in all" in text
    assert "can be read, not started" in text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("row", SCHEDULES, ids=lambda row: row["id"])
def test_json_has_the_published_days_doses_and_sums(
    row: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    found = data(capsys, row["id"])
    assert found["unit"] == "mg"
    assert len(found["steps"]) == len(row["steps"])
    for step, printed in zip(found["steps"], row["steps"], strict=True):
        doses = {slot: Decimal(amount) for slot, amount in step["doses"].items()}
        wanted = {slot: printed[f"{slot}_mg"] for slot in ("morning", "evening") if printed[f"{slot}_mg"]}
        assert doses == wanted
        assert (step["first_day"], step["last_day"]) == (printed["day_from"], printed["day_to"])
        assert step["days"] == printed["days"]
        assert number(step["amount"]) == printed.get("step_total_mg")
        assert number(step["cumulative_amount"]) == printed.get("cumulative_mg")
    assert number(found["before_last_step"]["amount"]) == row["cumulative_mg_before_final_step"]


def test_the_report_has_46_doses_before_its_last_step(capsys: pytest.CaptureFixture[str]) -> None:
    sums = data(capsys, "alectinib-report-2020")["before_last_step"]
    assert sums == {"days": 23, "doses": 46, "amount": "19200"}
    assert len(CHECKS) == len(SCHEDULES)


def test_amounts_are_strings_without_trailing_zeros(capsys: pytest.CaptureFixture[str]) -> None:
    anderson = data(capsys, "alectinib-anderson")
    assert anderson["steps"][0]["doses"] == {"morning": "37.5"}
    assert anderson["steps"][1]["daily_ratio"] == "2"
    assert anderson["strengths"] == ["150"]


def test_the_whole_library_as_json_is_the_same_as_each_alone(capsys: pytest.CaptureFixture[str]) -> None:
    told = data(capsys)["protocols"]
    assert [protocol["id"] for protocol in told] == [protocol.id for protocol in library()]
    for protocol in told:
        assert data(capsys, protocol["id"]) == protocol


def test_a_literature_entry_has_no_steps_and_no_sums(capsys: pytest.CaptureFixture[str]) -> None:
    okuma = data(capsys, "alectinib-okuma")
    assert (okuma["startable"], okuma["steps"], okuma["before_last_step"]) == (False, [], None)
    assert "can be read, not started" in out(capsys, "alectinib-okuma")


def test_one_protocol_in_words_has_steps_source_and_what_is_left_open(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = out(capsys, "alectinib-report-2020")
    flat = " ".join(text.split())
    assert "4 16 to 23 8,400 mg 19,200 mg 1.17 450 mg in the morning and 600 mg in the evening" in flat
    assert "23 days, 46 doses, 19,200 mg in all" in flat
    assert "PMID 33149916" in flat
    assert all(" ".join(said.split()) in flat for said in library()[0].left_open)
    assert max(map(len, text.splitlines())) <= 78


def test_an_unknown_id_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["protocols", "alectinib"]) == 4
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith('stepward: There is no protocol "alectinib".')
    assert "alectinib-kimura" in captured.err


def test_a_sites_own_file_is_read_and_its_faults_are_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "alectinib-report-2020.toml"
    text = (LIBRARY / path.name).read_text("utf-8")
    path.write_text(text, "utf-8")
    assert data(capsys, str(path)) == data(capsys, "alectinib-report-2020")
    path.write_text(text.replace("morning = 450", "morning = -450", 1), "utf-8")
    assert main(["protocols", str(path)]) == 4
    told = capsys.readouterr().err
    line = text.split("morning = 450")[0].count("\n") + 1
    assert f"{path}, line {line}" in told or f"{path}:{line}" in told


def test_every_key_of_the_json_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"`(\w+)`", protocols_command.__doc__ or ""))
    for protocol in data(capsys)["protocols"]:
        found = {*protocol, *(protocol["before_last_step"] or ()), *(k for s in protocol["steps"] for k in s)}
        assert found <= named
