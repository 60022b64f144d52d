"""What is derived from an object that never changes, worked out once and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Source = TypeVar("Source")
Fact = TypeVar("Fact")


def derived(work: Callable[[Source], Fact]) -> Callable[[Source], Fact]:
    """`work`, done once for each object it is given: a frozen one, whose facts only a new object can change.

    The fact must not depend on the time and must not be changed by whoever asks for it.
    """
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def ask(source: Source) -> Fact:
        kept = source.__dict__
        if name not in kept:
            kept[name] = work(source)
        fact: Fact = kept[name]
        return fact

    return ask
