"""Assess a reaction: the ten Naranjo items by letters, sum and class as they are answered."""

from __future__ import annotations

import re
from typing import ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from protocols.entries import NaranjoAnswer, NaranjoAssessed
from protocols.scales.naranjo import ITEMS, Item, class_of
from protocols.values.formatting import plural
from tui.forms.base.entry_fields import EntryFields
from tui.forms.base.fact_form import FactForm
from tui.parsing import Fault
from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.plain import plain

QUESTION_CELLS = 32
"""Cells of an item's name, so that name and three answers stand in one line of 80 columns."""


class NaranjoFields(EntryFields):
    """The reaction, the ten items, a published sum kept apart, and a note. No letter is E or C."""

    def __init__(self, known: NaranjoAssessed | None = None) -> None:
        super().__init__(id="naranjo")
        self.known = known

    def compose(self) -> ComposeResult:
        """The reaction, one line an item, what is published, the sum so far."""
        known = self.known
        yield Field(
            "Reaction",
            known.reaction if known else "",
            hint="such as rash on alectinib 600 mg twice daily",
            required=True,
            id="reaction",
        )
        for number, item in enumerate(ITEMS, 1):
            yield Choice(
                f"{number:>2} {item.name}",
                _answers(item),
                chosen=known.answers[number - 1] if known else None,
                across=True,
                caption=QUESTION_CELLS,
                id=f"item-{number}",
            )
        yield Static(id="question", classes="says", markup=False)
        yield Static(id="sum", classes="sum", markup=False)
        with Horizontal(classes="pair"):
            published = known.published_sum if known else None
            yield Field(
                "Published sum", "" if published is None else str(published), hint="if any", id="published"
            )
            yield Field("Published in", known.published_source if known else "", id="source")
        yield Field("Note", known.note if known else "", lines=True, id="naranjo-note")

    def rearrange(self) -> None:
        """Say the sum so far."""
        given = self._given()
        score = sum(item.score(answer) for item, answer in zip(ITEMS, given, strict=True) if answer)
        left = given.count(None)
        if left:
            said = f"Sum so far {score}: {plural(left, 'item')} to answer."
        else:
            said = f"Sum {score}: {class_of(score)}. 9 or more definite, 5 probable, 1 possible."
        self.query_one("#sum", Static).update(plain(said))

    @on(events.DescendantFocus)
    def _ask(self, event: events.DescendantFocus) -> None:
        """The whole question of the item in focus."""
        place = (event.widget.id or "").removeprefix("item-")
        asked = ITEMS[int(place) - 1].question if place.isdigit() else ""
        self.query_one("#question", Static).update(plain(asked))

    def _given(self) -> list[NaranjoAnswer | None]:
        chosen = [self.query_one(f"#item-{number}", Choice).value for number in range(1, len(ITEMS) + 1)]
        return [cast(NaranjoAnswer, answer) if answer else None for answer in chosen]

    def build(self) -> NaranjoAssessed:
        """The assessment. Raises Fault."""
        answers = [answer for answer in self._given() if answer]
        if len(answers) < len(ITEMS):
            left = plural(len(ITEMS) - len(answers), "item")
            raise Fault(f"Answer every item: Y yes, N no, U unknown. {left} to answer.")
        published = self.text("published")
        if published and not re.fullmatch("-?[0-9]{1,2}", published, re.ASCII):
            raise Fault("Published sum: write a whole number such as 9, or leave it empty.")
        return NaranjoAssessed(
            self.text("reaction"),
            tuple(answers),
            int(published) if published else None,
            self.text("source"),
            self.text("naranjo-note"),
        )


class NaranjoForm(FactForm):
    """Y, N or U for each item; Enter on Record."""

    TITLE_TEXT: ClassVar[str] = "Assess a reaction: Naranjo scale"
    ABOUT: ClassVar[str] = (
        "Ten items about a reaction. The sum and its class are computed; nothing in the course "
        "depends on them."
    )
    FIRST: ClassVar[str] = "#reaction"
    WHEN: ClassVar[str] = "Assessed at"

    def group(self) -> NaranjoFields:
        """The assessment."""
        return NaranjoFields()


def _answers(item: Item) -> tuple[Option, ...]:
    return (
        Option("Y", "yes", f"Yes {item.yes:+d}"),
        Option("N", "no", f"No {item.no:+d}" if item.no else "No 0"),
        Option("U", "unknown", "Unknown"),
    )
