"""The Naranjo scale: ten items, their exact scores, the sum and its class (domain.md 2.7).

An answer that is not known scores 0; so does a rechallenge that was not done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from protocols.entries import NaranjoAnswer, NaranjoAssessed
from protocols.values.text import visible


@dataclass(frozen=True)
class Item:
    """One item: a name for a line, the question, and what yes and no score. Unknown scores 0."""

    name: str
    question: str
    yes: int
    no: int

    def score(self, answer: NaranjoAnswer) -> int:
        """What `answer` counts."""
        return {"yes": self.yes, "no": self.no, "unknown": 0}[answer]


ITEMS = (
    Item("Reported before", "Are there conclusive earlier reports of this reaction to the drug?", 1, 0),
    Item("Came after the drug", "Did the reaction come after the drug was given?", 2, -1),
    Item(
        "Better without the drug",
        "Did it get better when the drug was stopped, or a specific antidote was given?",
        1,
        0,
    ),
    Item("Came back with the drug", "Did it come back when the drug was given again?", 2, -1),
    Item("Another cause possible", "Are there other causes that could have brought it on alone?", -1, 2),
    Item("Came back with placebo", "Did it come back when a placebo was given?", -1, 1),
    Item(
        "Toxic level found", "Was the drug found in blood or another fluid at a level known as toxic?", 1, 0
    ),
    Item("Followed the dose", "Was it stronger at a higher dose, or weaker at a lower one?", 1, 0),
    Item("Similar one before", "Was there a similar reaction to this or a like drug before?", 1, 0),
    Item("Objective evidence", "Was the reaction confirmed by objective evidence?", 1, 0),
)
"""The ten items in their order, in our own words."""

LEAST, MOST = -4, 13
"""The lowest and the highest sum the items allow."""


def total(answers: Sequence[NaranjoAnswer]) -> int:
    """The sum of the ten answers. ValueError when there are not ten."""
    return sum(item.score(answer) for item, answer in zip(ITEMS, answers, strict=True))


def class_of(score: int) -> str:
    """What a sum means: definite from 9, probable from 5, possible from 1, else doubtful."""
    if score >= 9:
        return "definite"
    if score >= 5:
        return "probable"
    return "possible" if score >= 1 else "doubtful"


def naranjo_text(what: NaranjoAssessed) -> str:
    """Sum and class as computed, and the published sum beside it: "7, probable. Published: 9 (source)."."""
    score = total(what.answers)
    said = f"{score}, {class_of(score)}"
    if what.published_sum is None:
        return said
    source = visible(what.published_source)
    return f"{said}, computed from the items; published: {what.published_sum} ({source})"


def naranjo_sentence(what: NaranjoAssessed) -> str:
    """The reaction, the sum with its class, and each answer, without the note."""
    answers = [f"{item.name.lower()} {said}" for item, said in zip(ITEMS, what.answers, strict=False)]
    return f"Naranjo for {visible(what.reaction)}: {naranjo_text(what)}. Items: {', '.join(answers)}"
