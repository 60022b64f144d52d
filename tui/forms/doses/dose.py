"""Record a dose: given as prescribed, given otherwise, or not given and why (CUI fig. 95, 143)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, cast

from textual.widget import Widget
from textual.widgets import Static

from protocols.course.lost_doses import will_follow
from protocols.course.second_check import asked
from protocols.entries import DoseGiven, DoseNotGiven, NotGivenStatus, What
from protocols.gate.warnings import amount_warning, dose_warnings, left_due
from protocols.values.codes import Code
from protocols.values.refusal import Refused
from tui.forms.base.two_person_form import CheckedForm
from tui.forms.base.which_dose import Meant, WhichDose
from tui.forms.doses.given import NOT_GIVEN, GivenFields
from tui.forms.doses.scanned import ScanFields
from tui.parsing import Fault
from tui.views.lines.lines import wrap
from tui.widgets.choice import Choice, Option
from tui.widgets.drawing import put
from tui.widgets.field import Field
from tui.widgets.plain import plain
from tui.widgets.when import When

_OTHERWISE = (
    Option("S", "self", "Self-administered as prescribed"),
    Option("X", "other", "Given, another amount or a part"),
    Option("V", "vomited", "Given and vomited"),
)
_GIVEN = ("given", "without food", "self", "other", "vomited")
_STAYS_OPEN = ("deferred", "unknown")


class DoseForm(CheckedForm):
    """One dose. Its letter, then Enter on Record: two actions at least (CUI MEDa-0204, 0205)."""

    TITLE_TEXT: ClassVar[str] = "Record a dose"
    ABOUT: ClassVar[str] = (
        "What became of one dose: given as prescribed, given in another way, or not given and "
        "why. It can be recorded late, at its true time."
    )
    FREEZES: ClassVar[bool] = True

    def first_fields(self) -> Iterable[Widget]:
        """Which dose where there are several, what happened, then food, amount, time and reason."""
        yield WhichDose(self.chart, self.session.now())
        yield Static(id="warnings", classes="warns", markup=False)
        yield Choice("What happened", self._events(), columns=2, id="event")
        yield GivenFields(self.chart)
        yield When(self.session.now, self.chart.zone, "Given at", beside=True)
        yield Field("Reason", lines=True, id="reason")
        yield ScanFields(self.chart, self.patient)
        yield Static(id="follows", classes="says", markup=False)

    def after_change(self) -> None:
        """The doses as they stand now and the one that was meant; what happened, and when, is asked again."""
        self.query_one(WhichDose).renew(self.chart, self.session.now())
        self.query_one("#event", Choice).chosen = None
        if not self.chart.running:
            time = self.query_one("#time", Field)
            time.value, time.required = "", True
        super().after_change()

    def _events(self) -> list[Option]:
        if self.chart.protocol.with_food:
            given = [
                Option("G", "given", "Given as prescribed, with food"),
                Option("W", "without food", "Given as prescribed, without food"),
            ]
        else:
            given = [Option("G", "given", "Given as prescribed")]
        return [*given, *_OTHERWISE, *NOT_GIVEN]

    @property
    def event(self) -> str | None:
        """What happened, None before it is chosen."""
        return self.query_one("#event", Choice).value

    @property
    def meant(self) -> Meant | None:
        """The dose that is meant, None before it is chosen."""
        return self.query_one(WhichDose).meant

    def rearrange_first(self) -> None:
        """Ask for an amount only where it is not the prescribed one; warn before it is recorded."""
        event, meant = self.event, self.meant
        off_schedule = meant is not None and meant.amount is None
        asks = event == "other" or (off_schedule and event in _GIVEN)
        self.query_one(GivenFields).ask(asks, food=event in ("self", "other", "vomited"))
        reason = self.query_one("#reason", Field)
        reason.required = event in ("other", "other reason", "deferred") or off_schedule
        self.query_one(ScanFields).rearrange(event in _GIVEN, self._amount(), self.cells)
        self._tell("#warnings", self._warnings())
        self._tell("#follows", self._follows())

    def _amount(self) -> Decimal | None:
        """How much is given as far as it is known."""
        meant = self.meant
        if meant is not None and meant.amount is not None and self.event != "other":
            return meant.amount
        return self.query_one(GivenFields).known

    def take_code(self, code: Code, patient: str) -> bool:
        """A wristband, this patient's or not; a pack, which makes this dose or must not be given."""
        scans, wanted = self.query_one(ScanFields), self.session.ledger.catalogue.wanted
        if self.frozen or self.first is not None or wanted.is_off:
            return False
        if not code.is_pack and not patient:
            return False
        self.say()
        if code.is_pack:
            self._take_pack(scans, code)
        else:
            scans.take_wristband(patient)
        self.rearrange()
        self.to_needed()
        return True

    def forget_codes(self, why: str) -> None:
        """What was scanned here is void; Record waits for a whole code, with `why`."""
        self.query_one(ScanFields).forget(why)
        self.rearrange()

    def _take_pack(self, scans: ScanFields, code: Code) -> None:
        """The pack says that the dose was given, and as prescribed until somebody chooses otherwise."""
        amount = self._amount()
        if amount is None:
            self.say("Choose the dose and the amount first, then scan the pack.")
            return
        try:
            scans.take_pack(code, amount)
        except Refused as refused:
            scans.stops["pack"] = str(refused)
            return
        if self.event is None:
            self.query_one("#event", Choice).choose_letter("G")

    def _tell(self, place: str, sentences: list[str]) -> None:
        said = self.query_one(place, Static)
        lines = [line for sentence in sentences for line in wrap(sentence, self.cells - 1, "  ")]
        put(said, plain("\n".join(lines), multiline=True))
        said.display = bool(lines)

    def _warnings(self) -> list[str]:
        meant = self.meant
        found = dose_warnings(self.chart, meant.dose if meant else None, self.session.now())
        if meant is None or meant.amount is None or self.event != "other":
            return found
        amount = self.query_one(GivenFields).known
        told = amount_warning(amount, meant.amount, self.chart.protocol.unit) if amount is not None else ""
        return [told, *found] if told else found

    def _follows(self) -> list[str]:
        """What the protocol says of what was chosen, and who is needed for it."""
        event, meant, now = self.event, self.meant, self.session.now()
        if event is None or meant is None:
            return []
        told = []
        key = meant.dose.key if meant.dose else None
        if key is not None and event not in _STAYS_OPEN and (event == "vomited" or event not in _GIVEN):
            told.append(will_follow(self.chart, key, event, now))
        if event in _GIVEN and asked(self.chart, meant.given(), now):
            told.append("Second check: another person is asked for the amount before this is recorded.")
        return [sentence for sentence in told if sentence]

    _asked_beside = ""
    """What was asked about a dose of the schedule that would stay due; asked once."""

    async def submit(self) -> None:
        """Ask once more before a dose off the schedule is recorded while one of the schedule is due."""
        off_schedule = self.meant is not None and self.meant.amount is None and self.event in _GIVEN
        words = left_due(self.chart, self.session.now()) if off_schedule else ""
        if words and words != self._asked_beside and not self.frozen:
            self._asked_beside = words
            self.say(words)
            return
        await super().submit()

    def build(self) -> tuple[What, datetime | None]:
        """The dose as it was given, or why it was not."""
        event, meant = self.event, self.meant
        if meant is None:
            raise Fault("Choose which dose it is: press its number.")
        if event is None:
            raise Fault("Choose what happened: press its letter.")
        at = self.query_one(When).instant()
        reason = self.query_one("#reason", Field).value
        if event in _GIVEN:
            return self._given(event, meant, reason), at
        if meant.dose is None:
            raise Fault("Choose which scheduled dose was not given.")
        return DoseNotGiven(meant.dose.key, cast(NotGivenStatus, event), reason), at

    def _given(self, event: str, meant: Meant, reason: str) -> DoseGiven:
        amount = meant.amount
        if amount is None or event == "other":
            amount = self.query_one(GivenFields).amount()
        return meant.given(
            amount,
            scans=self.query_one(ScanFields).build(amount),
            self_administered=event == "self",
            vomited=event == "vomited",
            with_food=self._food(event),
            reason=reason,
        )

    def _food(self, event: str) -> bool | None:
        """With or without food, where the protocol asks."""
        if not self.chart.protocol.with_food:
            return None
        if event in ("given", "without food"):
            return event == "given"
        found = self.query_one(GivenFields).with_food()
        if found is None:
            raise Fault("Choose whether it was taken with food: F with, B without.")
        return found
