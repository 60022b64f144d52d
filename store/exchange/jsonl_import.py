"""Reading JSON Lines back: nothing of a file is used unless all of it is as it was exported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from protocols.record.imported import Told
from store.errors import BadExport, NewerFormat, disk_errors
from store.exchange.jsonl_export import FORMAT, Header
from store.log import codec
from store.log.strange import strange_by
from store.progress import counted

BEGINS = b'{"stepward":"entries"'
"""How every export begins."""

_LINE = re.compile(
    rb'\{"ledger":(\d{1,4}),"number":([1-9]\d{0,8}),"previous":"([0-9a-f]{64}|)","hash":"([0-9a-f]{64})",'
    rb'"entry":(\{[\x20-\x7e]*\})\}'
)


class Export(NamedTuple):
    """A file that was read whole and whose seals are right."""

    path: Path
    header: Header
    entries: list[Told]


def content_of(path: Path) -> bytes:
    """The bytes of the file. BadExport when it cannot be read."""
    with disk_errors(lambda why: BadExport(path, 0, why)):
        return path.read_bytes()


def read_export(path: Path, content: bytes | None = None) -> Export:
    """Read and verify the file; BadExport names the line that is wrong, NewerFormat says it is newer.

    `content` is what was read of it already.
    """
    content = content_of(path) if content is None else content
    first, *lines = content.removesuffix(b"\n").split(b"\n")
    header = _header(path, first)
    if not content.endswith(b"\n"):
        raise BadExport(path, 1 + len(lines), "it ends in the middle: the file was cut off")
    entries = list(_entries(path, header, lines))
    if len(entries) != header.entries:
        what = f"the header says {header.entries:,} entries, and there are {len(entries):,}"
        raise BadExport(path, 1, f"{what}: lines were taken away or added")
    last, head = entries[-1], header.head
    if (last.origin, last.entry.number, last.digest) != (header.ledgers[head.ledger], head.number, head.hash):
        raise BadExport(path, 1 + len(entries), "it is not the last entry that the header names")
    return Export(path, header, entries)


def _header(path: Path, line: bytes) -> Header:
    if not line.startswith(BEGINS):
        raise BadExport(path, 1, "it is not the first line of an export of Stepward")
    try:
        written = msgspec.json.decode(line, type=dict[str, object]).get("format")
        if isinstance(written, int) and written > FORMAT:
            raise NewerFormat(path, f"its format is {written}, this version knows {FORMAT}")
        header = msgspec.json.decode(line, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadExport(path, 1, f"the header cannot be read ({error})") from error
    if header.entries < 1 or not 0 <= header.head.ledger < len(header.ledgers):
        raise BadExport(path, 1, "the header does not fit itself")
    return header


def _entries(path: Path, header: Header, lines: list[bytes]) -> Iterator[Told]:
    seen: dict[tuple[int, int], str] = {}
    for number, line in enumerate(counted("Entries read", lines, len(lines)), start=2):
        found = _LINE.fullmatch(line)
        if found is None:
            raise BadExport(path, number, "it is not as Stepward writes an entry")
        ledger, place = int(found[1]), int(found[2])
        fault = _fault(header, ledger, found) or _misplaced(header, seen, ledger, place, found[3].decode())
        if fault:
            raise BadExport(path, number, fault)
        seen[ledger, place] = found[4].decode()
        try:
            entry = codec.decode(found[5])
        except codec.Newer as error:
            told = f"line {number}: {strange_by(error).words(place)}"
            raise NewerFormat(path, told) from error
        except ValueError as error:
            raise BadExport(path, number, f"the entry cannot be read ({error})") from error
        if entry.number != place:
            raise BadExport(path, number, f"the entry says of itself that it is number {entry.number}")
        yield Told(header.ledgers[ledger], found[3].decode(), found[4].decode(), found[5], entry)


def _fault(header: Header, ledger: int, found: re.Match[bytes]) -> str:
    if ledger >= len(header.ledgers) or (ledger and not header.excerpt):
        return "its ledger is not named in the header"
    if sha256(found[3] + found[5]).hexdigest().encode() != found[4]:
        return "the hash does not fit: the entry is not as it was recorded"
    if b"  " in found[5]:
        return "it is not as Stepward writes an entry"
    if (found[2] == b"1") != (found[3] == b""):
        return "only the first entry has none before it"
    if found[2] == b"1" and header.ledgers[ledger].id.encode() != found[4]:
        return "it is not the first entry of the ledger that the header names"
    return ""


def _misplaced(
    header: Header, seen: dict[tuple[int, int], str], ledger: int, number: int, before: str
) -> str:
    """What is wrong with the place of an entry. An excerpt leaves entries out, a whole export none."""
    if (ledger, number) in seen:
        return f"entry {number} is there twice"
    if not header.excerpt and number != len(seen) + 1:
        return f"entry {len(seen) + 1} is missing"
    if seen.get((ledger, number - 1), before) != before:
        return f"entry {number} does not follow the entry before it"
    return ""
