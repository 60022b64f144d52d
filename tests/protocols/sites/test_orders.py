"""Which orders are offered for a patient, and which protocol one may mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from protocols.sites.arrivals import OFFERED_FOR
from protocols.sites.orders import Order, orders_for, protocol_words, suited
from protocols.values.birth import Birth
from store.site.library import built_in
from tests.protocols.helpers.bedside import MRN, at_bedside

BED = at_bedside()
RECORD = BED.folded
ORDER = Order("o1", MRN, BED.now, "Alectinib 150 mg capsules", "Cleo Marsh")
LATER = timedelta(hours=1)


def offered(*told: Order) -> tuple[list[Order], list[str]]:
    return orders_for(RECORD, told, [MRN, "9"], BED.now + LATER)


def test_the_orders_that_stand_for_this_patient_are_offered_the_newest_first() -> None:
    other = replace(ORDER, id="o2", at=BED.now + LATER)
    assert offered(ORDER, replace(ORDER, id="o3", patient="9"), other) == ([other, ORDER], [])
    assert offered(ORDER, replace(ORDER, at=other.at, stands=False)) == ([], [])
    assert offered(replace(ORDER, at=BED.now - OFFERED_FOR)) == ([], [])


def test_an_order_for_somebody_else_under_the_number_is_said_and_not_offered() -> None:
    has = RECORD.details
    assert has is not None
    same = replace(ORDER, family=has.family.upper(), given="L.", born=has.birth)
    assert offered(same) == ([same], [])
    year = replace(same, born=Birth(about="1958"))
    assert offered(year) == ([year], [])
    orders, said = offered(replace(same, born=Birth(date(1999, 1, 1))))
    assert (orders, len(said)) == ([], 1)
    assert "under this number is for NG, L., born 01-Jan-1999: it is not offered here" in said[0]
    assert offered(replace(same, family="Berg"))[0] == []
    assert "is for a patient, born" in offered(replace(ORDER, born=Birth(date(1999, 1, 1))))[1][0]


def test_an_order_means_the_protocol_it_names_or_those_of_its_drug() -> None:
    there = built_in()
    of_drug = suited(ORDER, there)
    assert len(of_drug) > 1
    assert {protocol.drug for protocol in of_drug} == {"alectinib"}
    assert "of alectinib: the order names none" in protocol_words(ORDER, of_drug)
    named = suited(replace(ORDER, definitions=(there[0].id,)), there)
    assert (named, protocol_words(ORDER, named)) == ([there[0]], "")
    for drug in ("Alectinibum", "pseudoalectinib", "lorlatinib"):
        assert suited(replace(ORDER, drug=drug), there) == []
    assert "No protocol that can be started here is one of Alectinib" in protocol_words(ORDER, [])
