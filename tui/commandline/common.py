"""The options that every command has, wherever on the line they stand."""

from __future__ import annotations

import argparse


def common_options() -> argparse.ArgumentParser:
    """A parser to build others on; it sets nothing that is not on the line."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--data", metavar="PATH", help="the ledger file, the folder with ward.json, or postgresql://..."
    )
    common.add_argument("--demo", action="store_true", help="use an invented ward, thrown away at the end")
    common.add_argument(
        "--on-share", action="store_true", help="use a ledger on a network share, at your own risk"
    )
    common.add_argument("--ascii", action="store_true", help="show ASCII characters only")
    return common
