"""Random nurses who also hand over: every sheet can be shown again word for word, in every later file."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from protocols.entries import HandoverGiven
from protocols.values.clinic_time import local
from store.ledger.ledger import Ledger
from tests.protocols.helpers.bedside import MRN, NURSE
from tests.store.contract.test_random_nurses import InTheLedger
from tests.store.helpers.ledger_bedside import AtTheLedger
from tui.views.handover.sheets import sheet_again, sheet_now
from tui.views.handover.waiting import handovers
from tui.views.handover.words import Words


class WhoHandOver(InTheLedger):
    """As in tests/store, with a handover of the ward or of the one patient now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.given: dict[str, Words] = {}

    @rule(only=st.sampled_from(["", MRN]))
    def somebody_hands_over(self, only: str) -> None:
        way = self.way
        assert isinstance(way, AtTheLedger)
        for session in way.sessions:
            session.refresh()
        ledger = way.sessions[0]
        sheet = sheet_now(ledger, local(way.now, ledger.zone), only)
        what = HandoverGiven("Ward 3", ledger.position, sheet.digest, only)
        self.given[way._keep(what, "", "", None, NURSE).id] = sheet

    def teardown(self) -> None:
        if self.given:
            with Ledger.open(self.place, read_only=True) as ledger:
                shown = {one.id: sheet_again(ledger, one) for one in handovers(ledger)}
            assert {id: words for id, (words, _) in shown.items()} == self.given
            assert not any("otherwise" in said.text for _, state in shown.values() for said in state)
        super().teardown()


TestHandoversOfRandomNurses = WhoHandOver.TestCase
TestHandoversOfRandomNurses.settings = settings(
    max_examples=int(os.environ.get("STEPWARD_EXAMPLES", "4")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
