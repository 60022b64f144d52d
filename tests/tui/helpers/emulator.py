"""A terminal that counts widths as it likes, and one that puts words from right to left in their order.

Enough of a terminal for what the painter sends: positions, colours (left out) and text, without wrapping.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Width = Callable[[str], int]
_PIECE = re.compile(r"\x1b\[([0-9;]*)([HCXm])|([^\x1b])", re.DOTALL)


def like_putty(char: str) -> int:
    """As PuTTY, xterm, VTE and the C library: only marks without a place of their own take no cell."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def like_kitty(char: str) -> int:
    """As kitty, mlterm and Rich: every mark goes into the cell before it."""
    return 0 if unicodedata.category(char).startswith("M") else like_putty(char)


class Emulator:
    """A screen of cells. A character without a width joins the one before it, as terminals have it."""

    def __init__(self, columns: int, rows: int, width: Width = like_putty) -> None:
        self.columns, self.width = columns, width
        self.rows = [[" "] * columns for _ in range(rows)]
        self.x = self.y = 0

    def feed(self, text: str) -> None:
        """Take what a program writes."""
        at = 0
        for piece in _PIECE.finditer(text):
            assert piece.start() == at, f"not for a terminal: {text[at : piece.start()]!r}"
            at = piece.end()
            if piece[2] == "H":
                self.y, self.x = (int(part) - 1 for part in piece[1].split(";"))
            elif piece[2] == "C":
                self.x = min(self.x + int(piece[1]), self.columns - 1)
            elif piece[2] == "X":
                for _ in range(int(piece[1])):
                    self._draw(" ")
                self.x -= int(piece[1])
            elif piece[3] == "\r":
                self.x = 0
            elif piece[3]:
                self._draw(piece[3])
        assert at == len(text)

    def _draw(self, char: str) -> None:
        row, width = self.rows[self.y], self.width(char)
        if not width:
            self._join(row, char)
            return
        self.x = min(self.x, self.columns - width)  # without wrapping the last cell is written again
        for at in range(self.x, self.x + width):
            self._break(row, at)
        row[self.x] = char
        if width == 2:
            row[self.x + 1] = ""
        self.x += width

    def _join(self, row: list[str], mark: str) -> None:
        at = self.x - 1
        while at > 0 and not row[at]:
            at -= 1
        if at >= 0:
            row[at] += mark
        elif self.y:
            self.rows[self.y - 1][-1] += mark

    def _break(self, row: list[str], at: int) -> None:
        """Half of a wide character that is written over is gone altogether."""
        if not row[at] and at:
            row[at - 1] = " "
        if at + 1 < self.columns and not row[at + 1]:
            row[at + 1] = " "
        row[at] = " "


def seen(row: list[str]) -> list[int]:
    """Where a terminal that knows Unicode's bidirectional algorithm puts each cell of `row` (UAX 9).

    Without embeddings and brackets: neither the app nor a terminal makes any. The first letter says
    where the line begins, as in PuTTY.
    """
    kinds = [unicodedata.bidirectional(text[0]) if text else "ON" for text in row]
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    base = 0 if first == "L" else 1
    levels = _levels(_neutral(_weak(kinds, base), base), base)
    trailing = len(row)
    while trailing and kinds[trailing - 1] in ("WS", "BN"):
        trailing -= 1
        levels[trailing] = base
    order = list(range(len(row)))
    for level in range(max(levels), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    places = [0] * len(row)
    for place, cell in enumerate(order):
        places[cell] = place
    return places


def _weak(kinds: list[str], base: int) -> list[str]:
    start = "R" if base else "L"
    found = _digits(kinds, start)
    for at in range(1, len(found) - 1):  # W4
        left, right = found[at - 1], found[at + 1]
        if left == right and (found[at], left) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            found[at] = left
    for at, kind in enumerate(found):  # W5, W6
        if kind == "ET":
            end = next((later for later in range(at, len(found)) if found[later] != "ET"), len(found))
            beside = "EN" in (*found[end : end + 1], *found[max(at - 1, 0) : at])
            found[at:end] = ["EN" if beside else "ON"] * (end - at)
    strong = start
    for at, kind in enumerate(found):  # W7
        strong = kind if kind in ("L", "R") else strong
        if kind == "EN" and strong == "L":
            found[at] = "L"
    return ["ON" if kind in ("ES", "CS") else kind for kind in found]


def _digits(kinds: list[str], start: str) -> list[str]:
    """W1 to W3: what marks belong to, and digits behind Arabic letters."""
    found, strong, before = [], start, start
    for kind in kinds:
        kind = before if kind == "NSM" else kind
        strong = kind if kind in ("L", "R", "AL") else strong
        kind = "AN" if kind == "EN" and strong == "AL" else kind
        before = "R" if kind == "AL" else kind
        found.append(before)
    return found


def _neutral(kinds: list[str], base: int) -> list[str]:
    own = "R" if base else "L"
    found, at = list(kinds), 0
    while at < len(found):
        end = at
        while end < len(found) and found[end] not in ("L", "R", "EN", "AN"):
            end += 1
        left = _side(found[at - 1]) if at else own
        right = _side(found[end]) if end < len(found) else own
        found[at:end] = [left if left == right else own] * (end - at)
        at = max(end, at + 1)
    return found


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _levels(kinds: list[str], base: int) -> list[int]:
    even = {"L": 0, "R": 1, "EN": 2, "AN": 2}
    odd = {"L": 2, "R": 1, "EN": 2, "AN": 2}
    return [(odd if base else even)[kind] for kind in kinds]
