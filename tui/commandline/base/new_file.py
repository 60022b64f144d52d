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
from tui.commandline.base.output import say
from tui.exit_codes import Exit
from tui.paper.page.frame import SIZES


def output_option(parser: argparse.ArgumentParser, suffix: str) -> None:
    """Add -o, which has to be given."""
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, required=True, help=f"a new file ({suffix})"
    )


def paper_option(parser: argparse.ArgumentParser) -> None:
    """Add --paper."""
    parser.add_argument(
        "--paper", type=_paper, choices=tuple(SIZES), default="A4", help="the size of the paper (A4)"
    )


def _paper(typed: str) -> str:
    return next((size for size in SIZES if size.lower() == typed.lower()), typed)


def course_option(parser: argparse.ArgumentParser) -> None:
    """Add --course."""
    parser.add_argument("--course", metavar="ID", default="", help="a course's id, if not the latest one")


def find_course(ledger: Ledger, mrn: str, course: str) -> tuple[Record, Chart] | None:
    """The course that was named, the latest without a name; None when there is none, and that was said."""
    record = ledger.record(mrn.strip())
    chart = record.chart(course) if course else record.latest
    if chart is not None:
        return record, chart
    which = f'course "{visible(course)}"' if course else "course"
    say(f'There is no patient with MRN "{visible(mrn)}" and a {which}. Type stepward list.')
    return None


def write(path: Path, make: Callable[[], str | bytes]) -> Exit:
    """Write what `make` gives as a new file; the exit code, with what stood in the way said."""
    try:
        write_new(path, make())
    except ExportFault as fault:
        say(str(fault))
    except FileExistsError:
        say(f"{path} is there already and is not written over. Name a new file.")
    except OSError as error:
        say(f"{path} cannot be written: {error.strerror}.")
    else:
        return Exit.OK
    return Exit.REFUSED
