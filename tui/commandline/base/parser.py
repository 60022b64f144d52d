"""The command line as a parser, and what it says to a word that is nearly one of its own."""

from __future__ import annotations

import argparse
import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any, NoReturn

from tui import __version__
from tui.commandline import COMMANDS, load
from tui.commandline.base.common import as_written, common_options, in_lines
from tui.exit_codes import MEANING

DESCRIPTION = "Titrate a drug at the bedside: one step at a time, and only after a rash-free check."
WHERE = """\
where the data is: --data, else the environment's STEPWARD_DATA, else "data" in the configuration file
(config.toml in the user's configuration folder, then /etc/stepward.toml), else this computer's data folder"""
_CODES = "\n".join(f"  {code:>3}  {words}" for code, words in MEANING.items())

_WRONG = re.compile(r"invalid choice: '([^']+)'|unrecognized arguments: (.+)")


class Parser(argparse.ArgumentParser):
    """A parser that names what was meant, where what was typed is close to it."""

    words: Collection[str] = ()
    """The commands, and the options of those that were named."""

    def error(self, message: str) -> NoReturn:
        """End with the message, and what may have been meant."""
        wrong = _WRONG.search(message)
        typed = (wrong[1] or wrong[2]).split()[0].partition("=")[0] if wrong else ""
        meant = get_close_matches(typed, sorted(self.words), n=2, cutoff=0.7) if typed else []
        if wrong and wrong[1] and set(self.words) >= {command.name for command in COMMANDS}:
            message = f'there is no command "{typed}". stepward --help lists them'
        super().error(message + (f". Did you mean {' or '.join(meant)}?" if meant else ""))


def parser_for(words: Collection[str] | None) -> Parser:
    """The parser; only plain commands that are named in `words` are imported, with None every one."""
    common = common_options()
    parser = Parser(
        prog="stepward",
        description=DESCRIPTION,
        epilog=f"{WHERE}\n\nexit codes:\n{_CODES}",
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
    parser.add_argument(
        "--mouse",
        action="store_true",
        help="let a mouse point at rows, tabs, choices and keys; it never records (off unless configured)",
    )
    parser.add_argument("--version", action="version", version=f"stepward {__version__}")
    commands: Any = parser.add_subparsers(title="plain commands, without screens", metavar="COMMAND")
    for command in COMMANDS:
        if words is not None and command.name not in words:
            # only named in help: the options of every command take 5 ms
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
    parser.words = {command.name for command in COMMANDS} | set(_options(parser))
    return parser


def subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of the commands of one, by the name of each."""
    found = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return {name: sub for action in found for name, sub in action.choices.items()}


def options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """What can be typed after the name of a command, but for commands of its own."""
    return [action for action in parser._actions if not isinstance(action, argparse._SubParsersAction)]


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in options(parser):
        yield from action.option_strings
    for sub in subparsers(parser).values():
        yield from _options(sub)
