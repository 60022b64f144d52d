"""A virtual display, the window of a terminal on it, and pictures of that window."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.tui.real_terminals.drawing import COLUMNS, ROWS

PATIENCE = 30.0
_DARK = 64
"""Grey levels, of 256, from which a pixel is another one."""


@contextmanager
def display() -> Iterator[None]:
    """A display of its own for as long as this lasts, named in the environment."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(words, pass_fds=[write], stderr=subprocess.DEVNULL)
    before = os.environ.get("DISPLAY")
    try:
        os.environ["DISPLAY"] = f":{os.read(read, 16).decode().strip()}"
        yield
    finally:
        server.terminate()
        server.wait()
        os.environ.pop("DISPLAY")
        if before is not None:
            os.environ["DISPLAY"] = before


def _asked(*words: str) -> str:
    return subprocess.run(["xdotool", *words], capture_output=True, text=True, check=False).stdout


def _size(window: str) -> tuple[int, int]:
    lines = dict(line.split("=", 1) for line in _asked("getwindowgeometry", "--shell", window).split())
    return int(lines.get("WIDTH", 0)), int(lines.get("HEIGHT", 0))


def window() -> str:
    """The largest window there is, once it has stopped growing: one terminal is open at a time."""
    last, end = ("", (0, 0)), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = [(name, _size(name)) for name in _asked("search", "--onlyvisible", "--name", ".*").split()]
        found = [(name, size) for name, size in found if 300 < size[0] < 1500]
        best = max(found, key=lambda one: one[1][0] * one[1][1], default=("", (0, 0)))
        if best[0] and best == last:
            return best[0]
        last = best
        time.sleep(0.7)
    raise TimeoutError("no window came")


@dataclass(frozen=True)
class Picture:
    """Grey levels of a window, row by row."""

    width: int
    height: int
    grey: bytes

    def differing(self, other: Picture, box: tuple[int, int, int, int]) -> float:
        """The share of pixels of `box` (left, top, right, bottom) that are not the same."""
        left, top, right, bottom = box
        count = 0
        for y in range(top, bottom):
            row = slice(y * self.width + left, y * self.width + right)
            count += sum(abs(a - b) > _DARK for a, b in zip(self.grey[row], other.grey[row], strict=True))
        return count / max((right - left) * (bottom - top), 1)


def picture(name: str) -> Picture:
    """What the window shows."""
    width, height = _size(name)
    words = ["import", "-window", name, "-depth", "8", "-colorspace", "Gray", "gray:-"]
    grey = subprocess.run(words, capture_output=True, check=True).stdout
    assert len(grey) == width * height, (len(grey), width, height)
    return Picture(width, height, grey)


@dataclass(frozen=True)
class Frame:
    """Where the cells of the terminal are in its picture."""

    left: int
    top: int
    right: int
    bottom: int

    def box(self, x: int, y: int) -> tuple[int, int, int, int]:
        """The pixels of the cell in column `x` of row `y`."""
        wide, high = (self.right - self.left) / COLUMNS, (self.bottom - self.top) / ROWS
        left, top = round(self.left + x * wide), round(self.top + y * high)
        return left, top, round(self.left + (x + 1) * wide), round(self.top + (y + 1) * high)


def frame(blank: Picture, full: Picture) -> Frame:
    """Found by a picture without anything and one with every cell in reverse video."""
    width = blank.width
    at = [place for place, (a, b) in enumerate(zip(blank.grey, full.grey, strict=True)) if abs(a - b) > _DARK]
    columns, rows = [place % width for place in at], [place // width for place in at]
    return Frame(min(columns), min(rows), max(columns) + 1, max(rows) + 1)
