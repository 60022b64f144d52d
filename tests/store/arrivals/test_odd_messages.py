"""HL7 v2 as it is also sent: escapes, letters, ends of lines, what is missing, merges of several pairs."""

from __future__ import annotations

import pytest

from protocols.sites.arrivals import Arrival
from store.arrivals.folder import read_content
from store.arrivals.unread import Unread
from tests.store.arrivals.adt import ALLERGIC, adt
from tests.store.arrivals.test_read import AT, NIAMH, SYSTEM, ZONE, read


def one(text: str | bytes) -> Arrival:
    (found,) = read_content(text if isinstance(text, bytes) else text.encode(), ZONE, SYSTEM, AT)
    return found


@pytest.mark.parametrize(
    ("escaped", "meant"),
    [
        ("Z\\XC3AB\\", "Zë"),
        (r"O\X27\HARA", "O'HARA"),
        (r"Ann\.br\Marie", "Ann Marie"),
        ("\\H\\ANN\\N\\", "ANN"),
        (r"A\B", r"A\B"),
    ],
)
def test_an_escape_stands_for_its_sign(escaped: str, meant: str) -> None:
    assert one(adt("A01", pid=f"PID|1||7^^^H^MR||{escaped}^X")).family == meant


@pytest.mark.parametrize("escaped", ["Z\\XFF\\", "Z\\C2842\\", "Z\\Zx1\\", "Z\\Q\\"])
def test_an_escape_that_is_not_known_is_never_shown_as_a_name(escaped: str) -> None:
    with pytest.raises(Unread, match="stands for no sign"):
        read(adt("A01", pid=f"PID|1||7^^^H^MR||{escaped}^X"))


@pytest.mark.parametrize("head", ["MSH|^~|PAS", "MSH|^~\\\\|PAS", "MSH||PAS"])
def test_a_first_line_that_does_not_name_its_signs_is_put_aside(head: str) -> None:
    with pytest.raises(Unread, match="cut short"):
        read(head + adt("A01").partition("|PAS")[2])


@pytest.mark.parametrize(
    ("name", "letters", "family"),
    [
        ("GB 18030-2000", "gb18030", "佐藤"),
        ("8859/5", "iso8859-5", "Иванова"),
        ("KS X 1001", "euc_kr", "김"),
        ("unicode utf-8~ASCII", "utf-8", "Müller"),
        ("8859/1|EN", "latin-1", "Åkesson"),
    ],
)
def test_letters_of_the_table_are_read(name: str, letters: str, family: str) -> None:
    text = adt("A01", pid=f"PID|1||7^^^H^MR||{family}^X", coding=name)
    assert one(text.encode(letters)).family == family


def test_letters_that_are_not_known_are_read_only_where_they_cannot_matter() -> None:
    text = adt("A01", coding="ISO IR159")
    assert one(text).family == "O'SULLIVAN"
    with pytest.raises(Unread, match="It names ISO IR159 in MSH-18"):
        read(text.replace("Niamh", "Zoë"))


def test_marks_of_order_in_front_are_no_letters() -> None:
    text = adt("A01", ALLERGIC)
    for data in (b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        assert one(data) == NIAMH


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r\n"])
def test_lines_end_as_they_like(end: str) -> None:
    assert one(adt("A01", ALLERGIC).replace("\r", end)) == NIAMH
    assert one("\x0b" + adt("A01", ALLERGIC).replace("\r", end) + "\x1c\r") == NIAMH


def test_what_is_missing_is_not_said_and_the_event_may_stand_in_evn() -> None:
    bare = adt("A01").partition("\rPV1")[0] + "\r"
    assert (one(bare).ward, one(bare).bed) == ("", "")
    assert one(bare.replace("ADT^A01^ADT_A01", "ADT")).about == "here"
    with pytest.raises(Unread, match="no hospital number"):
        read(bare.replace("PID|", "ZID|"))


def test_a_merge_of_several_pairs_is_about_all_of_them_and_nothing_else_may_be_of_two() -> None:
    more = "PID|2||8^^^H^MR||B^C\rMRG|9^^^H^MR"
    found = read(adt("A40", "MRG|0052^^^HOSP^MR", more))
    assert [(each.patient, each.into) for each in found if each.about == "merged"] == [
        ("0052", "00547-1"),
        ("9", "8"),
    ]
    with pytest.raises(Unread, match="about several patients"):
        read(adt("A01", more))


def test_an_allergy_with_an_action_changes_what_is_known() -> None:
    found = one(adt("A08", "IAM|1||^Latex|||A", "IAM|2||^Penicillin|||D"))
    assert (found.allergies, found.taken_back, found.adds) == (("Latex",), ("Penicillin",), True)
    assert one(adt("A08", 'AL1|1||""')).allergies == ()


def test_a_line_without_end_is_read_at_once() -> None:
    with pytest.raises(Unread):
        read("MSH" + "|" * 400_000)
