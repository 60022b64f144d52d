"""Entries with right hashes and fields that no form would fill in so: no command meets a fault."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.red_team.commands import all_end_in_words
from tests.red_team.sound import documents, ledger_bytes
from tests.store.helpers.ward import smuggle

EDGES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 10**9, -(10**12), 2**63, 10**40, 0.5, "", " ", "0", "-150", "NaN", "sNaN"),
    *("Infinity", "-Infinity", "1E+999999", "1E-400", "0.0000001", "150.0", "unknown word", "Nowhere/Land"),
    *("UTC", "0001-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
    *("2026-11-22T08:00:00", "\u200d", "\x1b[31m", "\u202e", "x" * 3_000, [], {}, [""], [[]] * 50),
)


def attack(seed: int, folder: Path) -> str:
    """One entry recorded again, changed in a field, past the gate; Broken when that stops anything."""
    dice, path = random.Random(seed), folder / "ward.json"
    path.write_bytes(ledger_bytes())
    made = copy.deepcopy(dice.choice(documents()))
    made["number"] = len(documents()) + 1
    made["id"] = f"forged-{seed}"
    patient = made["patient"]
    for _ in range(dice.randrange(1, 3)):
        _change(made, dice)
    text = json.dumps(made, sort_keys=True, separators=(",", ":")).replace("  ", " \\u0020")
    smuggle(path, text.encode())
    codes = all_end_in_words(path, seed, [("show", patient)] if patient else ())
    return "shown" if codes[0] == 0 else "refused in words"


def _change(made: dict[str, Any], dice: random.Random) -> None:
    way = dice.choice(list(_leaves(made)))
    at: Any = made
    for name in way[:-1]:
        at = at[name]
    edge = dice.choice((*EDGES, "gone"))
    if edge == "gone":
        del at[way[-1]]
    else:
        at[way[-1]] = copy.deepcopy(edge)


def _leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every field, the empty and the nested ones too."""
    if way:
        yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from _leaves(part, (*way, name))
