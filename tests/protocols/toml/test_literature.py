"""The literature of other drugs: read without a fault, with its source, and stepped through as that says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from protocols.definition.making import made_text, unmakeable
from protocols.definition.protocol import Protocol
from protocols.definition.step import USUAL_TIMES
from protocols.definition.totals import step_text
from protocols.record.approvals import Approvals, approvable
from protocols.remarks.remarks import unusual
from protocols.rules.check import Refused
from protocols.toml.formatter import tidied
from protocols.toml.parser import read
from store.site.library import built_in, literature
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.published import LIBRARY
from tests.protocols.helpers.site_file import GOOD

LITERATURE = LIBRARY / "literature"
DAY = date(2026, 11, 2)

ALLOPURINOL = (
    GOOD[: GOOD.index("[[steps]]")].replace("alectinib", "allopurinol").replace("every dose", "never")
)
"""A slow schedule in micrograms and milligrams, to test the format: no published one."""


def example(name: str) -> Protocol:
    file = LITERATURE / f"{name}.toml"
    text = file.read_text(encoding="utf-8")
    assert tidied(text, file.name) == text
    return read(text, file.name)


def bedside(protocol: Protocol, wall: str, **changes: object) -> Bedside:
    there = Bedside(protocol)
    there.at(DAY, wall)
    there.admit()
    there.enrol(target=len(protocol.steps), **changes)
    there.rash_free()
    there.start(1)
    return there


def give_all(there: Bedside) -> int:
    """Every dose of the current step at its time; how many there were."""
    step = there.chart.step
    assert step is not None
    needed = step.doses_needed
    assert needed is not None
    for _ in range(needed):
        assert there.next is not None
        there.now = there.next.at
        there.give()
    return needed


FILES = {file.stem for file in LITERATURE.glob("*.toml")}

TO_READ_ONLY = {"allopurinol-slow", "clozapine", "cotrimoxazole-slow", "lamotrigine-without-valproate"}
"""What the sources as read leave open in every step, or contradict each other about."""

QUOTED: dict[str, tuple[int, str]] = {
    "brigatinib-lead-in": (7, "90x7 180"),
    "buprenorphine-microinduction": (5, "0.5 0.5x2 1x2 2x2 2x3 4x3"),
    "carvedilol-heart-failure": (42, "3.125x28 6.25x28 12.5x28 25x2"),
    "isoniazid-reintroduction": (2, "150x2 300"),
    "peanut-initial-escalation": (0, "0.5 1 1.5 3 6"),
    "penicillin-oral": (
        0,
        "100 200 400 800 1600 3200 6400 12000 24000 48000 80000 160000 320000 640000",
    ),
    "prednisolone-polymyalgia": (42, "15x21 12.5x21 10"),
    "rifampicin-reintroduction": (3, "150 300 450 600"),
}
"""Days before the last step and every dose up to its first day, as the sources print them."""


def doses(words: str) -> list[Decimal]:
    parts = [part.partition("x") for part in words.split()]
    return [Decimal(amount) for amount, _, times in parts for _ in range(int(times or 1))]


def test_the_literature_is_there_and_says_what_its_sources_leave_open() -> None:
    assert len(FILES) == 16
    for name in FILES:
        protocol = example(name)
        assert protocol.startable == (name not in TO_READ_ONLY), name
        assert protocol.left_open, name
        assert protocol.citation.text, name
        assert protocol.citation.evidence, name


def test_nobody_is_enrolled_on_literature_that_no_prescriber_of_the_site_approved() -> None:
    approvals = Approvals(built_in)
    for protocol in literature():
        assert not approvals.has(protocol), protocol.id
        if protocol.startable:
            approvable(approvals, protocol)
        else:
            with pytest.raises(Refused, match="it can be read, not started"):
                approvable(approvals, protocol)


@pytest.mark.parametrize("name", QUOTED)
def test_a_whole_course_gives_the_doses_of_the_source(name: str) -> None:
    days, words = QUOTED[name]
    protocol = example(name)
    times = {slot: USUAL_TIMES[slot] for slot in protocol.slots}
    there = bedside(protocol, "07:00", made_by="as the pharmacy writes", times=times)
    for number, step in enumerate(protocol.steps, start=1):
        if number == len(protocol.steps) and step.open_ended:
            break
        give_all(there)
        if number == len(protocol.steps):
            break
        if step.every_minutes is None:
            there.at(there.now.date() + timedelta(days=1), "07:00")
        else:
            there.go(hours=float(protocol.gate.check_after_dose_hours))
        there.rash_free()
        there.start(number + 1)
    while len(there.chart.taken) < len(doses(words)):
        assert there.next is not None
        there.now = there.next.at
        there.give()
    taken = there.chart.taken
    assert [line.what.amount for line in taken] == doses(words)  # type: ignore[union-attr]
    assert (there.now.date() - DAY).days == days
    if not protocol.steps[-1].open_ended:
        assert there.next is None


def test_penicillin_is_measured_from_the_suspension_and_in_the_volume_of_the_table() -> None:
    printed = "0.1A 0.2A 0.4A 0.8A 1.6A 3.2A 6.4A 1.2B 2.4B 4.8B 1C 2C 4C 8C"
    protocol = example("penicillin-oral")
    told = [made_text(protocol, step.doses[0].amount, ()) or "" for step in protocol.steps]
    assert [f"{one.split()[0]}{one.split()[4].strip(',')}" for one in told] == printed.split()


def test_a_quarter_and_a_half_of_a_tablet_of_buprenorphine() -> None:
    protocol = example("buprenorphine-microinduction")
    assert made_text(protocol, Decimal("0.5"), protocol.strengths) == "a quarter of a tablet of 2 mg"
    assert unmakeable(protocol, protocol.strengths, 6) == ()


def test_nevirapine_is_not_raised_while_a_rash_lasts() -> None:
    there = bedside(example("nevirapine-lead-in"), "07:00")
    assert give_all(there) == 14
    there.go(hours=5)
    there.rash()
    there.at(DAY + timedelta(days=15), "07:00")
    with pytest.raises(Refused, match="4 No open rash"):
        there.start(2)
    there.rash_free()
    with pytest.raises(Refused, match="5 No hold"):
        there.start(2)
    there.decide("resume")
    there.start(2)
    assert there.next is not None
    assert step_text(there.protocol.steps[1], "mg") == "200 mg twice daily"


def test_lamotrigine_beside_valproate_begins_on_alternate_days() -> None:
    there = bedside(example("lamotrigine-with-valproate"), "07:00")
    assert give_all(there) == 7
    days = [(line.at.date() - DAY).days for line in there.chart.taken]
    assert days == [0, 2, 4, 6, 8, 10, 12]
    there.at(DAY + timedelta(days=14), "07:00")
    there.rash_free()
    there.start(2)
    assert give_all(there) == 14
    assert [str(one) for one in unusual(there.protocol)] == [
        "warning: a break is 120 hours without a dose, in the library 48 hours."
    ]


def test_cotrimoxazole_goes_up_tenfold_every_hour_in_one_morning() -> None:
    protocol = example("cotrimoxazole-rapid")
    there = bedside(protocol, "08:00", strengths=(Decimal(160),), made_by="dilutions of the pharmacy")
    for step in range(1, 6):
        assert give_all(there) == 1
        there.go(minutes=40)
        there.rash_free()
        there.start(step + 1)
    assert there.next is not None
    there.now = there.next.at
    there.give()
    taken = [(line.at - there.chart.taken[0].at) // timedelta(hours=1) for line in there.chart.taken]
    assert taken == [0, 1, 2, 3, 4, 5]
    assert [str(line.what.amount) for line in there.chart.taken] == [  # type: ignore[union-attr]
        "0.004", "0.04", "0.4", "4", "40", "160",
    ]  # fmt: skip
    assert there.next is not None
    assert there.next.at - there.now == timedelta(days=1)


def test_micrograms_and_milligrams_in_one_protocol_are_exact() -> None:
    amounts = ["0.05", "0.1", "0.2", "0.5", "1", "5", "10", "25", "50"]
    steps = [f"[[steps]]\ndays = 3\nmorning = {amount}\n" for amount in amounts]
    protocol = read(f"{ALLOPURINOL}{''.join(steps)}[[steps]]\nmorning = 100\n", "site.toml")
    there = bedside(protocol, "07:00", made_by="suspension of the pharmacy")
    assert there.next is not None
    assert there.next.amount == Decimal("0.05")
    assert step_text(protocol.steps[0], "mg") == "0.05 mg (50 microgram) once daily in the morning"
    assert give_all(there) == 3
