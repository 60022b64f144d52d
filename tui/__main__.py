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

from tui import __version__
from tui.commandline import COMMANDS, load
from tui.commandline.base.common import as_written, common_options, in_lines
from tui.exit_codes import MEANING, Exit, refuse
from tui.terminal import charset, preflight
from tui.terminal.forced_command import confine

_START = "tui.start"
"""What goes on from here, loaded by name: --help, --version and a refusal need nothing of it."""
_EPILOG = """\
where the data is: --data, else the environment's STEPWARD_DATA, else "data" in the configuration file
(config.toml in the user's configuration folder, then /etc/stepward.toml), else this computer's data folder

exit codes:
""" + "\n".join(f"  {code:>3}  {words}" for code, words in MEANING.items())


def main(argv: Sequence[str] | None = None) -> int:
    """Run Stepward with `argv`, the command line without the program's name; the exit code."""
    charset.prepare(os.environ)
    words = sys.argv[1:] if argv is None else list(argv)
    try:
        return _start(_parser(words).parse_args(words, _nothing_named()))
    except BrokenPipeError:  # whoever read our output has seen enough
        return Exit.OK
    except KeyboardInterrupt:
        return Exit.INTERRUPT
    except Exception as error:
        return cast(int, import_module(_START).report(error))


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; only plain commands that are named in `words` are imported."""
    common = common_options()
    parser = argparse.ArgumentParser(
        "stepward",
        description="Titrate a drug at the bedside: one step at a time, and only after a rash-free check.",
        epilog=_EPILOG,
        formatter_class=as_written,
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument(
        "--lock-after",
        metavar="S",
        help="lock the screen after so many seconds without a key: 30 to 3600 (120 unless configured)",
    )
    parser.add_argument(
        "--as",
        dest="only",
        metavar="INITIALS",
        help="let nobody but this person sign on, and take nothing from the environment: for SSH keys",
    )
    parser.add_argument("--version", action="version", version=f"stepward {__version__}")
    commands = parser.add_subparsers(title="plain commands, without screens", metavar="COMMAND")
    for command in COMMANDS:
        if command.name not in words:  # only named in help: the options of every command take 5 ms
            commands.add_parser(command.name, help=command.summary, add_help=False, formatter_class=in_lines)
            continue
        sub = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.summary,
            formatter_class=in_lines,
            parents=[common],
            allow_abbrev=False,
        )
        sub.set_defaults(command=command)
        load(command).configure(sub)
    return parser


def _nothing_named() -> argparse.Namespace:
    """What holds where the command line says nothing; a parser's own defaults would undo what came first."""
    return argparse.Namespace(
        data=None, demo=False, on_share=False, ascii=False, lock_after=None, only=None, command=None
    )


def _start(args: argparse.Namespace) -> int:
    """Go on where there is something to write to, and for the screens a terminal."""
    word = confine(os.environ) if args.only is not None else ""
    if word:
        print(f"stepward: {word}", file=sys.stderr)
    if args.ascii:
        charset.prepare(os.environ, ascii_only=True)
    if args.command is None:
        obstacle = preflight.obstacle(os.environ, sys.__stdin__, sys.__stdout__, sys.__stderr__)
        if obstacle:
            return refuse(obstacle)
    if sys.stdout is None:
        return refuse("The standard output is closed: there is nowhere to write to.", Exit.LEDGER)
    preflight.leave_no_dump()
    return cast(int, import_module(_START).start(args))


if __name__ == "__main__":
    sys.exit(main())
