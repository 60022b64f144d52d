"""Thirteen patients in every state a course can be in, whatever the time of day.

Each function tells one story up to the moment. Drug histories and doses follow the published
protocols; people, numbers and events are invented.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import msgspec

from protocols import entries as e
from protocols.course.co_medications import NOT_STATED
from protocols.record.slots import slot_instant
from store.site.library import find
from tui.demo.moment import (
    CHECKED,
    USUAL,
    Moment,
    Times,
    a_dose_is_due,
    a_dose_is_late,
    a_step_is_complete,
    choose,
    nothing_is_due,
)
from tui.demo.patients import MRNS, PATIENTS
from tui.demo.people import PHARMACIST, PRESCRIBER
from tui.demo.story import Otherwise, Story

REPORT = "alectinib-report-2020"
SHIRASAWA = "alectinib-shirasawa"
ANDERSON = "alectinib-anderson"
KIMURA = "alectinib-kimura"


AS_PUBLISHED = e.NaranjoAssessed(
    "rash on alectinib 600 mg twice daily",
    ("yes", "yes", "yes", "unknown", "no", "unknown", "unknown", "unknown", "no", "yes"),
    published_sum=9,
    published_source="case report 2020",
    note="Not given again at the full dose before this course, so item 4 is unknown.",
)
"""The answers of the case report's section "Case" (domain.md 4.4 row 5)."""


def stories(moment: Moment) -> list[Story]:
    """Every patient of the ward."""
    tellers = (
        red_flag,
        rash,
        overdue,
        gate_open,
        due_after_a_break,
        kimura,
        extended,
        enrolled,
        day_one,
        last_step,
        past_the_watch,
        stopped,
        completed,
    )
    return [teller(moment, place) for place, teller in enumerate(tellers)]


def red_flag(moment: Moment, place: int) -> Story:
    """Protocol day 12, step 3: mouth sores and a fever, forty minutes ago."""
    story = _begin(moment, place, REPORT, USUAL, day=12, until_hours=1)
    story.run(e.DoseKey(moment.day(-11), "morning"))
    seen = e.RedFlagSeen(
        ("mucosal erosion", "fever over 38.5 °C"), "Painful sores inside both cheeks, 38.9 °C."
    )
    story.add(seen, moment.ago(minutes=40))
    story.add(e.NoteAdded("Called Dr Berg, who is on her way. Next dose withheld."), moment.ago(minutes=32))
    return story


def rash(moment: Moment, place: int) -> Story:
    """Protocol day 6, step 3: a rash on the trunk, three hours ago."""
    story = _begin(moment, place, SHIRASAWA, USUAL, day=6, until_hours=4)
    story.run(e.DoseKey(moment.day(-5), "morning"))
    found = e.RashFound(
        "maculopapular",
        ("front trunk", "neck"),
        extent=Decimal(12),
        extent_method="hand",
        symptoms="itch",
        severity="mild",
        daily_living="no effect",
        mucosa="clear",
        temperature=Decimal("36.9"),
        grade=2,
        ctcae="v5",
        note="New since the morning wash.",
    )
    story.add(found, moment.ago(hours=3))
    return story


def overdue(moment: Moment, place: int) -> Story:
    """Step 2: the last dose has no record."""
    times = choose(moment, a_dose_is_late)
    story = _begin(moment, place, REPORT, times, day=5)
    story.run(e.DoseKey(moment.day(-4), "morning"), {moment.last(times)[1]: Otherwise("no record")})
    return story


def gate_open(moment: Moment, place: int) -> Story:
    """Step 1 complete and a check just made. Its history has two corrections."""
    times = choose(moment, a_step_is_complete)
    _, last = moment.last(times, before=CHECKED)
    first = e.DoseKey(last.day - timedelta(days=2 if last.slot == "morning" else 1), _other(last.slot))
    story = _begin(moment, place, REPORT, times, day=(moment.today - first.day).days + 1)
    story.until = slot_instant(story.plan, last) + timedelta(minutes=20)
    story.run(first)
    story.add(e.RashFreeChecked(True, True), moment.ago(minutes=10))
    dose = next(entry for entry in story.entries if entry.id == story.doses[first])
    assert isinstance(dose.what, e.DoseGiven)
    right_at = dose.at + timedelta(minutes=20)
    story.add(
        e.EntryCorrected(
            dose.id, "Time mistyped: the tray was brought 20 minutes later.", dose.what, right_at
        ),
        dose.at + timedelta(hours=1),
    )
    wrong = story.add(e.NoteAdded("Asked for the chaplain."), dose.at + timedelta(hours=2))
    story.add(
        e.EntryCorrected(wrong, "Written for the wrong patient."), dose.at + timedelta(hours=2, minutes=6)
    )
    return story


