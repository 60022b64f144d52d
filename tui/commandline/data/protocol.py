"""`stepward protocol check | fmt | new`: a site's own protocol files.

`check` names every fault with file, line, what is wrong and what would be right; without a fault, what is
unusual. A protocol with a fault never gets into a course. `fmt` rewrites the file evenly: the same values,
the same comments. `new` asks for one protocol line by line. With - for a file `check` reads standard input,
and `fmt` writes what it reads there to standard output.

JSON of `check`: an object with `files`: each `file`, `faults` (`line` or null, `place`, `wrong`, `right`) and
`remarks` (`step`, 0 for the whole protocol, `weight`: "warning" or "information", `words`); each also has
`sentence`, what is said without --json.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import msgspec

from protocols.remarks.remarks import unusual
from protocols.toml.faults import ProtocolFault
from protocols.toml.formatter import tidied
from protocols.toml.parser import read_unnamed
from protocols.toml.text import decoded
from store.files.overwriting import write_over
from store.location.where import Where
from store.site.library import library, load
from tui.commandline.base.output import Data, put, say, write_bytes, write_json
from tui.commandline.base.stdin import NAME, STDIN, read_stdin
from tui.commandline.data.protocol_new import ask_for_protocol
from tui.exit_codes import Exit


def configure(parser: argparse.ArgumentParser) -> None:
    """Add what `stepward protocol` can do."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="check | fmt | new")
    check = actions.add_parser("check", help="every fault, then what is unusual", allow_abbrev=False)
    check.add_argument("files", metavar="FILE", nargs="+", type=Path, help="- is standard input")
    check.add_argument("--json", action="store_true", help="write one JSON object")
    tidy = actions.add_parser("fmt", help="the same protocol, evenly written", allow_abbrev=False)
    tidy.add_argument("files", metavar="FILE", nargs="+", type=Path, help="- is from stdin to stdout")
    new = actions.add_parser("new", help="write a protocol file, asked line by line", allow_abbrev=False)
    new.add_argument("file", metavar="FILE", type=Path, help="the file to write, such as our-ward.toml")


def run(args: argparse.Namespace, ledger: Where) -> int:
    """Do it; no ledger is needed."""
    if args.action == "new":
        return ask_for_protocol(args.file)
    return _check(args.files, as_json=args.json) if args.action == "check" else _tidy(args.files)


def _check(files: list[Path], *, as_json: bool) -> int:
    found = [_checked(file) for file in files]
    if as_json:
        write_json({"files": found})
    else:
        for one in found:
            put("\n".join(_lines(one)))
    return Exit.REFUSED if any(one["faults"] for one in found) else Exit.OK


def _checked(file: Path) -> Data:
    try:
        protocol = read_unnamed(read_stdin(), NAME) if file == STDIN else load(file)
    except ProtocolFault as error:
        faults = [msgspec.to_builtins(fault) | {"sentence": str(fault)} for fault in error.faults]
        return {"file": str(file), "faults": faults, "remarks": []}
    remarks = [
        msgspec.to_builtins(remark) | {"sentence": str(remark)} for remark in unusual(protocol, library())
    ]
    return {"file": str(file), "faults": [], "remarks": remarks}


def _lines(one: Data) -> list[str]:
    if one["faults"]:
        return [fault["sentence"] for fault in one["faults"]]
    name = NAME if one["file"] == str(STDIN) else one["file"]
    return [*(f"{name}: {remark['sentence']}" for remark in one["remarks"]), f"{name}: no fault."]


def _tidy(files: list[Path]) -> int:
    code = Exit.OK
    for file in files:
        try:
            if file == STDIN:
                _tidy_through()
                continue
            load(file)
            with file.open(encoding="utf-8-sig", newline="") as opened:
                text, known = opened.read(), os.fstat(opened.fileno())
            even = tidied(text, str(file))
            if even != text:
                write_over(file, even, 0o644, read=known)
                say(f"{file}: rewritten.")
        except (ProtocolFault, OSError) as error:
            for line in str(error).splitlines():
                say(line)
            code = Exit.REFUSED
    return code


def _tidy_through() -> None:
    """What comes in goes out evenly written; nothing where it has a fault."""
    data = read_stdin()
    protocol = read_unnamed(data, NAME)
    write_bytes([tidied(decoded(data, NAME), f"{protocol.id}.toml").encode()])
