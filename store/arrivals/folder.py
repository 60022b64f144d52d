"""The folder `arrivals` beside the ledger: messages of the hospital's system, in a file each.

An interface engine writes them there, or `stepward arrivals`. The folder is read whenever somebody admits, so
that what has just come is there. No file is changed by that; the command puts aside what cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from protocols.sites.arrivals import Arrival
from protocols.sites.orders import Order
from protocols.values.text import visible
from store.arrivals.fhir_json import parsed
from store.arrivals.fhir_orders import read_orders
from store.arrivals.fhir_patients import read_resources
from store.arrivals.hl7 import read_message
from store.arrivals.hl7_message import messages
from store.arrivals.unread import Unread
from store.errors import LedgerError, cause
from store.files.folders import make_like
from store.location.regular_file import read_regular
from store.location.where import Where
from store.site.exports import write_parts
from store.site.local_files import local_file, local_folder

ARRIVALS, ASIDE = "arrivals", "aside"
"""The names of the folder, and of the one within it for what cannot be read."""

LARGEST = 4_000_000
"""Bytes of a file that is read."""

MOST = 500
"""Files that are read, the newest: somebody waits for it with a form open."""

KEPT_FOR = timedelta(days=30)
"""How old a file may be, by its own time, to be read."""


class ArrivalsFault(LedgerError):
    """The folder cannot be used; the message says why."""


@dataclass
class Told:
    """What the folder says, and each file that cannot be read with a sentence."""

    arrivals: list[Arrival] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    unread: dict[Path, str] = field(default_factory=dict)


def folder_of(ledger: Where) -> Path:
    """Where the messages lie."""
    return local_file(ledger).parent / ARRIVALS


def folder_changed(ledger: Where) -> int | None:
    """When a file came or went last, as the system counts it; None where there is no folder."""
    try:
        return folder_of(ledger).stat().st_mtime_ns
    except OSError:
        return None


def read_folder(ledger: Where, zone: str, system: str, now: datetime) -> Told:
    """Every message in the folder that is not too old; nothing where there is none. ArrivalsFault."""
    told, folder = Told(), folder_of(ledger)
    try:
        if not folder.is_dir():
            return told
        for at, size, file in sorted(_files(folder, now), reverse=True)[:MOST]:
            try:
                content = _content(file, size)
                arrivals = read_content(content, zone, system, at)
                told.orders += _orders(content, system, at)
                told.arrivals += arrivals
            except Unread as error:
                told.unread[file] = str(error)
    except OSError as error:
        raise ArrivalsFault(f"The folder {folder} cannot be read. {cause(error)}") from error
    return told


def _files(folder: Path, now: datetime) -> Iterator[tuple[datetime, int, Path]]:
    """When each file was written that is not too old, its size, and the file."""
    for file in folder.iterdir():
        if file.name.startswith(".") or not file.is_file():
            continue
        known = file.stat()
        at = datetime.fromtimestamp(known.st_mtime, UTC)
        if now - at <= KEPT_FOR:
            yield at, known.st_size, file


def read_content(data: bytes, zone: str, system: str, at: datetime) -> list[Arrival]:
    """What the bytes of a file say; of FHIR that says not when, `at`. Unread, of which nothing is used."""
    if _is_json(data):
        return read_resources(data, at, system)
    found = messages(data)
    if not found:
        raise Unread(
            "It is neither an HL7 v2 message (it has no line that begins with MSH) nor FHIR in JSON."
        )
    return [each for message in found for each in read_message(message, zone)]


def _is_json(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def _orders(data: bytes, system: str, at: datetime) -> list[Order]:
    """The orders in a file. Unread."""
    return read_orders(parsed(data), at, system) if _is_json(data) else []


def put(ledger: Where, data: bytes) -> list[Path]:
    """Keep what came in, each message as a file of the folder; the same twice is one file. ArrivalsFault."""
    folder = folder_of(ledger)
    kept = []
    try:
        local_folder(ledger)
        if not folder.is_dir():
            make_like(folder, folder.parent)
        for part in _parts(data):
            suffix = ".json" if part.lstrip().startswith(b"{") else ".hl7"
            path = folder / f"{sha256(part).hexdigest()[:24]}{suffix}"
            if not path.exists():
                write_parts(path, [part], like=folder)
            kept.append(path)
    except OSError as error:
        raise ArrivalsFault(f"It cannot be kept in {folder}. {cause(error)}") from error
    return kept


def _parts(data: bytes) -> list[bytes]:
    """The messages in what came in, byte for byte; of anything but HL7 v2 all of it."""
    parts = [
        part
        for part in re.split(rb"(?:^|(?<=[\r\n\x0b]))(?=MSH[^A-Za-z0-9])", data)
        if part.strip(b"\r\n\x0b")
    ]
    return parts[1:] if len(parts) > 1 and not parts[0].startswith(b"MSH") else parts


def put_aside(unread: dict[Path, str]) -> Iterator[Path]:
    """Move each file to what cannot be read, with the sentence beside it; where it is now. ArrivalsFault."""
    for file, why in unread.items():
        aside = file.parent / ASIDE
        try:
            if not aside.is_dir():
                make_like(aside, file.parent)
            target = aside / file.name
            write_parts(
                _free(target.with_name(f"{file.name}.txt")), [f"{visible(why)}\n".encode()], like=aside
            )
            file.replace(target)
        except OSError as error:
            raise ArrivalsFault(f"{file} cannot be put aside. {cause(error)}") from error
        yield target


def _free(path: Path) -> Path:
    path.unlink(missing_ok=True)
    return path


def _content(file: Path, size: int) -> bytes:
    if size > LARGEST:
        raise Unread(f"It is larger than {LARGEST // 1_000_000} MB.")
    return read_regular(file)
