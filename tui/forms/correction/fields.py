"""What is true instead of a wrong entry: for each kind the fields it is recorded with, filled in."""

from __future__ import annotations

from collections.abc import Callable

from protocols import entries as e
from tui.forms.base.entry_fields import EntryFields
from tui.forms.correction.dose_fields import DoseFields
from tui.forms.correction.wrong import Wrong
from tui.forms.course.follow_up_fields import FollowUpFields
from tui.forms.doses.vomited import VomitedFields
from tui.forms.patient.medicine_fields import MedicineFields, MedicineGivenFields, MedicineStoppedFields
from tui.forms.patient.named_check import NamedCheckFields
from tui.forms.patient.note import NoteFields
from tui.forms.skin.earlier_reaction import EarlierFields
from tui.forms.skin.fields import SkinFields
from tui.forms.skin.naranjo import NaranjoFields


def _skin(wrong: Wrong) -> EntryFields:
    return SkinFields(wrong.chart, wrong.now, wrong.record.details, wrong.what)


FIELDS: dict[type[e.What], Callable[[Wrong], EntryFields]] = {
    e.DoseGiven: DoseFields,
    e.DoseNotGiven: DoseFields,
    e.DoseVomited: lambda wrong: VomitedFields(wrong.chart, wrong.now, wrong.what),
    e.RashFreeChecked: _skin,
    e.RashFound: _skin,
    e.RedFlagSeen: _skin,
    e.NamedCheckMade: lambda wrong: NamedCheckFields(wrong.chart, wrong.what),
    e.NaranjoAssessed: lambda wrong: NaranjoFields(wrong.what),
    e.EarlierReaction: lambda wrong: EarlierFields(wrong.what),
    e.NoteAdded: lambda wrong: NoteFields(wrong.what),
    e.CoMedicationStarted: lambda wrong: MedicineFields(wrong.chart, wrong.what),
    e.CoMedicationGiven: lambda wrong: MedicineGivenFields(wrong.what),
    e.CoMedicationStopped: lambda wrong: MedicineStoppedFields(wrong.what),
    e.FollowUpRecorded: lambda wrong: FollowUpFields(wrong.chart, wrong.what),
}
"""The kinds that can be corrected otherwise than by marking them as entered in error."""
