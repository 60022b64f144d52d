"""The ward board: one line a patient, the most urgent first, and why in words below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from protocols.course.day_numbers import day_label, day_today
from protocols.definition.protocol import Protocol
from protocols.definition.versions import MARK
from protocols.entries import PatientAdmitted, PatientSent, RashFreeChecked, is_death
from protocols.entries.wording import left_text
from protocols.gate.gate import open_rashes
from protocols.gate.rash_watch import daily_check_due, last_check
from protocols.record.chart import Chart
from protocols.record.clock import TOLERANCE
from protocols.record.fold import Record
from protocols.reports.status import MEANINGS, Label, Status, counts_from, status_of
from protocols.values.clinic_time import day_of
from protocols.values.formatting import amount_text, date_text, day_text, name_text, time_text
from protocols.values.identity import bed_order, drug_key
from protocols.values.text import visible
from tui import glyphs
from tui.views.course.follow_up import last_follow_up
from tui.views.lines.lines import Part, Tone, width
from tui.views.lines.search import finds
from tui.views.lines.status import chip

HEADINGS = ("Status", "Bed", "Patient", "Protocol", "Step", "Day", "Next", "Skin")
NO_COURSE_YET = "No course yet: press e to enrol on a protocol."
UNREADABLE = "NO CHART"
"""What stands for the status of a record that cannot be shown."""


@dataclass(frozen=True)
class BoardRow:
    """One patient, or one course of a patient, on the board."""

    patient: str
    course: str
    cells: tuple[Part, ...]
    why: tuple[str, ...]
    status: Status | None
    full_name: str
    unreadable: bool = False
    gone: bool = False
    """Whether the patient has left the ward, and nothing is open: shown only where somebody is sought."""

    @property
    def number(self) -> str:
        """The hospital number as it is shown."""
        return visible(self.patient)

    def shown(self, columns: Sequence[int]) -> list[Part]:
        """The cells for these columns; without one for the step the name has the mark of another version."""
        cells = list(self.cells)
        if self.status is not None and self.status.version and not columns[4]:
            cells[2] = (f"{MARK} {cells[2][0]}", cells[2][1])
        return cells

    @cached_property
    def drug(self) -> str:
        """The drug of its course, "" where there is none."""
        return self.status.chart.protocol.drug if self.status is not None else ""

    @cached_property
    def has_next(self) -> bool:
        """Whether a dose is next."""
        return self.status is not None and self.status.next is not None

    @cached_property
    def label(self) -> Label | None:
        """The word of its status, None where there is no course to judge."""
        return self.status.label if self.status is not None else None

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The cells that each of its cells takes, where there is no column for the step, and the number."""
        return *(width(text) for text, _ in self.shown([0] * len(HEADINGS))), width(self.number)

    @cached_property
    def place(self) -> tuple[int, datetime | None, str]:
        """What rows are sorted by: the most urgent first, then the next dose, then the bed."""
        if self.status is None:
            return -1 if self.unreadable else len(MEANINGS), None, bed_order(self.cells[1][0])
        return *self.status.urgency, bed_order(self.cells[1][0])

    def matches(self, sought: str) -> bool:
        """Whether the name, the number or the bed contains what is sought; "" finds everyone."""
        return finds(sought, self.full_name, self.patient, self.cells[1][0])


def former_matching(former: dict[str, PatientAdmitted], sought: str) -> list[str]:
    """The numbers of earlier patients whose name or number contains what is sought; nobody for one letter."""
    if len(sought.strip()) < 2:
        return []
    return [
        patient
        for patient, details in former.items()
        if finds(sought, name_text(details.family, details.given), patient)
    ]


def board(
    records: Iterable[Record],
    now: datetime,
    zone: str,
    clock: str = "",
    known: Collection[Protocol] | None = None,
) -> list[BoardRow]:
    """The rows of the ward, the most urgent first, then by the next dose, then by bed.

    `clock` says what is wrong with the computer's clock, `known` are the protocols of this site.
    """
    return sorted((row for record in records for row in rows_of(record, now, zone, clock, known)), key=order)


def present(rows: list[BoardRow]) -> list[BoardRow]:
    """The rows of who has not left the ward; `rows` itself where that is everybody."""
    return [row for row in rows if not row.gone] if any(row.gone for row in rows) else rows


def with_drugs(rows: list[BoardRow]) -> list[BoardRow]:
    """The rows with the name of the drug before that of the protocol, where the ward gives several drugs."""
    drugs = {drug_key(drug) for drug in {row.drug for row in rows} if drug}
    return [_with_drug(row) for row in rows] if len(drugs) > 1 else rows


def _with_drug(row: BoardRow) -> BoardRow:
    if row.status is None:
        return row
    protocol = row.status.chart.protocol
    named = f"{visible(protocol.drug)} {short_name(protocol)}", row.cells[3][1]
    return replace(row, cells=(*row.cells[:3], named, *row.cells[4:]))


def order(row: BoardRow) -> tuple[int, datetime | None, str]:
    """What rows are sorted by."""
    return row.place


