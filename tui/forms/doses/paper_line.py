"""One line of a paper record as it is typed: a letter, then the true time or the reason.

"g 08:05", "g 18-Nov-2026 00:10 after the scan", "r feels sick", "k". Nothing is guessed: where a time fits
more than one day, the day is asked for, and what cannot be read is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from protocols.course.forecast import StayingDose
from protocols.entries import DoseGiven, DoseNotGiven, NotGivenStatus
from protocols.entries.wording import dose_key_text
from protocols.record.chart import Chart
from protocols.rules.doses import reach
from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, time_text
from protocols.values.time_words import Never, This, Which, of_dose
from tui.forms.base.line_time import pinned, told_at
from tui.forms.doses.given import NOT_GIVEN as REASONS
from tui.parsing import Fault

NOT_GIVEN = {option.letter.lower(): cast(NotGivenStatus, option.value) for option in REASONS}
"""The letters of a dose that was not given, as in the form of one dose."""

_GIVEN = {"g": (False, None), "s": (True, None)}
_GIVEN_FOOD = {"g": (False, True), "w": (False, False), "s": (True, True), "sw": (True, False)}
"""Letter: whether the patient took it without help, and with food."""


@dataclass(frozen=True)
class Common:
    """What is said once for all doses: the reason, and who gave them if not who enters them."""

    reason: str
    giver: str = ""

    def with_note(self, note: str) -> str:
        """The reason of one dose."""
        by = f"given by {self.giver}" if self.giver else ""
        return "; ".join(part for part in (self.reason, by, note) if part)


def letters(with_food: bool) -> list[str]:
    """What the letters mean, a line each."""
    if with_food:
        given = "g 08:05 given with food, w 08:05 without; s self-administered with food, sw without"
    else:
        given = "g 08:05 given; s 08:05 self-administered"
    not_given = ", ".join(f"{letter} {words}" for letter, words in NOT_GIVEN.items())
    return [f"{given}.", f"Not given: {not_given}; then why."]


def read_line(
    text: str, dose: StayingDose, chart: Chart, common: Common, now: datetime
) -> tuple[DoseGiven | DoseNotGiven, datetime]:
    """What happened to `dose`, and when, as told at `now`. Fault when the line is unclear."""
    name = dose_key_text(dose.key)
    letter, *rest = text.split(maxsplit=1)
    letter, said = letter.lower(), rest[0] if rest else ""
    given = _GIVEN_FOOD if chart.protocol.with_food else _GIVEN
    if letter in NOT_GIVEN:
        if letter in "od" and not said:
            raise Fault(f"{name}: write why after the letter {letter.upper()}.")
        return DoseNotGiven(dose.key, NOT_GIVEN[letter], common.with_note(said)), dose.at
    if letter not in given:
        raise Fault(f'{name}: begin with a letter of the list above. You typed "{text}".')
    at, note = _time(said, dose, chart, name, now)
    alone, food = given[letter]
    reason = common.with_note(note)
    return DoseGiven(dose.key, dose.amount, self_administered=alone, with_food=food, reason=reason), at


def pinned_line(text: str, zone: str, now: datetime) -> str:
    """`text` with "-30m" and "yesterday" written out as a day and a time: later they mean another one.

    A time alone stays: which day it is of is decided by its dose, whenever that is asked.
    """
    letter, _, said = text.partition(" ")
    if letter.lower() not in _GIVEN_FOOD or not said:
        return text
    return f"{letter} {pinned(said.strip(), zone, now, lambda wall: Never(''))}"


def _time(said: str, dose: StayingDose, chart: Chart, name: str, now: datetime) -> tuple[datetime, str]:
    """The instant the line begins with, and the rest of it."""
    longest = reach(chart, dose.key)
    answer, rest = told_at(
        said, name, chart.zone, now, lambda wall: of_dose(wall, dose.at, longest, chart.zone, now)
    )
    if isinstance(answer, This):
        return answer.at, rest
    example = ""
    if isinstance(answer, Which):
        at = answer.instants[-1]
        example = f" Such as: g {date_text(day_of(at, chart.zone))} {time_text(at, chart.zone)}."
    raise Fault(f"{name}: {answer.words}{example}")
