"""What the commands share that write one course into a file: which course, and a new file for it."""

from __future__ import annotations

from pathlib import Path

from protocols.chart import Record
from protocols.course import Chart
from protocols.text import visible
from store.exports import write_new
from store.ledger import Ledger
from tui.commandline.output import say


def chosen(ledger: Ledger, mrn: str, course: str) -> tuple[Record, Chart] | None:
    """The patient with that number, and the course with that id or the latest; None, and why is said."""
    record = ledger.record(mrn.strip())
    chart = record.chart(course) if course else record.latest
    if chart is None:
        which = f'course "{visible(course)}"' if course else "course"
        say(f'There is no patient with MRN "{visible(mrn)}" and a {which}. Type stepward list.')
        return None
    return record, chart


def written(path: Path, content: str | bytes) -> bool:
    """Whether `content` is in the new file `path`; why not is said. Nothing is written over."""
    try:
        write_new(path, content)
    except FileExistsError:
        say(f"{path} is there already and is not written over. Name a new file.")
    except OSError as error:
        say(f"{path} cannot be written: {error.strerror}.")
    else:
        return True
    return False
