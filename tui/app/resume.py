"""A form that was open when the connection broke, offered again to the same person."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING

from protocols.values.formatting import when_text
from store.site.drafts import Draft
from tui.forms.base.form import Form
from tui.forms.base.values import fields, put_back, values
from tui.widgets.plain import plain

if TYPE_CHECKING:
    from tui.app.app import StepwardApp

_FLOOR = "tui.forms."
_NEVER = frozenset({"tui.forms.ward.staff", "tui.forms.ward.approve", "tui.forms.ward.clock"})
"""Forms about no patient: PINs and the like are typed anew."""


def draft_of(form: Form, now: datetime) -> Draft | None:
    """What to keep of `form`; None where nothing was typed, or it is of a kind that is not kept."""
    kind, said = type(form), values(form)
    if kind.__module__ in _NEVER or not kind.__module__.startswith(_FLOOR) or said == form.opened_with:
        return None
    return Draft(
        f"{kind.__module__}:{kind.__qualname__}",
        form.made_with(),
        form.addressed()[0],
        said,
        form.version,
        now.astimezone(UTC),
        form.tried,
    )


def form_of(draft: Draft) -> Form | None:
    """The form that `draft` was made of, empty; None where this version has no such form."""
    module, _, name = draft.form.partition(":")
    if not module.startswith(_FLOOR) or module in _NEVER:
        return None
    try:
        kind = getattr(import_module(module), name)
    except (ImportError, AttributeError):
        return None
    if not (isinstance(kind, type) and issubclass(kind, Form)):
        return None
    return kind(*draft.made_with)


def fill(form: Form, draft: Draft) -> None:
    """Put into `form`, which is open, what was typed; then say what it is, and what has changed since."""
    for field in fields(form):
        put_back(form, field, draft.values)
        form.rearrange()
    form.opened_with = {}
    form.go_on_from(draft.version, told(form, draft))


def told(form: Form, draft: Draft) -> str:
    """What the person is told about the form that is open again."""
    when = when_text(draft.at, form.app.ledger.zone)
    return (
        f"You had this open when the connection broke ({when}). Nothing of it was recorded. "
        "Go through it again: Record keeps it, Esc throws it away."
    )


def keep_open(app: StepwardApp) -> None:
    """The connection breaks: keep the form that is open, also behind the lock, for whoever filled it in."""
    if app.drafts is None or app.person is None or app.return_code:
        return
    forms = [screen for screen in app.screen_stack if isinstance(screen, Form)]
    draft = draft_of(forms[-1], app.now()) if forms else None
    if draft is not None:
        app.drafts.keep(app.ledger_path, app.person, draft)


def offer(app: StepwardApp) -> None:
    """Open the form again that the person who has just signed on had open, once; say what became of it."""
    if app.drafts is None or app.person is None or isinstance(app.screen, Form):
        return
    draft = app.drafts.take(app.ledger_path, app.person, app.now())
    form = form_of(draft) if draft else None
    if draft is None or form is None:
        return
    if draft.entry and any(entry.id == draft.entry for entry in app.ledger.record(draft.patient).entries):
        said = f'"{form.TITLE_TEXT}" was recorded before the connection broke: see the history.'
        app.notify(plain(said).plain, markup=False, timeout=20)
        return
    app.push_screen(form)
    form.call_after_refresh(fill, form, draft)
