"""Protocols side by side on the screen and as `stepward compare`."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from protocols.definition.protocol import Protocol
from store.site.library import built_in, find, library
from tests.protocols.helpers.published import CHECKS, ROWS
from tests.protocols.helpers.site_file import GOOD
from tests.tui.helpers.bedside_app import Ward, bedside
from tui.__main__ import main
from tui.commandline.reports import compare as compare_command
from tui.screens.library.compare import CompareScreen
from tui.screens.library.protocols import ProtocolsScreen
from tui.views.lines.lines import text_of, width
from tui.views.picture.compare import comparison, names
from tui.views.picture.protocol import matches

TABLE = [f"alectinib-{name}" for name in ("shirasawa", "kimura", "okuma", "anderson", "report-2020")]


def text(*ids: str, cells: int = 76) -> str:
    return text_of(comparison([find(name) for name in ids], cells))


def data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["compare", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("cells", [76, 116, 200])
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_everything_fits_and_no_amount_is_cut(cells: int, count: int) -> None:
    chosen = built_in()[:count]
    lines = text_of([*names(chosen, cells), *comparison(chosen, cells)]).splitlines()
    assert max(map(width, lines)) <= cells
    assert "..." not in " ".join(lines)
    assert "19,200 mg" in " ".join(lines)


def test_the_screen_says_equal_on_day_3_and_more_from_day_8() -> None:
    words = text("alectinib-report-2020", "alectinib-shirasawa", cells=116)
    line = next(
        line for line in words.splitlines() if "more from day 8" in line or "equal from day 3" in line
    )
    assert "equal from day 3, more" in line
    assert "never as much" in words


def test_table_2_is_there_in_the_papers_words() -> None:
    words = " ".join(text(*TABLE, cells=200).split())
    for name in TABLE:
        for told in ("onset_of_rash", "rash_type", "time_to_improvement", "max_dose", "follow_up"):
            assert ROWS[name][told].split()[0] in words
    assert "Maculopapular" in words
    assert "Erythema multiforme" in words


def test_json_reproduces_the_five_rows(capsys: pytest.CaptureFixture[str]) -> None:
    found = data(capsys, *TABLE)
    for protocol in found["protocols"]:
        row = ROWS[protocol["id"]]
        told = protocol["published"]
        assert (told["onset_of_rash"], told["rash_type"], told["time_to_improvement"]) == (
            row["onset_of_rash"],
            row["rash_type"],
            row["time_to_improvement"],
        )
        assert (told["maximum_dose"], told["follow_up"]) == (row["max_dose"], row["follow_up"])
        for step in row["steps"]:
            runs = [run for run in found["days"] if run["doses"][row["id"]]["step"] == step["step"]]
            assert (runs[0]["first_day"], runs[-1]["last_day"]) == (step["day_from"], step["day_to"])
            assert {Decimal(run["doses"][row["id"]]["daily_amount"]) for run in runs} == {step["daily_mg"]}
            if step["days"]:
                assert Decimal(runs[-1]["doses"][row["id"]]["cumulative_amount"]) == step["cumulative_mg"]
        if row["steps"]:
            before = protocol["before_last_step"]
            assert Decimal(before["amount"]) == row["cumulative_mg_before_final_step"]
            assert before["days"] == CHECKS[row["id"]]["days_before_last"]
        else:
            assert protocol["before_last_step"] is None


def test_a_site_counts_units_in_its_own_strengths(capsys: pytest.CaptureFixture[str]) -> None:
    ids = ("alectinib-shirasawa", "alectinib-anderson")
    own = data(capsys, *ids, "--strengths", "150")["protocols"]
    assert own[0]["before_last_step"]["unmade"] == [
        {"amount": amount, "doses": 2} for amount in ("40", "80", "160")
    ]
    assert own[1]["before_last_step"]["units"] == [{"strength": "150", "count": 6}]


def test_a_protocol_of_the_site_is_named_by_its_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "protocols").mkdir()
    (tmp_path / "protocols" / "site.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("STEPWARD_DATA", str(tmp_path))
    found = data(capsys, "site", "alectinib-kimura")
    assert [protocol["id"] for protocol in found["protocols"]] == ["site", "alectinib-kimura"]


def test_every_key_of_the_json_is_in_the_modules_list(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"`(\w+)`", compare_command.__doc__ or ""))
    ids = {protocol.id for protocol in library()}
    told = {"onset_of_rash", "rash_type", "maximum_dose", "outcome", "follow_up"}

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    assert keys(data(capsys, *TABLE)) - ids - told - {"time_to_improvement"} <= named


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["alectinib-kimura"], "Compare from 2 to 5 protocols. You named 1."),
        (["alectinib-kimura", "nobody"], 'no protocol "nobody"'),
        (["alectinib-kimura", "alectinib-anderson", "--strengths", "20;x"], "Strengths"),
        (["alectinib-kimura", "missing.toml"], "there is no such file"),
    ],
)
def test_what_cannot_be_compared_is_said_and_nothing_is_written(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", *words]) == 4
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said.casefold() in captured.err.casefold()


def test_find_knows_names_drugs_and_types_of_rash() -> None:
    def found(sought: str) -> list[str]:
        return [protocol.id for protocol in built_in() if matches(protocol, sought)]

    assert found("multiforme") == ["alectinib-kimura"]
    assert found("ANDERSON 300") == ["alectinib-anderson"]
    assert len(found("")) == len(built_in())
    assert found("nevirapine") == []


async def test_protocols_are_found_marked_and_compared_with_keys_alone(tmp_path: Path) -> None:
    async with bedside(Ward(tmp_path)) as here:
        await here.press("l", "equals_sign")
        assert isinstance(here.app.screen, ProtocolsScreen)  # nothing is marked yet
        await here.press("space", "down", "slash")
        await here.type("kimura")
        await here.press("enter", "space")
        assert "2 marked" in here.text("#counts")
        await here.press("escape")
        shown = [row for row in screen(here.app.screen).rows if row.protocol is not None]
        assert len(shown) == len(library())
        await here.press("equals_sign")
        assert isinstance(here.app.screen, CompareScreen)
        assert [protocol.id for protocol in here.app.screen.protocols] == [
            built_in()[0].id,
            "alectinib-kimura",
        ]
        assert "19,200 mg" in here.text("#text")
        await here.press("escape", "space")
        assert "1 marked" in here.text("#counts")


def screen(found: object) -> ProtocolsScreen:
    assert isinstance(found, ProtocolsScreen)
    return found


def test_protocols_of_two_drugs_are_compared_with_a_word_of_warning() -> None:
    other: Protocol = replace(find("alectinib-kimura"), drug="lorlatinib")
    words = text_of(comparison([find("alectinib-anderson"), other], 116))
    assert "Different drugs: alectinib and lorlatinib." in " ".join(words.split())
