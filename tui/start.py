"""When the command line has been read: find the ledger, run screens or a plain command, say what went wrong.

`__main__` loads this by name: --help and --version need nothing of it. Screens, plain commands and the
invented ward are loaded by name from here, each only where it is asked for.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from importlib import import_module
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from protocols.values.refusal import Refused
from store.access.account import account_name
from store.errors import LedgerError
from store.location.config import LEDGER_NAME, Location, LocationFault, find, state_folder
from store.site.journal import silence, tell
from tui.commandline import load
from tui.commandline.base.meter import metered
from tui.exit_codes import Exit, refuse
from tui.terminal import preflight
from tui.terminal.crash import last_words, write_note

_SCREENS, _INVENTED_WARD = "tui.app.sitting", "tui.demo.ward"
_KNOWN = {LocationFault: Exit.USAGE, LedgerError: Exit.LEDGER, Refused: Exit.REFUSED}


def start(args: argparse.Namespace) -> int:
    """Do what the command line asks for; the exit code. Raises what `report` puts into words."""
    if args.only is not None and (args.command is not None or not args.only):
        raise LocationFault("--as starts the screens for one person. It takes initials, and no command.")
    if args.command is None:
        return screens(args)
    with _location(args) as location:
        code = _plain(args, location)
        sys.stdout.flush()
        return code


def _plain(args: argparse.Namespace, location: Location) -> int:
    """A plain command; a quiet one says nothing beside its data unless something is wrong."""
    if not args.quiet:
        return _run(args, location)
    said, code = StringIO(), int(Exit.FAULT)
    try:
        with redirect_stderr(said):
            code = _run(args, location)
    finally:
        if code != Exit.OK:
            print(said.getvalue(), end="", file=sys.stderr)
    return code


def _run(args: argparse.Namespace, location: Location) -> int:
    """The command; of an admin's the computer's log has a line, however it ends."""
    code, told = int(Exit.FAULT), args.command.module.startswith("admin.") and not args.demo
    try:
        with metered():
            code = load(args.command).run(args, location.ledger)
    except (LedgerError, Refused, LocationFault) as error:
        code = next(code for kind, code in _KNOWN.items() if isinstance(error, kind))
        raise
    finally:
        if told:
            tell(args.command.name, ended=code, account=account_name(), ledger=str(location.ledger))
    return code


def report(error: Exception) -> int:
    """Say what stopped Stepward: in its own words when it knows, in calm ones when it does not."""
    if isinstance(error, OSError) and error.filename is None and not _can_write():
        return refuse(f"The output could not be written to its end: {error.strerror}.", Exit.LEDGER)
    for kind, code in _KNOWN.items():
        if isinstance(error, kind):
            return refuse(str(error), code)
    try:
        note = write_note(error, state_folder())
    except LocationFault:
        note = None
    print(last_words(note), file=sys.stderr)
    return Exit.FAULT


def _can_write() -> bool:
    """Whether there is still somewhere to write to; where not, all that is left goes nowhere."""
    try:
        os.write(sys.stdout.fileno(), b"\n")
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True


@contextmanager
def _location(args: argparse.Namespace) -> Iterator[Location]:
    """The ledger to use: the one that is named, or an invented one for as long as this lasts."""
    if not args.demo:
        yield find(args.data)
        return
    silence()
    with TemporaryDirectory(prefix="stepward-demo-") as folder:
        ledger = Path(folder) / LEDGER_NAME
        import_module(_INVENTED_WARD).build(ledger)
        yield Location(ledger, "--demo")


def screens(args: argparse.Namespace, ready: object = None) -> int:
    """The screens; then, where somebody without a ledger asked for it, those of the invented ward.

    `ready` is what a host has made ready for them.
    """
    preflight.keep_private(os.environ)
    preflight.tell_colours(os.environ)
    with _location(args) as location:
        code = import_module(_SCREENS).run(args, location, ready)
    if code is not None:
        return cast(int, code)
    args.demo = True
    return screens(args)
