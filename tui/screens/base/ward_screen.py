"""What every screen shares: title bar, keys at the foot, and words for a key that does nothing here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache, partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from protocols.values.clinic_time import day_of
from protocols.values.formatting import day_text, time_text
from protocols.values.text import visible
from tui.host import Hosted
from tui.keymap.command import Command, Place
from tui.keymap.commands import COMMANDS, elsewhere, footer
from tui.views.course.alarm import alarm_lines, elsewhere_line
from tui.views.lines.help import help_lines
from tui.views.lines.lines import fit, too_small, width
from tui.widgets.drawing import drawn
from tui.widgets.opening import DrawnOnce
from tui.widgets.plain import plain

REST_OF_CODE = 0.5
"""Seconds in which the rest of a code comes whose first letter has acted as a key."""


def _asks_app(action: str) -> Callable[[WardScreen], Awaitable[None]]:
    """The action that the app does, whatever is on the screen."""
    return lambda screen: screen.run_action(f"app.{action}")


_SEEN = next(command for command in COMMANDS if command.action == "alarm_seen")
SEEN_KEY, SEEN_ON = _SEEN.key_text, _SEEN.places
"""The key that says that a red flag was seen, and where it works."""


class WardScreen(Hosted, DrawnOnce, Screen[None]):
    """A screen of the ward. Subclasses give `body` and `draw`."""

    PLACE: ClassVar[Place]
    AUTO_FOCUS = ""
    _leaving: Timer | None = None
    patient: str = ""
    """The patient it is about, "" for a screen of the ward."""

    action_red_flag = _asks_app("red_flag")
    action_lock = _asks_app("lock")
    action_sign_on = _asks_app("sign_on")
    action_theme = _asks_app("theme")
    action_call = _asks_app("call")
    action_characters = _asks_app("characters")

    def compose(self) -> ComposeResult:
        """Title bar, the screen's own parts, and the keys."""
        yield Static(id="title", classes="bar", markup=False)
        yield Static(id="alarm", classes="alarm", markup=False)
        yield from self.body()
        yield Static(id="elsewhere", markup=False)
        yield Static(id="keys", classes="bar", markup=False)

    def body(self) -> Iterable[Widget]:
        """The screen's own parts."""
        return ()

    def draw(self) -> None:
        """Draw the screen's own parts from the ledger."""

    def on_mount(self) -> None:
        """Draw once everything is there."""
        self.redraw()

    def on_resize(self) -> None:
        """Draw again in the new size."""
        if self.is_mounted:
            self.redraw()

    def redraw(self) -> None:
        """Draw everything from the ledger as it is now."""
        self.show("#title", plain(self.small or self._title()))
        self.show("#keys", keys_at_foot(self.PLACE, self.cells))
        self._draw_alarm()
        self.session.ledger.telling(self.draw)

    def _draw_alarm(self) -> None:
        """Every open red flag of the ward, on every screen, until a prescriber ends it; a lost connection.

        What is about another patient than the screen, and what was seen already, is one quiet line.
        """
        told, patient, cells = self.app.ward.alarms, self.patient, self.cells - 2
        lines = alarm_lines(told, cells, self.session.ledger, patient)
        quiet = elsewhere_line(told, cells, patient, SEEN_KEY if self.PLACE in SEEN_ON else "")
        for name, content in (("alarm", lines), ("elsewhere", quiet)):
            self.show(f"#{name}", drawn(content))
            self.query_one(f"#{name}").set_class(bool(content), "shown")

    def show(self, selector: str, content: Content) -> None:
        """Put `content` into a Static, sending nothing to the terminal when it is the same."""
        static = self.query_one(selector, Static)
        if static.content != content:
            height = static.styles.height
            static.update(content, layout=height is None or not height.is_cells)  # 1 line stays 1 line

    @property
    def cells(self) -> int:
        """The width to draw in."""
        return max(self.app.size.width, 20)

    def _title(self) -> str:
        ledger, person, now = self.session.ledger, self.session.person, self.session.now()
        clock = f"{day_text(day_of(now, ledger.zone))} {time_text(now, ledger.zone)}"
        mark = ledger.clock_mark(now)
        if mark != "ok":
            clock += f"  !! CLOCK {mark.upper()}"
        elif self.app.ward.doubtful:
            clock += f"  !! {self.app.ward.doubtful} WITHOUT A TIME (z)"
        who = f"{visible(person.name)} ({visible(person.initials)}), {person.role}" if person else ""
        state = "  !! READ ONLY" if ledger.read_only else ""
        if person and person.role == "admin" and ledger.staff.locked:
            state += f"  !! {len(ledger.staff.locked)} LOCKED (@)"
        right = f"  {who}  {clock}{state} "
        return fit(f" Stepward  {visible(ledger.ward)}", max(self.cells - width(right), 0)) + right

    async def on_click(self, event: events.Click) -> None:
        """A key at the foot that is pointed at does what the key does: it opens, it never records."""
        if event.widget is None or event.widget.id != "keys":
            return
        at = event.screen_x
        for command in at_foot(self.PLACE, self.cells):
            at -= width(f" {command.key_text} {command.label} ")
            if at < 0:
                await self.run_action(command.action)
                return

    @property
    def small(self) -> str:
        """What a window that is too small is told; "" for one that is not."""
        return too_small(self.app.size)

    def on_key(self, event: events.Key) -> None:
        """A key of another screen says where it works (domain.md 2.1: no key fails silently)."""
        why = elsewhere(event.key, self.PLACE)
        if why and not self.takes(event.key):
            self.app.tell(why, 5)

    def takes(self, key: str) -> bool:
        """Whether `key`, which is no command here, does something all the same."""
        return False

    def action_back(self) -> None:
        """Back to the screen before; the board is never left this way."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()

    def action_leave(self) -> None:
        """End Stepward; where codes are scanned, once no rest of one has followed the q."""
        if self.session.ledger.catalogue.wanted.is_off:
            self.app.exit()
        else:
            self._leaving = self.set_timer(REST_OF_CODE, self.app.exit)

    def take_back(self) -> None:
        """The q was a letter of a code: stay."""
        if self._leaving is not None:
            self._leaving.stop()
            self._leaving = None

    @property
    def is_leaving(self) -> bool:
        """Whether Stepward ends unless the rest of a code comes."""
        return self._leaving is not None

    def action_help(self) -> None:
        """What this screen shows, its words and keys."""
        self.app.open("help", partial(help_lines, self.PLACE, mouse=self.app.mouse))

    def action_palette(self) -> None:
        """The commands of this screen by their words."""
        self.app.open("palette", self.PLACE, then=self._do)

    async def _do(self, action: str | None) -> None:
        if action:
            await self.run_action(action)

    def action_library(self) -> None:
        """The protocols."""
        self.app.open("library")

    def action_staff(self) -> None:
        """The staff list, or the form that begins it."""
        if self.session.ledger.staff:
            self.app.open("staff")
        else:
            self.app.open("add_staff", "")


@lru_cache
def keys_at_foot(place: Place, cells: int) -> Content:
    """The keys at the foot, each with its word."""
    parts = [
        Content.assemble((f" {command.key_text}", "bold $text-accent"), f" {command.label} ")
        for command in at_foot(place, cells)
    ]
    return Content("").join(parts)


def at_foot(place: Place, room: int) -> list[Command]:
    """What has room at the foot; where not all has, help and the red flag come before the others."""
    commands = footer(place)
    kept = set[str]()
    for command in sorted(commands, key=lambda one: one.action not in ("help", "red_flag")):
        room -= width(f" {command.key_text} {command.label} ")
        if room >= 0:
            kept.add(command.action)
    return [command for command in commands if command.action in kept]
