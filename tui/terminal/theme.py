"""The themes of the screens: light on dark, dark on light or high contrast, with drawn lines or in ASCII."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from textual.theme import Theme

from tui.terminal.few_colours import SIXTEEN
from tui.terminal.key_order import OrderedKeys

ThemeName = Literal["dark", "light", "contrast"]
THEMES: tuple[ThemeName, ...] = get_args(ThemeName)

WORDS: dict[ThemeName, str] = {"dark": "Light on dark", "light": "Dark on light", "contrast": "High contrast"}
"""What each theme is called."""

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

CLEAR_DARK = Theme(
    name="clear-dark",
    primary="#0178d4",
    secondary="#004578",
    accent="#6cb6ff",
    warning="#ffa62b",
    error="#e5484d",
    success="#4ebf71",
    foreground="#e0e0e0",
)
"""Textual's own dark theme has amber for keys too; here amber is what is to be done, and blue the keys."""

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

_IN_TEXTUAL: dict[ThemeName, str] = {
    "dark": CLEAR_DARK.name,
    "light": CLEAR_LIGHT.name,
    "contrast": HIGH_CONTRAST.name,
}
"""What Textual calls each. For sixteen colours there is one, see `FewColours`: red, rounded, is magenta."""

_LIGHT_BACKGROUNDS = ("7", "15")


def usual_theme(environ: Mapping[str, str]) -> ThemeName:
    """What suits a terminal of which nobody has said anything: COLORFGBG tells its background, if set."""
    return "light" if environ.get("COLORFGBG", "").rpartition(";")[2] in _LIGHT_BACKGROUNDS else "dark"


def theme_named(name: str) -> ThemeName | None:
    """The theme with that name; None for a name that this version does not know."""
    return name if name in THEMES else None


_ASCII = " ascii"


class ThemedApp(OrderedKeys):
    """An app whose theme can be changed."""

    shown_theme: ThemeName = "dark"
    few_colours: bool = False
    """Whether the terminal has sixteen colours or none."""
    ascii_only: bool = False
    """Whether somebody wants ASCII to stand for every other character."""
    terminal_is_ascii: bool = False
    """Whether it has to, because the terminal shows nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(HIGH_CONTRAST)
        self.register_theme(CLEAR_DARK)
        self.register_theme(CLEAR_LIGHT)
        self.theme = CLEAR_DARK.name
        self.register_theme(SIXTEEN)

    def first_preference(self) -> str:
        """The preference to begin with; "" for whatever suits the terminal."""
        return ""

    def theme_chosen(self, words: str) -> None:
        """Somebody has chosen another theme, which `words` name."""

    @property
    def preference(self) -> str:
        """The theme as one word, or two with ASCII, to be remembered."""
        return f"{self.shown_theme}{_ASCII if self.ascii_only else ''}"

    def prefer(self, preference: str) -> None:
        """Draw everything as that preference says; one that is not known changes nothing."""
        theme = theme_named(preference.removesuffix(_ASCII))
        if theme is not None:
            self.ascii_only = preference.endswith(_ASCII)
            self.show_in(theme)

    def show_in(self, theme: ThemeName) -> None:
        """Draw everything in `theme` from now on."""
        self.shown_theme = theme
        self.theme = SIXTEEN.name if self.few_colours else _IN_TEXTUAL[theme]
        self.set_class(theme == "contrast" and not self.few_colours, "-contrast")
        if self.few_colours and self.is_running:
            for screen in self.screen_stack:  # Textual sees no other theme
                for widget in screen.walk_children(with_self=True):
                    widget.refresh()

    def action_theme(self) -> None:
        """The next theme."""
        self.show_in(THEMES[(THEMES.index(self.shown_theme) + 1) % len(THEMES)])
        none = " NO_COLOR is set, so no colours are shown." if self.no_color else ""
        self.theme_chosen(f"{WORDS[self.shown_theme]}.{none}")

    def action_characters(self) -> None:
        """ASCII only, or every character again."""
        self.ascii_only = not (self.ascii_only or self.terminal_is_ascii)
        self.terminal_is_ascii = False
        self.screen.refresh(layout=True)
        self.theme_chosen("ASCII characters only." if self.ascii_only else "All characters.")
