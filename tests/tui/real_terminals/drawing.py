"""What was meant to stand on the screen, from the bytes that were sent; a drawing of it without the names.

`drawing.py FOLDER` draws in the terminal it runs in, one picture after the other: FOLDER/meant-1, meant-2 ...
each as soon as FOLDER/draw names it, and "all" for every cell in reverse video, which shows where they are.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from unittest.mock import patch

import pyte
import pyte.screens

from tui.terminal.painter.doubtful import doubtful
from tui.widths import cell_len

COLUMNS, ROWS = 80, 24
_STRANGE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[\?1049[hl]|\x1b>")

Cell = tuple[str, bool, bool, bool]
"""What is in a cell, and whether it is bold, underlined, in reverse video."""


def meant(sent: bytes) -> list[list[Cell]]:
    """The cells after `sent`; "" for text of which terminals do not agree how it looks, and beside it."""
    screen = pyte.Screen(COLUMNS, ROWS)
    with patch.object(pyte.screens, "wcwidth", cell_len):
        pyte.ByteStream(screen).feed(_STRANGE.sub(b"", sent))
    rows = []
    for y in range(ROWS):
        cells = [screen.buffer[y][x] for x in range(COLUMNS)]
        plain = [bool(cell.data) and not doubtful(cell.data) and cell.data.isascii() for cell in cells]
        rows.append(
            [
                (cell.data if sure else "", cell.bold, cell.underscore, cell.reverse)
                for cell, sure in zip(cells, plain, strict=True)
            ]
        )
    return rows


def draw(rows: list[list[Cell]]) -> str:
    """The bytes that draw `rows`, each cell at its own position."""
    sent = ["\x1b[0m\x1b[H\x1b[2J"]
    for y, row in enumerate(rows):
        for x, (text, *marks) in enumerate(row):
            if text:
                codes = "".join(f";{code}" for code, on in zip((1, 4, 7), marks, strict=True) if on)
                sent.append(f"\x1b[{y + 1};{x + 1}H\x1b[0{codes}m{text}")
    return "".join([*sent, "\x1b[0m"])


def main() -> None:
    """Draw whatever is asked for, until the terminal is closed."""
    folder, last = Path(sys.argv[1]), ""
    sys.stdout.write("\x1b[?25l\x1b[?7l")
    while True:
        wanted = (folder / "draw").read_text(encoding="utf-8")
        if wanted and wanted != last:
            whole = [[(" ", False, False, True)] * COLUMNS] * ROWS
            sys.stdout.write(draw(whole if wanted == "all" else json.loads((folder / wanted).read_text())))
            sys.stdout.flush()
            (folder / "drawn").write_text(wanted, encoding="utf-8")
        last = wanted
        time.sleep(0.05)


if __name__ == "__main__":
    main()
