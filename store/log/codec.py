"""Entries as the bytes of one line: JSON with sorted keys, ASCII only, never two blanks in a row."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime

import msgspec

from protocols.entries import Entry, RecordImported
from protocols.values.text import visible
from store.log.sharing import sharing


def _plain(value: object) -> object:
    """Times of a library's own class are kept as the instants they are."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept in an entry")


_decoder = msgspec.json.Decoder(Entry)
_encoder = msgspec.json.Encoder(enc_hook=_plain, order="sorted")


def encode(entry: Entry) -> bytes:
    """The body of an entry. Halves of surrogate pairs, which no file can hold, become U+FFFD."""
    what = entry.what
    if isinstance(what, RecordImported) and what.entries:
        bare = encode(msgspec.structs.replace(entry, what=msgspec.structs.replace(what, entries=())))
        return _holding(bare, msgspec.json.encode(what.entries, order="sorted"))
    try:
        body = _encoder.encode(entry)
    except UnicodeEncodeError:
        loose = json.dumps(msgspec.to_builtins(entry, enc_hook=_plain), ensure_ascii=False)
        whole = loose.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        body = whole.encode()
    if not body.isascii() or b"\x7f" in body:
        body = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")).encode()
    return body.replace(b"  ", b" \\u0020")


def encode_carried(entry: Entry, entries: bytes) -> bytes:
    """The body of an entry that carries others over, which were encoded before by `encode_all`."""
    return _holding(encode(entry), entries)


def _holding(envelope: bytes, entries: bytes) -> bytes:
    """What was encoded before stays byte for byte as it is. No text can look like the place it goes to."""
    return envelope.replace(b'"entries":[]', b'"entries":' + entries, 1)


def encode_all(entries: Iterable[Entry]) -> bytes:
    """The bodies of several entries, as one that carries them over holds them."""
    return b"[" + b",".join(encode(entry) for entry in entries) + b"]"


class NoEntry(ValueError):
    """A body that no Stepward writes, neither this one nor a newer one."""


class Newer(ValueError):
    """A body that a newer Stepward wrote: what of it is not known here. `by` recorded it, about `patient`."""

    def __init__(self, what: str, by: str, patient: str) -> None:
        super().__init__(what)
        self.by, self.patient = by, patient


_NEWER = (
    (re.compile(r"Object contains unknown field `([^`]*)`"), "the field"),
    (re.compile(r"Invalid value '(.*)' - at `.*kind`"), "the kind"),
    (re.compile(r"Invalid (?:enum )?value '?(.*?)'?(?: - at .*)?$"), "the word"),
)
"""What msgspec says of what a newer version may have added, and its name in a sentence."""


def decode(body: bytes) -> Entry:
    """The entry of a body; Newer when it is not one this version knows, NoEntry when none can know it.

    Versions add kinds, fields and words; they take none away and give none another type. So what lacks a
    field, or has one of another type, was not written by Stepward.
    """
    try:
        return sharing(_decoder.decode(body))
    except RecursionError as error:
        raise NoEntry("it is nested too deeply") from error
    except ValueError as error:
        what = _unknown(str(error)) if isinstance(error, msgspec.ValidationError) else ""
        if not what:
            raise NoEntry(str(error)) from error
        shape = _shape(body)
        raise Newer(what, shape.by.initials, shape.patient) from error


def _unknown(told: str) -> str:
    """What a newer version may have added, in the words of a sentence; "" where it is something else."""
    for pattern, name in _NEWER:
        if found := pattern.match(told):
            return f"{name} {visible(found[1])}"
    return ""


class _Named(msgspec.Struct):
    name: str
    initials: str


class _Kind(msgspec.Struct):
    kind: str


class _Shape(msgspec.Struct):
    """What entries of every version have."""

    id: str
    patient: str
    zone: str
    at: datetime
    recorded: datetime
    number: int
    by: _Named
    what: _Kind


def _shape(body: bytes) -> _Shape:
    try:
        return msgspec.json.decode(body, type=_Shape)
    except (ValueError, RecursionError) as error:
        raise NoEntry(str(error)) from error
