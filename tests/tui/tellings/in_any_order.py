"""A nurse tells facts in any order, in words; another corrects them meanwhile; a model keeps what was meant.

What is said becomes an entry by the code behind forms and paper lines, and is recorded in a ledger that two
sessions have open. After every step each fact on record says what was meant, at the time that was meant.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from protocols import entries as e
from protocols.course.co_medications import medicines
from protocols.course.forecast import without_record
from protocols.record.chart import Chart
from protocols.record.corrected import on_top
from protocols.rules.doses import reach
from protocols.values.clinic_time import day_of
from protocols.values.refusal import Refused
from protocols.values.text import clean, visible
from protocols.values.time_words import Filled, This, Which, moment_text, said
from tests.protocols.helpers.bedside import OTHER_NURSE
from tests.protocols.helpers.published import library
from tests.protocols.helpers.seconds import seconded
from tests.store.helpers.ledger_bedside import AtTheLedger
from tests.tui.tellings.people import ZONES, changes, day_words, wall_words
from tui.forms.doses.paper_line import Common, read_line
from tui.forms.doses.sheet_line import SheetLine, read_sheet
from tui.parsing import Fault, day, number, time_of_day

REPORT = library("alectinib-report-2020")
CHANCE = st.randoms(use_true_random=False)
MINUTES = st.sampled_from((1, 7, 30, 59, 61, 180, 400, 720, 1500))
AGO = st.one_of(st.just(0), st.integers(0, 200), st.integers(0, 2900))
TEXTS = ("Called Dr Roe\r\nat once", "क्‍षेत्री asked", "soft\u00adhyphen", "as before", "450 mg; c 06:30")


class InAnyOrder(RuleBasedStateMachine):
    """One course, begun the day before the clocks change."""

    @initialize(zone=st.sampled_from(ZONES), change=st.integers(0, 1), later=st.integers(0, 2600))
    def begin(self, zone: str, change: int, later: int) -> None:
        """Admitted, enrolled, on step 1."""
        self.folder = TemporaryDirectory()
        begun = day_of(changes(zone)[change] - timedelta(days=1), zone)
        self.bed = AtTheLedger(REPORT, zone, begun, Path(self.folder.name) / "ward.json")
        self.zone = zone
        self.bed.begin()
        self.began = self.bed.now
        self.bed.now += timedelta(minutes=later)
        self.meant: dict[str, tuple[e.What | None, datetime]] = {
            line.id: (line.what, line.at) for line in self.chart.lines.values()
        }
        self.opened: list[tuple[str, e.What, datetime]] = []

    @property
    def chart(self) -> Chart:
        return self.bed.chart

    # how people say it

    def when(self, random: Random, true: datetime, known: datetime | None = None) -> datetime | None:
        """What a form makes of the words for `true`; None where nobody touched the time."""
        now, zone = self.bed.now, self.zone
        if true == (known or now) and random.random() < 0.5:
            return None
        names_day = day_of(true, zone) != day_of(known or now, zone) or random.random() < 0.2
        answer = said(self._filled(random, true, names_day=names_day, offset=False), zone, now, known)
        if isinstance(answer, Which):
            note(f"asked: {answer.words}")
            answer = said(self._filled(random, true, names_day=True, offset=True), zone, now, known)
        assert isinstance(answer, This), f"{answer} to {true} in {zone}, told {now}, known {known}"
        return answer.at

    def _filled(self, random: Random, at: datetime, *, names_day: bool, offset: bool) -> Filled:
        wall = time_of_day(wall_words(random, at, self.zone, offset=offset), "Time")
        return Filled(wall, day(day_words(random, at, self.zone), "Day") if names_day else None)

    def keep(self, what: e.What, at: datetime | None, true: datetime, meant: e.What | None = None) -> None:
        """Record it, and remember what was meant."""
        kept = self.bed.record(what, at=at)
        self.meant[kept.id] = (meant or what, true)
        note(f"{kept.number} {true} {what}")

    def true(self, minutes: int) -> datetime:
        """So many minutes ago, at a whole minute, and not before the course."""
        return max(self.began, self.bed.now - timedelta(minutes=minutes))

    # what happens

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.bed.now += timedelta(minutes=minutes)

    @rule(
        ago=AGO,
        text=st.sampled_from(TEXTS),
        what=st.sampled_from(("note", "check", "follow-up")),
        random=CHANCE,
    )
    def something_is_seen(self, ago: int, text: str, what: str, random: Random) -> None:
        true, words = self.true(ago), pasted(text)
        made: dict[str, e.What] = {
            "note": e.NoteAdded(words),
            "check": e.RashFreeChecked(True, True, words),
            "follow-up": e.FollowUpRecorded("not known", "stable", words, "yes", "Christmas", words),
        }
        self.keep(made[what], self.when(random, true), true)

    @rule(amount=st.decimals("0.5", "900", places=2), late=st.integers(-60, 700), random=CHANCE)
    def a_dose_is_given(self, amount: Decimal, late: int, random: Random) -> None:
        waiting = without_record(self.chart, self.bed.now)
        if not waiting:
            return
        dose = random.choice(waiting[-4:])
        true = min(self.bed.now, dose.at + timedelta(minutes=late))
        at = self.when(random, true)
        given = e.DoseGiven(dose.key, number(format(amount, "f"), "Amount"), with_food=True, reason="as told")
        what = seconded(self.chart, given, at or self.bed.now)
        self.keep(what, at, true, msgspec.structs.replace(what, amount=amount))

    @rule(late=st.integers(-60, 700), letter=st.sampled_from("gwr"), random=CHANCE)
    def a_line_of_paper(self, late: int, letter: str, random: Random) -> None:
        """Whoever sees another day below the line than it was writes the day."""
        now, zone, chart = self.bed.now, self.zone, self.chart
        waiting = without_record(chart, now)
        if not waiting:
            return
        dose = random.choice(waiting[-4:])
        true = min(now, dose.at + timedelta(minutes=late)) if letter != "r" else dose.at
        words, common = f"r {pasted('feels sick')}", Common("downtime", "Ben")
        if letter != "r":
            assert abs(true - dose.at) <= reach(chart, dose.key)
            words = f"{letter} {wall_words(random, true, zone)} late"
        try:
            what, at = read_line(words, dose, chart, common, now)
        except Fault as fault:
            note(f"asked: {fault}")
            at = None
        if at != true:
            on, wall = day_words(random, true, zone, now), wall_words(random, true, zone, offset=True)
            what, at = read_line(f"{letter} {on} {wall} late", dose, chart, common, now)
        reason = "downtime; given by Ben; " + ("feels sick" if letter == "r" else "late")
        if letter == "r":
            meant: e.What = e.DoseNotGiven(dose.key, "refused", reason)
        else:
            assert isinstance(what, e.DoseGiven)
            what = seconded(chart, what, at)
            said_so = {"amount": dose.amount, "with_food": letter == "g", "reason": reason, "dose": dose.key}
            meant = msgspec.structs.replace(what, **said_so)
        self.keep(what, at, true, meant)

    @rule(agos=st.lists(st.integers(0, 2000), min_size=1, max_size=3, unique=True), random=CHANCE)
    def lines_beside_the_doses(self, agos: list[int], random: Random) -> None:
        """Checks from a sheet, several in one line; the day where another one is shown."""
        now, zone = self.bed.now, self.zone
        truth = sorted({self.true(ago) for ago in agos})
        parts = []
        for true in truth:
            line = f"c {wall_words(random, true, zone)} seen"
            try:
                shown = [moment_text(one.at, now, zone) for one in read_sheet(line, zone, now)]
            except Fault:
                shown = []
            if moment_text(true, now, zone) not in shown:
                on = day_words(random, true, zone, now)
                line = f"c {on} {wall_words(random, true, zone, offset=True)} seen"
            parts.append(line)
        for one, true in zip(sorted(read_sheet("; ".join(parts), zone, now), key=_at), truth, strict=True):
            self.keep(one.make(lambda at: self.chart), one.at, true, e.RashFreeChecked(True, True, "seen"))

    @rule(ago=AGO, random=CHANCE)
    def a_dose_is_vomited(self, ago: int, random: Random) -> None:
        chart, true = self.chart, self.true(ago)
        taken = [line for line in chart.taken if line.id not in chart.vomited and line.at <= true]
        if taken:
            line = random.choice(taken)
            self.keep(e.DoseVomited(line.id, pasted("capsule seen")), self.when(random, true), true)

    @rule(ago=AGO, stops=st.booleans(), text=st.sampled_from(TEXTS), random=CHANCE)
    def a_medicine(self, ago: int, stops: bool, text: str, random: Random) -> None:
        true, words = self.true(ago), pasted(text)
        known = [one for one in medicines(self.chart) if one.start.at <= true and one.stop is None]
        if not known:
            last = day(f"{day_of(self.bed.now, self.zone) + timedelta(days=9):%d%m%Y}", "Last planned day")
            started = e.CoMedicationStarted("prednisolone", "10 mg", "", words, last)
            meant = day_of(self.bed.now, self.zone) + timedelta(days=9)
            self.keep(
                started, self.when(random, true), true, msgspec.structs.replace(started, last_day=meant)
            )
            return
        id = random.choice(known).id
        what = e.CoMedicationStopped(id, words) if stops else e.CoMedicationGiven(id, "10 mg", words)
        self.keep(what, self.when(random, true), true)

    # corrections: opened by one, sent later, when others may have corrected the same

    @rule(people=st.integers(1, 2), random=CHANCE)
    def a_correction_is_opened(self, people: int, random: Random) -> None:
        """By one person, or by two who both have it open and send it one after the other."""
        self.opened_by(people, random)

    def opened_by(self, people: int, random: Random) -> None:
        """They see it as it stands now."""
        lines = [line for line in self.chart.lines.values() if _parts(line.what)]
        if lines:
            line = random.choice(lines)
            assert line.what is not None
            self.opened += [(line.id, line.what, line.at)] * people

    @rule(minutes=st.integers(-300, 300), part=st.integers(0, 9), how=st.integers(0, 5), random=CHANCE)
    def a_correction_is_sent(self, minutes: int, part: int, how: int, random: Random) -> None:
        """A part, the time, both, or that it never happened."""
        if not self.opened:
            self.opened_by(2, random)
        if not self.opened:
            return
        id, opened, at_opened = self.opened.pop(random.randrange(len(self.opened)))
        meant, at_meant = self.meant[id]
        line = self.chart.lines[id]
        if how == 0:
            self.correct(id, None, None, (None, at_meant))
            return
        parts: dict[str, Any] = _parts(opened)
        chosen = dict([list(parts.items())[part % len(parts)]]) if how != 1 else {}
        typed: Any = msgspec.structs.replace(opened, **chosen)
        true = min(self.bed.now, max(self.began, at_opened + timedelta(minutes=minutes)))
        at = self.when(random, true, at_opened) if how < 4 else None
        stands = line.what if line.what is not None else opened
        right = on_top(typed, opened, stands)
        kept: Any = meant if meant is not None else opened
        self.correct(id, right, at, (msgspec.structs.replace(kept, **chosen), true if at else at_meant))

    def correct(
        self, id: str, right: Any, at: datetime | None, meant: tuple[e.What | None, datetime]
    ) -> None:
        """Record a correction, by another person; one that the rules refuse in words changes nothing."""
        try:
            self.bed.record(e.EntryCorrected(id, "misread", right, at), by=OTHER_NURSE)
        except Refused as refused:
            note(f"refused: {refused}")
            return
        self.meant[id] = meant
        note(f"corrected {id}: {right} {at}")

    # what must always be true

    @invariant()
    def what_is_on_record_is_what_was_meant(self) -> None:
        if not hasattr(self, "bed"):
            return
        lines = self.chart.lines.values()
        facts = [line for line in lines if not isinstance(line.entry.what, e.EntryCorrected)]
        stands = {line.id: (line.what, line.at) for line in facts}
        assert stands == {id: meant for id, meant in self.meant.items() if id in stands}
        assert set(stands) == set(self.meant)

    def teardown(self) -> None:
        """Both sessions end."""
        if hasattr(self, "bed"):
            for session in self.bed.sessions:
                session.close()
            self.folder.cleanup()


def pasted(text: str) -> str:
    """What a field makes of a text that is pasted into it."""
    return clean(visible("\n".join(text.splitlines()), multiline=True), multiline=True)


def _at(line: SheetLine) -> datetime:
    return line.at


def _parts(what: e.What | None) -> dict[str, Any]:
    """What can be put right of it, and what it then says."""
    match what:
        case e.NoteAdded():
            return {"text": f"{what.text}."}
        case e.RashFreeChecked() | e.DoseVomited():
            return {"note": f"{what.note}."}
        case e.DoseGiven():
            return {"amount": what.amount + 1, "with_food": not what.with_food, "reason": f"{what.reason}."}
        case e.DoseNotGiven():
            return {"status": "absent" if what.status == "refused" else "refused", "reason": "misread"}
        case e.CoMedicationStarted():
            return {"amount": f"{what.amount}0", "how_often": "twice daily", "why": f"{what.why}."}
        case e.CoMedicationGiven():
            return {"amount": f"{what.amount}0"}
        case e.CoMedicationStopped():
            return {"reason": f"{what.reason}."}
        case e.FollowUpRecorded():
            return {"outcome": "died", "note": f"{what.note}.", "highest": f"{what.highest}."}
    return {}
