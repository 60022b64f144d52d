"""What can keep a paper from being made, in a sentence for the person who asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from store.site.exports import ExportFault
from tui.terminal import own_version

NEEDS_EXTRA = (
    "This needs the PDF extra, which is not installed here. "
    'Ask whoever looks after the computer for: pip install "stepward[pdf]"'
)


@contextmanager
def needs_extra() -> Iterator[None]:
    """Where the PDF library is brought in: an ExportFault that names the extra when it is not there."""
    try:
        yield
    except ImportError as error:
        raise ExportFault(NEEDS_EXTRA if own_version.is_here() else own_version.REPLACED) from error
