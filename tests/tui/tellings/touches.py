"""The parts of an entry that can be put right, and how each is in the form that corrects it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from protocols import entries as e
from protocols.course.schedule import scheduled
from protocols.record.corrected import CorrectedEntry
from tests.tui.tellings.teller import PASTED, Teller, kept_text


@dataclass(frozen=True)
class Touch:
    """One part of an entry that is put right: how, and what it then says."""

    fill: Callable[[], Awaitable[None]]
    right: dict[str, Any]


def touches(teller: Teller, line: CorrectedEntry) -> list[Touch]:
    """What can be put right of `line`, each so that it is another than it was."""
    what, random = cast(Any, line.what), teller.random

    def text(id: str, part: str, *, lines: bool = True) -> Touch:
        words = random.choice([one for one in PASTED if kept_text(one) != getattr(what, part)])
        kept = kept_text(words) if lines else " / ".join(kept_text(words).split("\n"))
        return Touch(lambda: teller.write(id, words), {part: kept})

    def choice(id: str, part: str, *values: str) -> Touch:
        value = random.choice([one for one in values if one != getattr(what, part)])
        return Touch(lambda: teller.choose(id, value), {part: value})

    parts: dict[type[e.What], Callable[[], list[Touch]]] = {
        e.NoteAdded: lambda: [text("note", "text")],
        e.RashFreeChecked: lambda: [text("note", "note")],
        e.DoseVomited: lambda: [text("note", "note")],
        e.DoseGiven: lambda: [_amount(teller, what), _food(teller, what), *_which(teller, what, line)],
        e.DoseNotGiven: lambda: [choice("event", "status", "refused", "nil by mouth", "absent")],
        e.CoMedicationStarted: lambda: [text(*pair, lines=False) for pair in _STARTED],
        e.CoMedicationGiven: lambda: [text("amount", "amount", lines=False)],
        e.CoMedicationStopped: lambda: [text("why-stopped", "reason")],
        e.FollowUpRecorded: lambda: [
            choice("outcome", "outcome", "off the drug", "died", "not known"),
            choice("disease", "disease", "stable", "response"),
            text("follow-up-note", "note"),
            text("highest", "highest", lines=False),
        ],
    }
    return parts.get(type(what), list)()


_STARTED = (("stated-amount", "amount"), ("how-often", "how_often"), ("why", "why"))


def _amount(teller: Teller, what: e.DoseGiven) -> Touch:
    amount = teller.random.choice([one for one in map(Decimal, (75, 90, 150)) if one != what.amount])
    return Touch(lambda: teller.write("amount", format(amount, "f")), {"amount": amount})


def _food(teller: Teller, what: e.DoseGiven) -> Touch:
    return Touch(
        lambda: teller.choose("food", "without" if what.with_food else "with"),
        {"with_food": not what.with_food},
    )


def _which(teller: Teller, what: e.DoseGiven, line: CorrectedEntry) -> list[Touch]:
    """Another dose without a record, near enough that this one can have been it."""
    patient = line.entry.patient
    free = [
        one.key
        for one in scheduled(teller.chart(patient), teller.ward.now)
        if one.line is None and abs(one.at - line.at) < timedelta(hours=13)
    ]
    if not free or what.makes_up:
        return []
    key = teller.random.choice(free)

    async def fill() -> None:
        form = teller.form
        fields: Any = form.query_one("#dose")
        await teller.choose("which", str([one.key for one in fields.doses].index(key) + 1))

    return [Touch(fill, {"dose": key})]
