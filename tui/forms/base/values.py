"""What stands in the fields of a form, as plain text that can be kept and put back."""

from __future__ import annotations

from textual.widget import Widget

from tui.widgets.choice import Choice, Option
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.shown import shown
from tui.widgets.tick import Tick
from tui.widgets.when import When

Values = dict[str, list[tuple[str, str]]]
"""By the ids on the way to a field: what it says and, of a choice, the words that were chosen."""

NOT_KEPT = "not-kept"
"""The class of a part of a form that only a person who is there can fill in, such as a second person's."""


def values(form: Widget) -> Values:
    """What stands in `form`. Nothing that is secret, and no time that only shows what the clock says."""
    return {
        _name(field): _said(field) for field in fields(form) if not _private(field) and not _shows_now(field)
    }


def put_back(form: Widget, field: Widget, kept: Values) -> None:
    """Put the words that were kept of `field` into it. Choices, ticks and times are asked again."""
    said = kept.get(_name(field))
    if said is None or _private(field) or not isinstance(field, Field) or _is_time(field):
        return
    field.value = said[0][1] if said else ""


def fields(form: Widget) -> list[Choice | Tick | Picks | Field]:
    """The fields of `form`, from top to bottom. Each key asks for them, so no selector is matched."""
    return [node for node in form.walk_children() if isinstance(node, Choice | Tick | Picks | Field)]


def about(form: Widget, caption: str) -> Widget | None:
    """The field of `form` with that caption, if it is in view."""
    captions = {_caption(field): field for field in reversed(fields(form)) if shown(field)}
    return captions.get(caption) if caption else None


_CALLED = {
    "at": "time",
    "text": "note",
    "patient": "mrn",
    "first": "first-dose",
    "last-day": "last",
    "published-source": "source",
    "published-sum": "published",
    "extent-method": "method",
}
"""The ids of fields that are called otherwise than the part of the entry that they say."""


def says(form: Widget, part: str) -> Widget | None:
    """The field of `form` that says that part of an entry, such as "reason", if it is in view."""
    slug = part.replace("_", "-")
    slug = _CALLED.get(slug, slug)
    found = [field for field in fields(form) if slug and shown(field)]
    exact = [field for field in found if field.id == slug]
    like = [field for field in found if slug in (field.id or "").split("-")]
    return next(iter(exact or like), None)


def _caption(field: Widget) -> str:
    match field:
        case Field():
            return field.caption
        case Choice() | Picks():
            return field.title
    return ""


def _said(field: Widget) -> list[tuple[str, str]]:
    match field:
        case Choice():
            return [] if field.chosen is None else [_pair(field.options[field.chosen])]
        case Picks():
            return [_pair(field.options[place]) for place in sorted(field.picked)]
        case Tick():
            return [("x", "")] if field.ticked else []
        case Field():
            return [("", field.line.value)]
    raise AssertionError(field)


def _pair(option: Option) -> tuple[str, str]:
    return option.value, option.words


def _is_time(field: Widget) -> bool:
    return any(isinstance(node, When) for node in field.ancestors)


def _shows_now(field: Widget) -> bool:
    return any(isinstance(node, When) and not node.is_touched(field) for node in field.ancestors)


def _private(field: Widget) -> bool:
    hidden = isinstance(field, Field) and field.secret
    return hidden or any(node.has_class(NOT_KEPT) for node in field.ancestors_with_self)


def _name(field: Widget) -> str:
    return "/".join(node.id for node in reversed(field.ancestors_with_self) if node.id)
