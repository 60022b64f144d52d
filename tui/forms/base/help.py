"""Help inside a form: what it is for, what the field in focus asks, and the keys that work in forms."""

from __future__ import annotations

from textual.widget import Widget

from tui.forms.base.frame import FormFrame
from tui.forms.base.values import fields
from tui.views.lines.help import key_lines, mouse_lines, status_words
from tui.views.lines.lines import Line, wrap
from tui.widgets.choice import Choice
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.tick import Tick

_KEYS = (
    ("letter", "Chooses the line it stands before, from wherever you are but not while text is typed."),
    ("Enter", "Goes on to what is still needed, then to the button that records; there it records."),
    ("Tab", "On to the next field; Shift+Tab back. Up and Down do the same, where nothing is to be chosen."),
    ("Space", "Ticks the statement or the line in focus, or takes the tick back."),
    ("Esc", "Leaves without recording."),
    ("F9", "Red flag: stop and call, at once and from anywhere; ! too, but not while text is typed."),
    ("F1", "This help; ? too, but not while text is typed."),
    ("Ctrl+L", "Locks the screen. What you have typed stays for you."),
)


def form_help(form: FormFrame, cells: int) -> list[Line]:
    """The help of `form` as it stands."""
    lines: list[Line] = [[(form.TITLE_TEXT, "strong")], *_text(form.ABOUT, cells)]
    here = _in_focus(form)
    if here is not None:
        lines += [[("", "")], [("The field you are in", "strong")], *_field(here, cells)]
    lines += [[("", "")], [("Keys in a form", "strong")]]
    for key, sentence in _KEYS:
        lines += key_lines(key, sentence, cells)
    if form.app.mouse:
        lines += mouse_lines(cells, in_form=True)
    return [*lines, [("", "")], *status_words(cells)]


def _text(text: str, cells: int) -> list[Line]:
    return [[(line, "")] for line in wrap(text, cells)] if text else []


def _in_focus(form: FormFrame) -> Widget | None:
    """The field that has the focus, None on a button."""
    return next((field for field in fields(form) if field.has_focus_within), None)


def _field(field: Widget, cells: int) -> list[Line]:
    """What `field` asks and how it is answered."""
    match field:
        case Choice(title=title, options=options):
            lead, asked = f"{title}: one of these, by its letter or number or with the arrows.", options
        case Picks(title=title, options=options):
            lead, asked = f"{title}: any of these, each by its letter, or with the arrows and Space.", options
        case Tick(words=words):
            return _text(f"{words}: a statement you make by ticking it. Untouched, it is not made.", cells)
        case Field(caption=caption, hint=hint, required=required, lines=several):
            needed = "It has to be filled in." if required else "It may stay as it is."
            needed += " Ctrl+J begins another line; pasted lines stay lines." if several else ""
            return _text(f"{caption}{f': {hint}' if hint else ''}. {needed}", cells)
        case _:
            return []
    needed = " The form waits for it." if getattr(field, "needed", False) else ""
    lines = _text(lead + needed, cells)
    for option in asked:
        lines += key_lines(option.letter or "-", option.words, cells)
    return lines
