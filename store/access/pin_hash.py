"""PINs are kept as Argon2id hashes, each with its own salt and cost, and never in clear."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from protocols.values.pin import pin_fault
from protocols.values.refusal import refuse_if

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@cache
def _hasher() -> PasswordHasher:
    """Above OWASP's least (19 MiB, 2 passes, 1 lane); some 70 ms on a ward's computer, with 32 MiB."""
    from argon2 import PasswordHasher  # here, because the sign-on is shown before any PIN is typed

    return PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)


def hash_of(pin: str) -> str:
    """The hash of a new PIN, as entries keep it. Refused when it is too short or too easily guessed."""
    fault = pin_fault(pin)
    refuse_if(bool(fault), fault)
    return _hasher().hash(pin)


def fits(pin: str, hashed: str) -> bool:
    """Whether `pin` is the one that `hashed` was made of; False too when `hashed` is damaged."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hashed, pin)
    except (VerificationError, InvalidHashError):
        return False
