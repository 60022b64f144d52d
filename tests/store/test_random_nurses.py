"""The random nurses of tests/protocols, in two sessions on one ledger file.

Every accepted entry is in the file, every session sees the same, and verify replays every move.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings

from protocols.protocol import Protocol
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
