"""Several lines pasted into any field of a form: every word of them is seen, or something is said."""

from __future__ import annotations

from textual import events

from tests.tui.helpers.bedside_app import Bedside
from tui.forms.base.form import Form
from tui.forms.base.values import fields
from tui.widgets.field import Field
from tui.widgets.shown import shown

LINES = ("eins zwei", "3 half way", "ශ්‍රී \u202eend")


async def lost(here: Bedside, form: Form) -> list[str]:
    """The fields of `form` in which a word of three pasted lines is neither seen nor spoken of."""
    found = []
    for field in [one for one in fields(form) if isinstance(one, Field) and shown(one) and not one.disabled]:
        before, field.value = field.value, ""
        field.line.focus()
        await here.pilot.pause()
        here.app.post_message(events.Paste("\n".join(LINES)))
        await here.settle()
        words = [word for line in LINES for word in line.replace("\u202e", "").split()]
        missing = [word for word in words if word not in field.value]
        if missing:
            found.append(f"{field.id}: {missing} pasted, there is {field.value!r}")
        field.value = before
    return found
