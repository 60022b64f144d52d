"""What many entries have in common, in memory once: a third of what the records of a ward take otherwise.

Entries are frozen, and a part takes the place of another only where both are written alike: 450 and 450.0 are
equal, and stay apart.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import get_args, get_type_hints

import msgspec
from msgspec.structs import force_setattr

from protocols.definition.protocol import Protocol
from protocols.entries import CarriedOver, DoseKey, Entry

_MOST = 20_000
_shared: dict[object, object] = {}

_WRITTEN: dict[type, Callable[[object], object]] = {
    Decimal: lambda amount: (Decimal, str(amount)),
    DoseKey: lambda dose: dose,
    Protocol: lambda protocol: (Protocol, sha256(msgspec.json.encode(protocol)).digest()),
}
"""The parts of what is recorded that come again and again, and what is the same of those written alike."""


def sharing(entry: Entry) -> Entry:
    """`entry`, with what others have in common with it: who recorded it, zone, patient, course, and parts."""
    if len(_shared) > _MOST:
        _shared.clear()
    for name in ("by", "zone", "patient", "course"):
        value = getattr(entry, name)
        same = _shared.setdefault(value, value)
        if same is not value:
            force_setattr(entry, name, same)
    what = entry.what
    for name in _parts_of(type(what)):
        part = getattr(what, name)
        if written := _WRITTEN.get(type(part)):
            same = _shared.setdefault(written(part), part)
            if same is not part:
                force_setattr(what, name, same)
    if type(what) is CarriedOver:
        for carried in what.entries:
            sharing(carried)
    return entry


@cache
def _parts_of(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a kind that can hold such a part."""
    declared = get_type_hints(kind)
    return tuple(
        name
        for name in kind.__struct_fields__
        if not _WRITTEN.keys().isdisjoint({declared[name], *get_args(declared[name])})
    )
