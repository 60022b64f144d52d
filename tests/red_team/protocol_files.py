"""Protocol files, changed by chance: used as they are, or refused with a place in the file, never a fault."""

from __future__ import annotations

import random
from pathlib import Path

from tests.red_team.commands import Broken, unheard
from tests.red_team.mutation import mutated
from tui.__main__ import main
from tui.exit_codes import Exit

FILES = sorted((Path(__file__).parents[2] / "protocols" / "library").glob("*.toml"))


def attack(seed: int, folder: Path) -> str:
    """One changed file, checked and written evenly; Broken when either met a fault."""
    dice = random.Random(seed)
    file = folder / dice.choice(FILES).name
    file.write_bytes(mutated((FILES[0].parent / file.name).read_bytes(), dice))
    codes = []
    for words in (("check", str(file)), ("fmt", str(file))):
        with unheard():
            codes.append(main(["protocol", *words]))
        if codes[-1] == Exit.FAULT:
            raise Broken(f"seed {seed}: protocol {words[0]} of {file.name}")
    return "taken" if codes[0] == 0 else "refused in words"
