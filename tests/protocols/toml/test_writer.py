"""Protocol to file and back, and files made tidy: no value changes, no comment is lost."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.definition.protocol import Protocol
from protocols.definition.step import PlannedDose, Step
from protocols.toml.faults import ProtocolFault
from protocols.toml.formatter import tidied
from protocols.toml.parser import read
from protocols.toml.writer import written
from tests.protocols.helpers.published import LIBRARY
from tests.protocols.helpers.site_file import GOOD

FILES = sorted(LIBRARY.glob("*.toml"))
amounts = st.decimals("0.000001", "1000000", places=6)
texts = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=20)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_built_in_file_survives_writing_and_is_tidy(file: object) -> None:
    from pathlib import Path

    assert isinstance(file, Path)
    text = file.read_text(encoding="utf-8")
    protocol = read(text, file.name)
    assert read(written(protocol), file.name) == protocol
    assert tidied(text, file.name) == text


@given(st.lists(amounts, min_size=1, max_size=5, unique=True), texts, st.integers(1, 400))
def test_what_is_written_reads_as_the_same(doses: list[object], text: str, minutes: int) -> None:
    steps = [Step((PlannedDose("", amount),), every_minutes=minutes + 4, doses_given=2) for amount in doses]  # type: ignore[arg-type]
    last = Step((PlannedDose("bedtime", steps[0].doses[0].amount),), every_days=2)
    good = read(GOOD, "site.toml")
    gate = msgspec.structs.replace(good.gate, treatment_break_hours=1440)
    protocol: Protocol = msgspec.structs.replace(good, steps=(*steps, last), title=text, gate=gate)
    again: Protocol | None
    try:
        again = read(written(protocol), "site.toml")
    except ProtocolFault as fault:
        wrong = {one.place for one in fault.faults}
        again = msgspec.structs.replace(protocol) if wrong == {"title"} else None  # a text no file may have
    assert again == protocol


UNTIDY = """\r
# our own file   \r
id="site"\r
title   =   "Alectinib, our ward"   # name
drug = "alectinib"
form = "capsule"
route = "oral"
unit = "mg"
strengths = [
    20,  # small
    150,
]
with_food=true


red_flags = ["a = b", "c=d"]
[ citation ]
text = "Our ward, approved by the pharmacy"
"""


def test_untidy_lines_are_made_even_and_nothing_else() -> None:
    rest = GOOD[GOOD.index("[published]") :].replace("days = 2", "days=2").replace("[[steps]]\ndays = 5",
        "# five days\n[[ steps ]]\ndays = 5")  # fmt: skip
    even = tidied(UNTIDY + rest, "site.toml")
    assert read(even, "site.toml") == read(UNTIDY + rest, "site.toml")
    assert even.startswith('# our own file\nid = "site"\ntitle = "Alectinib, our ward"   # name\n')
    assert "strengths = [\n    20,  # small\n    150,\n]\nwith_food = true\n\nred_flags" in even
    assert 'red_flags = ["a = b", "c=d"]\n\n[citation]\n' in even
    assert "\n\n# five days\n[[steps]]\ndays = 5\n" in even
    assert even.endswith("evening = 300\n")
    assert tidied(even, "site.toml") == even


def test_a_file_with_a_fault_is_not_touched() -> None:
    with pytest.raises(ProtocolFault):
        tidied(GOOD.replace("days = 5", "days = 0"), "site.toml")
