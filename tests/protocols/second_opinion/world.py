"""Both opinions side by side: what is tried is put to the product and to the model, and compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

import msgspec

from protocols import entries as e
from protocols.course.schedule import ScheduledDose, next_dose, scheduled
from protocols.gate.gate import Gate, gate
from protocols.record.chart import Chart
from protocols.record.clock import clock_mark
from protocols.record.fold import Folding, Record
from protocols.record.slots import start_options
from protocols.rules.check import Refused, check
from protocols.values.clinic_time import local
from tests.protocols.second_opinion.figures import figures
from tests.protocols.second_opinion.model.checks import asked_before
from tests.protocols.second_opinion.model.course import Course
from tests.protocols.second_opinion.model.doses import days_passed, most, sure, waived
from tests.protocols.second_opinion.model.first import next_natural
from tests.protocols.second_opinion.model.gate import judge_gate
from tests.protocols.second_opinion.model.moves import judge
from tests.protocols.second_opinion.model.offers import faults
from tests.protocols.second_opinion.model.paper import behind, from_paper, judge_paper, rebuilt
from tests.protocols.second_opinion.model.patient import Patient
from tests.protocols.second_opinion.model.recording import judge_fact
from tests.protocols.second_opinion.model.rhythm import needed
from tests.protocols.second_opinion.model.verdict import Verdict
from tests.protocols.second_opinion.model.way import WAYS, judge_way
from tests.protocols.second_opinion.told import named, short

MRN = "00481-7"


@dataclass(frozen=True)
class Act:
    """Something tried at the computer's time `now` (UTC). `what` None: a person confirms the clock.

    A `probe` asks only; nothing is recorded.
    """

    id: str
    now: datetime
    what: e.What | None
    at: datetime
    by: e.Person
    course: str
    zone: str
    probe: bool = False


@dataclass(frozen=True)
class Disagreement:
    """`kind` is what it counts as; `said` what each of the two says."""

    kind: str
    said: str
    act: Act


class World:
    """One patient, in the product and in the model."""

    def __init__(self) -> None:
        self.folding = Folding()
        self.record: Record = self.folding.record()
        self.patient = Patient()
        self.entries: list[e.Entry] = []
        self.line: list[e.Entry] = []
        self.newest: datetime | None = None
        self.compared: Counter[str] = Counter()
        self._asked: tuple[str, datetime, int] | None = None
        self._shown: list[ScheduledDose] = []

    def chart(self, course: str) -> Chart | None:
        """The product's chart."""
        return self.record.chart(course)

    def course(self, course: str) -> Course | None:
        """The model's course."""
        return self.patient.courses.get(course)

    def shown(self, course: str, now: datetime) -> list[ScheduledDose]:
        """The schedule that the product shows at `now`."""
        asked = (course, now, len(self.entries))
        if self._asked != asked:
            chart = self.chart(course)
            self._asked, self._shown = asked, scheduled(chart, now) if chart else []
        return self._shown

    def offered(self, course: str, now: datetime) -> ScheduledDose | None:
        """The dose that the product shows as the next one; nothing is where the course does not run."""
        chart = self.chart(course)
        return next_dose(self.shown(course, now)) if chart and chart.running else None

    def run(self, act: Act, *, compared: bool = True) -> list[Disagreement]:
        """Try it, on both sides; nothing is `compared` on the way to something found before."""
        if act.what is None:
            self.newest = act.now
            return []
        entry = e.Entry(
            id=act.id,
            patient=MRN,
            course=act.course,
            at=local(act.at, act.zone),
            zone=act.zone,
            by=act.by,
            what=act.what,
        )
        mark = clock_mark(act.now, self.newest)
        refused = self._refusal(entry, act.now)
        found = []
        if compared:
            said = self._judged(entry, act.now, mark == "ok")
            found = [Disagreement(*kind, act) for kind in self._compared(act, said, refused)]
        if act.probe or refused is not None:
            return found
        kept = msgspec.structs.replace(entry, number=len(self.entries) + 1, recorded=act.now, clock=mark)
        self.entries.append(kept)
        self.folding.add(kept)
        self.record = self.folding.record()
        if from_paper(kept.what) and mark == "ok":
            self.line = behind(self.line, kept)
            self.patient = rebuilt(self.line)
        else:
            self.line.append(kept)
            self.patient.take(kept)
        self.newest = act.now if mark == "ok" else self.newest
        if mark != "ok":
            return found
        if not compared:
            self._settled(act.now)
            return found
        return found + [Disagreement(*kind, act) for kind in self._state(act.now)]

    def _refusal(self, entry: e.Entry, now: datetime) -> str | None:
        try:
            check(self.record, entry, now, self.newest)
        except Refused as refused:
            return str(refused)
        return None

    def _judged(self, entry: e.Entry, now: datetime, clock_ok: bool) -> Verdict:
        course = self.course(entry.course)
        if isinstance(entry.what, e.Move) and from_paper(entry.what):
            return judge_paper(self.line, entry, now, clock_ok)
        if isinstance(entry.what, WAYS):
            return judge_way(self.patient.way, entry, now, clock_ok)
        if isinstance(entry.what, e.Move) and course is not None:
            return judge(self.patient, course, entry, now, clock_ok)
        return judge_fact(self.patient, course, entry, now)

    def _compared(self, act: Act, said: Verdict, refused: str | None) -> list[tuple[str, str]]:
        name = named(act.what)
        if said.must is None:
            return []
        self.compared[name] += 1
        if said.must and refused is not None:
            return [(f"{name} refused: {short(refused)}", f"the rules allow it; the product: {refused}")]
        if not said.must and refused is None:
            return [
                (f"{name} allowed: {said.no[0]}", f"the product allows it; the rules: {'; '.join(said.no)}")
            ]
        return []

    def look(self, now: datetime) -> list[tuple[str, str]]:
        """Compare what stands at `now`, with nothing recorded."""
        return self._state(now) if clock_mark(now, self.newest) == "ok" else []

    def _state(self, now: datetime) -> list[tuple[str, str]]:
        found = []
        for id, course in self.patient.courses.items():
            chart = self.chart(id)
            assert chart is not None
            if course.ended:
                found += _no_gate(chart, now, "a gate behind the end")
                continue
            found += self._moved(course, chart)
            found += self._holds(course, chart, now)
            found += self._gate(course, chart, now)
            found += self._offer(course, chart, now)
            self.compared["watch"] += 1
            found += figures(self.patient, course, chart, now)
        return found

    def _settled(self, now: datetime) -> None:
        """Where the rules leave open whether a course is held, go on as the product."""
        for id, course in self.patient.courses.items():
            chart = self.chart(id)
            if chart is not None and not course.ended:
                self._holds(course, chart, now)

    def _holds(self, course: Course, chart: Chart, now: datetime) -> list[tuple[str, str]]:
        held = self.patient.held(course)
        theirs = [hold.cause for hold in chart.open_holds]
        if held is None:
            self.patient.settle(course, theirs, now)
            return []
        self.patient.settle_starts(course, theirs, now)
        self.compared["hold"] += 1
        if held and not theirs:
            why = [hold.kind for hold in self.patient.open_holds(course)] or ["a lost check"]
            return [("hold missing", f"the rules hold the course: {', '.join(why)}; the product does not")]
        if theirs and not held:
            return [("hold needless", f"the product holds it: {theirs}; the rules do not")]
        return []

    def _moved(self, course: Course, chart: Chart) -> list[tuple[str, str]]:
        self.compared["step"] += 1
        theirs, ours = (chart.step_number, chart.target), (course.number, course.target)
        if theirs != ours or chart.ended:
            return [("another step", f"step and target: the product {theirs}, the rules {ours}")]
        return []

    def _gate(self, course: Course, chart: Chart, now: datetime) -> list[tuple[str, str]]:
        """The lines of the gate, one by one; an open rash and a hold count as one."""
        if not course.number < course.target:
            return _no_gate(chart, now, "a gate beyond the target")
        first = next_natural(self.patient, course, course.number + 1, now)
        if first is None or self.patient.held(course) is None:
            return []
        self.compared["gate"] += 1
        said = Verdict()
        judge_gate(self.patient, course, first, now, said)
        no, unsure = ({why[0].replace("4", "5") for why in whys} for whys in (said.no, said.unsure))
        lines = gate(chart, now, first)
        theirs = {str(line.number).replace("4", "5") for line in lines.missing}
        found = [(f"gate line {n} met", f"the rules: {'; '.join(said.no)}") for n in sorted(no - theirs)]
        needless = sorted(theirs - no - unsure)
        found += _told(self.patient, course, now, lines)
        following, there = chart.protocol.step(course.number + 1), gate(chart, now)
        soonest = start_options(chart.plan, following, now, chart.known, chart.step)[0]
        if soonest == first and there != lines:
            found.append(("another gate where no first dose is named", f"{there}; with it {lines}"))
        return found + [
            (
                f"gate line {n} not met",
                f"at {now} from {first}; the rules: met; the product: "
                + " ".join(line.words for line in lines.missing if str(line.number) == n),
            )
            for n in needless
        ]

    def _offer(self, course: Course, chart: Chart, now: datetime) -> list[tuple[str, str]]:
        self.compared["offer"] += 1
        shown = self.shown(course.id, now)
        coming = self.offered(course.id, now)
        key = coming.key if coming else None
        step, amount = (coming.step, coming.amount) if coming else (0, course.plan.strengths[0])
        said = list(faults(self.patient, course, key, step, amount, now))
        if len({dose.at for dose in shown}) < len(shown):
            said.append("two scheduled doses on one instant")
        words = f"{key} at {now}: {'; '.join(said)}"
        name = "offer forbidden" if coming else "offer missing"
        return [(f"{name}: {said[0]}", words)] if said else []