def due_after_a_break(moment: Moment, place: int) -> Story:
    """Protocol day 13, in the middle of step 3, with 60 hours without a dose behind her; a dose is due."""
    times = choose(moment, a_dose_is_due)
    story = _begin(moment, place, REPORT, times, day=13)
    away = (moment.day(-4), moment.day(-3))
    absent = Otherwise("absent", "At home for a funeral, capsules left on the ward.")
    otherwise = {e.DoseKey(day, slot): absent for day in away for slot in times}
    due = moment.due(times)
    assert due is not None
    otherwise[due] = Otherwise("no record")
    story.run(e.DoseKey(moment.day(-12), "morning"), otherwise, unseen=away)
    return story


def kimura(moment: Moment, place: int) -> Story:
    """Protocol day 14 of Kimura: nothing is due, and the last planned day of prednisolone beside it."""
    story = _begin(moment, place, KIMURA, choose(moment, nothing_is_due), day=14)
    story.run(e.DoseKey(moment.day(-13), "morning"))
    planned = story.plan.protocol.co_medications[0]
    start = e.CoMedicationStarted(
        planned.drug,
        planned.amount,
        NOT_STATED,
        "As in the protocol Alectinib, Kimura",
        moment.today,
        from_protocol=True,
    )
    medicine = story.add(start, moment.at(-13, "08:15"), PRESCRIBER)
    for offset in range(-13, 1):
        at = moment.at(offset, "08:20")
        if at <= moment.now:
            story.add(e.CoMedicationGiven(medicine, planned.amount), at)
    story.look(max(moment.ago(minutes=3), moment.at(0, "00:00")))
    return story


def extended(moment: Moment, place: int) -> Story:
    """Day 3 of 2: one dose was refused, one vomited, so the gate is shut and the step goes on."""
    story = _begin(moment, place, REPORT, USUAL, day=3)
    refused = Otherwise("refused", "Felt sick after breakfast.")
    vomited = Otherwise(reason="One capsule seen whole.", vomited=True)
    first = e.DoseKey(moment.day(-2), "evening")
    alone = Otherwise(no_second_check="No second person on the ward.")
    tomorrow = e.DoseKey(moment.day(-1), "morning"), e.DoseKey(moment.day(-1), "evening")
    story.run(first, {first: alone, tomorrow[0]: refused, tomorrow[1]: vomited})
    return story


def enrolled(moment: Moment, place: int) -> Story:
    """On a protocol whose doses need a pharmacist, and not begun."""
    story = Story(moment, MRNS[place], moment.now)
    story.admit(PATIENTS[place], moment.ago(hours=6))
    note = "37.5 mg and 75 mg as an oral suspension of 15 mg in 1 mL, made fresh each week."
    story.add(e.NoteAdded(note), moment.ago(hours=5, minutes=20), PHARMACIST)
    story.enrol(find(ANDERSON), USUAL, moment.ago(hours=5), made_by=note)
    return story


def day_one(moment: Moment, place: int) -> Story:
    """Day 1 of step 1; started the evening before when it is still early."""
    story = _begin(moment, place, REPORT, USUAL, day=1)
    early = moment.now < moment.at(0, "07:45")
    story.run(e.DoseKey(moment.today, "morning"), started=moment.at(-1, "21:40") if early else None)
    return story


def last_step(moment: Moment, place: int) -> Story:
    """Target reached on protocol day 9, four days ago: the watch goes on, and today's look is to come."""
    times = choose(moment, nothing_is_due)
    made_by = "37.5 mg and 75 mg as an oral suspension of 15 mg in 1 mL."
    story = _begin(moment, place, ANDERSON, times, day=13, made_by=made_by)
    story.run(e.DoseKey(moment.day(-12), "morning"), unseen=(moment.today,))
    return story


