"""A new PIN: two fields that show nothing, and the hash of what was typed into both."""

from __future__ import annotations

from collections.abc import Iterable

from protocols.values.pin import LONGEST, SHORTEST
from protocols.values.refusal import Refused
from store.access.pin_hash import hash_of
from tui.parsing import Fault
from tui.widgets.field import Field


def pin_fields() -> Iterable[Field]:
    """A new PIN, typed twice, never shown."""
    yield Field(f"PIN, {SHORTEST} to {LONGEST} digits", required=True, secret=True, id="pin")
    yield Field("The same again", required=True, secret=True, id="again")


def hash_typed(pin: str, again: str) -> str:
    """The hash of a PIN that was typed twice. Raises Fault."""
    if pin != again:
        raise Fault("The two PINs are not the same. Type them again.")
    try:
        return hash_of(pin)
    except Refused as refused:
        raise Fault(str(refused)) from refused
