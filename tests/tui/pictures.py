"""The pictures in screenshots/: the main screens on the demo ward, with a clock that stands still.

`python3 dev.py screenshots` writes them; test_pictures.py compares them on every run.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from uuid import UUID

from rich.terminal_theme import SVG_EXPORT_THEME, TerminalTheme

from protocols.entries import Person
from tests.tui.helpers.rest import come_to_rest, press
from tui.app.app import StepwardApp
from tui.demo.people import ADMIN, PRESCRIBER
from tui.demo.people import NIGHT_NURSE as NURSE
from tui.demo.ward import build
from tui.session import Session
from tui.terminal.few_colours import SIXTEEN
from tui.terminal.theme import CLEAR_DARK, CLEAR_LIGHT, HIGH_CONTRAST

FOLDER = Path(__file__).parents[2] / "screenshots"
NOW = datetime(2026, 11, 17, 19, 40, tzinfo=UTC)
ZONE = "Europe/London"
SMALL, LARGE = (80, 24), (120, 40)


def _sixteen(dark: int, light: int) -> list[tuple[int, int, int]]:
    """Eight of the sixteen colours, in their order: each of red, green and blue is one or the other."""
    return [tuple(light if place >> part & 1 else dark for part in range(3)) for place in range(8)]  # type: ignore[misc]


PUTTY = TerminalTheme((0, 0, 0), (187, 187, 187), _sixteen(0, 187), _sixteen(85, 255))
"""The colours that PuTTY has for the sixteen: those of the exporter are no terminal's."""


@dataclass(frozen=True)
class Picture:
    """One picture: the keys that lead to it from the board, the size and who is signed on."""

    name: str
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = SMALL
    by: Person = NURSE
    theme: str = CLEAR_DARK.name


def to_bed(bed: str) -> tuple[str, ...]:
    """The keys that go to the patient in that bed, wherever the list has them."""
    return ("slash", *bed, "enter")


TO_RASH, TO_OVERDUE, TO_OPEN_GATE, TO_DUE = map(to_bed, "2345")
TO_MEDICINE, TO_EXTENDED, TO_TARGET = map(to_bed, ("6", "7", "13"))
PICTURES = (
    Picture("board"),
    Picture("board-large", size=LARGE),
    Picture("board-light", theme=CLEAR_LIGHT.name),
    Picture("board-high-contrast", theme=HIGH_CONTRAST.name),
    Picture("board-16-colours", theme=SIXTEEN.name),
    Picture("sign-on", ("i",)),
    Picture("lock", ("full_stop",)),
    Picture("staff", ("at", "down", "down"), by=ADMIN),
    Picture("chart", (*TO_OPEN_GATE, "enter")),
    Picture("chart-large", (*TO_OPEN_GATE, "enter"), LARGE),
    Picture("chart-red-flag", ("enter",), LARGE, theme=CLEAR_LIGHT.name),
    Picture("chart-high-contrast", (*TO_OPEN_GATE, "enter"), theme=HIGH_CONTRAST.name),
    Picture("chart-16-colours", (*TO_OPEN_GATE, "enter"), theme=SIXTEEN.name),
    Picture("dose-high-contrast", (*TO_DUE, "d", "g"), theme=HIGH_CONTRAST.name),
    Picture("chart-extended", (*TO_EXTENDED, "enter")),
    Picture("chart-medicine", (*TO_MEDICINE, "enter")),
    Picture("dose", (*TO_DUE, "d", "g")),
    Picture("skin", (*TO_OPEN_GATE, "s", "w", "m")),
    Picture("findings", (*TO_OPEN_GATE, "s", "r", "p", "1", "5")),
    Picture("reaction", (*TO_RASH, "r")),
    Picture("skin-trend", (*TO_RASH, "g")),
    Picture("skin-trend-large", (*TO_RASH, "g"), LARGE),
    Picture("step-up", (*TO_OPEN_GATE, "u", "y")),
    Picture("red-flag", (*TO_OPEN_GATE, "exclamation_mark")),
    Picture("decision", (*TO_RASH, "p", "b"), by=PRESCRIBER),
    Picture("medicines", (*TO_MEDICINE, "w", "x")),
    Picture("follow-up", ("end", "y", "a", "2")),
    Picture("history", (*TO_RASH, "t")),
    Picture("history-large", (*TO_RASH, "t"), LARGE),
    Picture("correct", (*TO_OPEN_GATE, "t", "c", "e")),
    Picture("admit", ("a",)),
    Picture("enrol", ("end", "e", "a")),
    Picture("handover", ("o",)),
    Picture("handover-large", ("o",), LARGE),
    Picture("library", ("l",)),
    Picture("protocol", ("l", "enter")),
    Picture("protocol-large", ("l", "down", "down", "enter"), LARGE),
    Picture("compare", ("l", "space", *("down", "space") * 4, "equals_sign")),
    Picture("picture", (*TO_OPEN_GATE, "x")),
    Picture("picture-large", (*TO_TARGET, "x"), LARGE),
    Picture("from-paper", (*TO_OVERDUE, "plus", *"g 18:40", "enter")),
    Picture("write-out", (*TO_OPEN_GATE, "greater_than_sign")),
    Picture("send", (*TO_DUE, "T")),
    Picture("help", ("f1",)),
    Picture("help-in-a-form", (*TO_DUE, "d", "x", "f1")),
    Picture("commands", ("colon", *"record")),
)


async def draw(picture: Picture, ledger: Path) -> str:
    """The picture as SVG."""
    app = StepwardApp(Session(ledger, now=lambda: NOW))
    app.session.person = picture.by
    app.theme = picture.theme
    app.few_colours = picture.theme == SIXTEEN.name
    app.set_class(picture.theme == HIGH_CONTRAST.name, "-contrast")
    async with app.run_test(size=picture.size, notifications=True) as pilot:
        await come_to_rest(pilot)
        for key in picture.keys:
            await press(pilot, key)
        with patch("rich.console.SVG_EXPORT_THEME", PUTTY if app.few_colours else SVG_EXPORT_THEME):
            return app.export_screenshot(title="Stepward")


def demo_ledger(folder: Path) -> Path:
    """The demo ward at the hour of the pictures, with the same hashes each time."""
    path = folder / "ward.json"
    with patch("store.ledger.ledger.uuid.uuid4", return_value=UUID(int=1)):
        build(path, NOW, ZONE)
    return path


def main() -> None:
    """Write every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        old.unlink()
    with TemporaryDirectory() as folder:
        ledger = demo_ledger(Path(folder))
        for picture in PICTURES:
            svg = asyncio.run(draw(picture, ledger))
            (FOLDER / f"{picture.name}.svg").write_text(svg, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
