"""Keys take effect in the order they were pressed, also when a slow line delivers many at once.

Textual lets a text field take its letters at once, while every bound key (Backspace, Tab, Enter) first
travels up to the app (Textualize/textual#6605). When a stalled SSH connection delivers "1 5 Backspace 0"
in one packet the field holds 15 instead of 10; with "1 0 Tab 2 0" it holds 1020. So a key waits here
until the one before it has been dealt with.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from functools import partial

from textual import events, on
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, TextArea

from tui.terminal.driver.burst import AT_ONCE, LEAST, PRESSED, TYPED, Burst
from tui.terminal.typed_ahead import NoScanner, TypedAhead, keys_of, lines_of

LONGEST_WAIT = 0.5
"""Seconds after which the next key goes on although the last has left no trace, when all is drawn; after
twice as long it goes on in any case."""

_TURNS = 200
"""So many more turns of the event loop it then waits: where the computer was too busy for this program, what
the last key has set off is done in them; where nothing is left to do, they take a millisecond."""

_BOUND_KEY_PASSES = 2
"""How often `Follower` goes up after a bound key: behind the key, then behind what its action posted."""


class Follower(Message, bubble=True):
    """Goes up to the app from the widget that had the key, behind everything the key has set off."""

    def __init__(self, key: events.Event, start: DOMNode, passes: int) -> None:
        super().__init__()
        self.key = key
        self.start = start
        self.passes = passes


class OrderedKeys(App[None]):
    """An app in which no key overtakes another."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: deque[events.Key | events.Paste] = deque()
        self._taken: events.Key | events.Paste | None = None
        """The key that is being dealt with, or was last."""
        self._early: list[Burst] = []
        self._deaf = False
        self._depths = deque[tuple[events.Event, int]](maxlen=LEAST)
        """The last keys, and how many screens were open before each."""
        self._watches: tuple[Timer, ...] = ()

    scanner: NoScanner = NoScanner()
    """What is done with a code that was scanned."""

    @property
    def deaf(self) -> bool:
        """Whether letters and Enter are dropped; a scan waits for the screen that will be there."""
        return self._deaf

    @deaf.setter
    def deaf(self, deaf: bool) -> None:
        self._deaf = deaf
        if not deaf and self._early:
            idle = not self._keys
            self._keys.extend(self._early)
            self._early.clear()
            if idle:
                self.call_next(self._take_first)

    @property
    def keys_waiting(self) -> bool:
        """Whether a key has come that has not been dealt with."""
        return bool(self._keys)

    async def on_event(self, event: events.Event) -> None:
        """Take keys and pasted text one after the other; everything else as ever."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if self._unheard(event):
                return
            self._keys.append(event)
            if len(self._keys) == 1:
                await self._take_first()
            else:
                self._hurry()
        elif isinstance(event, events.MouseEvent) and (self.deaf or self._keys):
            return  # it was pointed at what may not stand there any more
        else:
            await super().on_event(event)

    def _unheard(self, event: events.Key | events.Paste) -> bool:
        """Whether nothing listens to it now; a scan is kept for the screen to come."""
        if not self.deaf or not _is_blind(event):
            return False
        if isinstance(event, events.Paste):
            self._early.append(_as_early(event))
        return True

    @property
    def types_text(self) -> bool:
        """Whether a text field has the focus: what is typed lands in it, where it can be seen."""
        return isinstance(self.focused, Input | TextArea) and not self.focused.disabled

    async def _take_first(self) -> None:
        if not self._keys or self._keys[0] is self._taken:
            return
        key = self._taken = self._keys[0]
        if self._unheard(key):
            self._done(key)
        elif isinstance(key, Burst) and key.early and (key.torn or not self._is_scan(key)):
            self.scanner.take_early(key.text)
            self._done_when_drawn(key)
        elif isinstance(key, Burst) and key.torn and (self._take_back(key) or not self.types_text):
            self.scanner.take_torn(key.text)
            self._done_when_drawn(key)
        elif isinstance(key, events.Paste) and self._is_scan(key):
            self._take_scan(key)
        elif isinstance(key, Burst):
            self._put_in_place(key, keys_of(key.text))
        elif isinstance(key, TypedAhead) and not self._may_type(key):
            self._done(key)
        else:
            await self.deliver(key)

    def _take_back(self, burst: Burst) -> bool:
        """Undo what the first characters of a code did as keys; whether a screen was closed for it."""
        if burst.pace >= (TYPED if self.types_text else PRESSED) or burst.lasted >= AT_ONCE:
            return False
        for key, depth in self._depths:
            if any(key is one for one in burst.acted):
                return self.scanner.take_back(depth)
        return False

    def _is_scan(self, key: events.Paste) -> bool:
        if not self.types_text:
            return True
        if not isinstance(key, Burst):
            return self.scanner.names(key.text, whole=False)
        return not key.torn and (key.sure or self.scanner.names(key.text, whole=key.ended))

    def _take_scan(self, scan: events.Paste) -> None:
        """One code after the other, each on the screen that the one before has opened."""
        first, *others = lines_of(scan.text) or [""]
        if others:
            self._keys[0] = self._taken = scan = Burst(first, sure=True)
            for place, line in enumerate(others, 1):
                self._keys.insert(place, Burst(line, sure=True))
        if first:
            self.scanner.take(first)
        self._done_when_drawn(scan)

    def _put_in_place(self, burst: Burst, keys: list[TypedAhead]) -> None:
        """A line that had stalled: what was typed into the text field meanwhile."""
        self._keys.popleft()
        self._keys.extendleft(reversed(keys))
        if self._keys:
            self.call_next(self._take_first)

    def _may_type(self, key: TypedAhead) -> bool:
        """Whether a key out of a burst is for the text field in focus, and does nothing but type."""
        return self.types_text and (key.key != "enter" or self.scanner.enter_goes_on())

    async def deliver(self, key: events.Event) -> None:
        """Give `key`, whose turn it is, to whatever has the focus."""
        start = self.focused or self.screen
        self._depths.append((key, len(self.screen_stack)))
        self._watches = (
            self.set_timer(LONGEST_WAIT, partial(self._after_turns, key, self._done_when_drawn)),
            self.set_timer(2 * LONGEST_WAIT, partial(self._after_turns, key, self._done)),
        )
        await super().on_event(key)
        self._follow(key, start, 1 if _is_text(key) else _BOUND_KEY_PASSES)

    def _after_turns(
        self, key: events.Event, goes_on: Callable[[events.Event], None], left: int = _TURNS
    ) -> None:
        if not self._keys or self._keys[0] is not key:
            return
        if left:
            asyncio.get_running_loop().call_soon(self._after_turns, key, goes_on, left - 1)
        else:
            goes_on(key)

    def _follow(self, key: events.Event, start: DOMNode, passes: int) -> None:
        if not (start.is_attached and start.post_message(Follower(key, start, passes))):
            self._done_when_drawn(key)

    @on(Follower)
    def _followed(self, message: Follower) -> None:
        message.stop()
        if message.passes > 1:
            self._follow(message.key, message.start, message.passes - 1)
        elif _is_text(message.key) and message.start is self.focused:
            self._done(message.key)
        else:
            self._done_when_drawn(message.key)

    def _done_when_drawn(self, key: events.Event) -> None:
        """Wait for the screen that `key` may have opened: the next key is for what is in focus there."""
        if not self._hurry() and not self.screen.call_after_refresh(self._done, key):
            self._done(key)

    def acts_at_once(self, key: str) -> bool:
        """Do what `key` asks for, where that needs nothing of the screen on top; whether it was done."""
        return False

    def _hurry(self) -> bool:
        """Let the next key act before the screen is drawn that the one before it has opened, where it can."""
        if len(self._keys) < 2:
            return False
        first, following = self._keys[0], self._keys[1]
        has_opened = any(key is first and depth < len(self.screen_stack) for key, depth in self._depths)
        if not has_opened or not isinstance(following, events.Key) or not self.acts_at_once(following.key):
            return False
        for watch in self._watches:
            watch.stop()
        self._keys.popleft()
        self._taken = following
        self._done_when_drawn(following)
        return True

    def forget_keys(self) -> None:
        """Drop keys that wait behind the one being dealt with: they were typed for a screen that is gone.

        A scan acts on the screen that is there.
        """
        for key in [*self._keys][1 if self._keys and self._keys[0] is self._taken else 0 :]:
            self._keys.remove(key)
            if isinstance(key, events.Paste):
                self._keys.append(_as_early(key))
            elif not _is_blind(key):
                self._keys.append(key)

    def _done(self, key: events.Event) -> None:
        """Let the next key go on, if `key` is still the one that is waited for."""
        if not self._keys or self._keys[0] is not key:
            return
        for watch in self._watches:
            watch.stop()
        self._keys.popleft()
        if self._keys:
            self.call_next(self._take_first)


def _as_early(scan: events.Paste) -> Burst:
    if isinstance(scan, Burst):
        return Burst(scan.text, scan.sure, scan.torn, early=True)
    return Burst(scan.text, early=True)


def _is_blind(key: events.Event) -> bool:
    """Whether a key typed ahead may mean something else on the screen to come. A red flag does not."""
    if not isinstance(key, events.Key):
        return True
    return key.key == "enter" or (key.is_printable and key.key not in _ALWAYS)


_ALWAYS = ("exclamation_mark", "full_stop")
"""A red flag, and the lock."""


def _is_text(key: events.Event) -> bool:
    return isinstance(key, events.Key) and key.is_printable
