"""History: every entry of a patient in a sentence, newest first; corrected ones stay readable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Literal

from protocols import entries as e
from protocols.record.fold import Record
from protocols.record.people import initials_of
from protocols.values.formatting import when_text
from protocols.values.text import visible
from protocols.wording.entries import sentence
from tui.views.lines.lines import Line, Tone, fit, width, wrap

Group = Literal["all", "doses", "skin", "checks", "steps", "medicines", "notes", "corrections"]
GROUPS: tuple[Group, ...] = ("all", "doses", "skin", "checks", "steps", "medicines", "notes", "corrections")

GROUP_OF: dict[type[e.What], Group] = {
    e.DoseGiven: "doses",
    e.DoseNotGiven: "doses",
    e.DoseVomited: "doses",
    e.RashFreeChecked: "skin",
    e.RashFound: "skin",
    e.RedFlagSeen: "skin",
    e.AlarmSeen: "skin",
    e.NamedCheckMade: "checks",
    e.NaranjoAssessed: "skin",
    e.EarlierReaction: "skin",
    e.HoldPlaced: "steps",
    e.DoneOnPaper: "steps",
    e.CourseEnrolled: "steps",
    e.CourseAmended: "steps",
    e.StepStarted: "steps",
    e.DecisionMade: "steps",
    e.PreconditionWaived: "steps",
    e.PatientAdmitted: "notes",
    e.PatientDetailsChanged: "notes",
    e.PatientLeft: "notes",
    e.PatientReturned: "notes",
    e.RecordJoined: "notes",
    e.PatientTaken: "notes",
    e.NoteAdded: "notes",
    e.FollowUpRecorded: "notes",
    e.RecordImported: "notes",
    e.PatientSent: "notes",
    e.RecordTakenBack: "notes",
    e.CoMedicationStarted: "medicines",
    e.CoMedicationGiven: "medicines",
    e.CoMedicationStopped: "medicines",
    e.EntryCorrected: "corrections",
}
"""The filter of each kind of entry that a patient's record can have."""


def instead_of_correcting(entry: e.Entry) -> str:
    """What is done about an entry that no correction puts right; "" for one that a correction does."""
    match entry.what:
        case e.PatientAdmitted() | e.PatientDetailsChanged():
            return "Bed, name and allergies are put right with b on the chart."
        case e.PatientLeft() | e.PatientReturned():
            return "That a patient left, or came back, is put right with L on the chart."
        case e.CourseEnrolled() | e.CourseAmended():
            return "Dose times, strengths and prescriber are changed with E on the chart, the target with p."
        case e.EntryCorrected():
            return "Correct the entry itself once more: both corrections stay."
    if entry.course and isinstance(entry.what, e.Correctable):
        return ""
    return "Only what happened is corrected here. What follows from a step or a hold a prescriber decides: p."


@dataclass(frozen=True)
class HistoryRow:
    """One entry. `note` says when it was recorded, if not at once, and what corrected it.

    `ward` is where it was recorded, when that was in another ledger, which numbers its entries by itself.
    """

    entry: e.Entry
    when: str
    who: str
    said: str
    note: str
    tone: Tone
    ward: str = ""

    @property
    def day(self) -> str:
        """The day on which it happened."""
        return self.when.rpartition(" ")[0]

    @property
    def time(self) -> str:
        """The time of that day."""
        return self.when.rpartition(" ")[2]


def history(record: Record, group: Group = "all", most: int | None = None) -> list[HistoryRow]:
    """The entries of `group`, newest recorded first, `most` of them at most."""
    corrections = _corrections(record)
    wanted = (entry for entry in reversed(record.entries) if group in ("all", group_of(entry)))
    return [_row(entry, record, corrections.get(entry.id, [])) for entry in islice(wanted, most)]


def group_of(entry: e.Entry) -> Group:
    """The filter an entry belongs to."""
    return GROUP_OF.get(type(entry.what), "notes")


def _corrections(record: Record) -> dict[str, list[e.Entry]]:
    found: dict[str, list[e.Entry]] = {}
    for entry in record.entries:
        if isinstance(entry.what, e.EntryCorrected):
            found.setdefault(entry.what.entry, []).append(entry)
    return found


