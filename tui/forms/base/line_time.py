"""When it was, at the begin of a line of paper: "08:05", "18-Nov-2026 00:10", "yesterday 22:00", "-30m".

The same words as in the time of a form; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from protocols.values.clinic_time import day_of
from protocols.values.formatting import date_text, time_text
from protocols.values.time_words import Answer, This, Wall, is_offset, lately, on_day, spoken
from tui.parsing import Fault, day, time_of_day

_LIKE_A_DAY = re.compile(r"[0-9]+[-/. ]\w+[-/. ].*|[0-9]+[-/].*|[0-9]{8}", re.ASCII)


def told_at(
    said: str, name: str, zone: str, now: datetime, without_day: Callable[[Wall], Answer]
) -> tuple[Answer, str]:
    """What the line of `name` begins with, told at `now`, and the rest of it. Fault where that is no time.

    `without_day` answers for a time of the ward's clock whose day was not said.
    """
    words = said.split()
    for count in (1, 2):  # "-30m", "yesterday 22:00"
        first, rest = _first(words, count)
        aloud = spoken(first, zone, now)
        if aloud is not None:
            return aloud, rest
    on: date | None = None
    if words and _LIKE_A_DAY.fullmatch(words[0]):
        on = day(words.pop(0), name)
    if not words:
        raise Fault(f"{name}: write the time after the letter, such as 08:05.")
    first, rest = _first(words, 1)
    wall = time_of_day(first, name)
    return (without_day(wall) if on is None else on_day(on, wall, zone, now)), rest


def told_lately(said: str, name: str, zone: str, now: datetime) -> tuple[datetime, str]:
    """The instant (UTC) that the line of `name` begins with, and the rest; a time alone is of today."""
    answer, rest = told_at(said, name, zone, now, lambda wall: lately(wall, zone, now))
    if isinstance(answer, This):
        return answer.at, rest
    raise Fault(f"{name}: {answer.words.split(' If it was', 1)[0]} Write the day too where it was not today.")


def pinned(said: str, zone: str, now: datetime, without_day: Callable[[Wall], Answer]) -> str:
    """`said` with day and time written out, so that it means the same at another time than `now`.

    As it stands where its day is said, and where it has to be asked for or cannot be read.
    """
    if _LIKE_A_DAY.fullmatch(said.partition(" ")[0]):
        return said
    try:
        answer, rest = told_at(said, "", zone, now, without_day)
    except Fault:
        return said
    if not isinstance(answer, This):
        return said
    return f"{date_text(day_of(answer.at, zone))} {time_text(answer.at, zone)} {rest}".rstrip()


def _first(words: list[str], count: int) -> tuple[str, str]:
    """The first `count` words with the offset that stands behind them by itself, and the rest."""
    behind = words[count : count + 1]
    count += 1 if behind and is_offset(behind[0]) else 0
    return " ".join(words[:count]), " ".join(words[count:])
