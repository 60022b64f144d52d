"""The options that every command has, wherever on the line they stand."""

from __future__ import annotations

import argparse
import os


def common_options() -> argparse.ArgumentParser:
    """A parser to build others on; it sets nothing that is not on the line."""
    common = argparse.ArgumentParser(
        add_help=False, argument_default=argparse.SUPPRESS, formatter_class=in_lines
    )
    common.add_argument(
        "--data", metavar="PATH", help="the ledger file, the folder with ward.json, or postgresql://..."
    )
    common.add_argument("--demo", action="store_true", help="use an invented ward, thrown away at the end")
    common.add_argument(
        "--on-share", action="store_true", help="use a ledger on a network share, at your own risk"
    )
    common.add_argument(
        "--quiet", action="store_true", help="say nothing beside the data unless something is wrong"
    )
    common.add_argument("--ascii", action="store_true", help="show ASCII characters only")
    return common


def in_lines(prog: str) -> argparse.HelpFormatter:
    """Help as wide as the terminal; argparse would load half a dozen modules to learn that."""
    return argparse.HelpFormatter(prog, width=columns() - 2)


def as_written(prog: str) -> argparse.HelpFormatter:
    """The same, with the line breaks of what stands at the end."""
    return argparse.RawDescriptionHelpFormatter(prog, width=columns() - 2)


def columns() -> int:
    """The width of the terminal, 80 where there is none."""
    named = os.environ.get("COLUMNS", "")
    try:
        return int(named) if named.isdigit() and int(named) else os.get_terminal_size(1).columns or 80
    except OSError:
        return 80
