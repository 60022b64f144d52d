"""What became of a dose, as a shape that is told from the others in black and white and at 5 pixels."""

from __future__ import annotations

from protocols.reports.course_picture import Became
from tui.views.figure.svg import TENTH, box, circle, line, text

LEGEND: tuple[tuple[Became, str], ...] = (
    ("given", "given"),
    ("made up", "made up"),
    ("other amount", "another amount"),
    ("vomited", "vomited"),
    ("not given", "not given"),
    ("no record", "no record"),
    ("planned", "planned"),
)
"""Every mark with its name, in the order of the legend."""


def mark(became: Became, x: int, y: int, width: int, height: int) -> str:
    """The mark of a dose in the cell that begins at `x`, `y`."""
    side = max(width - TENTH, 8)
    middle, centre = x + width // 2, y + height // 2
    if became == "given":
        return box(x, y, side, height, "#000")
    if became == "other amount":
        return box(x, y, side, height) + box(x, y + height // 2, side, height - height // 2, "#000")
    if became == "vomited":
        return box(x, y, side, height, "url(#hatch)")
    if became == "not given":
        across = line(x, y + 3 * TENTH, x + side, y + height - 3 * TENTH)
        return across + line(x, y + height - 3 * TENTH, x + side, y + 3 * TENTH)
    if became == "made up":
        return box(x, y, side, height) + text(middle, y + height - 4 * TENTH, "m", size=10, anchor="middle")
    if became == "no record":
        return text(middle, y + height - 3 * TENTH, "?", size=12, bold=True, anchor="middle")
    return circle(middle, centre, min(2 * TENTH, max(side // 3, 5)))
