"""The built-in protocol files say what the case report printed."""

from __future__ import annotations

import re

import pytest

from protocols.definition.making import unmakeable
from protocols.definition.protocol import DoseRules
from tests.protocols.helpers.published import LIBRARY, ROWS, exact, library

SCHEDULES = [row for row in ROWS if ROWS[row]["steps"]]


def test_the_library_is_the_table_of_the_report() -> None:
    assert {file.stem for file in LIBRARY.glob("*.toml")} == set(ROWS)


@pytest.mark.parametrize("protocol_id", ROWS)
def test_every_step_is_as_published(protocol_id: str) -> None:
    steps = library(protocol_id).steps
    published = ROWS[protocol_id]["steps"]
    assert [
        (step.days, step.amount("morning") or 0, step.amount("evening") or 0, step.daily) for step in steps
    ] == [(row["days"], row["morning_mg"], row["evening_mg"], row["daily_mg"]) for row in published]


@pytest.mark.parametrize("protocol_id", ROWS)
def test_what_became_of_the_patient_is_as_published(protocol_id: str) -> None:
    published, row = library(protocol_id).published, ROWS[protocol_id]
    assert (
        published.onset_of_rash,
        published.rash_type,
        published.time_to_improvement,
        published.maximum_dose,
        published.follow_up,
    ) == (
        row["onset_of_rash"],
        row["rash_type"],
        row["time_to_improvement"],
        row["max_dose"],
        row["follow_up"],
    )


@pytest.mark.parametrize("protocol_id", ROWS)
def test_drug_source_and_defaults(protocol_id: str) -> None:
    protocol = library(protocol_id)
    assert (protocol.drug, protocol.form, protocol.route, protocol.unit) == (
        "alectinib",
        "capsule",
        "oral",
        "mg",
    )
    assert protocol.with_food
    assert (protocol.peak_hours, protocol.half_life_hours) == exact("4 33")
    assert protocol.red_flags == ("breathlessness", "jaundice")
    citation = protocol.citation
    assert (citation.pmid, citation.pmcid, citation.doi) == (
        "33149916",
        "PMC7586266",
        "10.1177/2050313X20966895",
    )
    gate, windows = protocol.gate, protocol.windows
    assert (gate.check_after_dose_hours, gate.check_valid_hours) == (4, 12)
    assert (gate.treatment_break_hours, gate.watch_days) == (48, 14)
    assert (windows.once_daily_minutes, windows.more_often_minutes) == (120, 60)
    assert protocol.doses == DoseRules("first dose of each step")
    assert not any(step.at_most_days for step in protocol.steps)
    assert protocol.left_open


@pytest.mark.parametrize(
    ("protocol_id", "author", "number"),
    [
        ("alectinib-shirasawa", "Shirasawa", 7),
        ("alectinib-kimura", "Kimura", 8),
        ("alectinib-anderson", "Anderson", 9),
        ("alectinib-okuma", "Okuma", 12),
    ],
)
def test_quoted_protocols_say_that_they_are_quoted(protocol_id: str, author: str, number: int) -> None:
    protocol = library(protocol_id)
    assert protocol.citation.text.startswith("Quoted through this case report: ")
    assert protocol.citation.reference == f"{author} et al. (reference {number} of the case report, Table 2)"
    assert "not read" in protocol.left_open[0]


def test_kimura_has_its_prednisolone_and_no_one_else_a_dose_of_another_drug() -> None:
    (prednisolone,) = library("alectinib-kimura").co_medications
    assert (prednisolone.drug, prednisolone.amount) == ("prednisolone", "10 mg")
    assert (prednisolone.first_day, prednisolone.last_day) == (1, 14)
    assert "frequency not stated in the source" in prednisolone.text
    for protocol_id in ("alectinib-report-2020", "alectinib-shirasawa", "alectinib-anderson"):
        assert library(protocol_id).co_medications == ()


def test_okuma_is_literature_and_cannot_be_started() -> None:
    okuma = library("alectinib-okuma")
    assert not okuma.startable
    (antihistamine,) = okuma.co_medications
    assert (antihistamine.drug, antihistamine.amount) == ("antihistamine", "")
    assert "Not named in the source" in antihistamine.text


def test_strengths() -> None:
    assert library("alectinib-report-2020").strengths == exact("150")
    assert library("alectinib-anderson").strengths == exact("150")
    assert library("alectinib-shirasawa").strengths == exact("20 40 150")
    assert library("alectinib-kimura").strengths == exact("20 40 150")


def test_only_andersons_first_two_doses_need_compounding() -> None:
    stock = exact("20 40 150")
    missing = {row: unmakeable(library(row), stock, 99) for row in SCHEDULES}
    assert missing.pop("alectinib-anderson") == exact("37.5 75")
    assert set(missing.values()) == {()}


@pytest.mark.parametrize("protocol_id", ROWS)
def test_a_title_carries_no_number_that_could_pass_for_a_dose(protocol_id: str) -> None:
    assert not re.search(r"\d ?mg", library(protocol_id).title)


def test_the_report_prints_derived_facts_where_the_paper_contradicts_itself() -> None:
    said = " ".join(library("alectinib-report-2020").left_open)
    for fact in (
        "equal to the last dose of Shirasawa and of Anderson",
        "Shirasawa 8, Kimura 14, Anderson 8, this schedule 23",
        "9 as published",
        "The standard items give 7, probable",
        "at most 27%",
        "no times",
        "not given, late, held or vomited",
    ):
        assert fact in said
    for protocol_id in ("alectinib-shirasawa", "alectinib-kimura", "alectinib-anderson"):
        assert "Morning is our placement." in " ".join(library(protocol_id).left_open)
