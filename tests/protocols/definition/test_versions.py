"""In what a course's protocol differs from this site's: nothing that matters at the bedside is left out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest

from protocols.definition.protocol import DownRules, Protocol
from protocols.definition.versions import version_words
from protocols.toml.parser import read
from tests.protocols.helpers.site_file import GOOD

SITE = read(GOOD, "site.toml")


def changed(old: str, new: str) -> Protocol:
    assert GOOD.count(old) >= 1, old
    return read(GOOD.replace(old, new, 1), "site.toml")


@pytest.mark.parametrize(
    ("course", "words"),
    [
        (
            changed("morning = 20\n", "morning = 40\n"),
            "Step 1: in the course 40 mg once daily in the morning, 2 days; "
            "here 20 mg once daily in the morning, 2 days.",
        ),
        (
            changed("days = 2\n", "days = 3\n"),
            "Step 1: in the course 20 mg once daily in the morning, 3 days; "
            "here 20 mg once daily in the morning, 2 days.",
        ),
        (changed("20 mg once daily", "fasting"), "Step 1: what it says beside its doses is not as here."),
        (
            changed("check_after_dose_hours = 4", "check_after_dose_hours = 2"),
            "Gate, hours from the last dose to the check: 2 in the course, 4 here.",
        ),
        (
            changed("watch_days = 14", "watch_days = 7"),
            "Gate, days of the rash watch: 7 in the course, 14 here.",
        ),
        (changed("with_food = true", "with_food = false"), "With or without food: not as here."),
        (
            changed('second_check = "every dose"', 'second_check = "never"'),
            "The rules for late, lost or checked doses: not as here.",
        ),
        (
            changed("[20, 150]", "[20, 40, 150]"),
            "The strengths, or how a dose is made: not as here.",
        ),
        (
            changed("Our ward, approved", "Our ward, read"),
            "Only its source, its remarks or its title differ: doses and gate do not.",
        ),
    ],
)
def test_each_difference_is_said(course: Protocol, words: str) -> None:
    head, *rest = version_words(course, [SITE])
    assert head == (
        "* OTHER VERSION: this is not this site's version of Alectinib, our ward. "
        "A prescriber here starts the next step."
    )
    assert rest == [words]


def test_another_number_of_steps_is_said() -> None:
    shorter = msgspec.structs.replace(SITE, steps=SITE.steps[:-1])
    assert f"{len(SITE.steps) - 1} steps in the course, {len(SITE.steps)} here." in version_words(
        shorter, [SITE]
    )


def test_a_gate_to_a_step_down_is_a_gate() -> None:
    other = msgspec.structs.replace(SITE, gate_down=DownRules(check_after_dose_hours=Decimal(1)))
    assert version_words(other, [SITE])[1:] == ("Gate to a step down: the time of the check is not as here.",)


def test_the_same_version_and_an_unknown_protocol() -> None:
    assert version_words(SITE, [SITE]) == ()
    unknown = "this site has no protocol Alectinib, our ward."
    assert version_words(SITE, []) == (
        f"* OTHER PROTOCOL: {unknown} A prescriber here starts the next step.",
    )


def test_one_enrolled_here_goes_on_with_its_own() -> None:
    newer = changed("watch_days = 14", "watch_days = 7")
    head, *_ = version_words(SITE, [newer], brought=False)
    assert head == (
        "* OTHER VERSION: since the enrolment this site has another version of Alectinib, our ward. "
        "It goes on as it was enrolled."
    )


_NOT_SAID: dict[str, str] = dict.fromkeys(
    ("title", "citation", "published", "peak_hours", "half_life_hours", "left_open"), "its source or remarks"
)
"""Fields that change no dose and no gate."""


@pytest.mark.parametrize("field", [f for f in Protocol.__struct_fields__ if f != "id"])
def test_no_field_of_a_protocol_is_forgotten(field: str) -> None:
    """A new field is either said by name, or listed above as one that changes nothing at the bedside."""
    other = _with_another(field)
    said = version_words(other, [SITE])[1:]
    assert said
    assert any("Only its source" in words for words in said) == (field in _NOT_SAID)


def _with_another(field: str) -> Protocol:
    value = getattr(SITE, field)
    make: dict[str, Callable[[], object]] = {
        "gate": lambda: msgspec.structs.replace(value, watch_days=1),
        "windows": lambda: msgspec.structs.replace(value, once_daily_minutes=1),
        "doses": lambda: msgspec.structs.replace(value, make_up_vomited_minutes=1),
        "gate_down": lambda: DownRules(check_valid_hours=1),
        "citation": lambda: msgspec.structs.replace(value, text="another"),
        "published": lambda: msgspec.structs.replace(value, outcome="another"),
        "steps": lambda: value[:-1],
        "with_food": lambda: not value,
    }
    other = make.get(field, lambda: (*value, "more") if isinstance(value, tuple) else f"{value} more")()
    return msgspec.structs.replace(SITE, **{field: other})