def past_the_watch(moment: Moment, place: int) -> Story:
    """The report's whole course, 600 mg twice daily since protocol day 24, the watch over."""
    times = choose(moment, nothing_is_due)
    story = _begin(moment, place, REPORT, times, day=42)
    story.add(AS_PUBLISHED, moment.at(-42, "14:25"), PRESCRIBER)
    story.add(_before_the_report(moment), moment.at(-42, "14:20"), PRESCRIBER)
    late = e.DoseKey(moment.day(-9), "evening")
    story.run(e.DoseKey(moment.day(-41), "morning"), {late: Otherwise(minutes_late=95)})
    story.add(e.NoteAdded("Back late from a scan, so the evening dose was late."), moment.at(-9, "21:40"))
    story.add(e.NoteAdded("Going home on Friday; capsules for a month ordered."), moment.ago(hours=20))
    return story


def stopped(moment: Moment, place: int) -> Story:
    """The rash came back on protocol day 5; the prescriber stopped the course a day later, and released the
    finding once the skin was free.
    """
    story = _begin(moment, place, SHIRASAWA, USUAL, day=9)
    story.until = moment.at(-4, "15:00")
    story.run(e.DoseKey(moment.day(-8), "morning"))
    back = e.RashFound("maculopapular", ("face", "back"), Decimal(25), "rule of nines", symptoms="itch, heat")
    story.add(back, moment.at(-4, "16:10"))
    reason = "Rash back at 160 mg within a day. Changed to lorlatinib."
    story.add(e.DecisionMade("stop", reason), moment.at(-3, "10:30"), PRESCRIBER)
    story.add(e.RashFreeChecked(True, True), moment.at(-1, "09:40"))
    seen = "Skin free two days after the stop."
    story.add(e.DecisionMade("resume", seen), moment.at(-1, "10:15"), PRESCRIBER)
    return story


def completed(moment: Moment, place: int) -> Story:
    """The target borne for two weeks and more: completed on protocol day 24, six weeks ago."""
    story = _begin(moment, place, SHIRASAWA, USUAL, day=66)
    story.until = moment.at(-42, "10:00")
    story.run(e.DoseKey(moment.day(-65), "morning"))
    story.add(e.RashFreeChecked(True, True), moment.at(-42, "10:40"))
    reason = "300 mg twice daily for 15 days, skin clear throughout. Goes on at home."
    story.add(e.DecisionMade("complete", reason), moment.at(-42, "11:00"), PRESCRIBER)
    first = e.FollowUpRecorded("at the dose reached", "not assessed", "300 mg twice daily", "no")
    story.add(first, moment.at(-14, "11:15"), PRESCRIBER)
    scan = msgspec.structs.replace(first, disease="stable", note="No adverse effects, weight steady.")
    story.add(scan, moment.at(-3, "14:20"), PRESCRIBER)
    return story


def _begin(
    moment: Moment,
    place: int,
    protocol: str,
    times: Times,
    *,
    day: int,
    until_hours: int = 0,
    made_by: str = "",
) -> Story:
    """A patient admitted and enrolled the day before protocol day 1, which makes today protocol day `day`."""
    story = Story(moment, MRNS[place], moment.ago(hours=until_hours) if until_hours else moment.now)
    story.admit(PATIENTS[place], moment.at(-day, "13:40"))
    background = (
        "Rash on alectinib 600 mg twice daily, clear since the drug was stopped. To begin again in steps."
    )
    story.add(e.NoteAdded(background), moment.at(-day, "14:05"), PRESCRIBER)
    story.enrol(find(protocol), times, moment.at(-day, "14:10"), made_by=made_by)
    return story


def _before_the_report(moment: Moment) -> e.EarlierReaction:
    """The case report's first three weeks, restart on course day 21 (case report, "Case")."""
    return e.EarlierReaction(
        first_dose=moment.day(-61),
        onset=moment.day(-50),
        taken="600 mg twice daily",
        rash="itchy, maculopapular on neck, face and back, Grade 3",
        treatment="methylprednisolone, tapered over 5 days",
        treatment_from=moment.day(-49),
        treatment_until=moment.day(-45),
        resolved=moment.day(-43),
    )


def _other(slot: str) -> str:
    return "evening" if slot == "morning" else "morning"
