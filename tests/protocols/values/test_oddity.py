"""What no entry may hold is looked for in every field that could hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest

from protocols import entries as e
from protocols.entries.base import Person
from protocols.values import oddity

COUNTS = re.compile(r"\b(int|float|Decimal|date|datetime)\b")
"""In the declaration of a field: something that is reckoned with or has a place on the calendar."""
ENTRY = e.Entry.__module__.partition(".")[0]


def structs() -> list[type[msgspec.Struct]]:
    """Every kind of struct that an entry can be made of."""

    def under(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
        for one in kind.__subclasses__():
            yield from (one, *under(one))

    return [one for one in under(msgspec.Struct) if one.__module__.startswith(f"{ENTRY}.")]


def declared(kind: type) -> dict[str, str]:
    """The fields of a kind of struct as they are written down, its own and those of its base."""
    return {
        name: text
        for one in kind.__mro__[::-1]
        for name, text in vars(one).get("__annotations__", {}).items()
    }


COUNTED = {kind.__name__ for kind in structs() if any(map(COUNTS.search, declared(kind).values()))}


@pytest.mark.parametrize("kind", structs(), ids=lambda kind: kind.__name__)
def test_no_field_is_left_out_that_is_counted_with(kind: type[msgspec.Struct]) -> None:
    asked = {name for name, *_ in oddity._fields_of(kind)}
    for name, text in declared(kind).items():
        words = set(re.findall(r"\w+", text))
        if COUNTS.search(text) or words & COUNTED or words & {"What", "Correctable", "Entry"}:
            assert name in asked, (kind.__name__, name, text)


def test_of_a_person_nothing_is_asked() -> None:
    assert not oddity._fields_of(Person)
    assert "by" not in {name for name, *_ in oddity._fields_of(e.Entry)}
