"""`stepward verify [FILE]`: whether every entry is as it was recorded, and should have been taken.

The chain of hashes, the clock and the gate of every entry are gone through again; nothing is changed. The
ledger itself is also compared with what this user saw of it before. Exit code 3 when anything is wrong.

JSON: an object with `path`, `ok`, `good` (entries in an unbroken chain), `head` (number and hash of the
last of them), `unfinished` (a session broke off in writing; the next entry puts that right), `findings`
(each with `number` of the entry and `what`), `problem` (what this user's own memory objects to, or ""),
`files` (those of the ledger, the oldest first: all of them are gone through, and the links between them) and
`left_over` (new files that were begun and never came into force).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from protocols.values.formatting import listed
from protocols.values.text import visible
from store.location.where import Where
from store.maintenance.verify import Report, verify
from tui.commandline.base.opening import is_missing, left_over_words, named_file, open_to_read, own_witness
from tui.commandline.base.output import say, write_json, write_paragraphs
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `stepward verify`."""
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a backup, instead of the ledger")
    parser.add_argument("--json", action="store_true", help="write one JSON object")
    parser.add_argument(
        "--accept-restored",
        action="store_true",
        help="forget what you saw of the ledger before: a backup was restored, and you have made sure of it",
    )


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Verify the ledger or a backup of it."""
    path = named_file(args.file) if args.file else ledger
    if path is None or (not args.file and is_missing(ledger)):
        return Exit.LEDGER
    report = verify(path)
    problem = "" if args.file else _remembered(args, ledger, report)
    if args.json:
        write_json(
            {
                "path": str(report.path),
                "ok": report.ok and not problem,
                "good": report.good,
                "head": report.head,
                "unfinished": report.unfinished,
                "findings": [{"number": found.number, "what": found.what} for found in report.findings],
                "problem": problem,
                "files": [str(path) for path in report.files],
                "left_over": [str(path) for path in report.left_over],
            }
        )
    else:
        print(visible(str(report.path)))
        write_paragraphs(_sentences(report, problem))
    return Exit.OK if report.ok and not problem else Exit.LEDGER


def _remembered(args: argparse.Namespace, ledger: Where, report: Report) -> str:
    """What this user's memory of the ledger objects to; nothing where damage says more."""
    witness = own_witness(args)
    if args.accept_restored and report.ok and witness is not None:
        witness.forget(report.files[0])
        say("The ledger is taken as it is now. What you saw of it before is forgotten.")
    if not report.ok:
        return ""
    with open_to_read(args, ledger) as opened:
        return opened.problem


def _sentences(report: Report, problem: str) -> list[str]:
    said = [f"Entries as they were recorded: {report.good:,}. The last one is {report.head}."]
    if len(report.files) > 1:
        said.append(f"The ledger has {len(report.files)} files: {listed([f.name for f in report.files])}.")
    said += left_over_words(report.left_over)
    if report.unfinished:
        said.append(
            "A session broke off in writing an entry. It was never recorded; the next one puts that right."
        )
    said += [f"Entry {found.number}: {found.what}" for found in report.findings]
    if problem:
        said.append(problem)
    elif report.ok:
        said.append("Nothing is wrong.")
    return said
