"""`stepward staff authorized-keys --keys FOLDER`: the file with which sshd opens Stepward and nothing else.

FOLDER has one file for each person, named by the initials (`AD.pub`), with one or more public keys. Each key
gets a line that allows a terminal and this one command, for this one person, who still types the PIN. With
-o FILE the file that sshd reads is written whole, or stays as it was; without, the lines go to stdout.

JSON: an object with `keys`: each `initials`, `kind` and `line`; and with -o `path`.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from datetime import datetime
from pathlib import Path

from protocols.record.staff import Staff
from protocols.values.refusal import Refused
from protocols.values.text import visible
from store.access.ssh_keys import KeyFault, PublicKey, read_keys
from store.errors import cause
from store.files.overwriting import write_over
from store.ledger.ledger import Ledger
from store.location.where import Where
from tui.commandline.base.new_file import STDOUT
from tui.commandline.base.output import say, write_json
from tui.exit_codes import Exit

SUFFIX = ".pub"

READABLE = 0o644
"""What a new file lets others do: sshd reads it as whoever is signing on."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--keys", metavar="FOLDER", type=Path, required=True, help="with INITIALS.pub files")
    parser.add_argument(
        "--program",
        metavar="PATH",
        default="",
        help="the program sshd starts; unless given, this Python, which takes nothing from the environment",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="the file sshd reads; written whole or left as it was",
    )


def show(ledger: Ledger, now: datetime, *, args: argparse.Namespace, path: Where) -> int:
    """Write a line for each key of each person who may sign on. Refused where a file does not fit."""
    program = [args.program] if args.program else [sys.executable, "-I", "-m", "tui"]
    if not Path(program[0]).is_absolute():
        raise Refused("--program has to be a whole path: sshd looks nowhere for it.")
    found = _keys(args.keys, ledger.staff)
    lines = [
        (who, key.kind, _line([*program, "--data", str(path), f"--as={who}"], key, who)) for who, key in found
    ]
    head = f"# {visible(ledger.ward)}: made by stepward staff authorized-keys. Make it anew; do not edit it."
    text = "".join(f"{line}\n" for line in (head, *(line for _, _, line in lines)))
    to_file = args.output is not None and args.output != STDOUT
    if to_file:
        try:
            write_over(args.output, text, READABLE)
        except OSError as error:
            raise Refused(f"{args.output} was left as it was. {cause(error)}") from error
    if args.json:
        keys = [{"initials": who, "kind": kind, "line": line} for who, kind, line in lines]
        write_json({"keys": keys} | ({"path": str(args.output)} if to_file else {}))
    else:
        print(visible(str(args.output)) if to_file else text, end="\n" if to_file else "")
    return Exit.OK


def _keys(folder: Path, staff: Staff) -> list[tuple[str, PublicKey]]:
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == SUFFIX)
    except OSError as error:
        raise Refused(f"{folder} cannot be read. {cause(error)}") from error
    found: list[tuple[str, PublicKey]] = []
    for file in files:
        member = staff.find(file.stem)
        if member is None:
            say(f"Left out: {file}. Nobody with these initials may sign on.")
            continue
        try:
            found += ((member.initials, key) for key in read_keys(file))
        except KeyFault as fault:
            raise Refused(str(fault)) from fault
    owners: dict[str, str] = {}
    for who, key in found:
        if owners.setdefault(key.text, who) != who:
            raise Refused(
                f"{visible(who)} and {visible(owners[key.text])} have the same key. Each needs one."
            )
    if not found:
        raise Refused(
            f"There is no key in {folder} for anybody who may sign on. Name the files INITIALS.pub."
        )
    return found


def _line(command: list[str], key: PublicKey, who: str) -> str:
    """One line; quoted once for the shell that sshd starts, and once for the file."""
    quoted = shlex.join(command)
    if not quoted.isprintable():
        raise Refused("A path or initials with control characters cannot stand in this file.")
    escaped = quoted.replace('"', '\\"')
    return f'restrict,pty,command="{escaped}" {key.kind} {key.text} {"-".join(who.split())}'
