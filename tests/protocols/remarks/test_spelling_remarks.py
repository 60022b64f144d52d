"""Names read beside every dose: one spelling of a unit, one piece of the drug, a title without a dose."""

from __future__ import annotations

import pytest

from protocols.remarks.spelling_remarks import spelling_remarks
from protocols.toml.parser import read
from tests.protocols.helpers.site_file import GOOD, changed


def said(old: str, new: str) -> list[str]:
    return list(spelling_remarks(read(changed(old, new), "site.toml")))


def test_a_good_file_is_well_spelled() -> None:
    assert list(spelling_remarks(read(GOOD, "site.toml"))) == []


@pytest.mark.parametrize(
    ("unit", "right"),
    [
        ("milligram", "mg"),
        ("grams", "g"),
        ("Micrograms", "microgram"),
        ("unit", "units"),
        ("mLs", "mL"),
        ("drop", "drops"),
    ],
)
def test_a_unit_has_one_spelling(unit: str, right: str) -> None:
    assert said('unit = "mg"', f'unit = "{unit}"') == [
        f'the unit is written "{unit}": write "{right}", as every other file does.'
    ]


@pytest.mark.parametrize(
    ("form", "one"),
    [("tablets", "tablet"), ("patches", "patch"), ("capsule", ""), ("suppositories", "suppository")],
)
def test_a_form_is_one_piece(form: str, one: str) -> None:
    found = said('form = "capsule"', f'form = "{form}"')
    assert found == (
        [f'the form is one piece of the drug: write "{one}", and "2 {form}" follows.'] if one else []
    )


@pytest.mark.parametrize("title", ["Alectinib 600 mg", "Alectinib, 5mL each", "From 150 microgram"])
def test_a_title_that_could_pass_for_a_dose_is_named(title: str) -> None:
    assert "can pass for a dose" in said('title = "Alectinib, our ward"', f'title = "{title}"')[0]


def test_a_number_alone_in_a_title_is_none() -> None:
    assert said('title = "Alectinib, our ward"', 'title = "Alectinib, ward 5, 2026"') == []
