"""Enrol a patient on a protocol: target, prescriber, strengths in stock, dose times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

import msgspec
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from protocols.definition.making import unmakeable
from protocols.definition.protocol import Protocol
from protocols.definition.sizing import fixed_protocol
from protocols.definition.spacing import uneven
from protocols.definition.step import SLOTS, USUAL_TIMES
from protocols.entries import CourseEnrolled, Entry, What
from protocols.values.formatting import amount_text, listed
from protocols.values.text import clean, visible
from store.site.library import built_in, shelf
from tui.forms.base.form import Form
from tui.forms.course.amounts import AmountsFields, Confirming
from tui.forms.course.order import Ordered
from tui.parsing import Fault, strengths, wall_time
from tui.views.course.plan import planned_text
from tui.views.picture.offered import MOST_OFFERED, not_offered, offered
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain

USUAL_SLOTS = ("morning", "evening")
"""The times of day shown while no protocol is chosen."""


class EnrolForm(Form):
    """One course. The target has no default: it is the prescriber's (domain.md 4.4 row 9)."""

    TITLE_TEXT: ClassVar[str] = "Enrol on a protocol"
    ABOUT: ClassVar[str] = (
        "Puts the patient on a protocol, with its dose times and the strengths the ward stocks. "
        "Nothing is given yet: step 1 waits for a rash-free check. What the hospital's own system says is "
        "ordered is offered: it fills in the prescriber, and the protocol where it can be one only."
    )
    RECORD: ClassVar[str] = "Enrol"

    def fields(self) -> Iterable[Widget]:
        """Protocol, strengths, target, times, prescriber, and how doses are made that capsules cannot."""
        approvals = self.session.ledger.approvals
        there = shelf(self.session.ledger.place).protocols
        ready = [protocol for protocol in there if protocol.startable and approvals.has(protocol)]
        self.library = {protocol.id: protocol for protocol in ready}
        yield Ordered(self.session, self.record)
        yield Field("Find a protocol", hint="any words of its title, drug or source", id="find-protocol")
        yield Choice("Protocol", self._protocols(""), folds=True, id="protocol")
        yield Static(id="not-offered", classes="says", markup=False)
        yield Static(plain(_to_read_only()), id="literature", classes="says", markup=False)
        yield Field("Strengths in stock", hint="such as 150 or 20, 40, 150", required=True, id="strengths")
        yield Static(id="echo", classes="says", markup=False)
        yield AmountsFields()
        yield Choice("Target dose, as the prescriber wants it", (), id="target")
        with Container(id="times"):
            for slot in SLOTS:
                yield Field(f"{slot.capitalize()} dose at", USUAL_TIMES[slot], id=slot)
        yield Static(id="uneven", classes="warns", markup=False)
        yield Field("Prescriber", required=True, id="prescriber")
        yield Static(id="unmakeable", classes="warns", markup=False)
        yield Field(
            "How they are made", hint="as the pharmacist writes it", required=True, lines=True, id="made-by"
        )
        yield Confirming(self.session)

    def addressed(self) -> tuple[str, str]:
        """The patient: the course begins with this entry."""
        return self.patient, ""

    @property
    def protocol(self) -> Protocol | None:
        """The protocol chosen."""
        return self.library.get(self.query_one("#protocol", Choice).value or "")

    def rearrange(self) -> None:
        """Show the steps of the protocol chosen as the strengths make them."""
        self._take_order()
        self._offer_protocols()
        self.query_one(AmountsFields).rearrange(self.protocol)
        self.query_one(Confirming).rearrange(self.protocol, self.session)
        protocol, target = self._given(), self.query_one("#target", Choice)
        self.query_one("#literature").display = protocol is None
        target.display = protocol is not None
        stock = self._stock_as_typed()
        if protocol is not None:
            options = [
                Option(str(number), str(number), planned_text(protocol, number, stock))
                for number in range(1, len(protocol.steps) + 1)
            ]
            same = target.options and len(target.options) == len(options)
            target.offer(options, target.value if same and self._offered == protocol.id else None)
            self._offered = protocol.id
        for slot in SLOTS:
            self.query_one(f"#{slot}", Field).display = slot in (protocol.slots if protocol else USUAL_SLOTS)
        uneven_times = self.query_one("#uneven", Static)
        words = self._uneven(protocol)
        uneven_times.update(plain(words, multiline=True))
        uneven_times.display = bool(words)
        measured = protocol is not None and not protocol.strengths
        self.query_one("#strengths", Field).display = not measured
        self._echo(protocol, stock)
        self._ask_how_made(protocol, stock)

    def _take_order(self) -> None:
        """Fill in what the order just chosen says: prescriber, and protocol where it can mean one only.

        A protocol that it cannot mean does not stay from an order that was chosen before.
        """
        taken = self.query_one(Ordered).taken(self.library.values())
        if taken is None:
            return
        order, found = taken
        self.query_one("#prescriber", Field).value = clean(order.prescriber)
        choice = self.query_one("#protocol", Choice)
        if len(found) == 1:
            choice.offer(self._protocols("", found[0]), found[0].id)
        elif self.protocol not in found:
            choice.offer(choice.options)

    def _given(self) -> Protocol | None:
        """The protocol chosen, with the fixed amounts as far as all are entered."""
        protocol = self.protocol
        sized = self.query_one(AmountsFields).typed(protocol) if protocol is not None else None
        return fixed_protocol(protocol, sized) if protocol is not None and sized is not None else protocol

    _offered = ""

    def _protocols(self, sought: str, chosen: Protocol | None = None) -> list[Option]:
        found = offered(self.library.values(), sought, chosen, self.session.ledger.approvals)
        return [Option(*line) for line in found]

    def _offer_protocols(self) -> None:
        """Of many protocols those that match what is sought; how many are not shown is said."""
        choice, find = self.query_one("#protocol", Choice), self.query_one("#find-protocol", Field)
        find.display = len(self.library) > MOST_OFFERED
        if find.display:
            choice.offer(self._protocols(find.value, self.protocol), choice.value)
        words = not_offered(self.library.values(), find.value, len(choice.options))
        self.query_one("#not-offered", Static).update(plain(words))
        self.query_one("#not-offered").display = bool(words)

    def _stock_as_typed(self) -> tuple[Decimal, ...]:
        try:
            return strengths(self.query_one("#strengths", Field).value)
        except Fault:
            return ()

    def _uneven(self, protocol: Protocol | None) -> str:
        try:
            return "\n".join(uneven(protocol, self._times(protocol))) if protocol else ""
        except Fault:
            return ""

    def _times(self, protocol: Protocol) -> dict[str, str]:
        """The dose times as typed. Fault where one is no time."""
        return {
            slot: wall_time(self.query_one(f"#{slot}", Field).value, f"{slot.capitalize()} dose at")
            for slot in protocol.slots
        }

    def _echo(self, protocol: Protocol | None, stock: tuple[Decimal, ...]) -> None:
        """Say back what was read, while it is being typed."""
        typed = self.query_one("#strengths", Field).value
        echo = self.query_one("#echo", Static)
        words = ""
        if typed:
            try:
                unit = protocol.plain_unit if protocol else "mg"
                words = f"Strengths: {listed([amount_text(s, unit) for s in strengths(typed)])}"
            except Fault as fault:
                words = str(fault)
        echo.update(plain(words))
        echo.display = bool(words)

    def _ask_how_made(self, protocol: Protocol | None, stock: tuple[Decimal, ...]) -> None:
        target = self.query_one("#target", Choice).value
        missing: tuple[Decimal, ...] = ()
        ready = protocol is not None and not protocol.per and (stock or not protocol.strengths)
        if protocol is not None and ready and target:
            missing = unmakeable(protocol, stock, int(target))
        warning, made_by = self.query_one("#unmakeable", Static), self.query_one("#made-by", Field)
        warning.display = made_by.display = bool(missing)
        if protocol is not None and missing:
            doses = listed([amount_text(amount, protocol.unit) for amount in missing])
            warning.update(
                plain(f"Strengths in stock cannot make {doses}. A pharmacist says how they are made.")
            )

    def build(self) -> tuple[What, datetime | None]:
        """The plan. The course begins with a rash-free check and the start of step 1."""
        protocol = self.protocol
        if protocol is None:
            raise Fault("Choose the protocol: press its letter.")
        target = self.query_one("#target", Choice).value
        if target is None:
            raise Fault("Choose the target dose: press its number. There is no usual one.")
        stock = strengths(self.query_one("#strengths", Field).value) if protocol.strengths else ()
        times = self._times(protocol)
        made_by = self.query_one("#made-by", Field)
        return (
            CourseEnrolled(
                protocol=protocol,
                prescriber=self.query_one("#prescriber", Field).value,
                target=int(target),
                strengths=stock,
                times=times,
                zone=self.session.ledger.zone,
                made_by=made_by.value if made_by.display else "",
                sized=self.query_one(AmountsFields).sized(protocol) if protocol.per else None,
            ),
            None,
        )

    async def submit(self) -> None:
        """Fixed amounts for a weight are confirmed by a second person, who types at the end of the form."""
        if self.protocol is None or not self.protocol.per or self.version != self.record.version:
            await super().submit()
            return
        try:
            what, _ = self.build()
            assert isinstance(what, CourseEnrolled)
            confirmed = await self.query_one(Confirming).confirmed(self.session)
        except Fault as fault:
            self.refuse(fault)
            return
        await self.append_built(msgspec.structs.replace(what, confirmed=confirmed))

    def done(self, kept: Entry) -> None:
        """Say what comes before the first dose."""
        super().done(kept)
        words = "Enrolled. No dose is due yet: s records the rash-free check, then u starts step 1."
        self.app.tell(words, 10)


def _to_read_only() -> str:
    names = [visible(protocol.title) for protocol in built_in() if not protocol.startable]
    return f"Without a schedule, to be read only (key l): {listed(names)}." if names else ""
