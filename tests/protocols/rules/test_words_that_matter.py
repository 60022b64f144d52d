"""Words, names and people: denials, drugs, versions of a scale, amounts, and who is another person."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from protocols import entries as e
from protocols.course.co_medications import stated_amount
from protocols.record.people import same_person
from protocols.record.staff import Staff
from protocols.rules.check import Refused, check
from protocols.scales.red_flags import pointer, signs
from protocols.values.identity import drug_key
from tests.protocols.helpers.bedside import NURSE, at_bedside, on_step, refusal
from tests.protocols.helpers.published import library
from tests.protocols.helpers.staff_list import staff_of

BLISTER, OEDEMA = "blister or skin detachment", "facial oedema"


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("no fever but blisters", (BLISTER,)),
        ("not improving, blisters", (BLISTER,)),
        ("no fever, blisters on the arm", (BLISTER,)),
        ("no fever and blisters", (BLISTER,)),
        ("no fever - blisters", (BLISTER,)),
        ("no fever \N{EN DASH} blisters", (BLISTER,)),
        ("no fever: blisters", (BLISTER,)),
        ("no improvement (blisters)", (BLISTER,)),
        ("not eating because of blisters", (BLISTER,)),
        ("no fever while blisters spread", (BLISTER,)),
        ("no blisters, erosions or pain", ()),
        ("no blisters", ()),
        ("angioedema of the lips", (OEDEMA,)),
        ("face oedematous", (OEDEMA,)),
        ("lips swollen", (OEDEMA,)),
        ("without swelling of the face", ()),
        ("short of breath", ("breathlessness",)),
        ("yellow eyes", ("jaundice",)),
        ("jaundice", ("jaundice",)),
    ],
)
def test_one_denial_takes_back_one_sign_and_the_drugs_own_signs_are_pointed_to(
    said: str, seen: tuple[str, ...]
) -> None:
    protocol = library("alectinib-report-2020")
    found = e.RashFound("maculopapular", ("back",), mucosa="clear", note=said)
    assert signs(found, protocol) == seen
    assert bool(pointer(found, protocol)) == bool(seen)


@pytest.mark.parametrize(
    "name",
    [
        "Alectinib",
        "alectinib ",
        "alectinib\N{NO-BREAK SPACE}",
        "\N{CYRILLIC SMALL LETTER A}lectinib",
        "ALECTINIB",
        "aIectinib",
        "a1ectinib",
    ],
)
def test_one_drug_has_one_open_course_however_it_is_written(name: str) -> None:
    bedside = at_bedside()
    bedside.protocol = msgspec.structs.replace(bedside.protocol, drug=name)
    assert "already has an open course of alectinib" in refusal(bedside, bedside.enrol)


def test_other_drugs_stay_others() -> None:
    assert len({drug_key(name) for name in ("alectinib", "ceritinib", "brigatinib", "lorlatinib")}) == 4
    assert drug_key("co-trimoxazole") == drug_key("c0-trimoxazoIe") != drug_key("trimoxazole")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (".5 mg", "0.5 mg (500 microgram)"),
        ("500 ug", "500 micrograms"),
        ("10 U", "10 units"),
        ("10IU", "10 international units"),
        ("5.0 mg", "5 mg"),
        ("1000 mg", "1,000 mg"),
        ("two puffs", "two puffs"),
        (".5 mg or 1.0 mg", "0.5 mg or 1 mg"),
    ],
)
def test_amounts_of_other_medicines_are_shown_safely(typed: str, shown: str) -> None:
    assert stated_amount(typed) == shown


def test_a_finding_has_a_known_version_of_ctcae() -> None:
    bedside = at_bedside()
    wrong = e.RashFound("other", ("arm",), grade=2, ctcae="v7")
    assert "The CTCAE version is v4 or v5 or v6, not v7." in refusal(bedside, bedside.record, wrong)


def listed(*people: tuple[str, str, e.Role]) -> tuple[Staff, list[e.Entry]]:
    bedside = at_bedside()
    entries = []
    for number, (name, initials, role) in enumerate(people):
        added = e.StaffAdded(name, initials, role, "$argon2id$x")
        entries.append(e.Entry(id=f"s{number}", patient="", at=bedside.now, zone="UTC", by=NURSE, what=added))
    return staff_of(entries), entries


def test_two_of_one_name_are_two_people_by_the_staff_list_and_a_renamed_one_is_the_same() -> None:
    staff, entries = listed(("Ada Okafor", "AO", "nurse"), ("Ada Okafor", "AD", "nurse"))
    one, other = e.Person("Ada Okafor", "AO", "nurse"), e.Person("Ada Okafor", "AD", "nurse")
    assert not same_person(one, other, staff)
    assert same_person(one, other)
    change = e.StaffChanged("s0", "Ada Lind", "AL", "nurse", "married")
    renamed = staff.after(msgspec.structs.replace(entries[0], id="s9", what=change))
    assert same_person(one, e.Person("Ada Lind", "AL", "nurse"), renamed)


def test_nobody_checks_their_own_dose_under_another_name_and_a_namesake_may() -> None:
    staff, _ = listed((NURSE.name, NURSE.initials, "nurse"), (NURSE.name, "AD", "nurse"))
    bedside = on_step(2)
    bedside.go(hours=1, minutes=30)
    by = e.Person(NURSE.name, "AD", "nurse")
    second = e.SecondCheck(by, bedside.now, Decimal(300), ((Decimal(150), 2),))
    what = e.DoseGiven(e.DoseKey(bedside.now.date(), "morning"), Decimal(300), second=second)
    entry = msgspec.structs.replace(bedside.entries[-1], id="new", what=what, at=bedside.now, by=NURSE)
    check(bedside.folded, entry, bedside.now, bedside.newest, staff)
    own = msgspec.structs.replace(second, by=msgspec.structs.replace(NURSE, account=""))
    with pytest.raises(Refused, match="Another person makes the second check"):
        check(
            bedside.folded,
            msgspec.structs.replace(entry, what=msgspec.structs.replace(what, second=own)),
            bedside.now,
            bedside.newest,
            staff,
        )


@pytest.mark.parametrize(("before", "taken"), [(timedelta(hours=1), True), (timedelta(days=365), False)])
def test_a_second_check_is_of_the_dose_that_lies_there(before: timedelta, taken: bool) -> None:
    bedside = on_step(2)
    bedside.go(hours=1, minutes=30)
    second = e.SecondCheck(
        e.Person("Ben Lind", "BL", "nurse"), bedside.now - before, Decimal(300), ((Decimal(150), 2),)
    )
    what = e.DoseGiven(e.DoseKey(bedside.now.date(), "morning"), Decimal(300), second=second)
    if taken:
        bedside.record(what)
    else:
        assert "check again" in refusal(bedside, bedside.record, what)
