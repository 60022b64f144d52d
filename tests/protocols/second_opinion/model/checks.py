"""Named checks in the gate (docs/protocols.md, "Checks beside the skin").

The newest result decides. It is in range, limits included, or was stated to be so; and it is not older than
the check allows, when the step is started and at its first dose.
"""

from __future__ import annotations

from itertools import pairwise

from protocols.definition.named_check import NamedCheck
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.facts import Fact
from tests.protocols.second_opinion.model.named import is_good, results
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.skin import MINUTE, Basis
from tests.protocols.second_opinion.model.verdict import Verdict


def asked_before(course: Course, number: int) -> list[NamedCheck]:
    """The checks that step `number` waits for, in the order of the file."""
    return [c for c in course.protocol.checks if not c.before_steps or number in c.before_steps]


def judge_checks(patient: Patient, course: Course, basis: Basis, said: Verdict, to: int) -> None:
    """Each check that step `to` waits for; the reason begins with its number, from 7 on."""
    for number, check in enumerate(asked_before(course, to), start=7):
        if any(
            (one.what, one.stay, one.check) == ("check", course.stay, check.name) for one in course.waived
        ):
            continue
        _judge(
            patient, results(patient.facts, course.id, check), check, basis, f"{number}: {check.name}", said
        )


def _judge(
    patient: Patient, found: list[Fact], check: NamedCheck, basis: Basis, name: str, said: Verdict
) -> None:
    trusted = [fact for fact in found if fact.trusted]
    doubtful = len(trusted) < len(found) or any(a.at == b.at for a, b in pairwise(found))
    newest = trusted[-1] if trusted else None
    doubtful = doubtful or (newest is not None and patient.facts.seems_ahead(newest))
    if newest is None:
        said.refuse(True, f"{name} has no result")
        return
    late = basis.due - newest.at
    good = is_good(check, newest.what)
    if not doubtful:
        said.refuse(not good, f"{name} is out of range")
    said.refuse(late > check.valid + MINUTE, f"{name} is too old")
    said.doubt(late > check.valid - MINUTE, f"{name} is perhaps too old")
    said.doubt(doubtful, f"{name}: which of the results is the newest")
    said.doubt(newest.at > basis.at, f"{name} is of later")
