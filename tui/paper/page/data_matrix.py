"""A text as a DataMatrix, which every 2D scanner reads: small, and whole again where a part is lost.

ISO/IEC 16022, ECC 200: ASCII encodation (5.2.3), Reed-Solomon over GF(256) with the polynomial 0x12D (5.7,
annex E), square symbols of one region, the modules placed as in annex F.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from tui.paper.page.marks import Box

Modules = list[list[bool]]
"""Rows from the top, each from the left; True is dark."""

SIZES = ((10, 3), (12, 5), (14, 8), (16, 12), (18, 18), (20, 22), (22, 30), (24, 36), (26, 44))
"""Modules along a side, the borders with them, and the codewords of data (table 7)."""
_CHECKS = {10: 5, 12: 7, 14: 10, 16: 12, 18: 14, 20: 18, 22: 20, 24: 24, 26: 28}
_PAD, _UPPER_SHIFT, _POLYNOMIAL = 129, 235, 0x12D


def data_matrix(text: str) -> Modules | None:
    """`text` as modules, without a quiet zone; None for one too long or beyond Latin-1."""
    if not text or any(ord(char) > 0xFF for char in text):
        return None
    data = list(_codewords(text))
    found = next(((side, room) for side, room in SIZES if room >= len(data)), None)
    if found is None:
        return None
    side, room = found
    padded = _padded(data, room)
    return _bordered(_placed(padded + _checks(padded, _CHECKS[side]), side - 2), side)


def _codewords(text: str) -> Iterator[int]:
    """Two digits are one codeword, an ASCII character is one, another of Latin-1 two."""
    place = 0
    while place < len(text):
        pair = text[place : place + 2]
        if len(pair) == 2 and pair.isascii() and pair.isdigit():
            yield 130 + int(pair)
            place += 2
            continue
        code = ord(text[place])
        if code > 127:
            yield _UPPER_SHIFT
        yield code % 128 + 1
        place += 1


def _padded(data: list[int], room: int) -> list[int]:
    """Filled up with pads, of which all but the first are randomized by their place (annex B.1.1)."""
    padded = [*data, _PAD] if len(data) < room else [*data]
    while len(padded) < room:
        pad = _PAD + 149 * (len(padded) + 1) % 253 + 1
        padded.append(pad if pad <= 254 else pad - 254)
    return padded


def _field() -> tuple[list[int], list[int]]:
    """The powers of 2 in the field, and the exponent of each element."""
    power, powers, exponents = 1, [0] * 255, [0] * 256
    for exponent in range(255):
        powers[exponent], exponents[power] = power, exponent
        power <<= 1
        if power > 255:
            power ^= _POLYNOMIAL
    return powers, exponents


_POWERS, _EXPONENTS = _field()


def _times(one: int, other: int) -> int:
    return _POWERS[(_EXPONENTS[one] + _EXPONENTS[other]) % 255] if one and other else 0


def _checks(data: list[int], count: int) -> list[int]:
    """The check words: the remainder by the generator with the roots 2^1 to 2^count."""
    generator = [1]
    for root in range(1, count + 1):
        shifted = [*generator, 0]
        for place, factor in enumerate(generator):
            shifted[place + 1] ^= _times(factor, _POWERS[root])
        generator = shifted
    rest = [0] * count
    for word in data:
        factor = word ^ rest[0]
        rest = [*rest[1:], 0]
        rest = [one ^ _times(factor, part) for one, part in zip(rest, generator[1:], strict=True)]
    return rest


_UTAH = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))
"""Where the eight bits of a codeword lie, from its last one: rows and columns."""


def _placed(words: list[int], side: int) -> Modules:
    """The bits of the codewords, in diagonals from the upper left corner and back (annex F)."""
    placement = _Placement(words, side)
    row, column, up = 4, 0, True
    while row < side or column < side:
        placement.corner(row, column)
        down, right, inside = (-2, 2, True) if up else (2, -2, True)
        while inside:
            if 0 <= row < side and 0 <= column < side and placement.is_free(row, column):
                placement.put([(row + one, column + other) for one, other in _UTAH])
            row, column = row + down, column + right
            inside = (row >= 0 and column < side) if up else (row < side and column >= 0)
        row, column = (row + 1, column + 3) if up else (row + 3, column + 1)
        up = not up
    placement.fill_corner()
    return placement.modules()


class _Placement:
    """The field of bits while codewords are put into it."""

    def __init__(self, words: list[int], side: int) -> None:
        self._words, self._side = iter(words), side
        self._bits: dict[tuple[int, int], bool] = {}

    def is_free(self, row: int, column: int) -> bool:
        return (row, column) not in self._bits

    def put(self, places: list[tuple[int, int]]) -> None:
        """The next codeword, its highest bit first; what leaves the field comes in on the other side."""
        word = next(self._words)
        for number, (row, column) in enumerate(places):
            self._bits[self._wrapped(row, column)] = bool(word >> (7 - number) & 1)

    def _wrapped(self, row: int, column: int) -> tuple[int, int]:
        side = self._side
        if row < 0:
            row, column = row + side, column + 4 - (side + 4) % 8
        if column < 0:
            row, column = row + 4 - (side + 4) % 8, column + side
        return row, column

    def corner(self, row: int, column: int) -> None:
        """A codeword that lies in three corners, where the diagonal begins there."""
        side, last = self._side, self._side - 1
        if (row, column) == (side, 0):
            right = [(0, last - 1), (0, last), (1, last), (2, last), (3, last)]
            self.put([(last, 0), (last, 1), (last, 2), *right])
        if (row, column) == (side - 2, 0) and side % 4:
            top = [(0, last - 3), (0, last - 2), (0, last - 1), (0, last), (1, last)]
            self.put([(last - 2, 0), (last - 1, 0), (last, 0), *top])
        if (row, column) == (side - 2, 0) and side % 8 == 4:
            right = [(0, last - 1), (0, last), (1, last), (2, last), (3, last)]
            self.put([(last - 2, 0), (last - 1, 0), (last, 0), *right])

    def fill_corner(self) -> None:
        """The lower right corner, where no codeword reached it."""
        last = self._side - 1
        if self.is_free(last, last):
            self._bits |= {(last, last): True, (last - 1, last - 1): True}
            self._bits |= {(last, last - 1): False, (last - 1, last): False}

    def modules(self) -> Modules:
        side = range(self._side)
        return [[self._bits[row, column] for column in side] for row in side]


def _bordered(inner: Modules, side: int) -> Modules:
    """With the solid border on the left and below, the dashed one above and on the right."""
    dashed = [place % 2 == 0 for place in range(side)]
    rows = [[True, *row, number % 2 == 1] for number, row in enumerate(inner, start=1)]
    return [dashed, *rows, [True] * side]


def code_boxes(code: Modules, x: float, y: float, side: float) -> Iterator[Box]:
    """`code` with its upper left corner at `x`, `y`, in mm: dark modules of a row that touch are one box."""
    size = side / len(code)
    for number, row in enumerate(code):
        place = 0
        for dark, run in groupby(row):
            count = len(list(run))
            if dark:
                yield Box(x + place * size, y + number * size, count * size, size, edge=0, fill="black")
            place += count
