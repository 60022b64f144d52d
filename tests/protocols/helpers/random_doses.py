"""Random nurses with doses: given, made up, not given, vomited, and second checks good and bad."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import rule

from protocols.course.schedule import next_dose, scheduled
from protocols.entries import DoseGiven, DoseKey, DoseNotGiven, DoseVomited, Person, SecondCheck
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
        key = DoseKey(self.oracle.day(self.way.now) + timedelta(days=days), slot)
        asked = self.oracle.asked(key, self.way.now - ago)
        self.give(key, amount or asked or Decimal(1), ago, vomited, second)

    def give(
        self, key: DoseKey, amount: Decimal, ago: timedelta, vomited: bool, second: str = "as asked"
    ) -> None:
        dose = DoseGiven(key, amount, vomited=vomited, reason="as told")
        self.take(dose, self.may_be(dose, self.way.now - ago), ago, second)

    def take(self, dose: DoseGiven, possible: bool, ago: timedelta, second: str) -> None:
        """Record a dose with the second check that was drawn: as it should be, or as it must not be."""
        asked = self.oracle.second_asked(dose, self.way.now - ago)
        dose, fits = with_second(dose, second, asked, self.way.now)
        self.act(dose, possible and fits, ago=ago)

    def may_be(self, what: Any, at: datetime) -> bool:
        """Whether a dose can be, or can have been left out: once, near its time, and planned."""
        key = what.dose
        if isinstance(what, DoseGiven) and what.makes_up:
            return self.oracle.may_make_up(what, at)
        if key is None:
            return True
        if self.oracle.closed(key):
            return False
        ahead = self.oracle.slot_at(key) - at
        if isinstance(what, DoseGiven):
            return abs(ahead) <= timedelta(days=1)
        window = self.oracle.window(key)
        planned = window is not None and key.slot in self.oracle.slots(window.step)
        return planned and ahead <= timedelta(days=1)

    @rule(ago=st.sampled_from(PAST), second=st.sampled_from(SECONDS))
    def an_extra_dose_is_recorded(self, ago: timedelta, second: str) -> None:
        self.take(DoseGiven(None, Decimal(150), reason="extra"), True, ago, second)

    @rule(
        data=st.data(),
        ago=st.sampled_from(PAST),
        amount=st.sampled_from([None, None, None, Decimal(75)]),
        second=st.sampled_from(SECONDS),
    )
    def a_dose_is_made_up(
        self, data: st.DataObject, ago: timedelta, amount: Decimal | None, second: str
    ) -> None:
        records = self.oracle.of(DoseGiven, DoseNotGiven)
        assume(records)
        lost = [id for id, _ in records if self.oracle.lost(id)]
        id = data.draw(st.sampled_from(lost or [id for id, _ in records]))
        key, at = self.oracle.lost(id), self.way.now - ago
        asked = self.oracle.asked(key, at) if key else None
        dose = DoseGiven(None, amount or asked or Decimal(1), makes_up=id, reason="as told")
        self.take(dose, self.oracle.may_make_up(dose, at), ago, second)

    @rule(
        days=st.integers(-2, 1),
        slot=st.sampled_from(["morning", "evening"]),
        status=st.sampled_from(STATUSES),
    )
    def a_dose_is_not_given(self, days: int, slot: str, status: Any) -> None:
        what = DoseNotGiven(
            DoseKey(self.oracle.day(self.way.now) + timedelta(days=days), slot), status, "told"
        )
        self.act(what, self.may_be(what, self.way.now))

    @rule(data=st.data())
    def a_dose_comes_up(self, data: st.DataObject) -> None:
        doses = self.oracle.of(DoseGiven)
        assume(doses)
        entry, live = data.draw(st.sampled_from(doses))
        allowed = entry not in self.oracle.vomited() and live.at <= self.way.now
        self.act(DoseVomited(entry), allowed)

    def second_kept(self, entry: str, right: DoseGiven, at: datetime) -> bool:
        first = next(e.what for e in self.way.entries if e.id == entry)
        made = first.second if isinstance(first, DoseGiven) else None
        excused = made or right.no_second_check or not self.oracle.second_asked(right, at)
        return right.second == made and bool(excused)


def with_second(dose: DoseGiven, how: str, asked: bool, now: datetime) -> tuple[DoseGiven, bool]:
    """`dose` with a second check as drawn, and whether that may be recorded where 150 mg is in stock."""
    if how == "none" or (how == "as asked" and not asked):
        return dose, not asked
    if how == "reason":
        return msgspec.structs.replace(dose, no_second_check="alone on the ward"), True
    count, rest = divmod(dose.amount, Decimal(150))
    right = () if rest else ((Decimal(150), int(count)),)
    by = {"same person": NURSE, "admin": Person("Kai Wu", "KW", "admin")}.get(how, OTHER_NURSE)
    amount = dose.amount + 1 if how == "other amount" else dose.amount
    units = ((Decimal(150), int(count) + 1),) if how == "other units" else right
    second = SecondCheck(by, now, amount, units)
    return msgspec.structs.replace(dose, second=second), how == "as asked"
