"""What `stepward doctor` looks at, one function for each."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from store.access.account import account_name
from store.access.permissions import sharing_faults
from store.errors import LedgerError
from store.files.network_share import kind_of_share
from store.files.restoring import broken_off
from store.ledger.ledger import Ledger
from store.location.config import LocationFault, state_folder
from store.location.settings import scan_prefix
from store.location.where import Where
from store.maintenance import health
from tui import __version__
from tui.commandline.setup.prefix import prefix_doubts
from tui.terminal.charset import locale_says_utf8
from tui.terminal.preflight import obstacle
from tui.terminal.zone import local_zone

SMALLEST = (80, 24)
"""Columns and rows below which the screens leave lines out."""


class State(StrEnum):
    """How it is."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


class Look(NamedTuple):
    """What one look found."""

    about: str
    state: State
    words: str


def all_looks(ledger: Where, now: datetime, *, share_ok: bool) -> list[Look]:
    """Everything, in the order in which it is needed."""
    return [
        *_program(),
        *_terminal(),
        *_scanners(),
        *_clock(),
        *_place(ledger, share_ok=share_ok),
        *_ledger(ledger, now),
        *_extras(),
    ]


def _program() -> Iterator[Look]:
    words = (
        f"{__version__}, Python {platform.python_version()}, {platform.system()}, account {account_name()}"
    )
    yield Look("program", State.OK, f"{words}, in {Path(__file__).parents[3].resolve()}")


def _terminal() -> Iterator[Look]:
    word = obstacle(os.environ, sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if word:
        yield Look("terminal", State.NOTE, f"{word} (the screens need one)")
    else:
        size = shutil.get_terminal_size()
        small = size.columns < SMALLEST[0] or size.lines < SMALLEST[1]
        words = f"{os.environ.get('TERM', '?')}, {size.columns} x {size.lines}"
        yield Look(
            "terminal", State.NOTE if small else State.OK, words + (": 80 x 24 shows all" if small else "")
        )
    if locale_says_utf8(os.environ):
        yield Look("locale", State.OK, "UTF-8")
    else:
        yield Look("locale", State.NOTE, "not UTF-8: names are shown in ASCII. Set LANG, such as en_GB.UTF-8")


def _scanners() -> Iterator[Look]:
    try:
        prefix = scan_prefix()
    except LocationFault as error:
        yield Look("scanners", State.WRONG, str(error))
        return
    doubts = list(prefix_doubts(prefix, os.environ))
    yield from (Look("scanners", State.WRONG, doubt) for doubt in doubts)
    if not doubts:
        words = f"{prefix!a} comes before each code" if prefix else "no prefix: codes are told by their speed"
        yield Look("scanners", State.OK, words)


def _clock() -> Iterator[Look]:
    yield Look(
        "time zone", State.OK, f"this computer's is {local_zone()}; dose times are those of the ward's"
    )
    known = health.synchronised()
    yield Look("time", State.OK if known.level == health.Level.OK else State.WRONG, known.words)


def _place(ledger: Where, *, share_ok: bool) -> Iterator[Look]:
    try:
        yield Look("state folder", State.OK, str(state_folder()))
    except LocationFault as error:
        yield Look("state folder", State.WRONG, str(error))
    if not isinstance(ledger, Path):
        return
    folder = ledger.parent
    kind = "" if share_ok else kind_of_share(folder)
    if kind:
        yield Look("disk", State.WRONG, f"{folder} is on a network share ({kind}), which is refused")
    space = health.space(ledger)
    yield Look("disk", State.OK if space.level == health.Level.OK else State.WRONG, space.words)
    writable = os.access(folder, os.W_OK | os.X_OK)
    words = f"{folder} can be written" if writable else f"this account cannot write in {folder}"
    yield Look("folder", State.OK if writable else State.WRONG, words)


def _ledger(ledger: Where, now: datetime) -> Iterator[Look]:
    if isinstance(ledger, Path) and not ledger.exists():
        words = broken_off(ledger)
        yield Look("ledger", State.WRONG if words else State.NOTE, words or f"none at {ledger} yet")
        return
    try:
        with Ledger.open(ledger, read_only=True, patience=health.PATIENCE, share_ok=True) as opened:
            problem, doubt = opened.problem, opened.clock_doubt(now)
            words = (
                f"{opened.ward}, {opened.position:,} entries, {len(opened.staff.active)} on the staff list"
            )
    except LedgerError as error:
        yield Look("ledger", State.WRONG, str(error))
        return
    yield Look("ledger", State.WRONG if problem else State.OK, problem or words)
    yield Look("clock", State.WRONG if doubt else State.OK, doubt or "it fits the newest entry")
    faults = sharing_faults(ledger) if isinstance(ledger, Path) else []
    yield from (Look("rights", State.WRONG, fault) for fault in faults)
    if not faults:
        yield Look("rights", State.OK, "as they should be")


_EXTRAS = (
    ("papers", "fpdf", "pip install 'stepward[pdf]' to print"),
    ("database", "psycopg", "pip install 'stepward[postgres]' for a ledger in PostgreSQL"),
)


def _extras() -> Iterator[Look]:
    for about, module, advice in _EXTRAS:
        there = find_spec(module) is not None
        yield Look(about, State.OK if there else State.NOTE, "there" if there else f"not there: {advice}")
