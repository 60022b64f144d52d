"""How a dose is made: whole pieces, parts where the file allows it, a volume that a syringe measures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from protocols.definition.making import made_text, unmakeable
from protocols.definition.protocol import Protocol
from protocols.remarks.remarks import unusual
from protocols.toml.parser import read
from protocols.toml.writer import written
from tests.protocols.helpers.published import exact
from tests.protocols.helpers.site_file import GOOD, changed, fault

LIQUIDS = """\
[[liquids]]
name = "suspension"
amount = 4

[[liquids]]
name = "dilution 1 in 40"
amount = 0.1

"""


def liquid() -> Protocol:
    text = GOOD.replace("[[steps]]", f"{LIQUIDS}[[steps]]", 1).replace(
        "with_food", "syringe_step = 0.1\nwith_food"
    )
    return read(text.replace('form = "capsule"', 'form = "tablet"'), "site.toml")


def divided(how: str) -> Protocol:
    text = GOOD.replace("with_food", f'divisible = "{how}"\nwith_food')
    return read(text.replace('form = "capsule"', 'form = "tablet"'), "site.toml")


@pytest.mark.parametrize(
    ("how", "amount", "strengths", "words"),
    [
        ("halves", "50", "25", "2 tablets of 25 mg"),
        ("halves", "12.5", "25", "half a tablet of 25 mg"),
        ("halves", "37.5", "25", "1 tablet of 25 mg and half a tablet of 25 mg"),
        ("quarters", "0.5", "2", "a quarter of a tablet of 2 mg"),
        ("quarters", "1.5", "2", "half a tablet of 2 mg and a quarter of a tablet of 2 mg"),
        ("quarters", "1", "2", "half a tablet of 2 mg"),
        ("halves", "12.5", "12.5 25", "1 tablet of 12.5 mg"),
        ("halves", "0.5", "2", None),
        ("no", "12.5", "25", None),
    ],
)
def test_pieces_and_parts(how: str, amount: str, strengths: str, words: str | None) -> None:
    assert made_text(divided(how), Decimal(amount), exact(strengths)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("30", "7.5 mL of suspension, 4 mg in 1 mL"),
        ("0.5", "5 mL of dilution 1 in 40, 0.1 mg (100 microgram) in 1 mL"),
        ("0.04", "0.4 mL of dilution 1 in 40, 0.1 mg (100 microgram) in 1 mL"),
        ("2", "0.5 mL of suspension, 4 mg in 1 mL"),
        ("0.003", None),
        ("0.005", None),
    ],
)
def test_the_liquid_whose_volume_a_syringe_measures_well(amount: str, words: str | None) -> None:
    assert made_text(liquid(), Decimal(amount), exact("150")) == words


def test_twenty_milligrams_are_never_two_hundred_millilitres() -> None:
    assert made_text(liquid(), Decimal(20), exact("150")) == "5 mL of suspension, 4 mg in 1 mL"
    assert unmakeable(liquid(), exact("150"), 3) == ()
    many = changed("strengths = [20, 150]", "strengths = [0.1]").replace('"capsule"', '"mL"')
    words = [str(remark) for remark in unusual(read(many, "site.toml"))]
    assert any("step 1: one dose is 200 mL of 0.1 mg" in one for one in words)


@pytest.mark.parametrize("protocol", [liquid(), divided("quarters")], ids=["liquids", "parts"])
def test_it_survives_writing(protocol: Protocol) -> None:
    assert read(written(protocol), "site.toml") == protocol


def test_faults() -> None:
    assert "syringe_step is missing" in fault(GOOD.replace("[[steps]]", f"{LIQUIDS}[[steps]]", 1))
    alone = changed("with_food", "syringe_step = 0.1\nwith_food")
    assert "syringe_step stands without a liquid" in fault(alone)
    twice = LIQUIDS.replace("dilution 1 in 40", "suspension")
    text = GOOD.replace("[[steps]]", f"{twice}[[steps]]", 1).replace(
        "with_food", "syringe_step = 0.1\nwith_food"
    )
    assert "a liquid stands twice" in fault(text)
    assert '"thirds" is not known here' in fault(changed("with_food", 'divisible = "thirds"\nwith_food'))
