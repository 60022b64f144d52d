"""The fixed amounts of a protocol per kg or m²: the size, the amounts, their working, who confirms them."""

from __future__ import annotations

from decimal import Decimal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from protocols.course.sizes import entered_texts
from protocols.definition.protocol import Protocol
from protocols.definition.sizing import FixedAmount, Sized, asked_amounts, size_of, size_text
from protocols.entries import Confirmed
from protocols.record.people import NEWEST, known_people, same_person
from tui.forms.base.second_person import SecondPerson
from tui.parsing import Fault, amounts, number
from tui.session import Session
from tui.widgets.field import Field
from tui.widgets.plain import plain

ASK = "Choose who confirms the amounts: another person than the prescriber who entered them."
HAND_OVER = "Hand the keyboard over: the other person reads each amount and its working, and confirms them."


class AmountsFields(Vertical):
    """Weight, height where it is per m², the amounts of the steps in one line, and the reason for others.

    The working stands under each amount once it is entered, and never before: Stepward tells nobody a dose.
    """

    def __init__(self, known: Sized | None = None) -> None:
        super().__init__(id="amounts-group")
        self.known = known

    def compose(self) -> ComposeResult:
        """All of it; what the protocol does not need is hidden."""
        yield Static(id="size-needed", classes="says", markup=False)
        yield Field("Weight in kg", hint="as just weighed, such as 15.2", required=True, id="weight")
        yield Field("Height in cm", hint="such as 120", required=True, id="height")
        yield Field("Amounts of the steps", hint="in their order: 2.5, 5, 10", required=True, id="amounts")
        yield Static(id="working", classes="says", markup=False)
        yield Field("Why they differ", required=True, lines=True, id="amounts-reason")

    def rearrange(self, protocol: Protocol | None) -> None:
        """Show what `protocol` needs, nothing where its doses are fixed; say what was entered so far."""
        self.display = protocol is not None and bool(protocol.per)
        if protocol is None or not self.display:
            return
        self.query_one("#height").display = protocol.per == "m2"
        self.query_one("#size-needed", Static).update(plain(_asked(protocol)))
        texts, differing = self._texts(protocol)
        working = self.query_one("#working", Static)
        working.update(plain("\n".join(texts), multiline=True))
        working.display = bool(texts)
        working.set_class(bool(differing) or any("CAP" in text for text in texts), "warns")
        self.query_one("#amounts-reason").display = bool(differing)

    def typed(self, protocol: Protocol) -> Sized | None:
        """What is entered, None while it cannot be read or something is missing."""
        try:
            return self.sized(protocol) if protocol.per else None
        except Fault:
            return None

    def sized(self, protocol: Protocol) -> Sized:
        """The size and the fixed amounts. Raises Fault."""
        weight, height = self._measures(protocol)
        size = size_of(protocol, weight, height)
        entered, pairs = self._entered(protocol), list(asked_amounts(protocol))
        if len(entered) != len(pairs) or size is None:
            named = ", ".join(f"step {step}" for step, _ in pairs)
            raise Fault(
                f"Amounts of the steps: enter {len(pairs)}, for {named}; {len(entered)} are there.",
                "Amounts of the steps",
            )
        _, differing = entered_texts(protocol, size, entered)
        reason = self._text("amounts-reason") if differing else ""
        return Sized(
            weight,
            tuple(
                FixedAmount(step, asked, amount, reason if (step, asked) in differing else "")
                for (step, asked), amount in zip(pairs, entered, strict=True)
            ),
            height,
        )

    def _measures(self, protocol: Protocol) -> tuple[Decimal, Decimal | None]:
        weight = number(self._text("weight"), "Weight in kg")
        height = number(self._text("height"), "Height in cm") if protocol.per == "m2" else None
        return weight, height

    def _entered(self, protocol: Protocol) -> tuple[Decimal, ...]:
        return amounts(self._text("amounts"), "Amounts of the steps")

    def _texts(self, protocol: Protocol) -> tuple[list[str], tuple[tuple[int, Decimal], ...]]:
        try:
            size = size_of(protocol, *self._measures(protocol))
            entered = self._entered(protocol)
        except Fault:
            return [], ()
        if size is None:
            return [], ()
        texts, differing = entered_texts(protocol, size, entered)
        of = [f"Body surface (Mosteller): {size_text(protocol, size)}."] if protocol.per == "m2" else []
        return [*of, *texts], differing

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value.strip()


def _asked(protocol: Protocol) -> str:
    size = "kg" if protocol.per == "kg" else "m²"
    return (
        f"This protocol has its doses per {size}. The prescriber enters the fixed amount of each step in "
        f"{protocol.plain_unit}, worked out elsewhere; each is held against the protocol here."
    )


class Confirming(Vertical):
    """Who confirms the amounts: another person, with initials and PIN where there is a staff list."""

    def __init__(self, session: Session) -> None:
        super().__init__(id="confirming", classes="not-kept")
        ledger, first = session.ledger, session.person
        people = known_people(ledger.recent(NEWEST))
        self.others = [p for p in people if first is None or not same_person(p, first, ledger.staff)]

    def compose(self) -> ComposeResult:
        """What the other person does, and who it is."""
        yield Static(plain(HAND_OVER), classes="after", markup=False)
        yield SecondPerson(self.others, alone=(), ask=ASK)

    def rearrange(self, protocol: Protocol | None, session: Session) -> None:
        """Ask only where amounts are fixed."""
        self.display = protocol is not None and bool(protocol.per)
        self.query_one(SecondPerson).rearrange()

    async def confirmed(self, session: Session) -> Confirmed:
        """Who confirms, now. Raises Fault."""
        return Confirmed(await self.query_one(SecondPerson).person(), session.now())
