"""Exports, changed by chance: what comes in is what went out, or nothing does."""

from __future__ import annotations

import random
from pathlib import Path

from store.errors import LedgerError
from store.exchange.recreate import recreate
from store.ledger.ledger import Ledger
from tests.red_team.commands import Broken, unheard
from tests.red_team.mutation import mutated
from tests.red_team.sound import entry_ids, export_bytes
from tui.__main__ import main
from tui.exit_codes import Exit


def attack(seed: int, folder: Path) -> str:
    """One changed export made into a ledger again, and read by the import; Broken when it was not stood."""
    file, target = folder / "export.jsonl", folder / "again.json"
    changed = mutated(export_bytes(), random.Random(seed))
    file.write_bytes(changed)
    try:
        recreate(file, target, share_ok=True)
    except LedgerError as error:
        if not str(error):
            raise Broken(f"seed {seed}: refused without a word") from error
        if target.exists():
            raise Broken(f"seed {seed}: refused, and a ledger is there") from error
        outcome = "refused in words"
    else:
        with Ledger.open(target, read_only=True, share_ok=True) as ledger:
            if tuple(entry.id for entry in ledger.entries()) != entry_ids() or changed != export_bytes():
                raise Broken(f"seed {seed}: something else came in")
        outcome = "made again"
    with unheard():
        if main(["import", str(file), "--dry-run", "--demo"]) == Exit.FAULT:
            raise Broken(f"seed {seed}: a fault of the import")
    return outcome
