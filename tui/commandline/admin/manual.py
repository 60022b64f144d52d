"""`stepward manual`: the manual page, for `man`. It is made of the commands' own help.

`stepward manual > ~/.local/share/man/man1/stepward.1`, then `man stepward`. It goes to stdout.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from store.location.where import Where
from tui import __version__
from tui.commandline import COMMANDS
from tui.commandline.base.parser import DESCRIPTION, WHERE, options, parser_for, subparsers
from tui.exit_codes import MEANING, Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """It has no options of its own."""


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Write the page; the ledger is not opened."""
    print("\n".join(_page()))
    return Exit.OK


def _page() -> Iterator[str]:
    parser = parser_for(None)
    common = {text for action in options(parser) for text in action.option_strings}
    yield f'.TH STEPWARD 1 "" "Stepward {__version__}" "User Commands"'
    yield from (".SH NAME", rf"stepward \- {_plain(DESCRIPTION)}", ".SH SYNOPSIS")
    yield from (r".B stepward", r"[\fIoptions\fR] [\fIcommand\fR ...]", ".SH DESCRIPTION")
    yield "Without a command the screens open. The plain commands write to standard output, for scripts and"
    yield "screen readers; everything else they say goes to standard error."
    yield ".SH OPTIONS"
    for action in options(parser):
        yield from _option(action)
    yield ".SH COMMANDS"
    subs = subparsers(parser)
    for command in COMMANDS:
        yield from (f'.SS "{_plain(command.name)}"', f"{_plain(_sentence(command.summary))}.")
        yield from _command(subs[command.name], common)
    yield from (".SH FILES", _plain(" ".join(_sentence(WHERE).split())) + ".", '.SH "EXIT STATUS"')
    for code, words in MEANING.items():
        yield from (".TP", f".B {code:d}", _plain(words))


def _command(parser: argparse.ArgumentParser, common: set[str]) -> Iterator[str]:
    """What a command takes beside what every one does, and its own commands."""
    for action in options(parser):
        if not common.intersection(action.option_strings):
            yield from _option(action)
    for name, sub in subparsers(parser).items():
        yield from (".TP", rf"\fB{_plain(name)}\fR", _plain(sub.description or ""), ".RS")
        yield from _command(sub, common)
        yield ".RE"


def _option(action: argparse.Action) -> Iterator[str]:
    takes = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    names = [rf"\fB{_plain(name)}\fR" for name in action.option_strings]
    value = rf"\fI{_plain(takes)}\fR" if takes else ""
    yield from (".TP", f"{', '.join(names)} {value}".strip(), _plain(action.help or ""))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _plain(words: str) -> str:
    """Words that are not taken for a request of troff."""
    said = words.replace("%%", "%").replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{said}" if said.startswith((".", "'")) else said
