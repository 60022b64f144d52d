"""A scanned pack: the right medicine, the right strength, how many units, its last day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.course.catalogue import Catalogue, numbers_in
from protocols.course.packs import Packs, expired, for_amount, missing, scans_text, total, with_pack
from protocols.record.chart import Chart
from protocols.values.codes import Code, read_code
from protocols.values.refusal import Refused
from tests.protocols.helpers.bedside import NURSE, at_bedside

PACKS = {"05012345678900": "150", "05012345678917": "20", "05012345678924": "40"}
"""Packs by GTIN: the strength in mg."""


def known(gtin: str, drug: str = "alectinib") -> e.PackConfirmed:
    return e.PackConfirmed(gtin, drug, Decimal(PACKS[gtin]), "mg")


def code(gtin: str, batch: str = "A1", expires: date | None = date(2027, 5, 31)) -> Code:
    return Code("", gtin=gtin, batch=batch, expires=expires)


G150, G20, G40 = PACKS


@pytest.fixture
def chart() -> Chart:
    return at_bedside().chart


def scan(chart: Chart, amount: int, *codes: Code, drug: str = "alectinib") -> Packs:
    packs: Packs = ()
    for one in codes:
        packs = with_pack(chart, Decimal(amount), packs, one, known(one.gtin, drug))
    return packs


def counts(packs: Packs) -> list[tuple[str, str, int]]:
    return [(f"{pack.strength}", pack.batch, pack.count) for pack in packs]


def test_one_pack_gives_all_the_units_of_its_strength(chart: Chart) -> None:
    packs = scan(chart, 300, code(G150))
    assert counts(packs) == [("150", "A1", 2)]
    assert total(packs) == Decimal(300)
    assert not missing(chart, Decimal(300), packs)


def test_a_second_pack_of_the_strength_takes_units_over_one_by_one(chart: Chart) -> None:
    old, new = code(G150, "A1"), code(G150, "B2")
    assert counts(scan(chart, 450, old, new)) == [("150", "A1", 2), ("150", "B2", 1)]
    assert counts(scan(chart, 450, old, new, new)) == [("150", "A1", 1), ("150", "B2", 2)]
    assert counts(scan(chart, 450, old, new, new, new)) == [("150", "B2", 3)]
    assert counts(scan(chart, 450, old, old)) == [("150", "A1", 3)], "the same pack twice is one pack"


def test_what_is_still_to_be_scanned_is_said(chart: Chart) -> None:
    stock = msgspec.structs.replace(chart.plan, strengths=(Decimal(150), Decimal(20)))
    chart = replace(chart, plan=stock)
    packs = scan(chart, 170, code(G150))
    assert missing(chart, Decimal(170), packs) == "Still to be scanned: 1 capsule of 20 mg."
    assert missing(chart, Decimal(170), scan(chart, 170, code(G150), code(G20))) == ""


def test_another_medicine_is_the_wrong_one_however_it_is_written(chart: Chart) -> None:
    with pytest.raises(
        Refused, match=r"WRONG MEDICINE: this pack is crizotinib 150 mg\. The dose is alectinib"
    ):
        scan(chart, 300, code(G150), drug="crizotinib")
    assert scan(chart, 300, code(G150), drug="Alectinib ")


def test_a_strength_that_does_not_make_the_dose_is_the_wrong_one(chart: Chart) -> None:
    with pytest.raises(Refused, match="WRONG STRENGTH: units of 40 mg are no part of the dose"):
        scan(chart, 150, code(G40))
    with pytest.raises(Refused, match="WRONG STRENGTH"):
        scan(chart, 20, code(G150))


def test_a_strength_that_makes_the_dose_though_it_is_not_in_stock_is_right(chart: Chart) -> None:
    assert counts(scan(chart, 40, code(G20))) == [("20", "A1", 2)]


def test_a_pack_nobody_confirmed_is_not_known(chart: Chart) -> None:
    with pytest.raises(Refused, match=r"IS NOT KNOWN HERE\. A pharmacist confirms"):
        with_pack(chart, Decimal(300), (), code(G150), None)
    with pytest.raises(Refused, match="CANNOT BE READ"):
        with_pack(chart, Decimal(300), (), Code("01", fault="Scan it again."), None)


def test_another_amount_has_other_counts(chart: Chart) -> None:
    packs = scan(chart, 450, code(G150))
    assert counts(for_amount(chart, Decimal(300), packs)) == [("150", "A1", 2)]
    assert for_amount(chart, Decimal(75), packs) == packs, "half a capsule out of a pack is out of that pack"


def test_a_pack_is_used_until_its_last_day(chart: Chart) -> None:
    packs = scan(chart, 300, code(G150, expires=date(2026, 11, 2)))
    assert not expired(packs, date(2026, 11, 2))
    assert expired(packs, date(2026, 11, 3))


def test_what_was_scanned_is_told() -> None:
    pack = e.PackUsed(G150, Decimal(150), 2, "A1", expires=date(2026, 12, 31))
    said = scans_text(e.DoseScans(True, (pack,), expired="no other"), "capsule", "mg")
    assert said == [
        "wristband scanned",
        "packs scanned: 2 capsules of 150 mg, batch A1, use by Thu 31-Dec-2026",
        "used after its last day: no other",
    ]


def test_the_catalogue_is_what_was_confirmed_last() -> None:
    catalogue, now = Catalogue(), datetime(2026, 11, 2, tzinfo=UTC)
    told: list[e.What] = [
        known(G150),
        e.PackConfirmed(G150, "alectinib", Decimal(75), "mg", "misread"),
        known(G20),
        e.PackConfirmed(G20, "", Decimal(0), "", "recalled"),
        e.ScanningSet("offered", "required", "scanners are here"),
    ]
    for number, what in enumerate(told, 1):
        entry = e.Entry(id=str(number), patient="", at=now, zone="UTC", by=NURSE, what=what, number=number)
        catalogue = catalogue.after(entry)
    assert {gtin: pack.strength for gtin, pack in catalogue.packs.items()} == {G150: Decimal(75)}
    assert (catalogue.wanted.wristband, catalogue.wanted.pack, catalogue.number) == ("offered", "required", 5)


@pytest.mark.parametrize(
    ("text", "gtin", "batch", "expires"),
    [
        ("]d201050123456789001726123110B1\x1d21S", "05012345678900", "B1", date(2026, 12, 31)),
        ("01050123456789001726020010B1", "05012345678900", "B1", date(2026, 2, 28)),
        ("]C1010501234567890010B-1/2", "05012345678900", "B-1/2", None),
        ("]E05012345678900", "05012345678900", "", None),
        ("5012345678900", "05012345678900", "", None),
    ],
)
def test_the_code_of_a_pack_is_read(text: str, gtin: str, batch: str, expires: date | None) -> None:
    found = read_code(text)
    assert (found.gtin, found.batch, found.expires, found.fault) == (gtin, batch, expires, "")
    assert found.is_pack


@pytest.mark.parametrize("text", ["]d20105012345678907", "0105012345678901", "]d2010501234567890017261331"])
def test_a_code_that_was_misread_is_no_pack_of_another_number(text: str) -> None:
    found = read_code(text)
    assert not found.gtin
    assert "Scan it again" in found.fault


@pytest.mark.parametrize(
    "text", ["004817", "00481-7", "9434765919", "https://x.org/01/2", "swm", "]", "01", "]zz", "]d"]
)
def test_a_number_is_no_pack(text: str) -> None:
    assert not read_code(text).is_pack
    assert numbers_in(read_code(text), e.ScanningSet("offered", "off", "")) == [text]


def test_a_wristband_says_its_number_as_the_site_has_it() -> None:
    relation = "]d28018501234567890000017"
    assert numbers_in(read_code(relation), e.ScanningSet("offered", "off", "")) == ["501234567890000017"]
    own = e.ScanningSet("offered", "off", "", r"8018\d{7}(\d{10})\d")
    assert numbers_in(read_code(relation), own) == ["6789000001"]
    assert numbers_in(read_code("004817"), own) == []
