"""Random nurses with doses: given, made up, not given, vomited, and second checks good and bad."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import rule

from protocols.course.make_up import can_be_made_up
from protocols.course.prescription import prescribed
from protocols.course.schedule import next_dose, scheduled
from protocols.course.second_check import asked
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, DoseVomited, Person, SecondCheck
from protocols.record.corrected import of_kind
from tests.protocols.helpers.bedside import NURSE, OTHER_NURSE
from tests.protocols.helpers.watched import Watched

PAST = [timedelta(minutes=m) for m in (0, 0, 0, 1, 30, 200, 240, 500, 720, 1440, 3000)]
STATUSES = ["refused", "absent", "deferred", "unknown", "other reason"]
SECONDS = ["as asked"] * 4 + ["none", "reason", "same person", "admin", "other amount", "other units"]


class RandomDoses(Watched):
    """What people do with doses; the rest is in random_nurses.py."""

    # doses

    @rule(count=st.integers(1, 4))
    def the_next_doses_are_given_at_their_time(self, count: int) -> None:
        for _ in range(count):
            coming = next_dose(scheduled(self.chart, self.way.now))
            if coming is None:
                return
            self.way.now = max(self.way.now, coming.at)
            self.give(coming.key, coming.amount, timedelta(0), False)

    @rule(
        days=st.integers(-3, 2),
        slot=st.sampled_from(["morning", "evening"]),
        amount=st.sampled_from([None, None, Decimal("0.5"), Decimal(600)]),
        ago=st.sampled_from(PAST),
        vomited=st.booleans(),
        second=st.sampled_from(SECONDS),
    )
    def a_dose_is_recorded(
        self, days: int, slot: str, amount: Decimal | None, ago: timedelta, vomited: bool, second: str
    ) -> None:
        key = DoseKey(self.today + timedelta(days=days), slot)
        due = prescribed(self.chart, key, self.way.now - ago)
        self.give(key, amount or due or Decimal(1), ago, vomited, second)

    def give(
        self, key: DoseKey, amount: Decimal, ago: timedelta, vomited: bool, second: str = "as asked"
    ) -> None:
        dose = DoseGiven(key, amount, vomited=vomited, reason="as told")
        self.take(dose, ago, second)

    def take(self, dose: DoseGiven, ago: timedelta, second: str) -> None:
        """Record a dose with the second check that was drawn: as it should be, or as it must not be."""
        needed = asked(self.chart, dose, self.way.now - ago)
        self.act(with_second(dose, second, needed, self.way.now), ago=ago)

    @rule(ago=st.sampled_from(PAST), second=st.sampled_from(SECONDS))
    def an_extra_dose_is_recorded(self, ago: timedelta, second: str) -> None:
        self.take(DoseGiven(None, Decimal(150), reason="extra"), ago, second)

    @rule(
        data=st.data(),
        ago=st.sampled_from(PAST),
        amount=st.sampled_from([None, None, None, Decimal(75)]),
        second=st.sampled_from(SECONDS),
    )
    def a_dose_is_made_up(
        self, data: st.DataObject, ago: timedelta, amount: Decimal | None, second: str
    ) -> None:
        chart = self.chart
        records = list(of_kind(chart.lines.values(), DoseGiven, DoseNotGiven))
        assume(records)
        lost = [line for line in records if can_be_made_up(chart, line)]
        line = data.draw(st.sampled_from(lost or records))
        key = chart.key_of(line)
        due = prescribed(chart, key, self.way.now - ago) if key else None
        self.take(
            DoseGiven(None, amount or due or Decimal(1), makes_up=line.id, reason="as told"), ago, second
        )

    @rule(
        days=st.integers(-2, 1),
        slot=st.sampled_from(["morning", "evening"]),
        status=st.sampled_from(STATUSES),
    )
    def a_dose_is_not_given(self, days: int, slot: str, status: Any) -> None:
        self.act(DoseNotGiven(DoseKey(self.today + timedelta(days=days), slot), status, "told"))

    @rule(data=st.data())
    def a_dose_comes_up(self, data: st.DataObject) -> None:
        doses = list(of_kind(self.chart.lines.values(), DoseGiven))
        assume(doses)
        self.act(DoseVomited(data.draw(st.sampled_from(doses)).id))


def with_second(dose: DoseGiven, how: str, needed: bool, now: datetime) -> DoseGiven:
    """`dose` with a second check as drawn; one as it was `needed` counts capsules of 150 mg."""
    if how == "none" or (how == "as asked" and not needed):
        return dose
    if how == "reason":
        return msgspec.structs.replace(dose, no_second_check="alone on the ward")
    count, rest = divmod(dose.amount, Decimal(150))
    right = () if rest else ((Decimal(150), int(count)),)
    by = {"same person": NURSE, "admin": Person("Kai Wu", "KW", "admin")}.get(how, OTHER_NURSE)
    amount = dose.amount + 1 if how == "other amount" else dose.amount
    units = ((Decimal(150), int(count) + 1),) if how == "other units" else right
    second = SecondCheck(by, now, amount, units)
    return msgspec.structs.replace(dose, second=second)
