"""Whole courses in two sessions of a ledger: `python -m tests.tui.whole_courses FOLDER...`.

Every protocol file is driven to its end from one session and then the other, held against the sums of its
TOML, and shown by every plain command that shows a course: after its first dose and at its end.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
import traceback
from datetime import date
from pathlib import Path

from protocols import entries as e
from protocols.definition.protocol import Protocol
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import MRN, ZONE
from tests.protocols.whole_courses.compared import compare
from tests.protocols.whole_courses.driver import Ward
from tests.store.helpers.ledger_bedside import AtTheLedger
from tui.__main__ import main as stepward

SHOWN = (
    ("list",),
    ("list", "--json"),
    ("show", MRN),
    ("show", MRN, "--json"),
    ("needs", MRN),
    ("handover", "--patient", MRN),
    ("stats",),
    ("mar", MRN, "-o", "-"),
    ("downtime", MRN, "-o", "-"),
    ("figure", MRN, "-o", "-"),
    ("fhir", MRN, "-o", "-"),
    ("export", "--csv", "-o", "-"),
    ("verify",),
)


class TwoSessions(Ward, AtTheLedger):
    """The ward that drives a course, its entries recorded by one session and then the other."""

    def __init__(self, protocol: Protocol, folder: Path) -> None:
        self.folder, self.shows = folder, 0
        AtTheLedger.__init__(self, protocol, ZONE, date(2026, 11, 2), folder / "ward.json")

    def record(self, what: e.What, **how: object) -> e.Entry:
        kept = AtTheLedger.record(self, what, **how)  # type: ignore[arg-type]
        first = isinstance(what, e.DoseGiven) and not self.shows
        if first:
            self.shown()
        return kept

    def shown(self) -> None:
        """Everything that is told of the course; AssertionError where a command fails."""
        self.shows += 1
        for words in SHOWN:
            out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                code = stepward(["--data", str(self.folder / "ward.json"), *words])
                out.flush()
            assert code == 0, f"{' '.join(words)} ended with {code}: {out.buffer.getvalue()[-300:]!r}"


def drive(path: Path) -> int:
    """One file to its end; how many doses it took. AssertionError or Refused where it strays."""
    with tempfile.TemporaryDirectory() as folder:
        wards: list[TwoSessions] = []

        def opened(protocol: Protocol) -> Ward:
            wards.append(TwoSessions(protocol, Path(folder)))
            return wards[0]

        try:
            doses = compare(path, opened)
            wards[0].shown()
            assert verify(Path(folder) / "ward.json").ok
        finally:
            for session in wards[0].sessions if wards else ():
                session.close()
        return len(doses)


def main(folders: list[str]) -> int:
    """One line a file; 1 where one strays from its sums or cannot be shown."""
    wrong = 0
    for path in sorted(file for folder in folders for file in Path(folder).rglob("*.toml")):
        try:
            print(f"{path.name}: {drive(path)} doses", flush=True)
        except (Exception, SystemExit) as error:
            wrong += 1
            print(f"{path.name}: {type(error).__name__} {error}", flush=True)
            traceback.print_exc(limit=-4)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
