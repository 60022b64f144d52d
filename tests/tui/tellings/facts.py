"""What can be told of a patient, and the form that each is told in."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from protocols import entries as e
from protocols.course.co_medications import medicines
from protocols.course.forecast import without_record
from protocols.scales.red_flags import red_flags
from tests.tui.helpers.bedside_app import MRN
from tests.tui.tellings.patients import OTHER, STOPPED
from tests.tui.tellings.teller import PASTED, Teller, Telling, Way, kept_text
from tui.forms.base.which_dose import WhichDose
from tui.forms.course.follow_up import FollowUpForm
from tui.forms.doses.dose import DoseForm
from tui.forms.doses.vomited import VomitedForm
from tui.forms.patient.medicines import MedicinesForm
from tui.forms.patient.note import NoteForm
from tui.forms.skin.red_flag import RedFlagForm
from tui.forms.skin.skin import SkinForm
from tui.widgets.choice import Choice
from tui.widgets.field import Field
from tui.widgets.picks import Picks
from tui.widgets.tick import Tick


def note(teller: Teller, true: datetime) -> Telling:
    """A note, on a course that runs or was stopped."""
    patient, text = teller.random.choice((MRN, OTHER, STOPPED)), teller.random.choice(PASTED)
    return Telling(
        NoteForm(patient, teller.courses[patient]),
        patient,
        true,
        lambda: teller.write("note", text),
        lambda what: what == e.NoteAdded(kept_text(text)),
    )


def check(teller: Teller, true: datetime) -> Telling:
    """Whole skin and mucosa seen, nothing found."""
    text = teller.random.choice(PASTED)

    async def fill() -> None:
        for name in ("whole-skin", "mucous"):
            teller.form.query_one(f"#{name}", Tick).ticked = True
        await teller.write("note", text)

    form = SkinForm(MRN, teller.courses[MRN])
    return Telling(form, MRN, true, fill, lambda what: what == e.RashFreeChecked(True, True, kept_text(text)))


def flag(teller: Teller, true: datetime) -> Telling:
    """A red flag of the other patient."""
    place = teller.random.randint(0, 1)

    async def fill() -> None:
        teller.form.query_one("#flags", Picks).picked = frozenset({place})
        await teller.here.settle()

    flags = (red_flags(teller.chart(OTHER).protocol)[place],)
    return Telling(
        RedFlagForm(OTHER, teller.courses[OTHER]),
        OTHER,
        true,
        fill,
        lambda what: isinstance(what, e.RedFlagSeen) and what.flags == flags,
    )


def dose(teller: Teller, true: datetime) -> Telling:
    """A dose of the schedule, of another amount than prescribed."""
    random, now = teller.random, teller.ward.now
    waiting = without_record(teller.chart(MRN), now)
    if not waiting:
        return note(teller, true)
    meant, amount = random.choice(waiting[-4:]), Decimal(random.choice(("75", "112.5", "150")))
    true = min(now, meant.at + timedelta(minutes=random.randint(-60, 600)))

    async def fill() -> None:
        which = teller.form.query_one(WhichDose)
        which.chosen = [one.key for one in which.doses].index(meant.key)
        teller.form.query_one("#event", Choice).choose_letter("x")
        await teller.here.settle()
        teller.form.query_one("#food", Choice).choose_letter("f")
        teller.form.query_one("#amount", Field).value = format(amount, "f")
        await teller.write("reason", "half\r\nof it")

    def is_it(what: e.What) -> bool:
        given = isinstance(what, e.DoseGiven) and (what.dose, what.amount) == (meant.key, amount)
        return given and what.reason == "half\nof it"  # type: ignore[union-attr]

    return Telling(DoseForm(MRN, teller.courses[MRN]), MRN, true, fill, is_it)


def not_given(teller: Teller, true: datetime) -> Telling:
    """A dose of the schedule was not given; two of the reasons leave it open."""
    random, now = teller.random, teller.ward.now
    waiting = without_record(teller.chart(MRN), now)
    if not waiting:
        return note(teller, true)
    meant, status = random.choice(waiting[-4:]), random.choice(("refused", "deferred", "unknown", "absent"))
    true = min(now, meant.at + timedelta(minutes=random.randint(-60, 600)))

    async def fill() -> None:
        which = teller.form.query_one(WhichDose)
        which.chosen = [one.key for one in which.doses].index(meant.key)
        await teller.choose("event", status)
        await teller.write("reason", "so\r\nit was")

    said = e.DoseNotGiven(meant.key, status, "so\nit was")  # type: ignore[arg-type]
    return Telling(DoseForm(MRN, teller.courses[MRN]), MRN, true, fill, lambda what: what == said)


def vomited(teller: Teller, true: datetime) -> Telling:
    """One of the last doses came up again, on a course that runs or was stopped."""
    patient = teller.random.choice((MRN, OTHER, STOPPED))
    chart, text = teller.chart(patient), teller.random.choice(PASTED)
    taken = [line for line in chart.taken if line.id not in chart.vomited and line.at <= true]
    if not taken:
        return note(teller, true)
    line = teller.random.choice(taken[-3:])

    async def fill() -> None:
        await teller.choose("which", line.id)
        await teller.write("note", text)

    form = VomitedForm(patient, teller.courses[patient])
    return Telling(form, patient, true, fill, lambda what: what == e.DoseVomited(line.id, kept_text(text)))


def medicine_started(teller: Teller, true: datetime) -> Telling:
    """A medicine that is not on the list, with or without an end."""
    random = teller.random
    patient, text = random.choice((MRN, STOPPED)), random.choice(PASTED)
    amount, often = random.choice(("10 mg", "")), random.choice(("twice daily", ""))
    last = (true + timedelta(days=random.randint(2, 40))).date() if random.random() < 0.6 else None
    drug = f"prednisolone {random.randint(1, 99)}"

    async def fill() -> None:
        await teller.choose("which", "another")
        await teller.choose("event", "start")
        await teller.write("drug", drug)
        await teller.write("stated-amount", amount or "not stated")
        await teller.write("how-often", often or "Not stated")
        await teller.write("last", random.choice((last.isoformat(), f"{last:%d%m%Y}")) if last else "none")
        await teller.write("why", text)

    why = " / ".join(kept_text(text).split("\n"))
    meant = e.CoMedicationStarted(drug, amount, often, why, last)
    form = MedicinesForm(patient, teller.courses[patient])
    return Telling(form, patient, true, fill, lambda what: what == meant)


def medicine_given(teller: Teller, true: datetime) -> Telling:
    """A medicine of the list was given, or stopped."""
    patient, amount = teller.random.choice((MRN, STOPPED)), teller.random.choice(("10 mg", "half a tablet"))
    known = [one for one in medicines(teller.chart(patient)) if one.start.at <= true]
    running = [one for one in known if one.stop is None]
    if not running:
        return medicine_started(teller, true)
    medicine = teller.random.choice(running)
    stops, text = teller.random.random() < 0.4, teller.random.choice(PASTED)

    async def fill() -> None:
        form = teller.form
        assert isinstance(form, MedicinesForm)
        offered = [getattr(item, "id", "") for item in form.offered]
        await teller.choose("which", str(offered.index(medicine.id) + 1))
        await teller.choose("event", "stop" if stops else "given")
        await (teller.write("why-stopped", text) if stops else teller.write("amount", amount))

    meant = (
        e.CoMedicationStopped(medicine.id, kept_text(text))
        if stops
        else e.CoMedicationGiven(medicine.id, amount)
    )
    form = MedicinesForm(patient, teller.courses[patient])
    return Telling(form, patient, true, fill, lambda what: what == meant)


def follow_up(teller: Teller, true: datetime) -> Telling:
    """How a patient is after the stop."""
    random = teller.random
    text, came_back = random.choice(PASTED), random.choice(("yes", "no", "unknown"))
    outcome, disease = random.choice(("off the drug", "died")), random.choice(("stable", "progression"))
    since = "about Christmas" if came_back == "yes" else ""

    async def fill() -> None:
        await teller.choose("outcome", outcome)
        await teller.choose("disease", disease)
        await teller.choose("recurrence", came_back)
        if since:
            await teller.write("recurred", since)
        await teller.write("highest", "150 mg")
        await teller.write("follow-up-note", text)

    meant = e.FollowUpRecorded(outcome, disease, "150 mg", came_back, since, kept_text(text))  # type: ignore[arg-type]
    form = FollowUpForm(STOPPED, teller.courses[STOPPED])
    return Telling(form, STOPPED, true, fill, lambda what: what == meant)


FACTS: tuple[Way, ...] = (
    *(note, check, flag, not_given, dose, vomited),
    *(medicine_started, medicine_given, follow_up),
)
"""Everything that is told as it happened."""
