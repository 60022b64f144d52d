"""The one way for text onto the screen: never read as markup, never a control byte.

Static, Label, Option, border titles and notify take `plain`; DataTable and Tree take `cell`
(a Content in a DataTable cell draws wrong text, a str there is read as markup).
"""

from __future__ import annotations

from rich.text import Text
from textual.content import Content

from protocols.values.text import visible


def plain(text: str, *, multiline: bool = False) -> Content:
    """`text` for a widget, exactly as it reads."""
    return Content(visible(text, multiline=multiline))


def cell(text: str, style: str = "") -> Text:
    """`text` for a cell of a table or a label of a tree, exactly as it reads."""
    return Text(visible(text), style=style, no_wrap=True, end="")