def _row(entry: e.Entry, record: Record, corrections: list[e.Entry]) -> HistoryRow:
    notes = []
    recorded, brought = entry.recorded or entry.at, record.brought.get(entry.id)
    if recorded - entry.at > timedelta(minutes=5):
        notes.append(f"recorded {when_text(recorded, record.zone)}")
    if entry.clock != "ok":
        notes.append(f"the computer's clock was {entry.clock}")
    if entry.id in record.aside:
        notes.append("SET ASIDE: a prescriber took the other site's course on")
    notes.extend(f"CORRECTED by entry {by.number}, {visible(by.by.name)}" for by in corrections)
    return HistoryRow(
        entry=entry,
        when=when_text(entry.at, record.zone),
        who=visible(initials_of(record.initials, entry.by)),
        said=sentence(entry, record),
        note="; ".join(notes),
        tone=_tone(entry, corrections),
        ward=visible(brought.origin.ward) if brought else "",
    )


def _tone(entry: e.Entry, corrections: list[e.Entry]) -> Tone:
    if corrections:
        return "struck"
    if isinstance(entry.what, e.RashFound | e.RedFlagSeen | e.HoldPlaced | e.DoneOnPaper):
        return "bad"
    if isinstance(entry.what, e.DecisionMade | e.PreconditionWaived):
        return "strong"
    return "dim" if isinstance(entry.what, e.EntryCorrected) else ""


_ON_A_DAY = (e.DoseGiven, e.DoseNotGiven, e.StepStarted)
"""Kinds whose sentence names a day of its own: where it is that of the heading, it is not said again."""


def by_day(rows: Sequence[HistoryRow]) -> list[HistoryRow | str]:
    """The rows, and before each that is of another day than the one above it that day as a heading."""
    listed: list[HistoryRow | str] = []
    day = ""
    for row in rows:
        if row.day != day:
            day = row.day
            listed.append(day)
        listed.append(row)
    return listed


def row_lines(row: HistoryRow, cells: int) -> list[Line]:
    """One entry below its day, wrapped and not cut: time, who, a star where there is more to know of it."""
    mark = "*" if row.note else " "
    head = f"{row.time} {fit(row.who, 4)} {mark} "
    first, *rest = wrap(said_below(row), max(cells - width(head), 20))
    return [[(head, "dim"), (first, row.tone)], *([(" " * width(head) + one, row.tone)] for one in rest)]


def said_below(row: HistoryRow) -> str:
    """The sentence of `row` where its day stands above it."""
    return row.said.replace(f" {row.day} ", " the ") if isinstance(row.entry.what, _ON_A_DAY) else row.said


def holding(rows: Sequence[HistoryRow], sought: str) -> list[HistoryRow]:
    """The rows in which every word of `sought` stands, in what was done, by whom, when or the note."""
    words = sought.casefold().split()
    return [
        row
        for row in rows
        if all(word in f"{row.said} {row.who} {row.when} {row.note}".casefold() for word in words)
    ]


def full_text(row: HistoryRow) -> list[str]:
    """Everything known of one entry, for the detail below the list."""
    entry = row.entry
    by = f"{visible(entry.by.name)} ({row.who}), {entry.by.role}"
    account = f", account {visible(entry.by.account)}" if entry.by.account else ""
    of = f" of {row.ward}" if row.ward else ""
    lines = [f"Entry {entry.number}{of}, {row.when}, by {by}{account}", row.said]
    return [*lines, row.note] if row.note else lines


def new_since(entries: list[e.Entry], record: Record) -> list[str]:
    """What others recorded meanwhile, in sentences with who and when (CUI MEDa-0295)."""
    return [
        f"{when_text(entry.at, record.zone)} {visible(entry.by.name)}: {sentence(entry, record)}"
        for entry in entries
    ]


def recent(record: Record, count: int, cells: int) -> list[Line]:
    """The newest entries below their days, none of them cut."""
    lines: list[Line] = []
    for one in by_day(history(record, most=count)):
        lines += [[(one, "strong")]] if isinstance(one, str) else row_lines(one, cells)
    return lines


def folded(lines: list[Line], cells: int) -> list[Line]:
    """The first of the lines of an entry; a mark says that it goes on."""
    if len(lines) == 1:
        return lines
    *before, (text, tone) = lines[0]
    used = sum(width(part) for part, _ in before)
    shown = f"{text} ..." if used + width(text) + 4 <= cells else fit(f"{text} more", cells - used)
    return [[*before, (shown, tone)]]
