"""What HL7 v2 and FHIR say of a patient, and what cannot be read, each with its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from protocols.sites.arrivals import Arrival
from store.arrivals.fhir_patients import read_resources
from store.arrivals.folder import read_content
from store.arrivals.hl7 import read_message
from store.arrivals.hl7_message import messages
from store.arrivals.unread import Unread
from tests.store.arrivals.adt import ALLERGIC, NONE_KNOWN, adt, bundle

ZONE = "Europe/Berlin"
AT = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
NIAMH = Arrival(
    "00547-1",
    AT,
    "here",
    "O'SULLIVAN",
    "Niamh Mary",
    date(1958, 3, 12),
    "female",
    "W3",
    "12-2",
    ("Penicillin", "Latex"),
)
SYSTEM = "https://hospital.example/patients"


def read(text: str) -> list[Arrival]:
    return read_content(text.encode(), ZONE, SYSTEM, AT)


def test_an_admission_says_number_name_birth_date_sex_place_and_allergies() -> None:
    assert read(adt("A01", ALLERGIC)) == [NIAMH]
    (none,) = read(adt("A04", NONE_KNOWN))
    assert (none.allergies, none.no_allergies) == ((), True)
    (unknown,) = read(adt("A05"))
    assert (unknown.allergies, unknown.no_allergies) == ((), False)


@pytest.mark.parametrize(
    ("event", "about"),
    [(f"A{n:02}", "here") for n in (1, 2, 4, 5, 6, 7, 12, 13, 28)]
    + [("A03", "left"), ("A08", "updated"), ("A11", "withdrawn"), ("A31", "told")],
)
def test_each_event_says_what_it_says(event: str, about: str) -> None:
    assert [each.about for each in read(adt(event))] == [about]


def test_a_merge_is_about_both_numbers_and_a_death_about_one() -> None:
    now, old = read(adt("A40", "MRG|0052^^^HOSP^MR"))
    assert (now.patient, now.about) == ("00547-1", "told")
    assert (old.patient, old.about, old.into) == ("0052", "merged", "00547-1")
    dead = "PID|1||7^^^H^MR||X^Y||19580312|F" + "|" * 22 + "Y"
    assert [each.about for each in read(adt("A08", pid=dead))] == ["died"]


def test_the_separators_and_escapes_are_those_of_the_message() -> None:
    text = (
        adt("A01", pid=r"PID|1||7^^^H&1.2.3&ISO^MR||M\T\S&M^\S\\F\\R\\E\~Other||19580312")
        .replace("|", "#")
        .replace("^", "$")
    )
    (found,) = read(text.replace("MSH#$~", "MSH#$~"))
    assert (found.family, found.given) == ("M&S", "$#~\\")


@pytest.mark.parametrize("where", ["PID|1||7^^^H^MR||O'SULLIVAN & CO^X||1958", "PID|1||7||X^Y & Z||1958"])
def test_a_name_with_a_bare_separator_in_it_is_put_aside_and_not_cut(where: str) -> None:
    with pytest.raises(Unread, match="bare & and would be lost"):
        read(adt("A01", pid=where))


def test_letters_are_those_that_the_message_names() -> None:
    pid = "PID|1||7^^^H^MR||佐藤^Zoë||19580312|O"
    assert read(adt("A01", pid=pid))[0].family == "佐藤"
    latin = adt("A01", pid="PID|1||7^^^H^MR||Åkesson^Zoë||1958|M", coding="8859/1").encode("latin-1")
    (found,) = read_content(latin, ZONE, SYSTEM, AT)
    assert (found.family, found.given, found.born, found.sex) == ("Åkesson", "Zoë", None, "male")
    assert found.birth.text == "1958"
    with pytest.raises(Unread, match="MSH-18"):
        read_content(latin.replace(b"8859/1", b""), ZONE, SYSTEM, AT)


def test_a_time_with_an_offset_is_that_time_and_without_one_the_wards() -> None:
    for text in ("20261102073000", "202611020730", "20261102073000.123+0100", "20261102013000-0500"):
        assert read(adt("A01", at=text))[0].at == AT


def test_several_messages_come_in_one_file_also_framed_and_in_a_batch() -> None:
    one, other = adt("A01", ALLERGIC), adt("A03", at="20261103")
    text = f"FHS|^~\\&\r\x0b{one}\x1c\r\x0b{other}\x1c\rFTS|1\r"
    assert len(messages(text.encode())) == 2
    assert [each.about for each in read(text)] == ["here", "left"]
    assert read(one.replace("\r", "\n")) == [NIAMH]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hello", "neither an HL7 v2 message"),
        ("MSH|^~", "cut short"),
        (adt("A19"), "Only ADT A01"),
        (adt("A01").replace("ADT^", "ORU^"), "Only ADT A01"),
        (adt("A01", pid="PID|1||||X^Y"), "no hospital number"),
        (adt("A01", pid="PID|1||1~2||X^Y"), "several hospital numbers"),
        (adt("A01", pid="PID|1||1||X^Y||19581345"), "is not a day"),
        (adt("A01", at="soon"), "is not a time"),
        (adt("A40"), "no hospital number"),
        ("{", "not JSON"),
        ("[]", "no FHIR Patient"),
        ('{"resourceType": "Observation"}', "no FHIR Patient"),
        ('{"resourceType": "Patient"}', "no hospital number"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, why: str) -> None:
    with pytest.raises(Unread, match=why):
        read(text)


def test_fhir_says_the_same() -> None:
    (found,) = read_resources(bundle(), AT, SYSTEM)
    at = datetime(2026, 11, 2, 7, 30, tzinfo=UTC)
    told = Arrival("00547-1", at, "here", "O'Sullivan", "Niamh", date(1958, 3, 12), "female", bed="12-2")
    assert found == replace(told, allergies=("Penicillin",))


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"deceasedBoolean": True}, "died"),
        ({"deceasedDateTime": "2026-11-01"}, "died"),
        ({"active": False}, "withdrawn"),
        ({"birthDate": "1958", "gender": "unknown", "name": []}, "here"),
    ],
)
def test_fhir_says_what_else_became_of_a_patient(changes: dict[str, Any], about: str) -> None:
    (found,) = read_resources(bundle(**changes), AT, SYSTEM)
    assert found.about == about
    if "name" in changes:
        assert (found.family, found.given, found.born, found.sex) == ("", "", None, "")


def test_the_number_is_that_of_the_sites_system_or_of_type_mr() -> None:
    with pytest.raises(Unread, match="several identifiers"):
        read_resources(bundle(), AT, "urn:other")
    typed = [{"value": "8"}, {"value": "9", "type": {"coding": [{"code": "MR"}]}}]
    assert read_resources(bundle(identifier=typed), AT, "urn:other")[0].patient == "9"


def test_a_message_that_is_read_as_a_whole_or_not_at_all() -> None:
    with pytest.raises(Unread):
        read(adt("A01") + adt("A19"))
    (one,) = messages(adt("A01").replace("\r", "\n").encode())
    assert read_message(one, ZONE)[0].patient == "00547-1"
