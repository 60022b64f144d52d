"""Bytes that are changed as chance wants: bits turned, parts lost, doubled, moved, blanked, or made up."""

from __future__ import annotations

import random


def mutated(data: bytes, dice: random.Random) -> bytes:
    """`data` with one to four changes."""
    made = bytearray(data)
    for _ in range(dice.randrange(1, 5)):
        _change(made, dice)
    return bytes(made)


def _change(made: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(made) or 1)
    length = dice.choice((1, 1, 2, 8, 64, 512, 4096))
    end = min(start + length, len(made))
    match dice.randrange(8):
        case 0:
            made[start:end] = bytes(byte ^ (1 << dice.randrange(8)) for byte in made[start:end])
        case 1:
            del made[start:end]
        case 2:
            made[start:start] = made[start:end]
        case 3:
            made[start:end] = dice.choice((b" ", b"\0", b"\n", b"}", b'"')) * (end - start)
        case 4:
            made[start:end] = dice.randbytes(end - start)
        case 5:
            del made[start:]
        case 6:
            other = dice.randrange(len(made) or 1)
            made[start:end] = made[other : other + (end - start)]
        case _:
            lines = made.split(b"\n")
            place = dice.randrange(len(lines))
            lines.insert(dice.randrange(len(lines)), lines.pop(place))
            made[:] = b"\n".join(lines)
