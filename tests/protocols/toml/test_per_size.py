"""Doses per kg and m² in a protocol file: read, written, named when careless, shown as what they are."""

from __future__ import annotations

import msgspec
import pytest

from protocols.definition.making import made_text
from protocols.remarks.remarks import unusual as remarks
from protocols.toml.formatter import tidied
from protocols.toml.parser import read
from protocols.toml.writer import written
from tests.protocols.helpers.per_kg import HEAD, PER_KG, STEPS, D, per_kg
from tests.protocols.helpers.site_file import fault
from tui.views.lines.lines import text_of
from tui.views.picture.protocol import reading


def test_it_is_read_written_and_tidied() -> None:
    assert (PER_KG.per, PER_KG.plain_unit, PER_KG.round_to, PER_KG.at_most) == ("kg", "mg", D("0.5"), D(25))
    assert [step.at_most for step in PER_KG.steps] == [None, None, D(8)]
    assert read(written(PER_KG), "site.toml") == PER_KG
    assert read(tidied(HEAD + STEPS, "site.toml"), "site.toml") == PER_KG


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('unit = "mg/kg"', 'unit = "mg"', "stands without a dose per kg or m²"),
        ("round_to = 0.5", "round_to = 0.50", "ends in a zero"),
        ("at_most = 25", "at_most = 0", "is not above zero"),
        ("at_most = 8", 'at_most = "8 mg"', "Write the number alone"),
        ("at_most = 8", "at_most = 25", "Write less than 25, or leave it out"),
    ],
)
def test_faults_are_named(old: str, new: str, words: str) -> None:
    text = (HEAD + STEPS).replace(old, new)
    if old.startswith("unit"):
        text = text.replace("round_to = 0.5\n", "").replace("at_most = 25\n", "")
    assert words in fault(text)


def test_so_many_checks_leave_room_for_weight_and_height() -> None:
    checks = "".join(f'\n[[checks]]\nname = "Check {letter}"\nvalid_hours = 24\n' for letter in "abcdefgh")
    assert "Write at most 7" in fault(HEAD + STEPS + checks)


def test_a_missing_cap_or_rounding_is_named_and_no_strength_is_asked_of_it() -> None:
    bare = msgspec.structs.replace(PER_KG, at_most=None, round_to=None)
    words = [str(remark) for remark in remarks(bare, ())]
    assert any("no cap stands beside the doses per kg" in said for said in words)
    assert any("round_to is missing" in said for said in words)
    assert not any("cannot make" in said for said in words)
    assert not any("no cap" in str(remark) or "round_to" in str(remark) for remark in remarks(PER_KG, ()))


def test_the_reader_says_that_nothing_is_given_by_it() -> None:
    said = " ".join(text_of(reading(PER_KG, 100)).split())
    assert "AMOUNTS PER kg: nothing is given by them." in said
    assert "0.15 mg/kg once daily" in said
    assert "strengths 20 mg and 150 mg" in said
    assert "At most 8 mg at once." in said
    assert made_text(PER_KG, D(20), PER_KG.strengths) is None


def test_the_surface_is_said_by_its_formula() -> None:
    said = " ".join(text_of(reading(per_kg((HEAD + STEPS).replace("mg/kg", "mg/m2")), 100)).split())
    assert "AMOUNTS PER m² of body surface, by Mosteller" in said
