"""Whether a result of a named check is as its protocol wants it (docs/protocols.md)."""

from __future__ import annotations

from protocols import entries as e
from protocols.definition.named_check import NamedCheck


def is_good(check: NamedCheck, what: object) -> bool:
    """Whether a result is as the protocol wants it."""
    if not isinstance(what, e.NamedCheckMade):
        return False
    if check.at_least is None and check.at_most is None:
        return what.stated is True
    if what.value is None:
        return False
    return not (
        (check.at_least is not None and what.value < check.at_least)
        or (check.at_most is not None and what.value > check.at_most)
    )
