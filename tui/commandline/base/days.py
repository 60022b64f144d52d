"""The options `--from` and `--to`: days of the clinic's calendar."""

from __future__ import annotations

import argparse
from datetime import date

from store.exchange.jsonl_export import Days
from store.location.config import LocationFault


def add_days(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the two options; `what` they limit."""
    parser.add_argument("--from", dest="first", metavar="DAY", help=f"{what} from this day on: 2026-11-02")
    parser.add_argument("--to", dest="last", metavar="DAY", help=f"{what} up to this day, that day included")


def days_of(args: argparse.Namespace) -> Days | None:
    """The days that were asked for, None for all; LocationFault where they are none."""
    first, last = _day(args.first, "--from"), _day(args.last, "--to")
    if first and last and last < first:
        raise LocationFault("--to is before --from: there is no day between them.")
    return Days(first, last) if first or last else None


def _day(text: str | None, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise LocationFault(
            f"{option} {text} is not a day. Write it as year-month-day: 2026-11-02."
        ) from None
