"""The text of a Bundle: exact numbers, the same bytes, and what people typed is a string and no more."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import fhirkit
import msgspec
from fhir.resources.R4B import get_fhir_model_class

from protocols.entries import DoseGiven, NoteAdded, PatientDetailsChanged, Person, RashFound, RedFlagSeen
from store.fhir.bundle import bundle
from store.fhir.core.json_text import json_text
from tests.protocols.helpers.bedside import Bedside, at_bedside
from tests.store.fhir.bundles import Found, found, source, text_of, walk, whole
from tests.store.fhir.everything import everything
from tests.tui.views.test_hostile_names import HOSTILE

CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]")


def test_the_same_entries_are_the_same_bytes_however_often_and_whenever() -> None:
    bed = everything()
    first = text_of(bed)
    bed.go(days=400)
    assert text_of(bed) == first == text_of(everything())


def test_another_entry_leaves_every_id_as_it_was() -> None:
    bed = at_bedside()
    before = {each["id"] for each in found(bed).resources}
    bed.go(hours=1)
    bed.give()
    after = {each["id"] for each in found(bed).resources}
    assert before < after


def test_no_number_passes_through_a_float() -> None:
    bed = at_bedside()
    bed.go(hours=1)
    assert bed.next is not None
    odd = DoseGiven(bed.next.key, Decimal("123456.789013"), reason="as drawn up", no_second_check="alone")
    bed.record(odd)
    assert '"value": 123456.789013\n' in text_of(bed)
    whole_bundle = bundle(bed.folded, bed.chart, source(bed))
    assert not [value for _, value in walk(whole_bundle) if isinstance(value, float)]


def test_amounts_are_written_plainly() -> None:
    said = json_text({"a": [Decimal("0.000001"), Decimal("37.5"), 2]})
    assert json.loads(said, parse_float=str)["a"] == ["0.000001", "37.5", 2]
    written = re.findall(r'"value": ([-0-9.eE+]+)', text_of(whole()))
    assert written
    assert not any("e" in each.lower() or re.search(r"\.\d*0$", each) for each in written)


def test_the_text_is_ascii_with_its_keys_in_order_and_reads_back_as_it_was() -> None:
    bed = at_bedside()
    bed.record(NoteAdded("Nguyễn \U0001f48a °C \x7f"))
    text = text_of(bed)
    assert text.isascii()
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert "\x7f" not in text
    notes = [each["valueString"] for each in found(bed).of("Observation") if "valueString" in each]
    assert notes == ["Nguyễn \U0001f48a °C \ufffd"]
    assert text == json.dumps(json.loads(text, parse_float=Exact), indent=2, sort_keys=True) + "\n"


class Exact(float):
    """A number that is written as it was read."""

    def __new__(cls, said: str) -> Exact:
        made = super().__new__(cls, said)
        made.said = said
        return made

    said: str

    def __repr__(self) -> str:
        return self.said


def test_hostile_text_stays_text() -> None:
    plain = Found(text_of(hostile("Ann")))
    shape = [sorted(path for path, _ in walk(each)) for each in plain.resources]
    for said in HOSTILE.values():
        text = text_of(hostile(said))
        assert fhirkit.validate(text) == []
        bad = Found(text)
        assert [sorted(path for path, _ in walk(each)) for each in bad.resources] == shape
        get_fhir_model_class("Bundle").model_validate_json(text)
        for _, value in walk(bad.json):
            assert not isinstance(value, str) or not CONTROLS.search(value)


def hostile(said: str) -> Bedside:
    """A course in which everybody typed `said` wherever they could."""
    bed = at_bedside()
    details = bed.folded.details
    assert details is not None
    new: Any = msgspec.structs.replace(details, family=said, given=said, allergies=said, bed=said)
    bed.record(PatientDetailsChanged(new, said), course="")
    bed.record(NoteAdded(said), by=Person(said, "XY", "pharmacist", said))
    bed.record(RashFound("other", (said,), symptoms=said, note=said, grade=1, ctcae="v5"))
    bed.record(RedFlagSeen((said,), said))
    return bed
