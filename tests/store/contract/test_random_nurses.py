"""The random nurses of tests/protocols, in two sessions on one ledger.

Every accepted entry is kept, every session sees the same, and verify replays every move, also where
the ledger went on in new files on the way.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule

from protocols.definition.protocol import Protocol
from protocols.record.clock import clock_mark
from protocols.values.refusal import Refused
from store.ledger.ledger import Ledger
from store.location.where import Where
from store.maintenance.verify import verify
from tests.protocols.helpers.bedside import Bedside
from tests.protocols.helpers.random_nurses import RandomNurses
from tests.store.helpers.cluster import shared
from tests.store.helpers.ledger_bedside import AtTheLedger


class InTheLedger(RandomNurses):
    def way_in(self, protocol: Protocol, zone: str, day: date) -> Bedside:
        self.folder = TemporaryDirectory()
        self.place = self.new_place()
        return AtTheLedger(protocol, zone, day, self.place)

    def new_place(self) -> Where:
        return Path(self.folder.name) / "ward.json"

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
        report = verify(self.place)
        assert report.ok, report.findings
        with Ledger.open(self.place, read_only=True) as again:
            assert seen == [again.entries(), again.entries()]
        self.folder.cleanup()


class InTheDatabase(InTheLedger):
    def new_place(self) -> Where:
        return shared().new_place()


def examples(count: int) -> settings:
    """So many courses of forty presses, unless more are asked for."""
    return settings(
        max_examples=int(os.environ.get("STEPWARD_EXAMPLES", count)),
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


TestRandomNursesInTheLedger = InTheLedger.TestCase
TestRandomNursesInTheLedger.settings = examples(6)

TestRandomNursesInTheDatabase = pytest.mark.usefixtures("server")(InTheDatabase.TestCase)
TestRandomNursesInTheDatabase.settings = examples(4)
