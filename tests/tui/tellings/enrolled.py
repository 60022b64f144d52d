"""Enrolment: the times of day at which doses are due, as they are typed."""

from __future__ import annotations

from decimal import Decimal

from protocols import entries as e
from tests.tui.tellings.patients import admit
from tests.tui.tellings.teller import Teller
from tui.forms.course.enrol import EnrolForm


async def dose_times(teller: Teller) -> str:
    """Enrol a new patient with dose times of every kind, those of the hour that comes twice too."""
    here, ward, random = teller.here, teller.ward, teller.random
    patient = f"66{ward.ledger.position:04}"
    admit(ward, patient, "Dahl")
    here.app.follow()
    morning = random.choice(
        ("02:15", "01:45", "00:00", f"{random.randint(0, 11):02}:{random.randint(0, 59):02}")
    )
    meant = {"morning": morning, "evening": f"{random.randint(12, 23)}:{random.randint(0, 59):02}"}
    await here.open(EnrolForm(patient))
    await teller.choose("protocol", "alectinib-report-2020")
    strengths = random.choice(("37.5, 150", "37.5; 150", "37.5 150"))
    await teller.write("strengths", strengths)
    await teller.choose("target", "3")
    for slot, wall in meant.items():
        await teller.write(slot, random.choice((wall, wall.replace(":", ""), wall.removeprefix("0"))))
    await teller.write("prescriber", "Cleo Marsh\r\nfor Dr Roe")
    if teller.form.query_one("#made-by").display:
        await teller.write("made-by", "suspension")
    form, before = teller.form, ward.ledger.position
    await form.submit()
    await here.settle()
    message = here.message if here.is_open else ""
    if here.is_open:
        form.dismiss(None)
        await here.settle()
    ward.ledger.refresh()
    new = [one.what for one in ward.ledger.entries(after=before)]
    wanted = (meant, (Decimal("37.5"), Decimal(150)), 3, "Cleo Marsh / for Dr Roe", ward.zone)
    kept = [
        (what.times, what.strengths, what.target, what.prescriber, what.zone)
        for what in new
        if isinstance(what, e.CourseEnrolled)
    ]
    return "" if kept == [wanted] else f"{kept} was kept, {wanted} was meant. {message}"
