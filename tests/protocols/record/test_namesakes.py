"""Patients whom people mistake for each other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.entries import PatientAdmitted
from protocols.record import namesakes as module
from protocols.record.namesakes import alike, like_patients, namesakes, namesakes_since


def one(family: str, given: str = "Ada", born: date = date(1958, 5, 17)) -> PatientAdmitted:
    return PatientAdmitted(family=family, given=given, born=born, sex="female", bed="4", allergies="")


OTHER_DAY = date(1990, 1, 1)


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (one("MEYER"), "the same name"),
        (one("Méyer", "ADA", OTHER_DAY), "the same name"),
        (one("Meyer", "Ben", OTHER_DAY), "the same family name"),
        (one("Ada", "Meyer", OTHER_DAY), "the same name the other way round"),
        (one("Meier", "Anna", OTHER_DAY), "a name one letter apart"),
        (one("Mayer", "Ben"), "a name one letter apart"),
        (one("Okafor"), "the same given name and date of birth"),
        (one("Okafor", "Ada", OTHER_DAY), ""),
        (one("Meier", "Ben", OTHER_DAY), ""),
        (one("Okafor", "Ben"), ""),
    ],
)
def test_who_is_like_whom(other: PatientAdmitted, how: str) -> None:
    assert alike(one("Meyer"), other) == how
    assert alike(other, one("Meyer")) == how


def test_a_birth_of_which_only_the_year_is_known_may_be_the_same_and_one_not_known_is_not() -> None:
    year = PatientAdmitted("Mayer", "Ben", None, "female", "4", "", born_about="1958")
    assert alike(one("Meyer"), year) == alike(year, one("Meyer")) == "a name one letter apart"
    nobody = PatientAdmitted("Mayer", "Ben", None, "female", "4", "")
    assert alike(one("Meyer"), nobody) == ""


def test_a_short_name_with_another_letter_is_another_name() -> None:
    assert alike(one("Lee"), one("Lea", "Anna", OTHER_DAY)) == ""


def test_a_number_that_differs_by_leading_zeros_comes_first() -> None:
    others = {"77": one("Meyer"), "481-7": one("Okafor", "Ben", OTHER_DAY), "00481-7": one("Meyer")}
    assert like_patients("00481-7", one("Meyer"), others) == [
        ("481-7", "a number that is read as the same"),
        ("77", "the same name"),
    ]


names = st.sampled_from(["Meyer", "Meier", "Meyers", "Ada", "Adá", "Lee", "Lea", "Okafor", "O'Kafor", ""])
people = st.builds(one, names, names, st.sampled_from([date(1958, 5, 17), OTHER_DAY]))
numbers = st.sampled_from(["1", "01", "1-", "2", "3", "A4", "a4", "5"])


@given(st.dictionaries(numbers, people, max_size=8))
def test_the_quick_way_through_a_ward_finds_what_comparing_all_finds(
    ward: dict[str, PatientAdmitted],
) -> None:
    found = {patient: like_patients(patient, details, ward) for patient, details in ward.items()}
    assert namesakes(ward) == {
        patient: tuple(other for other, _ in like) for patient, like in found.items() if like
    }


@given(
    st.lists(st.dictionaries(numbers, people, max_size=8), min_size=2, max_size=6), st.sampled_from([0, 20])
)
def test_after_any_change_of_a_ward_it_is_as_if_all_were_compared(
    wards: list[dict[str, PatientAdmitted]], few: int
) -> None:
    found, before = namesakes({}), dict[str, PatientAdmitted]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW", few)
        for ward in wards:
            found = namesakes_since(ward, before, found)
            assert found == namesakes(ward)
            before = ward
