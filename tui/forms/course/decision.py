"""A prescriber's decision or waiver. The form shows what follows; it never picks one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, cast

import msgspec
from textual.widget import Widget
from textual.widgets import Static

from protocols.course.lost_doses import limit_words
from protocols.course.progress import gap
from protocols.course.sizes import new_size_words
from protocols.entries import (
    Confirmed,
    DecisionKind,
    DecisionMade,
    Person,
    PreconditionWaived,
    Waivable,
    What,
)
from protocols.gate.gate import gate, open_rashes, release_state
from protocols.gate.residual import no_residual
from protocols.gate.wording import gap_words
from protocols.record.chart import Chart
from protocols.rules.preview import as_if, what_follows
from protocols.values.refusal import Refused
from protocols.wording.entries import DECISIONS
from tui.forms.base.first_dose import FirstDose
from tui.forms.base.form import Form
from tui.forms.course.amounts import AmountsFields, Confirming
from tui.parsing import Fault
from tui.views.course.plan import planned_text
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain

_LETTERS = {
    "resume": "R",
    "repeat": "P",
    "back": "B",
    "stay": "S",
    "target": "T",
    "amounts": "M",
    "complete": "C",
    "stop": "X",
}
_WAIVE = "waive"
_WAIVED: tuple[tuple[str, Waivable, str], ...] = (
    ("D", "doses", "The doses of this step"),
    ("Y", "days", "The days of this step"),
    ("K", "break", "The treatment break"),
)
_CHECK = "check:"
"""Before the name of a check that can be waived."""
_RESIDUAL = (
    Option("A", "accepted", "Accepted at this dose"),
    Option("L", "not accepted", "Not accepted"),
)
_SOMEBODY = Person("another person", "-", "nurse")
"""Who will have confirmed the amounts, while nobody has yet and what follows is shown."""
_BEGINS = ("resume", "repeat", "back", "stay")
"""The decisions after which doses are due again."""


class DecisionForm(Form):
    """The decision by its letter, what it needs, the reason; Enter on Record records."""

    TITLE_TEXT: ClassVar[str] = "Prescriber's decision or waiver"
    KEPT: ClassVar[bool] = False
    ABOUT: ClassVar[str] = (
        "What only a prescriber decides: how a hold ends, where the course goes on, or that a "
        "precondition is waived. The tool never picks."
    )
    FREEZES: ClassVar[bool] = True

    def fields(self) -> Iterable[Widget]:
        """Who may decide, the decision, its step or precondition, first dose, reason, what follows."""
        yield Static(id="role", classes="warns", markup=False)
        sized = bool(self.chart.plan.protocol.per)
        kinds = [
            Option(_LETTERS[kind], kind, words)
            for kind, words in DECISIONS.items()
            if sized or kind != "amounts"
        ]
        kinds.append(Option("W", _WAIVE, "Waive doses, days, a treatment break or a check"))
        yield Choice("Decision", kinds, folds=True, id="decision")
        yield Choice("To which step", (), id="step")
        yield Choice("What is waived", (), id="waived")
        if sized:
            yield AmountsFields()
        yield FirstDose()
        yield Choice("Residual rash", _RESIDUAL, across=True, id="residual")
        yield Field("Reason", required=True, lines=True, id="reason")
        if sized:
            yield Confirming(self.session)
        yield Static(id="after", classes="after", markup=False)

    def redraw(self) -> None:
        """What follows can change while the form is open."""
        super().redraw()
        self.rearrange()

    @property
    def kind(self) -> str | None:
        """What was chosen."""
        return self.query_one("#decision", Choice).value

    @property
    def step(self) -> int | None:
        """The step to go back to, or the target."""
        value = self.query_one("#step", Choice).value
        return int(value) if value and self.kind in ("back", "target") else None

    def rearrange(self) -> None:
        """Ask only for what the chosen decision needs, and show what follows from it."""
        chart, kind = self.chart, self.kind
        self._tell_role()
        self._offer_steps(chart)
        self._offer_waivers(chart)
        self._offer_amounts(chart)
        self._offer_first(chart)
        to = self.step if kind == "back" else chart.step_number
        residual = kind in _BEGINS and self._rash_remains(chart) and not no_residual(chart, to or 1)
        self.query_one("#residual", Choice).display = residual
        self.query_one("#after", Static).update(plain("\n".join(self._outlook()), multiline=True))

    def _tell_role(self) -> None:
        person = self.session.person
        role = self.query_one("#role", Static)
        chart, now = self.chart, self.session.now()
        told = [gap_words(gap(chart, now), chart.protocol.gate, chart.zone), limit_words(chart, now)]
        told += [new_size_words(chart)]
        if person is None or person.role != "prescriber":
            signed = person.role if person else "nobody"
            told.append(f"Only a prescriber decides. You are signed on as {signed}.")
            told.append("A prescriber signs on with Esc, then i.")
        words = " ".join(sentence for sentence in told if sentence)
        role.display = bool(words)
        role.update(plain(words))

    def _offer_steps(self, chart: Chart) -> None:
        choice = self.query_one("#step", Choice)
        choice.display = self.kind in ("back", "target")
        numbers = range(1, chart.step_number)
        if self.kind == "target":
            numbers = range(max(chart.step_number, 1), len(chart.protocol.steps) + 1)
        options = [
            Option(str(n), str(n), planned_text(chart.protocol, n, chart.plan.strengths)) for n in numbers
        ]
        known = {option.value for option in options}
        choice.offer(options, choice.value if choice.value in known else None)

    def _offer_amounts(self, chart: Chart) -> None:
        """The size and the amounts, and who confirms them, where they are what is decided."""
        protocol = chart.plan.protocol if self.kind == "amounts" else None
        for fields in self.query(AmountsFields):
            fields.rearrange(protocol)
        for second in self.query(Confirming):
            second.rearrange(protocol, self.session)

    def _offer_waivers(self, chart: Chart) -> None:
        choice = self.query_one("#waived", Choice)
        choice.display = self.kind == _WAIVE
        unmet = [p for p in gate(chart, self.session.now()).missing if p.waivable]
        missing = {p.waivable: p.words for p in unmet if not p.check}
        options = [
            Option(letter, value, f"{name}. {missing[value]}")
            for letter, value, name in _WAIVED
            if value in missing
        ]
        checks = [p for p in unmet if p.check]
        options += [
            Option(str(number), f"{_CHECK}{p.check}", f"{p.name}. {p.words}")
            for number, p in enumerate(checks, start=1)
        ]
        known = {option.value for option in options}
        choice.offer(options, choice.value if choice.value in known else None)

    def _offer_first(self, chart: Chart) -> None:
        first = self.query_one(FirstDose)
        to = self.step if self.kind == "back" else chart.step_number
        needed = self._needs_first(chart) and bool(to) and chart.ended is None
        first.display = needed
        if needed and to:
            first.offer_for(chart, to, self.session.now())

    def _needs_first(self, chart: Chart) -> bool:
        if self.kind == "amounts":
            return chart.current is not None and not chart.open_holds
        return self.kind in ("resume", "repeat", "back") or (self.kind == "stay" and bool(chart.open_holds))

    def _rash_remains(self, chart: Chart) -> bool:
        """Whether a decision to go on needs the residual rash accepted: no check allows a release."""
        held = any(hold.cause in ("rash", "red flag") for hold in chart.open_holds)
        return (held or any(open_rashes(chart))) and not release_state(chart, self.session.now()).valid

    def _outlook(self) -> list[str]:
        """What follows, or why this cannot be recorded, whoever is signed on."""
        if self.kind == _WAIVE and not self.query_one("#waived", Choice).options:
            return [
                "There is nothing to waive: doses and days are met or not asked for, and there is no break."
            ]
        try:
            what = self._what(self.query_one("#reason", Field).value or "-")
            if isinstance(what, DecisionMade) and what.sized is not None:
                what = msgspec.structs.replace(what, confirmed=Confirmed(_SOMEBODY, self.session.now()))
        except Fault:
            return []
        now, ledger = self.session.now(), self.session.ledger
        entry = self.session.entry(what, *self.addressed(), now, "outlook")
        entry = msgspec.structs.replace(entry, by=msgspec.structs.replace(entry.by, role="prescriber"))
        try:
            after = as_if(self.record, entry, now, ledger.newest).chart(self.course)
        except Refused as refused:
            return ["This cannot be recorded yet:", *refused.reasons]
        assert after is not None
        return what_follows(self.chart, after, now)

    def build(self) -> tuple[What, datetime | None]:
        """The decision or the waiver, from now on."""
        return self._what(self.query_one("#reason", Field).value), None

    async def submit(self) -> None:
        """Fixed amounts are confirmed by a second person, who types at the end of the form."""
        if self.frozen or self.kind != "amounts" or self.version != self.record.version:
            await super().submit()
            return
        try:
            what, _ = self.build()
            assert isinstance(what, DecisionMade)
            confirmed = await self.query_one(Confirming).confirmed(self.session)
        except Fault as fault:
            self.refuse(fault)
            return
        await self.append_built(msgspec.structs.replace(what, confirmed=confirmed))

    def _what(self, reason: str) -> DecisionMade | PreconditionWaived:
        kind = self.kind
        if kind is None:
            raise Fault("Choose the decision: press its letter.")
        if kind == _WAIVE:
            waived = self.query_one("#waived", Choice).value
            if waived is None:
                raise Fault("Choose what is waived: press its letter.")
            if waived.startswith(_CHECK):
                return PreconditionWaived("check", reason, check=waived.removeprefix(_CHECK))
            return PreconditionWaived(cast(Waivable, waived), reason)
        if kind in ("back", "target") and self.step is None:
            raise Fault("Choose the step: press its number.")
        first = self.query_one(FirstDose)
        begins = first.first if first.display and self._needs_first(self.chart) else None
        residual = self.query_one("#residual", Choice)
        accepted = residual.display and residual.value == "accepted"
        found = DecisionMade(cast(DecisionKind, kind), reason, self.step, begins, accepted)
        if kind != "amounts":
            return found
        sized = self.query_one(AmountsFields).sized(self.chart.plan.protocol)
        return msgspec.structs.replace(found, sized=sized)
