"""Entries that assess a reaction after the event."""

from __future__ import annotations

from typing import Literal

from protocols.entries.base import Fact

NaranjoAnswer = Literal["yes", "no", "unknown"]


class NaranjoAssessed(Fact, frozen=True, tag="naranjo assessed"):
    """How likely the drug caused `reaction`: the ten Naranjo items in their order. The sum is computed.

    `published_sum` is a sum somebody else printed, with its `published_source`; it is kept apart from
    the computed one and never takes its place (domain.md 4.4 row 5).
    """

    reaction: str
    answers: tuple[NaranjoAnswer, ...]
    published_sum: int | None = None
    published_source: str = ""
    note: str = ""
