"""Every table of entry kinds is asked for every kind: a new kind is one record, and one row in each.

The test names the table and the kind for which a row is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import get_args

import pytest

from protocols import entries as e
from protocols.entries.base import Fact, Kind, Move
from protocols.reports.event_rows import rows
from protocols.rules import corrections
from protocols.rules.check import RULES
from protocols.rules.staff import STAFF_RULES
from protocols.wording.entries import SENTENCES, sentence
from store.fhir.core.not_exported import NOT_EXPORTED
from store.fhir.mapping import OWN, PART
from tests.protocols.helpers.bedside import PRESCRIBER, Bedside
from tests.store.fhir.everything import everything
from tui.forms.correction.fields import FIELDS
from tui.forms.doses.given import NOT_GIVEN
from tui.paper.page import letters
from tui.views.course.history import GROUP_OF, GROUPS, history
from tui.views.round.since import TOLD, UNTOLD

KINDS = frozenset(get_args(e.What))
BY_ITSELF = (corrections.of_the_ledger, corrections.by_the_ledger_alone)
OF_THE_LEDGER = {*STAFF_RULES, *get_args(e.HandoverKind)} | {
    kind
    for kind, rule in RULES.items()
    if rule in (corrections.of_the_ledger, corrections.by_the_ledger_alone)
}
OF_A_PATIENT = KINDS - OF_THE_LEDGER
CORRECTABLE = frozenset(get_args(e.Correctable))

TABLES: dict[str, tuple[Iterable[type], Collection[type]]] = {
    "protocols/rules/check.py RULES or protocols/rules/staff.py STAFF_RULES": ([*RULES, *STAFF_RULES], KINDS),
    "protocols/wording/entries.py SENTENCES": (SENTENCES, KINDS),
    "protocols/rules/corrections.py CORRECTABLE": (corrections.CORRECTABLE, CORRECTABLE),
    "tui/forms/correction/fields.py FIELDS": (FIELDS, CORRECTABLE),
    "tui/views/course/history.py GROUP_OF": (GROUP_OF, OF_A_PATIENT),
    "tui/views/round/since.py TOLD or UNTOLD": (
        [*(kind for told in TOLD for kind in told.kinds), *UNTOLD],
        OF_A_PATIENT,
    ),
    "store/fhir/mapping.py OWN or PART, or store/fhir/core/not_exported.py": (
        [*OWN, *PART, *NOT_EXPORTED, e.EntryCorrected],
        KINDS,
    ),
}


def names(kinds: Iterable[type]) -> list[str]:
    return sorted(kind.__name__ for kind in kinds)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_one_row_for_every_kind(table: str) -> None:
    found, wanted = [*TABLES[table][0]], set(TABLES[table][1])
    assert not wanted - set(found), f"{table} has no row for {names(wanted - set(found))}"
    assert not set(found) - wanted, f"{table} has a row for {names(set(found) - wanted)}"
    assert len(found) == len(set(found)), f"{table} has two rows for one kind"


def test_every_record_of_a_kind_is_one_of_what_can_be_recorded() -> None:
    """A record that nobody added to `What` could be neither kept nor read."""
    made = {kind for base in (Fact, Move) for kind in base.__subclasses__()}
    assert made == KINDS, names(made ^ KINDS)
    assert set(Kind.__subclasses__()) == {Fact, Move}
    assert {kind for kind in e.__dict__.values() if isinstance(kind, type) and kind in made} == KINDS
    assert all(kind.__name__ in e.__all__ for kind in KINDS)


def test_what_is_corrected_to_a_kind_of_the_same_words_is_corrected_with_the_same_fields() -> None:
    """Whoever corrects a dose to one not given sees the fields of both."""
    for kind, (stays, _) in corrections.CORRECTABLE.items():
        for other, (stays_too, _) in corrections.CORRECTABLE.items():
            assert (stays == stays_too) == (FIELDS[kind] == FIELDS[other]), names((kind, other))


def test_every_reason_not_to_give_a_dose_has_its_letter_on_the_screen_and_on_paper() -> None:
    reasons = {*get_args(e.NotGivenStatus)}
    assert {option.value for option in NOT_GIVEN} == reasons
    assert letters.NOT_GIVEN.keys() == reasons
    assert {*letters.NOT_GIVEN.values()} < {letter for letter, _ in letters.KEY}


@pytest.fixture(scope="module")
def bed() -> Bedside:
    """A course with every kind of entry of a patient but an import, which brings in others."""
    there = everything()
    there.confirm_clock()
    there.record(e.PatientSent("the clinic"), course="")
    there.record(e.RecordTakenBack("did not go"), by=PRESCRIBER, course="")
    return there


def test_the_course_asked_here_has_every_kind_that_a_course_can_have(bed: Bedside) -> None:
    """But what is of the ward's screens and no Bundle's."""
    missing = OF_A_PATIENT - NOT_EXPORTED.keys() - {type(entry.what) for entry in bed.entries}
    assert not missing, f"tests/store/fhir/everything.py has no {names(missing)}"


def test_the_record_the_history_and_the_events_tell_every_kind(bed: Bedside) -> None:
    record = bed.folded
    assert [entry.id for entry in record.entries] == [entry.id for entry in bed.entries]
    told = {row.entry.id: row for row in history(record)}
    events = {row["entry_id"]: row for row in rows(record, "Ward 4")}
    for entry in bed.entries:
        kind = type(entry.what).__name__
        assert told[entry.id].said == sentence(entry, record), kind
        assert any(told[entry.id] in history(record, group) for group in GROUPS[1:]), kind
        assert events[entry.id]["kind"] == type(entry.what).__struct_config__.tag, kind
