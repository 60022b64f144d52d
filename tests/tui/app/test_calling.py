"""Being called: a quiet line by the bed, once, and the terminal's signal where the site wants it."""

from __future__ import annotations

from pathlib import Path

from store.site.preferences import Preferences
from tests.tui.helpers.bedside_app import NURSE, OTHER_NURSE, Bedside, Ward, bedside
from tui.app.calling import BYTES, Calling


def notices(here: Bedside) -> list[str]:
    return [notice.message for notice in here.app._notifications]


async def test_a_dose_that_falls_due_is_called_once_by_its_bed_and_no_name(ward: Ward) -> None:
    ward.begin()
    ward.at(1, "08:00")
    ward.give()
    ward.at(1, "18:55")
    async with bedside(ward) as here:
        assert notices(here) == []
        ward.at(1, "19:05")
        here.app.redraw()
        await here.settle()
        (told,) = notices(here)
        assert told == "Bed 12: a dose is due, 20:00."
        ward.at(1, "19:06")
        here.app.redraw()
        await here.settle()
        assert len(notices(here)) == 1, "once"


async def test_what_somebody_records_themselves_calls_nobody(ward: Ward) -> None:
    ward.step_one()
    async with bedside(ward) as here:
        await here.press("s", "w", "m", "enter")
        assert all(told.startswith("Recorded") for told in notices(here))


def test_the_signal_names_nobody_and_is_sent_only_where_it_is_wanted(ward: Ward) -> None:
    from protocols.reports.status import status_of
    from tui.views.course.board import board

    ward.begin()
    ward.at(1, "08:00")
    told: list[str] = []
    sent: list[str] = []
    record = ward.ledger.record("00481-7")
    before = board([record], ward.now.replace(hour=3), ward.zone)
    after = board([record], ward.now, ward.zone)
    assert status_of(ward.chart, ward.now).word == "DUE"
    for signal in ("none", "bell", "osc9", "osc777"):
        calling = Calling(lambda words, seconds: told.append(words), sent.append)
        calling.signal = signal
        calling.look(before, aloud=True)
        calling.look(after, aloud=True)
    assert len(told) == 4
    assert sent == [BYTES["bell"], BYTES["osc9"], BYTES["osc777"]]
    assert not any("12" in one or "NG" in one for one in sent)


async def test_how_somebody_is_called_is_theirs_and_kept_for_them(ward: Ward, tmp_path: Path) -> None:
    ward.step_one()
    async with bedside(ward) as here:
        here.app.session.preferences = kept = Preferences(tmp_path)
        here.app.calling.signal = "osc9"
        await here.press("B")
        chosen = [str(here.app.calling.own)]
        await here.press("B", "B")
        assert [*chosen, here.app.calling.own] == ["osc777", "bell"]
        assert "bell" in notices(here)[-1]
        theme = here.app.shown_theme
        here.app.prefer(kept.of(OTHER_NURSE))
        assert here.app.calling.own is None, "another person is called as the site says"
        here.app.prefer(kept.of(NURSE))
        assert [str(here.app.calling.own), here.app.shown_theme] == ["bell", theme]
