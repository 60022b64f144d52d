"""The options --csv and --decimal-comma: which of the two dialects a table is written in."""

from __future__ import annotations

import argparse

from store.exchange.csv_table import DECIMAL_COMMA, PLAIN, Dialect
from store.location.config import LocationFault


def add_csv(parser: argparse.ArgumentParser, what: str = "write a table for a spreadsheet") -> None:
    """Add both, and --json, which goes with neither."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="write one JSON object")
    form.add_argument("--csv", action="store_true", help=what)
    add_decimal_comma(parser)


def add_decimal_comma(parser: argparse.ArgumentParser) -> None:
    """Add --decimal-comma alone."""
    parser.add_argument(
        "--decimal-comma",
        action="store_true",
        help="with --csv, amounts as 37,5 and ; between the cells, for a spreadsheet that expects that",
    )


def dialect_of(args: argparse.Namespace) -> Dialect:
    """What was asked for; LocationFault where there is no table to write so."""
    if args.decimal_comma and not args.csv:
        raise LocationFault("--decimal-comma is about a table. Add --csv.")
    return DECIMAL_COMMA if args.decimal_comma else PLAIN
