"""What the second check of a dose must be. A dose given without one stays recordable, with the reason.

And what else takes two people: the answer to a handover. The staff list says who is who; without a list
people state who they are, and a name is all there is to tell them apart by.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from protocols.course.second_check import MAY_CHECK, asked, difference
from protocols.entries import (
    CourseEnrolled,
    DecisionMade,
    DoseGiven,
    Entry,
    HandoverAccepted,
    HandoverRefused,
    Person,
    RecordJoined,
)
from protocols.record.chart import Chart
from protocols.record.corrected import CorrectedEntry
from protocols.record.fold import Record
from protocols.record.handovers import handovers_of
from protocols.record.people import same_person
from protocols.record.staff import Staff
from protocols.values.formatting import duration_text, when_text
from protocols.values.refusal import Refused, fits, need_text, refuse_if
from protocols.values.text import visible

LONGEST_BEFORE = timedelta(hours=1)
"""How long before a dose its second check can be made: it is of what lies there to be given."""


def second_checked(chart: Chart, what: DoseGiven, entry: Entry, now: datetime) -> None:
    """Made by another person of a role that may, now, with the same figures; or the reason for none."""
    second = what.second
    if second is None:
        _or_reason(chart, what, entry.at)
        return
    refuse_if(
        bool(what.no_second_check), "A dose was second-checked, or there is a reason why not, not both."
    )
    may_check(second.by, "A second check is made")
    refuse_if(
        second.at.utcoffset() is None or second.at > now, "The time of the second check cannot be right."
    )
    if second.at < entry.at - LONGEST_BEFORE:
        when = when_text(second.at, entry.zone)
        raise Refused(
            f"The second check was made {when}, more than {duration_text(LONGEST_BEFORE)} before the dose: "
            "check again."
        )
    differing = difference(chart, what, entry.by)
    if differing:
        raise Refused(*differing)


def kept_second_check(chart: Chart, wrong: CorrectedEntry, right: DoseGiven, at: datetime) -> None:
    """A correction keeps the second check as it was made; it adds none and takes none away."""
    made = wrong.entry.what.second if isinstance(wrong.entry.what, DoseGiven) else None
    refuse_if(right.second != made, "A second check stays with its dose as it was made.")
    if made is None:
        _or_reason(chart, right, at)


def _or_reason(chart: Chart, what: DoseGiven, at: datetime) -> None:
    if asked(chart, what, at):
        need_text(
            what.no_second_check,
            "why this dose was not checked by a second person: this protocol asks for it",
        )
    fits(what.no_second_check, "the reason for no second check", "no_second_check")


def may_check(by: Person, what: str) -> None:
    """A second person of a role that may; `what` is done by them, in a passive."""
    need_text(by.name, "the name of the second person")
    if by.role not in MAY_CHECK:
        raise Refused(f"{what} by a {' or '.join(MAY_CHECK)}, not by an {by.role}.")


def another_person(staff: Staff, record: Record, entry: Entry) -> None:
    """Refuse a second check by whoever gave the dose, amounts confirmed by whoever entered them, and an
    answer by whoever gave the handover.
    """
    match entry.what:
        case DoseGiven(second=second) if second is not None:
            refuse_if(
                same_person(second.by, entry.by, staff),
                f"{visible(entry.by.name)} gave this dose. Another person makes the second check.",
            )
        case CourseEnrolled(confirmed=other) | DecisionMade(confirmed=other) if other is not None:
            refuse_if(
                same_person(other.by, entry.by, staff),
                f"{visible(entry.by.name)} entered the amounts. Another person confirms them.",
            )
        case RecordJoined(confirmed=other):
            refuse_if(
                same_person(other.by, entry.by, staff),
                f"{visible(entry.by.name)} joins these records. Another person confirms it.",
            )
        case HandoverAccepted(handover=id, taker=taker) | HandoverRefused(handover=id, taker=taker):
            found = next((one for one in handovers_of(record.entries) if one.id == id), None)
            refuse_if(
                found is not None and same_person(found.given.by, taker, staff),
                f"{visible(taker.name)} gave this handover. Another person accepts or refuses it.",
            )
