"""A form that was open when the connection broke or Stepward stopped, offered again to the same person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar, Protocol, runtime_checkable

import msgspec
from textual.screen import Screen

from protocols.values.formatting import when_text
from store.site.drafts import Draft
from tui.app.routes import kind, name_of
from tui.host import Host
from tui.session import Session
from tui.views.handover.waiting import handovers

MOST_FAULTS = 2
"""After so many faults with a form it is not opened again: it may be what they come from."""

MOST_FORMS = 20
"""So many forms at most lie one over the other."""

_APART = timedelta(microseconds=1)

Typed = dict[str, list[tuple[str, str]]]


@runtime_checkable
class Resumable(Protocol):
    """What can be kept of a form, and put into it again."""

    TITLE_TEXT: ClassVar[str]
    KEPT: ClassVar[bool]
    version: int
    thrown_away: bool

    @property
    def tried(self) -> str:
        """The id of the entry that was last handed to the ledger, "" when none was."""

    def made_with(self) -> tuple[str, ...]:
        """What the form has to be made with to be the same again."""

    def addressed(self) -> tuple[str, str]:
        """The patient and the course it is about."""

    @property
    def is_fresh(self) -> bool:
        """Whether nobody has filled in anything."""

    def filled_in(self) -> Typed:
        """What a person filled in or changed."""

    def go_on_from(self, typed: Typed, version: int, told: str) -> None:
        """Put in what was typed on `version` of the record, and say what has changed since."""


def draft_of(form: Screen[Any], now: datetime) -> Draft | None:
    """What to keep of `form`; None where nothing was typed, or it is of a kind that is not kept."""
    name = name_of(form)
    if not name or not isinstance(form, Resumable) or not form.KEPT or form.is_fresh:
        return None
    about, _ = form.addressed()
    return Draft(
        name, form.made_with(), about, form.filled_in(), form.version, now.astimezone(UTC), form.tried
    )


def form_of(draft: Draft) -> Resumable | None:
    """The form that `draft` was made of, empty; None where this version has no such form."""
    try:
        form = kind(draft.form)(*draft.made_with)
    except (KeyError, TypeError):
        return None
    return form if isinstance(form, Resumable) and form.KEPT else None


def fill(form: Resumable, draft: Draft, zone: str) -> None:
    """Put into `form`, which is open, what was typed; then say what it is, and what has changed since."""
    form.go_on_from(draft.values, draft.version, told(draft, zone))


def told(draft: Draft, zone: str) -> str:
    """What the person is told about the form that is open again."""
    return (
        f"TYPED {when_text(draft.at, zone)}, when the connection broke or Stepward stopped. Nothing of it "
        "was recorded. What you saw or decided, and when it was, is asked again. Esc keeps this for later, "
        "F8 throws it away."
    )


def keep_open(app: Host) -> str:
    """Keep the forms that are open, one over the other, also behind the lock, for whoever filled them in; a
    sentence if any is.
    """
    session = app.session
    if session.drafts is None or session.person is None or app.return_code:
        return ""
    forms = [screen for screen in app.screen_stack if isinstance(screen, Resumable)]
    found = [draft for form in forms if (draft := draft_of(form, session.now()))]
    top = draft_of(forms[-1], session.now()) if forms else None
    for place, draft in enumerate(found):
        faults = session.stopped + 1 if app.faulted and (draft == top or len(found) == 1) else 0
        at = draft.at - (len(found) - 1 - place) * _APART  # which lay over which
        session.drafts.keep(
            session.place, session.person, msgspec.structs.replace(draft, at=at, faults=faults)
        )
    if len(found) > 1:
        return f"The {len(found)} forms that were open are offered again at your next sign-on."
    return "The form that was open is offered again at your next sign-on." if found else ""


def offer(app: Host, over: Draft | None = None) -> None:
    """Open the form again that the person who has just signed on had open, once; say what became of it.

    When that is left, the one that lay under it, which was kept together with `over`.
    """
    session = app.session
    if session.drafts is None or session.person is None or isinstance(app.screen, Resumable):
        return
    since = (over.at - MOST_FORMS * _APART, over.at) if over else None
    draft = session.drafts.take(session.place, session.person, session.now(), since)
    form = form_of(draft) if draft else None
    if draft is None or form is None:
        return
    assert isinstance(form, Screen)
    if said := _why_not(form, draft, session):
        app.tell(said, 20)
        offer(app, draft)
        return
    session.stopped = draft.faults
    app.push_screen(form, partial(_after, app, form, draft))
    app.forget_keys()
    form.call_after_refresh(fill, form, draft, session.ledger.zone)


def _why_not(form: Resumable, draft: Draft, session: Session) -> str:
    """Why a form is not opened again, and what became of it; "" where it is."""
    title = f'"{form.TITLE_TEXT}"'
    if draft.entry and any(entry.id == draft.entry for entry in session.ledger.record(draft.patient).entries):
        return f"{title} was recorded before the connection broke: see the history."
    if _is_gone(form, draft, session):
        return f"{title} was open when the connection broke. What it was about is gone."
    if draft.faults >= MOST_FAULTS:
        return f"Stepward stopped twice with {title} open. It is not opened again: fill it in anew."
    return ""


def _after(app: Host, form: Resumable, draft: Draft, kept: object) -> None:
    """Whoever leaves it with Esc finds it again at the next sign-on. Now comes what lay under it."""
    session = app.session
    if kept is None and not form.thrown_away and session.drafts is not None and session.person is not None:
        session.drafts.keep(session.place, session.person, draft)
    app.call_later(offer, app, draft)


def _is_gone(form: Resumable, draft: Draft, session: Session) -> bool:
    """Whether the patient, course, entry or handover of the draft is not there any more."""
    session.ledger.try_out(draft.patient)
    record = session.ledger.record(draft.patient)
    if draft.form == "answer_handover":
        return not any(one.id in draft.made_with and one.waits for one in handovers(session.ledger))
    if draft.patient and draft.form != "admit" and record.details is None:
        return True
    _, course = form.addressed()
    if course and record.chart(course) is None:
        return True
    entry = draft.made_with[2] if draft.form == "correct" else ""
    return bool(entry) and all(one.id != entry for one in record.entries)
