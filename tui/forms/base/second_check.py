"""The second person's part of the dose form: amount and units, typed without the first figures in view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from protocols.course.second_check import sizes_asked, volume_asked
from protocols.definition.making import part_sizes, volume_unit
from protocols.entries import Person, SecondCheck
from protocols.record.chart import Chart
from protocols.values.formatting import amount_text
from tui.forms.base.second_person import SecondPerson
from tui.parsing import Fault, count, number
from tui.widgets.field import Field

_TOLD = (
    "Hand the keyboard over. Second person: read the prescription, look at what is to be given, and enter "
    "both. What the first person entered is hidden until you have."
)


class SecondCheckFields(Vertical):
    """Who, how much, and how many of each strength or part of one, or which volume, as the dose is made.

    Its fields are made when they are asked for the first time: most doses need no second person.
    """

    def __init__(self, chart: Chart, known: Sequence[Person]) -> None:
        super().__init__(id="second", classes="not-kept")
        self.chart = chart
        self.who = SecondPerson(known)
        self._made: SecondCheck | None = None
        parts = part_sizes(chart.protocol, chart.plan.strengths)
        self._names = {**{size: "" for size in chart.plan.strengths}, **parts}
        self._sizes: tuple[Decimal, ...] = chart.plan.strengths
        self._measures = False

    def _fields(self) -> Iterator[Widget]:
        """Who first, then the figures."""
        protocol = self.chart.protocol
        yield Static(_TOLD, classes="says", markup=False)
        yield self.who
        yield Field(f"Amount in {protocol.unit}", required=True, id="second-amount")
        for place, (size, part) in enumerate(self._names.items()):
            name = f"{f'{protocol.form}s'.capitalize()} of {amount_text(size, protocol.unit)}"
            hint = "how many" if len(self._names) == 1 else "how many, empty for none"
            yield Field(
                part.capitalize() if part else name, hint=hint, required=True, id=f"second-units-{place}"
            )
        shows = "pump" if protocol.is_rate else "syringe"
        hint = f"as the {shows} shows it"
        yield Field(f"Volume in {volume_unit(protocol)}", hint=hint, required=True, id="second-volume")

    async def begin(self, amount: Decimal) -> None:
        """Empty, for a first figure of `amount`: units are asked for only where whole ones make it."""
        if not self.children:
            await self.mount_all(self._fields())
        self._made, self._sizes = None, sizes_asked(self.chart, amount)
        self._measures = volume_asked(self.chart, amount)
        self.who.clear()
        self.clear()
        self.rearrange()

    def clear(self) -> None:
        """Take away the figures, so that they are counted again."""
        for field in self._figures:
            field.value = ""

    def rearrange(self) -> None:
        """Ask for no figures where nobody checks."""
        self.who.rearrange()
        counts = {f"second-units-{place}": size for place, size in enumerate(self._names)}
        none_yet = not any(field.value for field in self._figures if field.id in counts)
        for field in self._figures:
            asked = counts[field.id] in self._sizes if field.id in counts else True
            asked = self._measures if field.id == "second-volume" else asked
            field.display = not self.who.reason and asked
            field.required = field.id not in counts or none_yet

    @property
    def reason(self) -> str:
        """Why there is no second check, "" where there is one."""
        return self.who.reason

    async def build(self, now: datetime) -> SecondCheck:
        """What was entered, made at `now`; the same again keeps its time. Raises Fault."""
        by = await self.who.person()
        amount = number(self.query_one("#second-amount", Field).value, "Amount")
        units = []
        for place, size in enumerate(self._names):
            if size not in self._sizes:
                continue
            field = self.query_one(f"#second-units-{place}", Field)
            counted = count(field.value, field.caption)
            if counted:
                units.append((size, counted))
        if self._sizes and not units:
            raise Fault("Count the units of each strength, and enter how many there are.")
        volume = None
        if self._measures:
            field = self.query_one("#second-volume", Field)
            volume = number(field.value, field.caption)
        at = self._made.at if self._made else now
        made = SecondCheck(by, at, amount, tuple(units), volume)
        if made != self._made:
            made = SecondCheck(by, now, amount, tuple(units), volume)
        self._made = made
        return made

    @property
    def _figures(self) -> list[Field]:
        return [field for field in self.query(Field) if self.who not in field.ancestors]
