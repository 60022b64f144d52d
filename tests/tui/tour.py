"""The tour: a shift on the invented ward, recorded by pressing its keys. `python3 dev.py tour` writes it.

Two files in docs/: `tour.cast`, an asciicast (version 2) for any player, and `tour.svg`, which moves by
itself in a browser and asks no other place for anything.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.segment import Segments

from tests.tui.helpers.rest import come_to_rest, press
from tests.tui.pictures import NOW, demo_ledger
from tui.app.app import StepwardApp
from tui.demo.people import NIGHT_NURSE as NURSE
from tui.session import Session

FOLDER = Path(__file__).parents[2] / "docs"
COLUMNS, ROWS = 120, 32
TOUR: tuple[tuple[str, float], ...] = (
    ("", 2.5),
    ("asterisk", 1.5),
    ("y", 1.0),
    ("enter", 2.5),
    ("1", 2.0),
    ("5", 1.0),
    ("tab", 1.0),
    ("tab", 1.5),
    ("tab", 1.5),
    ("d", 2.0),
    ("g", 1.0),
    ("enter", 3.0),
    ("d", 1.5),
    ("g", 0.8),
    ("enter", 2.5),
    ("end", 0.8),
    ("slash", 0.8),
    ("4", 1.5),
    ("enter", 0.8),
    ("u", 2.5),
    ("y", 1.0),
    ("enter", 3.0),
    ("enter", 3.0),
    ("t", 3.0),
    ("escape", 1.0),
    ("x", 3.0),
    ("escape", 0.5),
    ("escape", 0.5),
    ("o", 3.0),
)
"""Each key, "" for none, and how many seconds what it shows stands there."""


@dataclass(frozen=True)
class Frame:
    """What the screen shows from second `at` on: for a terminal, and as a picture."""

    at: float
    ansi: str
    svg: str


async def frames(ledger: Path) -> list[Frame]:
    """The screen after every key of the tour."""
    app = StepwardApp(Session(ledger, now=lambda: NOW))
    app.session.person = NURSE
    found, at = [], 0.0
    async with app.run_test(size=(COLUMNS, ROWS), notifications=True) as pilot:
        await come_to_rest(pilot)
        for key, seconds in TOUR:
            if key:
                await press(pilot, key)
            found.append(Frame(at, _ansi(app), app.export_screenshot(title="Stepward")))
            at += seconds
        return [*found, Frame(at, "", "")]


def _ansi(app: StepwardApp) -> str:
    """What is on the screen, as a terminal is told it."""
    console = Console(file=StringIO(), force_terminal=True, color_system="truecolor", width=COLUMNS)
    lines = []
    for strip in app.screen._compositor.render_strips():
        with console.capture() as capture:
            console.print(Segments(strip), end="")
        lines.append(capture.get())
    return "\x1b[H" + "\r\n".join(lines)


def cast(shown: list[Frame]) -> str:
    """The asciicast."""
    head = {
        "version": 2,
        "width": COLUMNS,
        "height": ROWS,
        "title": "A shift with Stepward",
    }
    events = [[round(frame.at, 2), "o", frame.ansi] for frame in shown]
    return "\n".join(json.dumps(line) for line in (head, *events)) + "\n"


def moving(shown: list[Frame]) -> str:
    """One picture in which the frames follow each other, for ever."""
    length = shown[-1].at
    size = re.search(r'viewBox="([^"]+)"', shown[0].svg)
    parts = []
    for frame, after in pairwise(shown):
        begin, end = frame.at / length, after.at / length
        times, values = ("0", "visible") if begin == 0 else (f"0;{begin:.4f}", "hidden;visible")
        if end < 1:
            times, values = f"{times};{end:.4f}", f"{values};hidden"
        svg = re.sub(r"@font-face \{.*?\}\s*", "", frame.svg, flags=re.DOTALL)
        at_first = "hidden" if begin else "visible"
        parts.append(
            f'<g visibility="{at_first}"><animate attributeName="visibility" dur="{length:g}s" '
            f'repeatCount="indefinite" calcMode="discrete" keyTimes="{times}" values="{values}"/>{svg}</g>'
        )
    box = size[1] if size else "0 0 1480 830"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">\n' + "\n".join(parts) + "\n</svg>\n"


def main() -> None:
    """Write both files anew."""
    with TemporaryDirectory() as folder:
        shown = asyncio.run(frames(demo_ledger(Path(folder))))
    (FOLDER / "tour.cast").write_text(cast(shown), encoding="utf-8", newline="\n")
    (FOLDER / "tour.svg").write_text(moving(shown), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
