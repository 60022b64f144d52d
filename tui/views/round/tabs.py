"""The tabs of the board: who needs something now, whose skin is to be seen, whose gate is open, mine, all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, get_args

from protocols.reports.status import TO_DO, Label
from tui.views.course.board import BoardRow
from tui.views.lines.lines import Line, Tone, width

Tab = Literal["Now", "Checks", "Open", "Mine", "All"]
TABS: tuple[Tab, ...] = get_args(Tab)
"""In the order of their keys, 1 to 5."""

_NOW: tuple[Label, ...] = (
    "RED FLAG",
    "HOLD",
    "CLOCK",
    "OVERDUE",
    "DUE",
    "OPEN DUE",
    "MEDICINE",
    "LEFT",
    "DIED",
)
_CHECKS: tuple[Label, ...] = ("CHECK", "BEGIN", "RASH")
_OPEN: tuple[Label, ...] = ("OPEN", "OPEN DUE")
_ROUND: tuple[Label, ...] = ("CLOCK", "OVERDUE", "DUE", "OPEN DUE", "OPEN", "CHECK", "MEDICINE")

_SHOWN: dict[Tab, Callable[[BoardRow, Collection[str]], bool]] = {
    "Now": lambda row, mine: row.unreadable or row.label in _NOW,
    "Checks": lambda row, mine: row.label in _CHECKS,
    "Open": lambda row, mine: row.label in _OPEN,
    "Mine": lambda row, mine: row.patient in mine,
    "All": lambda row, mine: True,
}
MEANINGS: dict[Tab, str] = {
    "Now": "Nobody needs anything now.",
    "Checks": "Nobody's skin has to be seen now.",
    "Open": "No gate is open.",
    "Mine": "You have taken nobody yet. Space takes the highlighted patient for your shift.",
    "All": "",
}
"""What an empty tab says."""


def shown(tab: Tab, rows: Sequence[BoardRow], mine: Collection[str]) -> list[BoardRow]:
    """The rows of `tab`; `mine` are the hospital numbers of the patients somebody has taken."""
    return [row for row in rows if _SHOWN[tab](row, mine)]


class Tabs:
    """The rows of each tab, found once for as long as the list and whose patients they are stay the same."""

    def __init__(self) -> None:
        self._rows: Sequence[BoardRow] | None = None
        self._mine: Collection[str] = ()
        self._found: Mapping[Tab, list[BoardRow]] = {}

    def of(self, rows: Sequence[BoardRow], mine: Collection[str]) -> Mapping[Tab, list[BoardRow]]:
        """As `shown` says it."""
        if rows is not self._rows or mine != self._mine:
            self._found = {tab: shown(tab, rows, mine) for tab in TABS}
            self._rows, self._mine = rows, mine
        return self._found


def to_do(rows: Sequence[BoardRow]) -> str:
    """How many rows there are with each word that asks for something."""
    words = Counter(row.label for row in rows)
    return ", ".join(f"{words[word]} {word}" for word in TO_DO if word in words) or "nothing to do now"


def needs(row: BoardRow) -> bool:
    """Whether a nurse on a round stops at this patient; a hold waits for a prescriber."""
    return row.label in _ROUND


def following(rows: Sequence[BoardRow], at: int) -> int | None:
    """The place of the next row after `at` that needs something, round the end of the list; None for none."""
    places = [(at + far) % len(rows) for far in range(1, len(rows) + 1)] if rows else []
    return next((place for place in places if needs(rows[place])), None)


def going_on(
    rows: Sequence[BoardRow], before: Sequence[tuple[str, str]], done: tuple[str, str]
) -> int | None:
    """Where a round goes on after `done`, in the order that the list had `before` the record was made.

    None where `done` needs something still, or nobody else does.
    """
    places = {(row.patient, row.course): place for place, row in enumerate(rows)}
    if done not in before or (done in places and needs(rows[places[done]])):
        return None
    at = before.index(done)
    order = [places[one] for one in (*before[at + 1 :], *before[:at]) if one in places]
    return next((place for place in order if needs(rows[place])), None)


def tab_line(
    tabs: Mapping[Tab, Sequence[BoardRow]],
    chosen: Tab,
    cells: int,
    after: str,
    coming: Sequence[str] = (),
) -> Line:
    """The tabs with their keys and counts, the chosen one marked.

    After them who is `coming`, in the first of these wordings that has room, and what stands `after`.
    """
    parts: Line = [part for tab in TABS for part in _tab(tab, tabs, chosen)]
    for wordings in (coming, (after,)):
        room = cells - sum(width(text) for text, _ in parts) - 2
        words = next((words for words in wordings if width(words) <= room), "")
        if words:
            parts.append((f"  {words}", "dim"))
    return parts


def tab_at(tabs: Mapping[Tab, Sequence[BoardRow]], chosen: Tab, cell: int) -> int | None:
    """The place of the tab that `tab_line` has drawn in that cell."""
    for place, tab in enumerate(TABS):
        cell -= sum(width(text) for text, _ in _tab(tab, tabs, chosen))
        if cell < 0:
            return place
    return None


def _tab(tab: Tab, tabs: Mapping[Tab, Sequence[BoardRow]], chosen: Tab) -> Line:
    """One tab: its key, and its count, which stands in brackets in the one that is shown."""
    count = len(tabs[tab])
    text = f"{tab} {count}"
    held = f"[{text}]" if tab == chosen else f" {text} "
    tone: Tone = "strong" if tab == chosen or count else "dim"
    return [(f" {TABS.index(tab) + 1}", "key"), (held, tone)]
