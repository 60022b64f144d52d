"""Where a sequence ends that a terminal sends, and the keys that Textual's own table does not have.

PuTTY sends what its window "Keyboard" says: the modes VT100+ and SCO have sequences of their own. rxvt, st
and the Linux console each have some, too.
"""

from __future__ import annotations

import re

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual.keys import Keys

_COMPLETE = re.compile(
    r"\x1b\[(?:"
    r"\[[ -~]"  # the first five function keys of the Linux console
    r"|[0-9]+\$"  # a key with Shift in rxvt
    r"|[0-?]*[ -/]*[@-Z\\-~]"
    r")"
    r"|\x1bO[0-9;]*[@-~]"
)

_MODIFIERS = ("shift", "alt", "ctrl", "super", "hyper", "meta")
_CHARACTERS = re.compile(r"\x1b\[([0-9]{1,7}(?:;[0-9]{0,4}(?:;[0-9:]{0,30})?)?)u")
_FUNCTION = re.compile(r"\x1b\[([0-9]{0,3})(?:;([0-9]{1,3}))?([~A-FHPQRS])")

_KEYS = {
    # PuTTY, VT100+
    **{f"\x1bO{final}": f"f{number}" for number, final in enumerate("TUVWXYZ[", start=5)},
    # PuTTY, SCO: those that mean nothing elsewhere
    **{f"\x1b[{final}": f"f{number}" for number, final in ((1, "M"), (2, "N"), (8, "T"), (9, "U"))},
    **{f"\x1b[{final}": f"f{number}" for number, final in ((10, "V"), (11, "W"), (12, "X"))},
    "\x1b[L": "insert",
    # Linux console
    "\x1b\t": "shift+tab",
    # st
    "\x1b[4h": "insert",
}
_ST = ("st", "stterm")
_OF_ST = {"\x1b[P": "delete"}


def complete(text: str) -> bool:
    """Whether `text`, which begins with Esc and [ or O, is a whole sequence."""
    return _COMPLETE.fullmatch(text) is not None


def says_characters(text: str) -> bool:
    """Whether `text` is a key by the codes of its characters (kitty's protocol), and these are characters."""
    found = _CHARACTERS.fullmatch(text)
    codes = [int(code) for code in re.findall("[0-9]+", found[1])] if found else []
    return bool(codes) and all(code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF for code in codes)


def key_of(text: str, term: str) -> str:
    """The name of the key that sends `text` in a terminal called `term`, with its modifiers; "" for none."""
    if term.partition("-")[0] in _ST and text in _OF_ST:
        return _OF_ST[text]
    return _KEYS.get(text) or _modified(text) or _in_textuals_table(text)


def _modified(text: str) -> str:
    """A key in xterm's way: a number, modifiers, a final character."""
    found = _FUNCTION.fullmatch(text)
    name = FUNCTIONAL_KEYS.get(f"{found[1] or 1}{found[3]}", "") if found else ""
    if not found or not name:
        return ""
    bits = int(found[2] or 1) - 1
    held = [
        word for bit, word in enumerate(("shift", "alt", "ctrl", "super", "hyper", "meta")) if bits >> bit & 1
    ]
    return "+".join([*sorted(held), name])


def _in_textuals_table(text: str) -> str:
    """What Textual makes of `text`, unless that is a letter or several keys."""
    keys = ANSI_SEQUENCES_KEYS.get(text)
    name = keys[0].value if isinstance(keys, tuple) and len(keys) == 1 else ""
    return name if len(name) > 1 and name != Keys.Ignore.value else ""