def _no_gate(chart: Chart, now: datetime, kind: str) -> list[tuple[str, str]]:
    """Where no step is to come there is no gate, and none is open."""
    there = gate(chart, now)
    return [(kind, str(there))] if there.to is not None or there.open or there.preconditions else []


def _told(patient: Patient, course: Course, now: datetime, lines: Gate) -> list[tuple[str, str]]:
    """How the lines are told: their numbers, what the second one counts, and which of them are waived."""
    checks = [7 + n for n, _ in enumerate(asked_before(course, course.number + 1))]
    wanted = [*([1, 2, 3, 4, 5, 6] if course.number else [3, 4, 5]), *checks]
    if [line.number for line in lines.preconditions] != wanted:
        return [("other gate lines", str([line.number for line in lines.preconditions]))]
    if not course.number:
        return []
    doses, days, _, _, _, breaks, *_ = lines.preconditions
    hours = course.step(course.number).hours is not None
    found = [("hours told as days", days.name)] if (days.name == "Hours passed") != hours else []
    asked = needed(course.step(course.number)) or 0
    if waived(course, "doses") and most(patient, course) < asked and not doses.waived:
        found.append(("a waiver not told", "doses"))
    if waived(course, "days") and not days_passed(patient, course, now, False) and not days.waived:
        found.append(("a waiver not told", "days"))
    late = [one.what for one in course.waived if one.stay == course.stay]
    needless = [line.name for line in (doses, days) if line.waived and line.waivable not in late]
    needless += [doses.name] if doses.waived and sure(patient, course) >= asked else []
    needless += [days.name] if days.waived and days_passed(patient, course, now, True) else []
    needless += [breaks.name] if breaks.waived != (breaks.met and _waived_break(course)) else []
    return found + [("a waiver nobody made, or told wrongly", name) for name in needless]


def _waived_break(course: Course) -> bool:
    return any(one.what == "break" for one in course.waived)
