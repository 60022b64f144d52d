"""The base of the app: what every Textual app at a bedside needs and Textual leaves open."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, cast
from weakref import WeakSet

from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Size
from textual.screen import Screen
from textual.types import CallbackType as Callback
from textual.widget import AwaitMount
from textual.widgets._toast import ToastRack

from protocols.values.text import visible
from tui.exit_codes import Exit
from tui.terminal.crash import write_note
from tui.terminal.driver.probe import PATIENCE, SENTENCE, WidthProbe
from tui.terminal.eye import eye
from tui.terminal.few_colours import FewColours
from tui.terminal.limits import drawn_size
from tui.terminal.no_color import NoColours
from tui.terminal.painter.drawn_styles import hold_no_widgets
from tui.terminal.painter.erasing import can_erase
from tui.terminal.painter.painted import OnlyChanges, Painted
from tui.terminal.painter.remembered_rules import RememberedRules
from tui.terminal.theme import ThemedApp

if sys.platform != "win32":
    from tui.terminal.driver.posix import TerminalDriver

hold_no_widgets()


async def _parts(opened: AwaitMount) -> None:
    """Wait until what is opened has its parts."""
    for widget in opened._widgets:
        await widget._mounted_event.wait()


class TerminalApp(ThemedApp):
    """A Textual app that keeps patient data on its own screen and ends cleanly whatever happens."""

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    """Off: the palette offers to save a picture of the screen."""
    ALLOW_SELECT: ClassVar[bool] = False
    """Off: a selection is copied to the clipboard of whatever terminal is in between."""

    notes: Path | None = None
    """The folder for notes of faults; None keeps none, as in tests."""
    faulted: bool = False
    """Whether the app is ending because of a fault of its own."""
    note: Path | None = None
    """The note of the fault that ended the app."""
    kept: str = ""
    """What the person is told of a form that was open then."""

    scan_prefix: str = ""
    """What the site's scanners send before each code, "" for nothing."""

    mouse: bool = False
    """Whether somebody has asked for the mouse: it points, and never records."""

    _copied: str = ""
    _probe: WidthProbe | None = None
    """Waits for the terminal's word on its characters; until it comes, ASCII is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = RememberedRules(variables=self.get_css_variables(), of=type(self))
        self.animation_level = "none"  # a step of an animation is bytes, and a place that nobody chose
        self.set_class(self.no_color, "-no-colours")
        self._painted = Painted()
        self._painted_screens = WeakSet[Screen[object]]()
        """Those that were sent whole when they were opened."""
        self._mounting = set[asyncio.Future[None]]()
        """What waits for screens to have their parts."""

    def get_driver_class(self) -> type[Driver]:
        """The driver that outlives bad bytes and a lost terminal."""
        return super().get_driver_class() if sys.platform == "win32" else TerminalDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, but for NO_COLOR and for sixteen colours ours."""
        if self.no_color:
            return [NoColours()]
        return [FewColours(self.shown_theme)] if self.few_colours else super().get_line_filters()

    @property
    def size(self) -> Size:
        """What is drawn of the window."""
        return Size(*drawn_size(*super().size))

    @property
    def _background_screens(self) -> list[Screen[object]]:
        """What can be seen behind the screen on top: what is covered is neither laid out nor drawn."""
        return [] if self.screen.styles.background.a == 1 else super()._background_screens

    def on_terminal(self, kind: str) -> None:
        """It is going to be drawn on a terminal of that kind (TERM)."""
        self._painted.erases = can_erase(kind)

    def await_widths(self) -> None:
        """The terminal has been asked how wide its characters are."""
        self._probe = WidthProbe(self._widths_known)
        self.set_timer(PATIENCE, self._probe.give_up)

    def width_answered(self, column: int) -> None:
        """The terminal says in which column its cursor stands, from 0, behind what it was asked about."""
        if self._probe:
            self._probe.answer(column)

    def _widths_known(self, good: bool) -> None:
        """Send every character from now on, or go on in ASCII and say so."""
        if not good:
            self.terminal_is_ascii = True
            self._painted.forget()
            self.notify(SENTENCE, markup=False, timeout=60)
        if self.is_running and len(self.screen_stack):
            self.screen.refresh()  # letters stand in for each other cell by cell: nothing is laid out

    def call_next(self, callback: Callback, *args: Any, **options: Any) -> None:
        """Do it next; but no key waits until a screen that is opened has its parts.

        Such a screen lays itself out when it has them; to be waited for is no reason to do it again.
        """
        if isinstance(callback, AwaitMount):
            task = asyncio.ensure_future(_parts(callback))
            self._mounting.add(task)
            task.add_done_callback(self._mounted)
        else:
            super().call_next(callback, *args, **options)

    def _mounted(self, task: asyncio.Future[None]) -> None:
        """It has them; what went wrong meanwhile is told as anything else is."""
        self._mounting.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self._handle_exception(cast(Exception, error))

    async def _replace_screen(self, screen: Screen[Any]) -> Screen[Any]:
        """One that is closed before it has its parts gets them first: it fills them in when they come."""
        await screen._mounted_event.wait()
        return await super()._replace_screen(screen)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Draw, but send only what has changed; a screen that was just opened, and one resized, whole."""
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self.is_inline:
            unsure = self._probe is not None and self._probe.waiting
            self._painted.ascii_only = self.ascii_only or self.terminal_is_ascii or unsure
            if self.focused is not None and self.focused.is_attached:
                self.cursor_position = eye(self.focused)
            if screen not in self._painted_screens:
                self._painted_screens.add(screen)
                self._painted.forget()
            super()._display(screen, cast(RenderableType, OnlyChanges(renderable, self._painted)))
        else:
            super()._display(screen, renderable)

    def _refresh_notifications(self) -> None:
        """A screen that shows no notice, where there is none, is not laid out for it."""
        shown = self.screen_stack and any(rack.display for rack in self.screen.query(ToastRack))
        if self._notifications or shown:
            super()._refresh_notifications()

    async def on_event(self, event: events.Event) -> None:
        """Everything is to be drawn again in a window of another size."""
        if isinstance(event, events.Resize):
            self._painted.forget()
        await super().on_event(event)

    async def deliver(self, key: events.Event) -> None:
        """Make pasted text visible before any widget takes it."""
        if isinstance(key, events.Paste):
            key.text = visible("\n".join(key.text.splitlines()).replace("\t", " "), multiline=True)
        await super().deliver(key)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep the text cursor steady: a blinking one sends 2 KB/s through every SSH session."""
        if hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    @property
    def clipboard(self) -> str:
        """What was copied inside the app."""
        return self._copied

    def send_raw(self, text: str) -> None:
        """Send `text`, a bell or a sequence without any word of a record, to the terminal as it is."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(text)
            self._driver.flush()

    def copy_to_clipboard(self, text: str) -> None:
        """Keep copied text inside the app instead of sending it to the terminal."""
        self._copied = text

    def _set_pointer_shape(self, shape: str) -> None:
        """Leave the pointer alone: an old console prints what it does not know."""

    def hang_up(self, code: int = Exit.HANGUP) -> None:
        """End with `code`; what the first fault or signal said stands."""
        if not self.return_code:
            self.keep_typed()
            self.exit(return_code=code)

    def keep_typed(self) -> str:
        """The app is being ended in the middle: keep what is typed in it. A sentence about it, if any is."""
        return ""

    def stop_for_fault(self, error: BaseException) -> None:
        """End with exit code 1, keeping a note of `error`; nothing of it is shown."""
        if not self.faulted:
            self.faulted = True
            with suppress(Exception):  # What is broken may be the form itself.
                self.kept = self.keep_typed()
            self.note = write_note(error, self.notes) if self.notes else None
        self.exit(return_code=Exit.FAULT)

    def panic(self, *renderables: object) -> None:
        """End for a fault, without the picture of it that Textual has drawn."""
        self._fatal_error()

    def _fatal_error(self) -> None:
        # Textual's own prints a traceback with local variables: names and numbers of patients, left in
        # the terminal's scrollback. This is the only method through which it does.
        self.stop_for_fault(sys.exception() or RuntimeError())
        # The loop may be in the middle of a message that failed, so it is told to close at once.
        self._close_messages_no_wait()
