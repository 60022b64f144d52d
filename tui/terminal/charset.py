"""The characters this terminal shows and sends: UTF-8 where it can, ASCII stand-ins where it cannot.

Textual writes box lines whatever the terminal is; a stream that cannot encode one would write
`\\u2502` instead and push every column to the right.
"""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterable, Mapping

from tui.glyphs import stand_in

STAND_IN = "stepward.stand_in"
"""The error handler that writes one cell of ASCII for each cell that cannot be encoded."""


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(stand_in(char) for char in error.object[error.start : error.end]), error.end


def locale_says_utf8(environ: Mapping[str, str]) -> bool:
    """Whether the POSIX locale names UTF-8 as what the terminal speaks."""
    named = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    return named.partition("@")[0].rpartition(".")[2].replace("-", "").lower() == "utf8"


def prepare(
    environ: Mapping[str, str], streams: Iterable[object] | None = None, *, ascii_only: bool = False
) -> None:
    """Set the standard streams so that every text can be written to them and none ends the app.

    A terminal that the locale calls UTF-8 is written and read as UTF-8 even where PYTHONIOENCODING
    says otherwise; with `ascii_only` output is ASCII. Input bytes that make no sense become U+FFFD.
    """
    codecs.register_error(STAND_IN, _replace)
    utf8 = locale_says_utf8(environ)
    for stream in (sys.stdin, sys.stdout, sys.stderr) if streams is None else streams:
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if utf8 and stream.isatty() and not _is_utf8(stream.encoding):
            stream.reconfigure(encoding="utf-8")
        if stream.readable():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="ascii" if ascii_only else None, errors=STAND_IN)


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8"