def rows_of(
    record: Record, now: datetime, zone: str, clock: str = "", known: Collection[Protocol] | None = None
) -> list[BoardRow]:
    """The rows of one patient: one for each open course, else for the latest; none for a patient unknown."""
    if record.trouble:
        return [_in_trouble(record)]
    if record.details is None:
        return []
    open_charts = [chart for chart in record.charts if chart.ended is None]
    unreleased = [chart for chart in record.charts if chart.unreleased]
    shown = open_charts or unreleased[-1:] or [chart for chart in (record.latest,) if chart]
    if not shown:
        return [_without_course(record)]
    return [row_of(record, status_of(chart, now, clock, known), now) for chart in shown]


def row_of(record: Record, found: Status, now: datetime) -> BoardRow:
    """The row of the course whose status was `found` at `now`; the patient of `record` is known by name."""
    chart = found.chart
    mark = MARK if found.version else ""
    cells: tuple[Part, ...] = (
        chip(found.label),
        *_who(record),
        (short_name(chart.protocol), ""),
        (
            f"{chart.step_number} of {len(chart.protocol.steps)}{mark}",
            "warn" if found.extended or mark else "",
        ),
        (day_label(day_today(chart, now)), ""),
        (next_text(found, now), "strong" if found.word in ("DUE", "OVERDUE") else ""),
        skin(chart, now, found),
    )
    if found.word in ("AWAY", "LEAVE") or record.gone:
        cells = tuple((text, "dim") for text, _ in cells)
    left = (_left(record),) if record.gone else ()
    why = (*left, *found.why, *last_follow_up(chart))
    return BoardRow(record.patient, chart.id, cells, why, found, cells[2][0], gone=record.gone)


def _without_course(record: Record) -> BoardRow:
    empty: Part = ("", "")
    word = f"{glyphs.ENDED} GONE" if record.gone else f"{glyphs.WAITING} NEW"
    cells: tuple[Part, ...] = ((word, "dim"), *_who(record), *([empty] * 5))
    why = (_left(record),) if record.left else (NO_COURSE_YET,)
    return BoardRow(record.patient, "", cells, why, None, cells[2][0], gone=record.gone)


def _left(record: Record) -> str:
    """How and when the patient left, and how to admit them again."""
    assert record.left is not None
    again = "" if is_death(record.left.what) else " L: on the ward again."
    return f"{left_text(record.left, record.zone)}.{again}"


def _in_trouble(record: Record) -> BoardRow:
    """One red line for a record that cannot be shown; everybody else's stays as it is."""
    empty: Part = ("", "")
    who = _who(record) if record.details else (empty, (f"MRN {visible(record.patient)}", "bad"))
    cells: tuple[Part, ...] = ((f"{glyphs.URGENT} {UNREADABLE}", "bad"), *who, *([empty] * 5))
    return BoardRow(record.patient, "", cells, (record.trouble,), None, cells[2][0], unreadable=True)


def _who(record: Record) -> tuple[Part, Part]:
    assert record.details is not None
    details = record.details
    return (visible(details.bed) or "none", ""), (name_text(details.family, details.given), "strong")


def short_name(protocol: Protocol) -> str:
    """The protocol's id without the drug, which the detail line names."""
    return visible(protocol.id.removeprefix(f"{protocol.drug}-"))


def next_text(found: Status, now: datetime) -> str:
    """What is next and when, short: "450 mg today 20:00"."""
    chart, dose = found.chart, found.next
    if found.word == "CLOCK":
        return "clock in doubt"
    if chart.away is not None and isinstance(chart.away.what, PatientSent):
        return f"at {visible(chart.away.what.to)} since {date_text(day_of(chart.away.at, chart.zone))[:6]}"
    if dose is None:
        return "nothing due" if chart.open_holds or chart.ended else "skin check" if not chart.current else ""
    return f"{amount_text(dose.amount, chart.protocol.unit)} {short_when(dose.at, now, chart.zone)}"


def short_when(at: datetime, now: datetime, zone: str) -> str:
    """The time, with its day where that is not today: "20:00", "Wed 07:00"."""
    days = (day_of(at, zone) - day_of(now, zone)).days
    if days == 0:
        return time_text(at, zone)
    day = day_of(at, zone)
    return f"{day_text(day)[:3] if abs(days) < 7 else date_text(day)[:6]} {time_text(at, zone)}"


def skin(chart: Chart, now: datetime, found: Status) -> Part:
    """The last skin check: what was seen and how long ago; that today's is due for the watch; or from when
    the one counts that the gate waits for.
    """
    check = last_check(chart)
    if check is None:
        return "not seen", "warn"
    if any(open_rashes(chart)):
        return "RASH", "bad"
    if not isinstance(check.what, RashFreeChecked):
        return "FLAG", "bad"
    if daily_check_due(chart, now):
        return "due today", "warn"
    counts = counts_from(chart, found.gate, now)
    if counts is not None:
        return f"from {time_text(counts, chart.zone)}", "warn"
    if found.word == "CHECK":
        return "check now", "warn"
    ago = now - check.at
    if ago < -TOLERANCE:
        return "not known", "warn"  # by a clock that stands before it
    tone: Tone = "" if ago < timedelta(days=1) or chart.ended is not None else "warn"
    hours = int(max(ago, timedelta()).total_seconds() // 3600)  # another clock may be ahead
    return (f"ok {hours}hr" if hours < 48 else f"ok {ago.days}d"), tone
