"""The random nurses of tests/protocols, in two sessions on one ledger file.

Every accepted entry is in the file, every session sees the same, and verify replays every move, also where
the ledger went on in new files on the way.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule

from protocols.clock import clock_mark
from protocols.protocol import Protocol
from protocols.refusal import Refused
from store.ledger import Ledger
from store.verify import verify
from tests.protocols.bedside import Bedside
from tests.protocols.random_nurses import RandomNurses
from tests.store.ledger_bedside import AtTheLedger


class InTheLedger(RandomNurses):
    def way_in(self, protocol: Protocol, zone: str, day: date) -> Bedside:
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "ward.json"
        return AtTheLedger(protocol, zone, day, self.path)

    @rule()
    def the_ledger_goes_on_in_a_new_file(self) -> None:
        """Nobody at the bedside sees that; only the clock is believed as it is at that moment."""
        assert isinstance(self.way, AtTheLedger)
        doubted = clock_mark(self.way.now, self.newest) != "ok"
        try:
            self.way.begin_new_file()
        except Refused:
            assert doubted
        else:
            assert not doubted
            self.newest = self.way.now

    def teardown(self) -> None:
        super().teardown()
        if not hasattr(self, "folder"):
            return
        assert isinstance(self.way, AtTheLedger)
        seen = []
        for session in self.way.sessions:
            session.refresh()
            seen.append(session.entries())
            session.close()
        report = verify(self.path)
        assert report.ok, report.findings
        with Ledger.open(self.path, read_only=True) as again:
            assert seen == [again.entries(), again.entries()]
        self.folder.cleanup()


TestRandomNursesInTheLedger = InTheLedger.TestCase
TestRandomNursesInTheLedger.settings = settings(
    max_examples=int(os.environ.get("STEPWARD_EXAMPLES", "25")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
