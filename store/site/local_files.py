"""What lies beside a ledger on this computer: protocols, exports, and the record of who looked at what.

For a ledger in a file that is its folder. A ledger in a database has none, so there is one for each in the
account's own data folder: what lies there is of this computer and this account only.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import platformdirs

from store.location.database_url import FIRST_FILE
from store.location.where import Where


def local_file(place: Where) -> Path:
    """The file of the ledger, or one that need not exist, beside which the other things lie."""
    if isinstance(place, Path):
        return place.resolve()  # Through a link it is the same ledger, with the same things beside it.
    name = f"{place.ledger}-{sha256(str(place).encode()).hexdigest()[:8]}"
    return platformdirs.user_data_path("stepward", appauthor=False) / name / FIRST_FILE


def local_folder(place: Where) -> Path:
    """The folder of `local_file`, made for its owner only where a database has none yet."""
    folder = local_file(place).parent
    if not isinstance(place, Path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
