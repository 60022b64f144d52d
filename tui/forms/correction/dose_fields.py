"""What the record of a dose should have said: which dose, given or not, how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import cast

from msgspec import UNSET
from textual.app import ComposeResult

from protocols.course.make_up import can_be_made_up, may_make_up
from protocols.course.prescription import prescribed
from protocols.course.schedule import ScheduledDose, scheduled
from protocols.course.second_check import asked as check_asked
from protocols.entries import Correctable, DoseGiven, DoseKey, DoseNotGiven, NotGivenStatus
from protocols.entries.wording import dose_key_text
from protocols.record.corrected import dose_key
from protocols.values.formatting import amount_text, day_text
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.which_dose import OFF_SCHEDULE
from tui.forms.correction.wrong import Wrong
from tui.forms.doses.given import NOT_GIVEN, GivenFields
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.tick import Tick
from tui.widgets.when import When

OFFERED = 5
"""Scheduled doses offered: this one and those without a record next to it in time."""


class DoseFields(EntryFields):
    """A dose stays a dose; which one, whether it was given and how much can be put right."""

    START = "#event"

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(id="dose")
        self.wrong = wrong
        self.doses = near_doses(wrong)
        self.lost = near_lost(wrong)
        self.offered = self._offered()

    def compose(self) -> ComposeResult:
        """The record as it stands, to be changed where it is wrong."""
        what = self.wrong.what
        given = what if isinstance(what, DoseGiven) else None
        options = [Option(str(n), str(n), said) for n, said in enumerate(self.offered.values(), 1)]
        options.append(Option("0", OFF_SCHEDULE, "A dose that was not on the schedule"))
        is_one = self._is_one
        which = str(list(self.offered).index(is_one) + 1) if is_one else OFF_SCHEDULE
        yield Choice("Which dose", options, chosen=which, folds=True, id="which")
        status = what.status if isinstance(what, DoseNotGiven) else "given"
        events = (Option("G", "given", "Given"), *NOT_GIVEN)
        yield Choice("What happened", events, chosen=status, columns=2, id="event")
        yield GivenFields(self.wrong.chart, what, self._planned(what))
        yield Tick("S", "Self-administered", ticked=bool(given and given.self_administered), id="self")
        yield Tick("V", "Vomited at once", ticked=bool(given and given.vomited), id="vomited")

    @property
    def _is_one(self) -> DoseKey | str | None:
        """What the record says it was: a scheduled dose, the make-up of one, or none of the schedule."""
        what = self.wrong.what
        return getattr(what, "makes_up", "") or what.dose

    def _offered(self) -> dict[DoseKey | str, str]:
        """The scheduled doses and the make-ups that it can have been, in words; always the one it is."""
        offered: dict[DoseKey | str, str] = {dose.key: self._named(dose) for dose in self.doses}
        for id, key in self.lost.items():
            offered[id] = f"Make-up of the dose of {dose_key_text(key)}"
        is_one = self._is_one
        if isinstance(is_one, DoseKey) and is_one not in offered:
            offered[is_one] = f"{dose_key_text(is_one)}, as recorded"
        return offered

    def _named(self, dose: ScheduledDose) -> str:
        amount = amount_text(dose.amount, self.wrong.chart.protocol.unit)
        return f"{day_text(dose.key.day)} {dose.key.slot}, {amount} prescribed"

    def _planned(self, what: DoseGiven | DoseNotGiven) -> Decimal | None:
        """What was to be given in the place of a dose that was not."""
        return next((dose.amount for dose in self.doses if dose.key == what.dose), None)

    def rearrange(self) -> None:
        """Ask how much only where it was given."""
        given = self.chosen("event") == "given"
        for name in ("self", "vomited"):
            self.query_one(f"#{name}").display = given
        self.query_one(GivenFields).ask(given, food=given)

    @property
    def _meant(self) -> tuple[DoseKey | None, str]:
        """The scheduled dose it was, or the record it made up."""
        which = self.chosen("which")
        if which in (None, OFF_SCHEDULE):
            return None, ""
        meant = list(self.offered)[int(which) - 1]
        return (meant, "") if isinstance(meant, DoseKey) else (None, meant)

    def build(self) -> Correctable:
        """The dose as it was; where the dose itself needs a reason, that of the correction serves."""
        event, (key, makes_up) = self.chosen("event"), self._meant
        own = getattr(self.wrong.what, "reason", "")
        if event == "given":
            return self._given(key, makes_up, own)
        if key is None:
            raise Fault("Choose which scheduled dose was not given.")
        needs = event in ("other reason", "deferred")
        return DoseNotGiven(key, cast(NotGivenStatus, event), own or (self.reason if needs else ""))

    def _given(self, key: DoseKey | None, makes_up: str, own: str) -> DoseGiven:
        fields = self.query_one(GivenFields)
        amount = fields.amount()
        chart, at = self.wrong.chart, self.wrong.at
        about = self.lost[makes_up] if makes_up else key
        asked = None if about is None else prescribed(chart, about, at)
        in_place = not makes_up or may_make_up(chart, chart.lines[makes_up], at)
        first = self.wrong.entry.what
        second = first.second if isinstance(first, DoseGiven) else None
        alone = getattr(self.wrong.what, "no_second_check", "")
        if not alone and not second and self._check_lacks(key, makes_up):
            alone = self.reason
        return DoseGiven(
            dose=key,
            amount=amount,
            self_administered=self.query_one("#self", Tick).ticked,
            vomited=self.query_one("#vomited", Tick).ticked,
            with_food=fields.with_food(),
            reason=own or (self.reason if asked != amount or not in_place else ""),
            makes_up=makes_up,
            second=second,
            no_second_check=alone,
            scans=first.scans if isinstance(first, DoseGiven) else UNSET,
        )

    def _check_lacks(self, key: DoseKey | None, makes_up: str) -> bool:
        """Whether the dose as it should read had to have a second check, the wrong one taken away."""
        chart, wrong = self.wrong.chart, self.wrong
        others = {id: line for id, line in chart.lines.items() if id != wrong.entry.id}
        dose = DoseGiven(key, Decimal(1), makes_up=makes_up)
        at = self.screen.query_one(When).instant() or wrong.at
        return check_asked(replace(chart, lines=others), dose, at)


def near_lost(wrong: Wrong) -> dict[str, DoseKey]:
    """The doses vomited or not given about a day around, that nothing else makes up, by their record.

    The one that the wrong record makes up is among them, however long before it was.
    """
    chart = wrong.chart
    found: dict[str, DoseKey] = {}
    for key, line in chart.statuses.items():
        instead = chart.make_ups.get(line.id)
        free = instead is None or instead.id == wrong.entry.id
        near = line.id != wrong.entry.id and abs(line.at - wrong.at) <= timedelta(days=1)
        if free and near and can_be_made_up(chart, line):
            found[line.id] = key
    own = getattr(wrong.what, "makes_up", "")
    of_own = dose_key(chart.lines, wrong.what) if own else None
    return found | {own: of_own} if of_own is not None else found


def near_doses(wrong: Wrong) -> list[ScheduledDose]:
    """The dose of the wrong record, whichever record counts for it, and those nearest to it without one."""
    free = [
        dose for dose in scheduled(wrong.chart, wrong.now) if dose.line is None or dose.key == wrong.what.dose
    ]
    own = [dose for dose in free if dose.key == wrong.what.dose]
    others = sorted((dose for dose in free if dose not in own), key=lambda dose: abs(dose.at - wrong.at))
    return sorted([*own, *others][:OFFERED], key=lambda dose: dose.at)
