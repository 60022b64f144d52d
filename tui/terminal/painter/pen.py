"""What writes cells on the terminal, in as few bytes as can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.terminal.painter.cells import Cell
from tui.terminal.painter.colours import PLAIN, turn
from tui.terminal.painter.doubtful import apart, parts
from tui.terminal.painter.erasing import many_blanks


class Pen:
    """Writes cells, or `erases` many blanks, remembering where and in which colours."""

    def __init__(self, erases: bool) -> None:
        self._erases = erases
        self._sent: list[str] = []
        self._drawn = PLAIN
        self._at: tuple[int, int] | None = None

    def go(self, y: int, x: int) -> None:
        """To that cell: over the line where it goes on, which takes fewer bytes."""
        if self._at == (y, x):
            return
        if self._at is not None and self._at[0] == y and 0 < x - self._at[1] < 100:
            self._sent.append(f"\x1b[{x - self._at[1]}C")
        else:
            self._sent.append(f"\x1b[{y + 1};{x + 1}H")
        self._at = None

    def line(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        """Cells that nobody doubts the width of, from that place on."""
        done = 0
        for start, end in many_blanks(cells) if self._erases else ():
            self._write_at(y, x + done, cells[done:start])
            self.go(y, x + start)
            self._turn(cells[start])
            self._sent.append(f"\x1b[{end - start}X")
            self._at = y, x + start  # where erasing leaves it
            done = end
        self._write_at(y, x + done, cells[done:])

    def _write_at(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        if cells:
            self.go(y, x)
            self.write(cells)
            self._at = y, x + len(cells)

    def write(self, cells: Iterable[Cell]) -> None:
        """Cells where the pen is."""
        for cell in cells:
            self._turn(cell)
            self._sent.append(cell[0])
        self._at = None

    def _turn(self, cell: Cell) -> None:
        text, wanted = cell
        sequence, self._drawn = turn(self._drawn, wanted, text == " ")
        self._sent.append(sequence)

    def row(self, y: int, cells: Sequence[Cell]) -> None:
        """A row that holds doubtful text, or held some: all of it, each part at its own column."""
        cells = apart(cells)
        for (start, end), doubtful in parts(cells):
            self.go(y, start)
            if doubtful:
                self.write((" ", codes) for _, codes in cells[start:end])
                self.go(y, start)
            self.write(cells[start:end])
            if doubtful:
                # screen and tmux, which go only as far as they believe they have to, know their column again.
                self._sent.append("\r")

    def sequence(self) -> str:
        """All of it, and the colours of the terminal itself at the end."""
        return "".join(self._sent if self._drawn == PLAIN else [*self._sent, "\x1b[0m"])
