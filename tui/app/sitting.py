"""One sitting in front of the screens: the session and the app, made of the command line."""

from __future__ import annotations

import argparse
import gc
import os
from typing import TYPE_CHECKING, NamedTuple, cast

from store.ledger.ledger import Ledger
from store.ledger.witness import Witness
from store.location.config import Location, state_folder
from store.location.settings import call_signal, lock_after, mouse_wanted, scan_prefix
from store.site.drafts import Drafts
from store.site.preferences import Preferences
from tui.app.app import StepwardApp
from tui.app.calling import Signal
from tui.app.follower import COMPARE
from tui.demo.people import HINT
from tui.session import Session
from tui.terminal.run import run as run_app

if TYPE_CHECKING:
    from tui.views.course.ward import Ward


class Ready(NamedTuple):
    """What was made ready for a session before it began."""

    ledger: Ledger
    ward: Ward


def run(args: argparse.Namespace, location: Location, ready: Ready | None = None) -> int | None:
    """Run the screens until they end; the exit code, None where the invented ward is to come next.

    Of an invented ward nothing is remembered, and its sign-on says who is there.
    """
    gc.disable()  # until the ward has been read: nearly all that is made before stays
    state, demo = state_folder(), args.demo
    session = Session(
        location.prepare(),
        witness=None if demo else Witness(state),
        share_ok=demo or args.on_share,
        only=args.only or "",
        drafts=None if demo else Drafts(state),
        preferences=None if demo else Preferences(state),
        opened=ready.ledger if ready else None,
    )
    hint = HINT if demo else ""
    app = StepwardApp(session, lock_after=lock_after(args.lock_after), sign_on_hint=hint)
    if ready and not os.environ.get(COMPARE):
        app.follower.ready = ready.ward
    app.scan_prefix, app.calling.signal = scan_prefix(), cast(Signal, call_signal())
    app.mouse = args.mouse or mouse_wanted()
    code = run_app(app, state)
    return None if session.demo_wanted else code
