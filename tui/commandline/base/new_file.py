"""The new file that a plain command was asked for with -o: whole, or not there and said why."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from protocols.record.chart import Chart
from protocols.record.fold import Record
from protocols.values.text import visible
from store.ledger.ledger import Ledger
from store.site.exports import ExportFault, write_new
from tui.commandline.base.output import Data, say, write_bytes, write_json
from tui.exit_codes import Exit
from tui.paper.page.frame import SIZES
from tui.paper.printer import print_out

STDOUT = Path("-")
"""What is named for -o to write where the next program reads."""


def paper_option(parser: argparse.ArgumentParser) -> None:
    """Add --paper."""
    parser.add_argument(
        "--paper", type=_paper, choices=tuple(SIZES), default="A4", help="the size of the paper (A4)"
    )


def _paper(typed: str) -> str:
    return next((size for size in SIZES if size.lower() == typed.lower()), typed)


def print_option(parser: argparse.ArgumentParser) -> None:
    """Add --print, in the place of a file."""
    parser.add_argument(
        "--print",
        dest="printer",
        metavar="PRINTER",
        nargs="?",
        const="",
        help="print it on this printer of the configuration, the first one without a name",
    )


def find_course(ledger: Ledger, mrn: str, course: str) -> tuple[Record, Chart] | None:
    """The course that was named, the latest without a name; None when there is none, and that was said."""
    record = ledger.record(mrn.strip())
    chart = record.chart(course) if course else record.latest
    if chart is not None:
        return record, chart
    if record.trouble:
        say(f"MRN {visible(record.patient)}: {record.trouble}")
        return None
    which = f'course "{visible(course)}"' if course else "course"
    say(f'There is no patient with MRN "{visible(mrn)}" and a {which}. Type stepward list.')
    return None


def write(
    path: Path, make: Callable[[], str | bytes], about: Data, *, as_json: bool, printer: str | None = None
) -> Exit:
    """Write what `make` gives as a new file and say its path, as JSON with `about`; for - to stdout alone.

    With a `printer`, "" for the first, it comes out there instead. The exit code. What stood in the way is
    said; a printer's fault is raised.
    """
    try:
        content = make()
        if printer is not None:
            name = print_out(content.encode() if isinstance(content, str) else content, printer)
            write_json({"printer": name, **about}) if as_json else say(f"Printed on {name}.")
            return Exit.OK
        if path == STDOUT:
            write_bytes([content.encode() if isinstance(content, str) else content])
            return Exit.OK
        write_new(path, content)
    except ExportFault as fault:
        say(str(fault))
    except FileExistsError:
        say(f"{path} is there already and is not written over. Name a new file.")
    except OSError as error:
        if path == STDOUT:
            raise
        say(f"{path} cannot be written: {error.strerror}.")
    else:
        write_json({"path": str(path), **about}) if as_json else print(visible(str(path)))
        return Exit.OK
    return Exit.REFUSED
