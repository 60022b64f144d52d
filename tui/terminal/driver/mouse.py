"""The mouse, where somebody has asked for it: a press, a release, the wheel. Where it moves is never asked.

Only mode 1000 (presses and releases) is switched on, with reports in the form of SGR (1006): nothing is sent
while the mouse moves, so moving costs no bytes and holds off no lock.
"""

from __future__ import annotations

import re

from textual import events

ON = "\x1b[?1000h\x1b[?1006h"
OFF = "\x1b[?1006l\x1b[?1000l"

_REPORT = re.compile(r"\x1b\[<([0-9]{1,3});([0-9]{1,4});([0-9]{1,4})([Mm])")
_LEFT, _WHEEL_UP, _WHEEL_DOWN = 0, 64, 65


def mouse_event(text: str) -> events.MouseEvent | None:
    """What a report says: the left button or the wheel; None for moves, other buttons, and anything else.

    A button with Shift, Alt or Ctrl is the terminal's own or another program's: nothing here.
    """
    report = _REPORT.fullmatch(text)
    if report is None:
        return None
    button, x, y = int(report[1]), int(report[2]) - 1, int(report[3]) - 1
    kinds: dict[tuple[int, str], type[events.MouseEvent]] = {
        (_LEFT, "M"): events.MouseDown,
        (_LEFT, "m"): events.MouseUp,
        (_WHEEL_UP, "M"): events.MouseScrollUp,
        (_WHEEL_DOWN, "M"): events.MouseScrollDown,
    }
    kind = kinds.get((button, report[4]))
    if kind is None or x < 0 or y < 0:
        return None
    pressed = 1 if button == _LEFT else 0
    return kind(None, x, y, 0, 0, pressed, False, False, False, screen_x=x, screen_y=y)
