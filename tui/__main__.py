"""The command `stepward`, also `python -m tui`: read the command line, find the ledger, start.

Nothing of Textual is imported before the command line has been read, so that --help and a refusal are quick.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import cast

from tui.commandline.base.parser import parser_for
from tui.exit_codes import Exit, refuse
from tui.hosting.asking import asks_for_host
from tui.terminal import charset, own_version, preflight
from tui.terminal.forced_command import confine

_START = "tui.start"
"""What goes on from here, loaded by name: --help, --version and a refusal need nothing of it."""

_CLIENT = "tui.hosting.client"
"""Lets a host run the screens, where there is one for the ledger; it needs little of what screens need."""

_JOURNAL = "store.site.journal"


def main(argv: Sequence[str] | None = None) -> int:
    """Run Stepward with `argv`, the command line without the program's name; the exit code."""
    own_version.stay_with_it()
    charset.prepare(os.environ)
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        return _start(parser_for(words).parse_args(words, _nothing_named()))
    except BrokenPipeError:  # whoever read our output has seen enough
        return Exit.OK
    except KeyboardInterrupt:
        return Exit.INTERRUPT
    except Exception as error:
        return cast(int, import_module(_START).report(error))


def _nothing_named() -> argparse.Namespace:
    """What holds where the command line says nothing; a parser's own defaults would undo what came first."""
    return argparse.Namespace(
        data=None,
        demo=False,
        on_share=False,
        ascii=False,
        quiet=False,
        lock_after=None,
        mouse=False,
        only=None,
        command=None,
    )


def _start(args: argparse.Namespace) -> int:
    """Go on where there is something to write to, and for the screens a terminal."""
    word = confine(os.environ) if args.only is not None else ""
    if word:
        print(f"stepward: {word}", file=sys.stderr)
        import_module(_JOURNAL).tell("command-refused", initials=args.only)
    if args.ascii:
        charset.prepare(os.environ, ascii_only=True)
    if args.command is None and args.only != "":
        obstacle = preflight.obstacle(os.environ, sys.__stdin__, sys.__stdout__, sys.__stderr__)
        if obstacle:
            return refuse(obstacle)
    if sys.stdout is None:
        return refuse("The standard output is closed: there is nowhere to write to.", Exit.LEDGER)
    preflight.leave_no_dump()
    if args.command is None and args.only != "" and asks_for_host(args, os.environ):
        code = import_module(_CLIENT).hosted(args)
        if code is not None:
            return cast(int, code)
    return cast(int, import_module(_START).start(args))


if __name__ == "__main__":
    sys.exit(main())
