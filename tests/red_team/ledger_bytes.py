"""The bytes of the ledger's file, changed by chance: told, and no entry lost, altered, or put in."""

from __future__ import annotations

import random
from pathlib import Path

from store.errors import LedgerError
from store.ledger.ledger import Ledger
from tests.red_team.commands import Broken, all_end_in_words
from tests.red_team.mutation import mutated
from tests.red_team.sound import MOMENT, entry_ids, ledger_bytes


def attack(seed: int, folder: Path) -> str:
    """One changed ledger in the empty `folder`; what became of it. Broken when it was not stood."""
    path, changed = folder / "ward.json", mutated(ledger_bytes(), random.Random(seed))
    path.write_bytes(changed)
    try:
        with Ledger.open(path, now=lambda: MOMENT, share_ok=True) as ledger:
            found = tuple(entry.id for entry in ledger.entries())
            outcome = "read-only, told" if ledger.problem else "whole, or its end put right"
    except LedgerError as error:
        outcome, found = "refused in words", ()
        if not str(error):
            raise Broken(f"seed {seed}: refused without a word") from error
    if found != entry_ids()[: len(found)]:
        raise Broken(f"seed {seed}: an entry is not as it was recorded")
    if outcome.startswith("whole") and len(found) < len(entry_ids()) - 1:
        raise Broken(f"seed {seed}: {len(entry_ids()) - len(found)} entries are gone, and nobody was told")
    all_end_in_words(path, seed)
    return outcome
