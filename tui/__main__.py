"""The command `stepward`, also `python -m tui`: read the command line, find the ledger, start.

Nothing of Textual is imported before the command line has been read, so that --help and a refusal are quick.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui import __version__
from tui.commandline import COMMANDS, load
from tui.commandline.base.common import as_written, common_options, in_lines
from tui.exit_codes import MEANING, Exit
from tui.terminal import charset, preflight

if TYPE_CHECKING:
    from store.location.config import Location

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
        return _not_written(error) or _report(error)


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
    if args.only is not None:
        _confine(args)
    if args.ascii:
        charset.prepare(os.environ, ascii_only=True)
    obstacle = None
    if args.command is None:
        obstacle = preflight.obstacle(os.environ, sys.__stdin__, sys.__stdout__, sys.__stderr__)
    if obstacle:
        return _refuse(obstacle)
    if sys.stdout is None:
        return _refuse("The standard output is closed: there is nowhere to write to.", Exit.LEDGER)
    preflight.leave_no_dump()
    with _place(args) as place:
        if args.command is None:
            return _screens(place, args)
        code = load(args.command).run(args, place.ledger)
        sys.stdout.flush()
        return code


def _confine(args: argparse.Namespace) -> None:
    from store.location.config import LocationFault
    from tui.terminal.forced_command import confine

    word = confine(os.environ)
    if word:
        print(f"stepward: {word}", file=sys.stderr)
    if args.command is not None or not args.only:
        raise LocationFault("--as starts the screens for one person. It takes initials, and no command.")


@contextmanager
def _place(args: argparse.Namespace) -> Iterator[Location]:
    """The ledger to use: the one that is named, or an invented one for as long as this lasts."""
    from store.location.config import LEDGER_NAME, Location, find

    if not args.demo:
        yield find(args.data)
        return
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from tui.demo import build

    with TemporaryDirectory(prefix="stepward-demo-") as folder:
        ledger = Path(folder) / LEDGER_NAME
        build(ledger)
        yield Location(ledger, "--demo")


def _screens(place: Location, args: argparse.Namespace) -> int:
    """The app; of an invented ward nothing is remembered, and its sign-on says who is there."""
    gc.disable()  # until the ward has been read: nearly all that is made before stays
    preflight.keep_private(os.environ)
    from store.ledger.witness import Witness
    from store.location.config import state_folder
    from store.location.settings import lock_after
    from store.site.drafts import Drafts
    from store.site.preferences import Preferences
    from tui.app.app import StepwardApp
    from tui.demo.people import HINT
    from tui.session import Session
    from tui.terminal.run import run

    state = state_folder()
    session = Session(
        place.prepare(),
        witness=None if args.demo else Witness(state),
        share_ok=args.demo or args.on_share,
        only=args.only or "",
        drafts=None if args.demo else Drafts(state),
        preferences=None if args.demo else Preferences(state),
    )
    hint = HINT if args.demo else ""
    code = run(StepwardApp(session, lock_after=lock_after(args.lock_after), sign_on_hint=hint), state)
    if not session.demo_wanted:
        return code
    args.demo = True
    with _place(args) as demo:
        return _screens(demo, args)


def _refuse(sentence: str, code: Exit = Exit.USAGE) -> int:
    from protocols.values.text import visible

    print(f"stepward: {visible(sentence, multiline=True)}", file=sys.stderr)
    return code


def _not_written(error: Exception) -> int:
    """Where what stopped us is that nothing can be written any more: said, and the exit code; else 0."""
    if not isinstance(error, OSError) or error.filename is not None:
        return 0
    try:
        os.write(sys.stdout.fileno(), b"\n")
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Where all that is left goes.
        return _refuse(f"The output could not be written to its end: {error.strerror}.", Exit.LEDGER)
    return 0


def _report(error: Exception) -> int:
    """Say what stopped Stepward: in its own words when it knows, in calm ones when it does not."""
    from protocols.values.refusal import Refused
    from store.errors import LedgerError
    from store.location.config import LocationFault, state_folder

    known = {LocationFault: Exit.USAGE, LedgerError: Exit.LEDGER, Refused: Exit.REFUSED}
    for kind, code in known.items():
        if isinstance(error, kind):
            return _refuse(str(error), code)
    from tui.terminal.crash import last_words, write_note

    try:
        note = write_note(error, state_folder())
    except LocationFault:
        note = None
    print(last_words(note), file=sys.stderr)
    return Exit.FAULT


if __name__ == "__main__":
    sys.exit(main())
