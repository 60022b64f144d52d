"""What awaits somebody who has just signed on: a form left open, a handover, a red flag, a full file."""

from __future__ import annotations

import asyncio

from protocols.entries import Person
from protocols.values.refusal import Refused
from store.errors import LedgerError
from tui.app.red_flag import raise_flag
from tui.app.resume import offer
from tui.host import Host
from tui.views.handover.waiting import waits_for


def welcome(app: Host, person: Person) -> None:
    """Offer what `person` had open, tell what waits; a red flag that was raised before signing on comes last.

    Where the file is full, this is the time to go on in a new one: nobody is in the middle of an entry
    here, and it is done beside the screen. Who records meanwhile, in any session, waits at most while the
    new file is written.
    """
    session = app.session
    app.note_access("", "signed on")
    offer(app)
    waits = waits_for(session.ledger, person)
    if waits:
        app.tell(waits, 15)
    if session.flag_waits:
        session.flag_waits = False
        raise_flag(app, ask=True)
    if session.ledger.full and not session.ledger.read_only:
        app.run_worker(_roll_over(app, person), group="roll over", exclusive=True)


async def _roll_over(app: Host, person: Person) -> None:
    """Begin a new file. Where that fails the old one stays active, and the next sign-on tries again."""
    try:
        await asyncio.to_thread(app.session.ledger.roll_over, person)
    except (LedgerError, Refused) as error:
        app.tell(f"The ledger should go on in a new file by now, which was not possible. {error}", 20)
    else:
        app.follow()
