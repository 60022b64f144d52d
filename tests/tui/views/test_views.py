"""What the screens draw, without Textual: nothing is cut that must be whole, everything fits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols import entries as e
from protocols.definition.protocol import Protocol
from protocols.definition.totals import step_text
from protocols.reports.status import MEANINGS, status_of
from protocols.toml.parser import read
from protocols.values.clinic_time import instant_of
from protocols.values.formatting import amount_text
from store.site.library import built_in
from tests.protocols.helpers.bedside import Bedside, on_step
from tests.protocols.helpers.site_file import GOOD
from tui.views.course.banner import banner
from tui.views.course.board import HEADINGS, board
from tui.views.course.chart import dose_lines, gate_lines
from tui.views.course.history import history
from tui.views.course.plan import steps
from tui.views.lines.lines import fit, text_of, width, wrap
from tui.views.lines.status import CHIP, chip
from tui.views.picture.protocol import reading
from tui.views.round.layout import Needs, columns, needs_of

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Mn", "Me", "Zl", "Zp")))
PROTOCOLS = [protocol for protocol in built_in() if protocol.startable]


def started(protocol: Protocol) -> Bedside:
    bed = Bedside(protocol)
    bed.begin()
    return bed


@given(TEXT, st.integers(4, 60))
def test_fit_is_exact(text: str, cells: int) -> None:
    assert width(fit(text, cells)) == cells


@pytest.mark.parametrize("cells", range(12, 60))
def test_a_number_is_not_parted_from_its_unit_nor_from_its_capsules(cells: int) -> None:
    text = "450 mg tomorrow 08:00: 3 capsules of 150 mg, or 1 tablet of 450 mg"
    lines = wrap(text, cells)
    assert " ".join(lines) == text
    for whole in ("450 mg", "3 capsules", "150 mg", "1 tablet"):
        assert any(whole in line for line in lines)


@given(TEXT, st.integers(8, 60))
def test_wrap_fits_and_loses_no_letter(text: str, cells: int) -> None:
    lines = wrap(text, cells, "  ")
    assert all(width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.decimals("0.001", "99999", places=3), st.integers(16, 40), st.integers(0, 20))
def test_wrap_never_parts_a_number_from_its_unit(amount: Decimal, cells: int, before: int) -> None:
    dose = amount_text(amount, "mg")
    lines = wrap(f"{'x' * before} {dose} in the morning", cells)
    for part in dose.rstrip(")").split(" ("):  # below 1 mg it stands in microgram too
        assert any(part in line for line in lines)


def test_every_status_word_has_its_place() -> None:
    for word in MEANINGS:
        text, _ = chip(word)
        assert width(text) == CHIP
        assert word in text


@pytest.mark.parametrize("cells", [80, 100, 120, 200])
def test_the_board_fits(cells: int) -> None:
    assert sum(columns(cells, Needs())) + len(HEADINGS) <= cells


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda protocol: protocol.id)
def test_every_step_has_a_row_of_its_own_on_the_ladder(protocol: Protocol) -> None:
    bed = started(protocol)
    lines = steps(status_of(bed.chart, bed.now), 38)
    text = text_of(lines)
    assert [int(line[1:3]) for line in text.splitlines() if line[1:3].strip()] == [
        number for number in range(1, len(protocol.steps) + 1)
    ]
    words = " ".join(text.split())
    for step in protocol.steps:
        for dose in step.doses:
            assert amount_text(dose.amount, protocol.unit) in words
    assert all(width(line) <= 39 for line in text.splitlines())


@pytest.mark.parametrize("number", [1, 4, 7])
def test_a_ladder_without_room_leaves_the_earlier_steps_to_one_line(number: int) -> None:
    bed = on_step(number, "alectinib-kimura")
    found = status_of(bed.chart, bed.now)
    whole = steps(found, 30)
    assert steps(found, 30, len(whole)) == whole
    assert ("earlier: step" in text_of(steps(found, 30, 3))) == (number > 1)
    for rows in range(2, len(whole)):
        assert ">" in text_of(steps(found, 30, rows)[:rows])


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda protocol: protocol.id)
def test_the_next_dose_is_whole_on_the_board_and_the_chart(protocol: Protocol) -> None:
    bed = started(protocol)
    amount = amount_text(protocol.steps[0].doses[0].amount, protocol.unit)
    (row,) = board([bed.folded], bed.now, bed.zone)
    assert row.cells[6][0].startswith(amount)
    assert all(
        width(cell) <= room
        for (cell, _), room in zip(row.cells[4:], columns(80, needs_of([row]))[4:8], strict=True)
    )
    assert f"DOSE {amount} in the morning" in text_of(dose_lines(status_of(bed.chart, bed.now), bed.now, 76))


def test_the_dose_has_a_countdown_that_follows_the_minute() -> None:
    bed = started(built_in()[0])
    assert bed.next is not None
    due = bed.next.at
    for minutes, said, cells in ((-95, ", in 1hr 35min, on time from ", 90), (20, ", 20min ago: ", 68)):
        bed.now = due + timedelta(minutes=minutes)
        found = status_of(bed.chart, bed.now)
        assert said in text_of(dose_lines(found, bed.now, 110))
        assert len(dose_lines(found, bed.now, cells)) == 1, "it takes no line of its own"


def test_a_dose_far_away_fits_its_column() -> None:
    bed = started(built_in()[0])
    bed.now = instant_of(date(2026, 11, 1), "07:00", bed.zone)
    (row,) = board([bed.folded], bed.now, bed.zone)
    assert width(row.cells[6][0]) <= columns(80, needs_of([row]))[6]


def test_the_gate_says_what_is_missing_in_words() -> None:
    bed = started(built_in()[0])
    text = text_of(gate_lines(status_of(bed.chart, bed.now), bed.now, 76))
    assert text.startswith("Gate to step 2, 300 mg twice daily: SHUT")
    assert "[ ] 1 Doses given: 0 of 4 given" in text
    assert "[x] 6" in text


@pytest.mark.parametrize("cells", [76, 116])
def test_the_banner_has_two_lines_and_the_whole_number(cells: int) -> None:
    bed = started(built_in()[0])
    lines = text_of(banner(bed.folded, bed.now, bed.zone, cells)).splitlines()
    assert lines[0].startswith("NG, Li Wei")
    assert "Born 12-Mar-1958 (68y)" in lines[0]
    assert "MRN 00481-7" in lines[0]
    assert lines[1] == "Known allergies penicillin"
    assert all(width(line) <= cells for line in lines)


def test_a_long_name_is_whole_in_the_banner_where_sex_and_bed_have_room_below() -> None:
    bed = started(built_in()[0])
    name = "de Albuquerque Vasconcelos e Sousa", "Maria Eduarda"
    long = e.PatientAdmitted(*name, date(1957, 1, 22), "female", "3", "latex", "known")
    bed.record(e.PatientDetailsChanged(long, "misspelt"), course="")
    lines = text_of(banner(bed.folded, bed.now, bed.zone, 98)).splitlines()
    assert lines[0].startswith("DE ALBUQUERQUE VASCONCELOS E SOUSA, Maria Eduarda  Born")
    assert "MRN" in lines[0]
    assert lines[1] == "female  Bed 3  Known allergies latex"
    narrow = text_of(banner(bed.folded, bed.now, bed.zone, 60)).splitlines()
    assert narrow[0] == "DE ALBUQUERQUE VASCONCELOS E SOUSA, Maria Eduarda", "whole, above the other facts"
    assert narrow[1].endswith("MRN 00481-7  Bed 3")
    assert all(width(line) <= 60 for line in narrow)
    assert all(width(line) <= 98 for line in lines)


def test_history_is_newest_first_and_marks_what_was_corrected() -> None:
    bed = started(built_in()[0])
    wrong = bed.give()
    bed.go(minutes=30)
    bed.correct(wrong)
    rows = history(bed.folded)
    assert [row.entry.number for row in rows] == sorted((one.number for one in bed.entries), reverse=True)
    struck = next(row for row in rows if row.entry.id == wrong.id)
    assert (struck.tone, "CORRECTED by entry" in struck.note) == ("struck", True)
    assert "150 mg given" in struck.said
    assert [row.entry.number for row in history(bed.folded, "corrections")] == [rows[0].entry.number]


def test_sums_of_a_long_unit_stand_apart() -> None:
    """Micrograms and units run into six figures: the unit then stands at the doses alone."""
    many = GOOD.replace('unit = "mg"', 'unit = "microgram"').replace("morning = 20\n", "morning = 150000\n")
    lines = text_of(reading(read(many, "site.toml"), 80)).splitlines()
    head = next(place for place, line in enumerate(lines) if line.startswith("Step"))
    assert "300,000     300,000" in lines[head + 1]
    assert "150,000 microgram" in lines[head + 1]
    short = text_of(reading(read(GOOD, "site.toml"), 80))
    assert "40 mg       40 mg" in short


@pytest.mark.parametrize("protocol", built_in(), ids=lambda protocol: protocol.id)
def test_the_reader_names_source_steps_and_what_is_open(protocol: Protocol) -> None:
    text = text_of(reading(protocol, 76))
    assert all(width(line) <= 76 for line in text.splitlines())
    assert "10.1177/2050313X20966895" in text
    words = " ".join(text.split())
    for sentence in protocol.left_open:
        assert " ".join(sentence.split()) in words
    if not protocol.startable:
        assert "can be read, not started" in text
    for step in protocol.steps:
        assert step_text(step, protocol.unit).split(" and ")[0] in words
