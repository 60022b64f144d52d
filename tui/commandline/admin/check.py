"""`stepward check`: one line for a monitor: chain, backups, rights, clock, free space.

The exit code is that of Nagios plugins, not of the other commands: 0 all is well, 1 a warning, 2 critical, 3
not known. Nothing is changed, and no patient is named. With --backups FOLDER the newest copy there has to
have been read back within --max-age hours.

JSON: an object with `level` (the exit code), `version` and `checks`: each `about`, `level` and `words`.
"""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path

from protocols.values.text import visible
from store.location.where import Where
from store.maintenance.health import Finding, Level, health
from tui import __version__
from tui.commandline.base.opening import utc_now
from tui.commandline.base.output import write_json


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward check`."""
    parser.add_argument("--backups", metavar="FOLDER", type=Path, help="where the backups are")
    parser.add_argument(
        "--max-age", metavar="HOURS", type=_hours, default=26, help="how old the newest may be (26)"
    )
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def _hours(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or not int(typed):
        raise argparse.ArgumentTypeError("write whole hours, such as 26")
    return int(typed)


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Look, and say how it is."""
    found = health(ledger, utc_now(), args.backups, timedelta(hours=args.max_age))
    worst = max(found, key=lambda one: _ORDER[one.level]).level
    if args.json:
        checks = [{"about": one.about, "level": int(one.level), "words": one.words} for one in found]
        write_json({"level": int(worst), "version": __version__, "checks": checks})
    else:
        print(visible(_line(found, worst)))
    return worst


_ORDER = {Level.OK: 0, Level.UNKNOWN: 1, Level.WARNING: 2, Level.CRITICAL: 3}


def _line(found: list[Finding], worst: Level) -> str:
    """The worst first; what follows a bar would be taken for figures."""
    ordered = sorted(found, key=lambda one: -_ORDER[one.level])
    words = "; ".join(f"{one.about}: {one.words}".replace("|", "/") for one in ordered)
    return f"STEPWARD {worst.name} {__version__}: {words}"
