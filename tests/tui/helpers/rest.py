"""Waiting until an app has come to rest: no key, message, worker, layout or drawing is left to be done."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from unittest.mock import patch

from textual._queue import Queue
from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button
from textual.worker import WorkerCancelled

from tui.app.app import StepwardApp

QUIET_ROUNDS = 2
"""How often in a row nothing may be left: what one round hands to the event loop, the next one sees."""

LONGEST = 120.0
"""Seconds after which a test is told that the app does not come to rest."""


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each once all that was set off before has been done, and wait for the last one's too.

    Textual's own waits after each key until the process looks idle: longer than it takes here, and on a
    busy computer sometimes not long enough.
    """
    for key in keys:
        await come_to_rest(pilot)
        with patch("textual.app.wait_for_idle", _at_once):
            await pilot.app._press_keys([key])
    await come_to_rest(pilot)


async def _at_once(_least: float) -> None:
    """In place of a wait."""


async def come_to_rest(pilot: Pilot[None]) -> None:
    """Wait until everything that was set off has been done; fails when that never comes."""
    app = pilot.app
    assert isinstance(app, StepwardApp)
    quiet = 0
    async with asyncio.timeout(LONGEST):
        while quiet < QUIET_ROUNDS and app.is_running:
            with suppress(WorkerCancelled):  # one that a newer question has ended
                await app.workers.wait_for_complete()
            await asyncio.sleep(0.001)
            quiet = 0 if _is_busy(app) else quiet + 1
    if app.is_running:
        app.screen._on_timer_update()


def _is_busy(app: StepwardApp) -> bool:
    pumps: list[MessagePump] = [app, *app._registry]
    screen = app.screen
    return (
        app.keys_waiting
        or bool(app._mounting)
        or bool(app._animator._animations or app._animator._scheduled)
        or any(not worker.is_finished for worker in app.workers)
        or any(_is_pressed(pump, screen) for pump in pumps)
        or bool(screen._callbacks or screen._layout_required or screen._dirty_widgets)
        or any(pump._next_callbacks or not _waits(pump) for pump in pumps)
    )


def _waits(pump: MessagePump) -> bool:
    """Whether it has ended, or waits for a message that nobody has sent: it is not in the midst of one."""
    if not pump.is_running and (pump._task is None or pump._task.done()):
        return True
    queue: Queue[Message | None] = pump._message_queue
    return queue.empty() and bool(queue.ready_event._waiters)


def _is_pressed(pump: MessagePump, screen: Screen[object]) -> bool:
    """Whether it is a button of `screen` that lets no second press through yet (Textual, Button)."""
    return isinstance(pump, Button) and pump.has_class("-active") and pump.screen is screen
