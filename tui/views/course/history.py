"""History: every entry of a patient in a sentence, newest first; corrected ones stay readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Literal

from protocols import entries as e
from protocols.record.fold import Record
from protocols.values.formatting import when_text
from protocols.values.text import visible
from protocols.wording.entries import sentence
from tui.views.lines.lines import Tone

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
    e.StepStarted: "steps",
    e.DecisionMade: "steps",
    e.PreconditionWaived: "steps",
    e.PatientAdmitted: "notes",
    e.PatientDetailsChanged: "notes",
    e.PatientTaken: "notes",
    e.NoteAdded: "notes",
    e.FollowUpRecorded: "notes",
    e.RecordImported: "notes",
    e.CoMedicationStarted: "medicines",
    e.CoMedicationGiven: "medicines",
    e.CoMedicationStopped: "medicines",
    e.EntryCorrected: "corrections",
}
"""The filter of each kind of entry that a patient's record can have."""


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
    notes.extend(f"CORRECTED by entry {by.number}, {visible(by.by.name)}" for by in corrections)
    return HistoryRow(
        entry=entry,
        when=when_text(entry.at, record.zone),
        who=visible(entry.by.initials),
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


def full_text(row: HistoryRow) -> list[str]:
    """Everything known of one entry, for the detail below the list."""
    entry = row.entry
    by = f"{visible(entry.by.name)} ({visible(entry.by.initials)}), {entry.by.role}"
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
