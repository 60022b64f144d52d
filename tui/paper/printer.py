"""Paper that comes out: a document given to a command of the site, such as lp, on its standard input."""

from __future__ import annotations

import os
import subprocess

from protocols.values.text import visible
from store.errors import LedgerError
from store.location.settings import printers

PATIENCE = 30.0
"""Seconds a printer's command may take."""

_PASSED_ON = ("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "USER", "SYSTEMROOT", "TEMP", "TMP")
_USUAL_PATH = "/usr/local/bin:/usr/bin:/bin"


class NotPrinted(LedgerError):
    """Nothing came out, or nobody knows; the message says why."""


def printer_names() -> list[str]:
    """What the site calls its printers, as the configuration has them. LocationFault where that is wrong."""
    return list(printers())


def print_out(content: bytes, name: str = "") -> str:
    """Give `content` to the printer called `name`, the first one without a name; what it is called.

    The command is run as it is written, by no shell. NotPrinted where there is none or it does not end well.
    """
    known = printers()
    if not known:
        raise NotPrinted(
            "No printer is configured. Whoever looks after the computer writes into the configuration: "
            'print_command = "lp -d PRINTER"'
        )
    name = name or next(iter(known))
    if name not in known:
        raise NotPrinted(f'There is no printer "{name}". There are: {", ".join(known)}.')
    environ = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    environ.setdefault("PATH", _USUAL_PATH)
    try:
        done = subprocess.run(known[name], input=content, capture_output=True, env=environ, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        why = f"did not answer within {PATIENCE:g} s: see whether anything came out"
        raise NotPrinted(f'The printer "{name}" {why}.') from error
    except OSError as error:
        raise NotPrinted(
            f'Nothing was printed: "{known[name][0]}" cannot be started. {error.strerror}.'
        ) from error
    if done.returncode:
        said = visible(done.stderr.decode("utf-8", "replace").strip().partition("\n")[0])
        raise NotPrinted(f'Nothing was printed on "{name}". Its command said: {said or done.returncode}')
    return name
