"""Lines with tones, as the screens' colours."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from protocols.values.text import visible
from tui.views.lines.lines import Line, Tone

_STYLES: dict[Tone, str] = {
    "": "",
    "strong": "bold",
    "dim": "$foreground-muted",
    "bad": "bold $text-error",
    "warn": "bold $text-warning",
    "good": "$text-success",
    "key": "bold $text-accent",
    "struck": "strike $foreground-muted",
}


def drawn(lines: list[Line]) -> Content:
    """`lines` for a widget: exactly as they read, each part in the colour of its tone."""
    return Content("\n").join(
        Content.assemble(*((visible(text), _STYLES[tone]) for text, tone in line)) for line in lines
    )


def put(static: Static, content: Content) -> None:
    """Let `static` show `content`; where it does already nothing is laid out, drawn or sent again."""
    if static.content != content:
        static.update(content)
