"""The answers to `stepward protocol new`: each judged at once by the reader of protocol files, none lost.

An answer is a line of text; what it becomes stands in `tables`, as TOML would give it. When the answers end
before the protocol does, `given` is kept in a file and handed in again as `kept`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, NamedTuple

from protocols.toml.faults import Faults, Place, Wrong, place_text
from protocols.toml.parser import read_tables
from protocols.values.unit import per_of
from tui.commandline.base.output import put

Reading = Callable[[str], object]
"""From an answer to a value. ValueError, with what is wrong and what would be right, when it is none."""

_LATER = {"amount": Decimal(999_999), "every_minutes": 5}
"""A step that is still to be asked for: while it is there, the one before is not the last. It is like no
other, and no break is too short for it."""


class Question(NamedTuple):
    """One question: where its answer stands in the file, its words, how it is read, what it usually is.

    One that `follows` another is asked only where that one was answered.
    """

    place: Place
    words: str
    read: Reading
    usual: str = ""
    needed: bool = True
    follows: Place = ()


class Answers:
    """What was answered so far for the protocol `stem`."""

    def __init__(self, stem: str, kept: dict[str, str]) -> None:
        self.stem, self.kept = stem, dict(kept)
        self.given: dict[str, str] = {}
        self.tables: dict[str, Any] = {"id": stem}
        self.asked: dict[Place, Question] = {}
        self.finished = False

    def ask(self, question: Question) -> str:
        """Ask until the answer is right. "" where an answer is not needed and none was given."""
        if question.follows and not self.given.get(place_text(question.follows)):
            return ""
        self.asked[question.place] = question
        while True:
            answer = self.line(place_text(question.place), question.words, question.usual)
            if not answer and not question.needed:
                self._drop(question.place)
                return ""
            found = self._taken(question, answer)
            if found is None:
                return answer
            put(f"  {found[0][:1].upper()}{found[0][1:]}. {found[1]}.")

    def line(self, key: str, words: str, usual: str = "") -> str:
        """One answer: that of an earlier attempt, once, else what is typed. EOFError when nothing more is."""
        asked = f"{words}{f' [{usual}]' if usual else ''}: "
        if key in self.kept:
            answer = self.kept.pop(key)
            put(f"{asked}{answer}")
        else:
            answer = input(asked).strip() or usual
        self.given[key] = answer
        return answer

    def stand_in(self, place: Place, value: object) -> None:
        """Put in what is asked for next, where an answer is only right beside it."""
        self._set(place, value)

    @property
    def per_size(self) -> bool:
        """Whether the amounts are per kg or m²."""
        return bool(per_of(str(self.tables.get("unit", ""))))

    def faults(self) -> list[tuple[Place, Wrong]]:
        """Everything that is wrong with the protocol so far, also what is still missing."""
        tables, faults = copy.deepcopy(self.tables), Faults()
        if not self.finished:
            tables.setdefault("steps", []).append(_LATER)
        read_tables(tables, self.stem, faults)
        return faults.found

    def forget(self, *place: str | int) -> None:
        """Take back everything that stands in a table, to ask for it anew."""
        self._drop(place)
        self.given = {k: v for k, v in self.given.items() if not k.startswith(f"{place_text(place)},")}

    def _taken(self, question: Question, answer: str) -> Wrong | None:
        """Take the answer, and what is wrong with it: then it is not taken."""
        try:
            self._set(question.place, question.read(answer))
        except ValueError as error:
            wrong: Wrong = error.args[0]
        else:
            size = len(question.place)
            found = [wrong for at, wrong in self.faults() if at[:size] == question.place]
            if not found:
                return None
            wrong = found[0]
        self._drop(question.place)
        return wrong

    def _set(self, place: Place, value: object) -> None:
        box: Any = self.tables
        for part, following in pairwise(place):
            if isinstance(part, int):
                while len(box) < part:
                    box.append({})
                box = box[part - 1]
            else:
                box = box.setdefault(part, [] if isinstance(following, int) else {})
        last = place[-1]
        if isinstance(last, int):
            box[last - 1 :] = [value]
        else:
            box[last] = value

    def _drop(self, place: Place) -> None:
        box: Any = self.tables
        for part in place[:-1]:
            if isinstance(part, int):
                if len(box) < part:
                    return
                box = box[part - 1]
            elif part in box:
                box = box[part]
            else:
                return
        last = place[-1]
        if isinstance(last, int):
            del box[last - 1 :]
        else:
            box.pop(last, None)


def text(answer: str) -> object:
    """The words themselves."""
    return answer


def number(answer: str) -> object:
    """A number, whole or exact, as TOML would give it."""
    try:
        found = Decimal(answer)
    except InvalidOperation:
        raise ValueError((f'"{answer}" is not a number', "Write a number such as 150 or 37.5")) from None
    return int(answer) if answer.isdecimal() else found


def numbers(answer: str) -> object:
    """Numbers with commas between them."""
    return [number(part.strip()) for part in answer.split(",")]


def amounts_of_day(answer: str) -> object:
    """The doses of one day, each with its time: "morning 50, evening 25"."""
    found: dict[str, object] = {}
    for part in answer.split(","):
        slot, _, amount = part.strip().partition(" ")
        if not amount:
            raise ValueError((f'"{answer}" has no time or no amount', "Write morning 50, evening 25"))
        found[slot] = number(amount.strip())
    return found


def yes(answer: str) -> object:
    """True for y, false for n."""
    if answer not in ("y", "n"):
        raise ValueError(("that is not y or n", "Write y or n"))
    return answer == "y"


def one_of(words: Sequence[str]) -> Reading:
    """One of a few words, by its number; a wrong number stays one, for the reader to refuse."""

    def read(answer: str) -> object:
        place = int(answer) if answer.isdecimal() else 0
        if not 1 <= place <= len(words):
            raise ValueError((f'"{answer}" is none of them', f"Write a number from 1 to {len(words)}"))
        return words[place - 1]

    return read
