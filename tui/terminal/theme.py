"""How the screens look: light on dark, dark on light or high contrast, with drawn lines or in ASCII."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from textual.theme import Theme

from tui.terminal.key_order import OrderedKeys

Look = Literal["dark", "light", "contrast"]
LOOKS: tuple[Look, ...] = get_args(Look)

WORDS: dict[Look, str] = {"dark": "Light on dark", "light": "Dark on light", "contrast": "High contrast"}
"""What each look is called."""

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#00ffff",
    warning="#ffff00",
    error="#ff2020",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    boost="#000000",
    text_alpha=1.0,
    variables={"foreground-muted": "#ffffff", "foreground-disabled": "#ffffff", "border": "#ffffff"},
)
"""Every text at least 7:1 (WCAG 2.2, 1.4.6), and each colour the same one of 16 where there are no more."""

CLEAR_LIGHT = Theme(
    name="clear-light",
    primary="#8ab8dc",
    secondary="#8ab8dc",
    accent="#005a9e",
    warning="#b36b00",
    error="#b00020",
    success="#007a33",
    foreground="#1a1a1a",
    background="#f4f4f4",
    surface="#e9e9e9",
    panel="#dcdcdc",
    dark=False,
    text_alpha=1.0,
    variables={"foreground-muted": "#4d4d4d"},
)
"""Textual's own light theme writes amber on grey at 2:1; here every text has at least 4.5:1 (1.4.3)."""

_THEMES: dict[Look, tuple[str, str]] = {
    "dark": ("textual-dark", "ansi-dark"),
    "light": (CLEAR_LIGHT.name, "ansi-light"),
    "contrast": (HIGH_CONTRAST.name, HIGH_CONTRAST.name),
}
"""The theme of each look: for many colours, and for sixteen, where others are rounded and red is magenta."""

_LIGHT_BACKGROUNDS = ("7", "15")


def usual_look(environ: Mapping[str, str]) -> Look:
    """What suits a terminal of which nobody has said anything: COLORFGBG tells its background, if set."""
    return "light" if environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT_BACKGROUNDS else "dark"


def look_named(name: str) -> Look | None:
    """The look with that name; None for a name that this version does not know."""
    return name if name in LOOKS else None


_ASCII = " ascii"


class LookingApp(OrderedKeys):
    """An app whose look can be changed."""

    look: Look = "dark"
    few_colours: bool = False
    """Whether the terminal has sixteen colours or none."""
    ascii_only: bool = False
    """Whether ASCII stands for every other character."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(HIGH_CONTRAST)
        self.register_theme(CLEAR_LIGHT)

    def first_look(self) -> str:
        """The look to begin with, by name; "" for whatever suits the terminal."""
        return ""

    @property
    def look_name(self) -> str:
        """The look as one word, or two with ASCII, to be remembered."""
        return f"{self.look}{_ASCII if self.ascii_only else ''}"

    def show_as(self, name: str) -> None:
        """Draw everything in the look of that name; a name that is not known changes nothing."""
        look = look_named(name.removesuffix(_ASCII))
        if look is not None:
            self.ascii_only = name.endswith(_ASCII)
            self.show_in(look)

    def show_in(self, look: Look) -> None:
        """Draw everything in `look` from now on."""
        self.look = look
        self.theme = _THEMES[look][self.few_colours]
        self.set_class(look == "contrast", "-contrast")

    def next_look(self) -> Look:
        """The look after this one."""
        return LOOKS[(LOOKS.index(self.look) + 1) % len(LOOKS)]
