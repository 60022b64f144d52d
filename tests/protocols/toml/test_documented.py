"""The worked examples of docs/protocols.md: each is read as it stands, and a course does what it says."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from protocols import entries as e
from protocols.course.forecast import coming
from protocols.course.progress import has_its_doses
from protocols.course.sizes import new_size_words, workings
from protocols.definition.protocol import Protocol
from protocols.definition.step import USUAL_TIMES
from protocols.gate.gate import gate_rules
from protocols.reports.status import status_of
from protocols.rules.check import Refused
from protocols.toml.parser import read
from protocols.toml.writer import written
from tests.protocols.helpers.bedside import Bedside, refusal, words
from tests.protocols.helpers.per_kg import Weighed, sized
from tests.protocols.helpers.site_file import GOOD

D = Decimal
PAGE = (Path(__file__).parents[3] / "docs" / "protocols.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SPLIT, ONCE, RHYTHMS, PER_KG, DOWN, CHECKS = EXAMPLES
HEAD = GOOD[: GOOD.index("[[steps]]")].replace('second_check = "every dose"', 'second_check = "never"')
HEAD = HEAD.replace("treatment_break_hours = 48", "treatment_break_hours = 120")
LAST = "\n[[steps]]\nmorning = 700\n"
MON = date(2026, 11, 2)


def file_of(example: str, last: str = LAST) -> Protocol:
    """The example as a whole file: its own keys in the place of those of a small good file."""
    top, mark, rest = re.split(r"^(\[)", example, maxsplit=1, flags=re.MULTILINE)
    head = HEAD
    for line in top.strip().splitlines():
        key = line.split(" = ")[0]
        known = re.search(rf"^{key} = .*$", head, re.MULTILINE)
        head = head.replace(known[0], line) if known else head.replace("with_food", f"{line}\nwith_food")
    found = read(f"{head}{mark}{rest}{last}", "site.toml")
    assert read(written(found), "site.toml") == found
    return found


def enrolled(protocol: Protocol) -> Bedside:
    bed = Bedside(protocol, day=MON)
    bed.admit()
    bed.enrol(times={slot: USUAL_TIMES[slot] for slot in protocol.slots})
    bed.rash_free()
    return bed


def begun(protocol: Protocol) -> Bedside:
    bed = enrolled(protocol)
    bed.start(1)
    return bed


def amounts_of(bed: Bedside, count: int) -> list[tuple[date, Decimal]]:
    return [(dose.key.day, dose.amount) for dose in coming(bed.chart, bed.now)][:count]


def test_two_amounts_a_day_for_eight_days_and_the_longest_stay_said() -> None:
    bed = begun(file_of(SPLIT))
    assert amounts_of(bed, 3) == [(MON, D(450)), (MON, D(600)), (MON + timedelta(days=1), D(450))]
    step = bed.protocol.step(1)
    assert (step.doses_needed, step.at_most_days) == (16, 14)
    assert step.text == "Days 16 to 23: 450 mg in the morning and 600 mg in the evening"


def test_a_dose_by_the_clock_that_is_given_once_does_not_come_due_again() -> None:
    bed = begun(file_of(ONCE))
    assert bed.next is not None
    assert bed.next.amount == D("0.04")
    bed.give()
    bed.go(hours=3)
    assert has_its_doses(bed.chart)
    assert bed.next is None


@pytest.mark.parametrize(
    ("place", "days"),
    [
        (0, [(0, 160), (2, 160), (4, 160), (7, 160)]),
        (1, [(0, 5), (1, 5), (20, 5), (28, None)]),
        (2, [(0, 50), (1, 75), (2, 50), (3, 75)]),
    ],
)
def test_not_every_day(place: int, days: list[tuple[int, int | None]]) -> None:
    alone = RHYTHMS.split("[[steps]]\n")[1:][place]
    bed = begun(file_of(f"[[steps]]\n{alone}"))
    planned = {day: amount for day, amount in amounts_of(bed, 40) if amount < 700}
    for after, amount in days:
        assert planned.get(MON + timedelta(days=after)) == amount
    if place == 0:
        assert MON + timedelta(days=1) not in planned
    if place == 1:
        assert [MON + timedelta(days=n) in planned for n in (20, 21, 27)] == [True, False, False]


CHILD = ("2.5", "4.5", "8")


def test_doses_per_kg_are_fixed_by_a_prescriber_and_a_new_weight_changes_nothing() -> None:
    """A child of 15 kg, as the page has it."""
    protocol = file_of(PER_KG, last="")
    bed = Weighed(protocol)
    bed.admit()
    assert "Write why step 1 has 3 mg" in refusal(bed, bed.enrol_for, sized(protocol, "15", "3", *CHILD[1:]))
    assert "MORE THAN THE CAP of 8 mg" in refusal(
        bed, bed.enrol_for, sized(protocol, "15", *CHILD[:2], "8.5", reasons={3: "0.6 times 15 is 9"})
    )
    bed.enrol_for(sized(protocol, "15", *CHILD))
    product = "0.15 mg/kg \N{MULTIPLICATION SIGN} 15 kg = 2.25 mg"
    working = f"{product}, rounded by 0.5 mg (500 microgram), at most 25 mg"
    assert workings(bed.chart)[0] == f"Step 1: 2.5 mg ({working})"
    assert f"`Step 1: 2.5 mg. {working}: fits.`" in " ".join(PAGE.split())
    bed.rash_free()
    bed.start(1)
    assert amounts_of(bed, 1) == [(MON, D("2.5"))]
    bed.at(MON, "08:00")
    bed.give()
    bed.weigh("20")
    assert amounts_of(bed, 1) == [(MON + timedelta(days=1), D("2.5"))]
    assert new_size_words(bed.chart) in status_of(bed.chart, bed.now).why
    more, first = sized(protocol, "20", "3", "6", "8"), e.DoseKey(MON + timedelta(days=1), "morning")
    with pytest.raises(Refused):
        bed.fix(more, first)
    bed.at(MON, "21:00")
    bed.rash_free()
    bed.fix(more, first)
    assert amounts_of(bed, 1) == [(MON + timedelta(days=1), D(3))]
    assert new_size_words(bed.chart) == ""


def test_a_step_down_has_its_own_times_of_the_check_and_a_step_up_has_not() -> None:
    taper = "[[steps]]\ndays = 1\nmorning = 150\n\n[[steps]]\ndays = 1\nmorning = 20\n" + LAST
    bed = begun(file_of(f"{DOWN}\n{taper}", last=""))
    bed.at(MON, "08:00")
    bed.give()
    rules = gate_rules(bed.chart)
    assert (rules.check_after_dose_hours, rules.check_valid_hours) == (0, 24)
    bed.go(minutes=1)
    bed.rash_free()
    bed.at(MON + timedelta(days=1), "07:30")
    bed.start(2)
    rules = gate_rules(bed.chart)
    assert (rules.check_after_dose_hours, rules.check_valid_hours) == (4, 12)


def test_a_check_beside_the_skin_holds_at_once_and_the_gate_still_waits() -> None:
    steps = "[[steps]]\ndays = 1\nmorning = 150\n\n[[steps]]\ndays = 1\nmorning = 300\n" + LAST
    bed = enrolled(file_of(f"{CHECKS}\n{steps}", last=""))
    assert "No withdrawal signs, COWS under 8" in refusal(bed, bed.start, 1)
    bed.record(e.NamedCheckMade("No withdrawal signs, COWS under 8", stated=True))
    bed.start(1)
    bed.at(MON, "08:00")
    bed.give()
    bed.record(e.NamedCheckMade("Neutrophils", D("1.1"), "10^9/L"))
    assert bed.chart.open_holds
    bed.rash_free()
    bed.decide("resume")
    assert not bed.chart.open_holds
    bed.go(days=1)
    assert "OUT OF RANGE" in words(bed, 7)
    bed.record(e.NamedCheckMade("Neutrophils", D("1.5"), "10^9/L"))
    assert "OUT OF RANGE" not in words(bed, 7)
    assert "Valid until" in words(bed, 7)
    assert "too old then" in words(bed, 8), "the statement was good for 4 hours"
