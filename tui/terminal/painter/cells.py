"""The cells that a piece of a line takes: what is in each, and the codes of its colours.

This is the last barrier before the terminal too: no character gets through that it would obey.
"""

from __future__ import annotations

from rich.color import ColorSystem
from rich.console import Console
from textual.strip import Strip

from protocols.values.text import visible
from tui.glyphs import stand_in
from tui.terminal.painter.colours import of_blank
from tui.widths import cell_len

Cell = tuple[str, str]
"""What is in a cell and the codes of its colours, of a blank those that can be seen.

The second cell of a wide character has no text.
"""

UNKNOWN: Cell = ("\0", "")
"""A cell of which nobody has said yet what it shows."""


def cells_of(strip: Strip, console: Console, ascii_only: bool) -> list[Cell]:
    """The cells of `strip`, in ASCII where nothing else may be sent."""
    system = console._color_system or ColorSystem.TRUECOLOR  # as Textual has it
    cells: list[Cell] = []
    for text, style, control in strip:
        if control:
            continue
        codes = Strip.render_ansi(style, system) if style else ""
        if not text.isprintable():
            text = harmless(text)
        if ascii_only:
            text = "".join(map(stand_in, text))
        blank = (" ", of_blank(codes))
        if text.isascii():
            cells += [blank if char == " " else (char, codes) for char in text]
            continue
        for char in text:
            width = cell_len(char)
            if char == " ":
                cells.append(blank)
            elif width:
                cells += [(char, codes), *[("", codes)] * (width - 1)]
            elif cells:
                _join(cells, char)
    return cells


def _join(cells: list[Cell], mark: str) -> None:
    """Put a mark without a cell of its own to the character before it, which may be a wide one."""
    at = len(cells) - 1
    while at and not cells[at][0]:
        at -= 1
    cells[at] = (cells[at][0] + mark, cells[at][1])


def harmless(text: str) -> str:
    """`text` without them. Most have no width, so nothing may take their place; `plain` shows them."""
    shown = zip(text, visible(text), strict=True)
    return "".join(new for old, new in shown if new == old or cell_len(old))
