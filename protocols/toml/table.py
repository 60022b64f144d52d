"""One table of a protocol file, read key by key. What is wrong is noted and reading goes on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from protocols.toml.faults import Faults, Place, Wrong, short, shown
from protocols.toml.unsayable import unsayable_key
from protocols.toml.values import (
    amount_wrong,
    choice_wrong,
    flag_wrong,
    hours_wrong,
    text_wrong,
    value_wrong,
    whole_wrong,
)
from protocols.values.amounts import tidy

Word = TypeVar("Word", bound=str)


class Table:
    """Typed reads of `found`. After a fault a read gives a stand-in, and the protocol is not used."""

    def __init__(self, found: dict[str, object], place: Place, faults: Faults) -> None:
        self.found, self.place, self.faults = found, place, faults
        self.known: list[str] = []

    def has(self, key: str) -> bool:
        """Whether the key is there. It counts as known from now on."""
        self.known.append(key)
        return key in self.found

    def wrong(self, wrong: Wrong | None, *inside: str | int) -> bool:
        """Note what is wrong at a place in this table, if anything is; say whether it was."""
        if wrong:
            self.faults.add((*self.place, *inside), wrong)
        return bool(wrong)

    def value(self, key: str, example: str) -> object:
        """A required value, None when it is missing."""
        if not self.has(key):
            self.wrong((f"{key} is missing", f"Add a line such as {key} = {example}"))
        return self.found.get(key)

    def text(self, key: str) -> str:
        """A required line of text."""
        value = self.value(key, '"..."')
        return value if self._fits(key, text_wrong(value)) and isinstance(value, str) else ""

    def maybe_text(self, key: str) -> str:
        """A line of text, "" when the key is not there."""
        return self.text(key) if self.has(key) else ""

    def one_of(self, key: str, words: Sequence[Word], usual: str = "") -> Word:
        """A required word, one of `words`; `usual` is the one to name where it is missing."""
        value = self.value(key, f'"{usual or words[0]}"')
        self._fits(key, choice_wrong(value, words))
        return next((word for word in words if word == value), words[0])

    def whole(self, key: str, low: int, high: int, usual: int | None = None) -> int:
        """A required whole number from `low` to `high`; `usual` is the one to name where it is missing."""
        usual = low if usual is None else usual
        value = self.value(key, str(usual))
        return value if self._fits(key, whole_wrong(value, low, high)) and isinstance(value, int) else usual

    def maybe_whole(self, key: str, low: int, high: int) -> int | None:
        """A whole number, None when the key is not there."""
        return self.whole(key, low, high) if self.has(key) else None

    def hours(self, key: str, low: Decimal, high: int, usual: int | Decimal) -> int | Decimal:
        """A required number of hours from `low` to `high`, in whole minutes; `usual` as for `whole`."""
        value = self.value(key, str(usual))
        fits = self._fits(key, hours_wrong(value, low, high))
        return value if fits and isinstance(value, int | Decimal) else high

    def maybe_amount(self, key: str) -> Decimal | None:
        """An exact number above zero, None when the key is not there."""
        if not self.has(key):
            return None
        return self._amount(self.found[key], key)

    def maybe_value(self, key: str) -> Decimal | None:
        """An exact number, also 0 or less, None when the key is not there."""
        if not self.has(key):
            return None
        value = self.found[key]
        fits = self._fits(key, value_wrong(value))
        return tidy(Decimal(value)) if fits and isinstance(value, int | Decimal) else None

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """A list of whole numbers from `low` to `high`, empty when the key is not there."""
        items = self._list(key, f"[{low}]") if self.has(key) else []
        for number, item in enumerate(items, start=1):
            self.wrong(whole_wrong(item, low, high), key, number)
        return tuple(item for item in items if isinstance(item, int) and not isinstance(item, bool))

    def amounts(self, key: str) -> tuple[Decimal, ...]:
        """A required list of exact numbers above zero."""
        items = self._list(key, "[150]")
        amounts = [self._amount(item, key, number) for number, item in enumerate(items, start=1)]
        return tuple(amount for amount in amounts if amount is not None)

    def flag(self, key: str) -> bool:
        """A required true or false."""
        value = self.value(key, "true")
        return value is True if self._fits(key, flag_wrong(value)) else False

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of lines of text, empty when the key is not there."""
        items = self._list(key, '["..."]') if self.has(key) else []
        for number, item in enumerate(items, start=1):
            self.wrong(text_wrong(item), key, number)
        return tuple(item for item in items if isinstance(item, str))

    def table(self, key: str) -> Table:
        """A required [key] table."""
        inside = (*self.place, key)
        if not self.has(key):
            self.wrong((f"[{key}] is missing", f"Add a line [{key}] and its keys below it"))
            return Table({}, inside, Faults())
        value = self.found[key]
        if not isinstance(value, dict):
            self.wrong((f"{shown(value)} is not a table", f"Write a line [{key}] and its keys below it"), key)
            return Table({}, inside, Faults())
        return Table(value, inside, self.faults)

    def tables(self, key: str) -> list[Table]:
        """The [[key]] tables, none when the key is not there."""
        items = self.found.get(key, []) if self.has(key) else []
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            self.wrong((f"{key} is not a list of tables", f"Begin each one with a line [[{key}]]"), key)
            return []
        return [Table(item, (*self.place, key, number), self.faults) for number, item in enumerate(items, 1)]

    def close(self, kind: str = "key") -> None:
        """Refuse every key that was not asked for, and name the nearest that was."""
        for key in self.found:
            if key not in self.known:
                near = get_close_matches(key, self.known, n=1)
                known = ", ".join(dict.fromkeys(self.known))
                right = f"Did you mean {near[0]}?" if near else f"Use one of {known}"
                self.wrong(unsayable_key(key) or (f"the {kind} {short(key)} is not known", right), key)

    def _list(self, key: str, example: str) -> list[object]:
        value = self.value(key, example)
        if not isinstance(value, list):
            self._fits(key, (f"{shown(value)} is not a list", f"Write it in square brackets: {example}"))
            return []
        return value

    def _amount(self, value: object, *inside: str | int) -> Decimal | None:
        wrong = self.wrong(amount_wrong(value), *inside)
        return tidy(Decimal(value)) if not wrong and isinstance(value, int | Decimal) else None

    def _fits(self, key: str, wrong: Wrong | None) -> bool:
        """Whether the value of `key` is right. A missing key was noted already."""
        return key in self.found and not self.wrong(wrong, key)
