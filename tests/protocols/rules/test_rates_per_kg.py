"""A rate per kg and minute or hour: read, fixed for a weight, checked, set on a pump in mL an hour."""

from __future__ import annotations

import pytest

from protocols.course.second_check import figures, volume_asked
from protocols.course.sizes import workings
from protocols.definition.making import made_text
from protocols.definition.stock import stock_for
from protocols.entries import DoseGiven, SecondCheck
from protocols.remarks.remarks import unusual
from protocols.reports.event_rows import rows
from protocols.toml.parser import read
from protocols.toml.writer import written
from protocols.values.refusal import Refused
from tests.protocols.helpers.bedside import OTHER_NURSE
from tests.protocols.helpers.per_kg import RATE_HEAD, RATE_STEPS, D, Weighed, per_kg, sized
from tui.views.lines.lines import text_of
from tui.views.picture.protocol import reading

RATE = per_kg(RATE_HEAD + RATE_STEPS)


def enrolled(weight: str, *amounts: str) -> Weighed:
    bed = Weighed(RATE)
    bed.admit()
    bed.enrol_for(sized(RATE, weight, *amounts))
    return bed


def test_what_is_fixed_is_a_rate_of_the_drug_and_what_a_liquid_has_is_the_drug() -> None:
    assert (RATE.per, RATE.plain_unit, RATE.is_rate) == ("kg", "microgram/min", True)
    assert read(written(RATE), "site.toml") == RATE
    bed = enrolled("70", "7", "14")
    assert (bed.chart.protocol.unit, bed.chart.protocol.step(1).single) == ("microgram/min", D(7))
    working = workings(bed.chart)[0]
    assert working.startswith("Step 1: 7 microgram/min (0.1 microgram/kg/min \N{MULTIPLICATION SIGN} 70 kg")
    assert working.endswith("rounded by 0.4 microgram/min, at most 40 microgram/min)")
    said = " ".join(text_of(reading(RATE, 100)).split())
    assert "syringe of 50 mL with 80 microgram in 1 mL" in said


def test_the_cap_is_never_passed_and_the_rounding_is_kept() -> None:
    with pytest.raises(Refused, match=r"MORE THAN THE CAP of 40 microgram/min"):
        enrolled("70", "7", "41")
    with pytest.raises(Refused, match=r"why step 1 has 8 microgram/min, beyond the rounding"):
        enrolled("70", "8", "14")


def test_the_pump_is_set_in_ml_an_hour_and_read_by_the_second_person() -> None:
    """8 microgram a minute are 480 an hour: 6 mL of 80 microgram in 1 mL."""
    bed = enrolled("80", "8", "16")
    protocol = bed.chart.protocol
    assert made_text(protocol, D(8), ()) == "6 mL/h of syringe of 50 mL, 80 microgram in 1 mL"
    assert volume_asked(bed.chart, D(8))
    second = SecondCheck(OTHER_NURSE, bed.now, D(8), volume_ml=D(6))
    assert figures(bed.chart, D(8), (), second.volume_ml) == "8 microgram/min, 6 mL/h"
    assert made_text(protocol, D("7.9"), ()) is None, "5.925 mL/h cannot be set"
    assert stock_for({D(8): 3}, (), protocol).empty, "nobody knows how long a rate runs"


def test_the_spreadsheet_has_what_was_asked_per_kg_and_what_was_measured() -> None:
    bed = enrolled("80", "8", "16")
    bed.rash_free()
    bed.start(1)
    assert bed.next is not None
    bed.now = bed.next.at
    second = SecondCheck(OTHER_NURSE, bed.now, D(8), volume_ml=D(6))
    bed.record(DoseGiven(bed.next.key, D(8), second=second))
    (row,) = [row for row in rows(bed.folded, "Ward 3") if row["kind"] == "dose given"]
    wanted = {"amount": "8", "unit": "microgram/min", "asked": "0.1", "asked_unit": "microgram/kg/min"}
    assert {**wanted, "weight_kg": "80", "volume_ml": "6", "counted": ""}.items() <= row.items()


def test_rates_are_judged_as_rates() -> None:
    """Two readings of 50 and then an open end are no day of 48 readings."""
    words = " ".join(str(remark) for remark in unusual(RATE))
    assert "the daily dose" not in words
    tripled = per_kg(RATE_HEAD + RATE_STEPS.replace("0.2", "0.3"))
    assert "the rate is 3 times that of the step before" in " ".join(map(str, unusual(tripled)))
    down = per_kg(RATE_HEAD + RATE_STEPS.replace("0.2", "0.05"))
    assert down.direction(2) == "down"
